"""The form of a fair: its lists in the shapes of this place, and what is typed as it stands, saved or not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from pydantic import ValidationError

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.vocabulary import TURNS
from cdadesk.domain.kernel.complaints import complaints
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.lines import CellNotUnderstood
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.editors.picks import ChoiceEditor
from cdadesk.gui.kit.editors.rows import RowsEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_rows import ShapedRowsEditor
from cdadesk.gui.places.joint_actions.layout import FAIR, SHAPES
from cdadesk.gui.places.joint_actions.own_lines import NAMED, OwnLines

Make = Callable[[FieldInfo, Surroundings], Editor]


class Doubt(NamedTuple):
    """Something typed that means nothing: where it stands, and the sentence that says so."""

    path: str
    sentence: str


class PayerEditor(ChoiceEditor):
    """What a payer is; participants and the income of the event are entered elsewhere and not offered."""

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        return [(value, words) for value, words in super()._fitting(typed) if value in TURNS]


class FairForm(RecordForm):
    """Asks for a fair on four pages."""

    def __init__(self, around: Surroundings) -> None:
        own = OwnLines(around)
        super().__init__(Fair, replace(around, lines=own.offered, special=_special(own)), FAIR)

    def show_record(self, record: Record) -> None:
        """Show a fair; a folded section opens where something stands in it."""
        super().show_record(record)
        for section, declared in zip(self.sections, FAIR.sections, strict=True):
            blank = all(box.editor.is_blank() for box in section.boxes)
            section.head.setChecked(declared.folded and blank)

    def so_far(self) -> Fair | None:
        """Return the fair with all typed so far that can be understood; see `doubt` for what cannot."""
        try:
            made = self._changed_record(self._record) if self._record is not None else None
        except ValidationError:
            return None
        return made if isinstance(made, Fair) else None

    def doubt(self) -> Doubt | None:
        """Return the first thing typed that cannot be understood."""
        for name, box in self.boxes.items():
            try:
                box.editor.value_so_far()
            except CellNotUnderstood as trouble:
                return Doubt(f"{name}/{trouble.path}", str(trouble))
            except NotUnderstood as trouble:
                return Doubt(name, str(trouble))
        return self._out_of_range()

    def _out_of_range(self) -> Doubt | None:
        try:
            if self._record is not None:
                self._changed_record(self._record)
        except ValidationError as error:
            return next((Doubt(path, sentence) for path, sentence in complaints(error).items()), None)
        return None


def _special(own: OwnLines) -> Mapping[str, Make]:
    lists: dict[str, Make] = dict.fromkeys(SHAPES, partial(_list_editor, own))
    pointers: dict[str, Make] = dict.fromkeys(NAMED, _pointer_editor)
    return lists | pointers | {"source_kind": PayerEditor}


def _list_editor(own: OwnLines, info: FieldInfo, around: Surroundings) -> Editor:
    shape = SHAPES[info.name]
    made = (ShapedRowsEditor if shape.below else RowsEditor)(info, around, editor_for, shape)
    own.join(info.name, made.lines)
    return made


def _pointer_editor(info: FieldInfo, around: Surroundings) -> Editor:
    """Return a picker of the fair's own lines; a cost's own head is chosen from the closed list of heads."""
    if info.kind is Kind.choice:
        return ChoiceEditor(info, around)
    return OfferedEditor(info, around, lambda: around.lines(info))
