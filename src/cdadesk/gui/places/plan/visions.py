"""The vision of the cluster, and those that went before it."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from cdadesk.acts.plans import standing_vision
from cdadesk.domain.plan.vision import Vision
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.plan.changes_tab import VISIONS, ChangesTab
from cdadesk.gui.places.plan.layout import VISION, VISION_SHAPES
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask

_COPIED = ("words", "horizon", "measures", "agreed_by")


class VisionsPage(RecordsPage[Vision]):
    """Revisions of the vision, the newest first."""

    master_share: ClassVar[int] = 36

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Vision, "target")
        self.changes = ChangesTab(desk, VISIONS)
        for tab in (self.changes, PhotosTab(desk)):
            self.detail.add_tab(tab)

    def make_form(self) -> RecordForm:
        lists = {name: partial(list_editor, shape) for name, shape in VISION_SHAPES.items()}
        return RecordForm(Vision, replace(self.desk.around(self), special=lists), VISION)

    def columns(self) -> Columns:
        return Columns(("revision", "horizon"))

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("-revision",))

    def fresh(self) -> Vision:
        """Begin with what the last revision says; the first begins blank."""
        last = standing_vision(self.desk.store, self.desk.scope)
        if last is None:
            return self.desk.fresh(Vision, revision=1)
        copied = {name: getattr(last, name) for name in _COPIED}
        return self.desk.fresh(Vision, revision=(last.revision or 1) + 1, replaces=last.id, **copied)

    def begin_words(self) -> str:
        return _("New revision") if self.desk.scope and self._has_one() else _("Write the vision")

    def empty_words(self) -> str:
        return _("Here stands what the actors of the cluster want to reach together, by when, and how one will see it.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} revision", "{n} revisions", count).format(n=format_number(count))

    def _has_one(self) -> bool:
        return standing_vision(self.desk.store, self.desk.scope) is not None
