"""An edited list in a form: its grid, the acts on a line as buttons too, and the line that was just removed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.lines import CellNotUnderstood, Lines, LineShape
from cdadesk.gui.kit.editors.lines_model import LinesModel
from cdadesk.gui.kit.editors.lines_table import LinesTable, MakeCell
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.i18n import _, format_number


class RowsEditor(Editor):
    """Edits a list of elements in a grid."""

    def __init__(
        self, info: FieldInfo, around: Surroundings, make_cell: MakeCell, shape: LineShape | None = None
    ) -> None:
        super().__init__(info, around)
        self.lines = Lines(info.element, shape)
        self.model = LinesModel(self.lines, around)
        self.table = LinesTable(self.model, around, make_cell)
        self._acts: list[QPushButton] = []
        self._closed = False
        self._hold(self.table)
        self._column.addWidget(self._act_row())
        self.model.edited.connect(self._note_change)
        self.table.bring_back_asked.connect(self.bring_back)
        self.model.reload()
        self.retranslate()

    def typed(self) -> Typed:
        """Return the lines that differ from what was shown."""
        return self.lines.changed() or ""

    def restore_typed(self, typed: Typed) -> None:
        self.lines.restore(typed or {})
        self.model.reload()
        self._show_acts()

    def set_value(self, value: Any) -> None:
        """Show the lines of a record."""
        self._shown_value = value
        self._missing = None
        self.lines.show(value or {})
        self.restore_typed("")
        self.complaint("")

    def value(self) -> Any:
        """Return elements, or values to make them of, by their ids; raises CellNotUnderstood."""
        self.table.finish_editing()
        return self.value_so_far()

    def value_so_far(self) -> Any:
        """Return the lines without what stands in the open cell."""
        return self.lines.values(self.around.today()) if self.lines.changed() else self._shown_value

    def is_blank(self) -> bool:
        return not self.lines.alive()

    def check(self) -> bool:
        """Complain of the first cell that cannot be understood."""
        try:
            self.value()
        except CellNotUnderstood as trouble:
            self.complain_of(trouble.path, str(trouble))
            return False
        return True

    def complain_of(self, path: str, sentence: str) -> None:
        """Name line and column in front of the complaint, and go there."""
        place = self._place_of(path)
        if place is None:
            self.complaint(sentence)
            return
        row, column = place
        self.table.setCurrentIndex(self.model.index(row, column))
        label = _(self.lines.columns[column].label)
        self.complaint(
            _("Line {line}, {label}: {sentence}").format(line=format_number(row + 1), label=label, sentence=sentence)
        )

    def go_to(self, path: str) -> None:
        """Put the keyboard on a cell, or on the blank line."""
        place = self._place_of(path)
        if place is None:
            self.table.begin_line()
        else:
            self.table.setCurrentIndex(self.model.index(*place))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def spot(self) -> tuple[QWidget, QPoint]:
        """Return the current cell, where the grid has the keyboard."""
        if not self.table.hasFocus():
            return super().spot()
        return self.table.viewport(), self.table.visualRect(self.table.currentIndex()).center()

    def retranslate(self) -> None:
        """Write heads, cells and buttons again."""
        for made, action in zip(self._acts, self._actions(), strict=True):
            dress_button(made, action)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.table.viewport().update()
        super().retranslate()

    def shut(self, *, closed: bool) -> None:
        """Let the lines be read, with all that they say, and none be changed, added or removed."""
        self.table.finish_editing()
        self._closed = closed
        self.model.close(closed=closed)
        self._show_acts()

    def settle(self) -> None:
        """Take what is typed in the open cell."""
        self.table.finish_editing()

    def bring_back(self) -> None:
        """Bring back the line that was removed last."""
        row = self.model.bring_back()
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _place_of(self, path: str) -> tuple[int, int] | None:
        """Return row and column of a path; the first column where it names no column, None for no line in use."""
        key, _slash, name = path.partition("/")
        row = next((row for row, line in enumerate(self.lines.alive()) if line.key == key), None)
        column = next((place for place, info in enumerate(self.lines.columns) if info.name == name), None)
        return (row, column or 0) if row is not None and (column is not None or not name) else None

    def _actions(self) -> list[Action]:
        return [
            Action(_("Add a line"), self.table.begin_line, "plus", hint=_("Type in the last line")),
            Action(_("Move up"), lambda: self.table.move_line(-1), "chevron-up", hint=_("Alt and arrow up")),
            Action(_("Move down"), lambda: self.table.move_line(1), "chevron-down", hint=_("Alt and arrow down")),
            Action(_("Remove"), self.table.remove_line, "trash-2", hint=_("Delete key")),
            Action(_("Bring back"), self.bring_back, "undo-2", hint=_("Ctrl+Z")),
        ]

    def _act_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().hair)
        for action in self._actions():
            made = button(action, "small")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._acts.append(made)
            row.addWidget(made)
        row.addStretch(1)
        return holder

    def _note_change(self) -> None:
        self._show_acts()
        super()._note_change()

    def _show_acts(self) -> None:
        for made, act in zip(self._acts, self._actions(), strict=True):
            made.setVisible(not self._closed or act.run in self._reading_acts())
        if not self._closed:
            self._acts[-1].setVisible(self.lines.can_bring_back())

    def _reading_acts(self) -> tuple[Callable[[], object], ...]:
        """Return what can be done with lines that nobody may change."""
        return ()

    def _say_back(self) -> None:
        if not self._complained:
            self._say("", "second")
