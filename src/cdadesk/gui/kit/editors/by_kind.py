"""The editor of every kind of field: the one table that says which."""

from collections.abc import Callable, Mapping

from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.gui.kit.editors.answers import ChoicesEditor, YesNoEditor
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.days import DateEditor, QuarterEditor
from cdadesk.gui.kit.editors.figures import FigureEditor
from cdadesk.gui.kit.editors.picks import ChoiceEditor
from cdadesk.gui.kit.editors.read_only import ReadOnlyEditor
from cdadesk.gui.kit.editors.references import ReferenceEditor
from cdadesk.gui.kit.editors.rows import RowsEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import NoteEditor, TextEditor


def editor_for(info: FieldInfo, around: Surroundings) -> Editor:
    """Return a new editor for a field."""
    made: Editor = around.special.get(info.name, _EDITORS[info.kind])(info, around)
    return made


def _rows_editor(info: FieldInfo, around: Surroundings) -> Editor:
    return RowsEditor(info, around, editor_for)


_EDITORS: Mapping[Kind, Callable[[FieldInfo, Surroundings], Editor]] = {
    Kind.text: TextEditor,
    Kind.note: NoteEditor,
    Kind.number: FigureEditor,
    Kind.scaled: FigureEditor,
    Kind.day: DateEditor,
    Kind.partial_date: DateEditor,
    Kind.quarter: QuarterEditor,
    Kind.instant: ReadOnlyEditor,
    Kind.money: FigureEditor,
    Kind.choice: ChoiceEditor,
    Kind.choices: ChoicesEditor,
    Kind.yes_no: YesNoEditor,
    Kind.ref: ReferenceEditor,
    Kind.rows: _rows_editor,
    Kind.plain: ReadOnlyEditor,
}
