"""The form of an issue; as a cause it offers only what closes no circle."""

from dataclasses import replace
from functools import partial

from cdadesk.acts.issues import may_be_named
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.gui.kit.editors.surroundings import Match, Surroundings
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.places.diagnostic.issues.layout import ISSUE, SHAPES
from cdadesk.store.store import Store


class IssueForm(RecordForm):
    """Asks for an issue on three pages."""

    def __init__(self, store: Store, around: Surroundings) -> None:
        self._store = store
        self._find = around.find
        lists = {name: partial(list_editor, shape) for name, shape in SHAPES.items()}
        super().__init__(Issue, replace(around, find=self._fitting, special=lists), ISSUE)

    def _fitting(self, kinds: tuple[str, ...], typed: str) -> list[Match]:
        found = self._find(kinds, typed)
        if kinds != (Issue.kind,) or not isinstance(self.record, Issue):
            return found
        allowed = may_be_named(self._store, self.record)
        return [match for match in found if match.id in allowed]
