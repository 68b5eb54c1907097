"""The lines of an edited list for Qt's table: one row each, and a blank one at the end that becomes a new line."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette

from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed, as_text, from_typed, is_blank, missing_code, to_typed
from cdadesk.gui.kit.editors.lines import Line, Lines
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.i18n import _

Index = QModelIndex | QPersistentModelIndex
TO_THE_RIGHT = (Kind.number, Kind.scaled, Kind.money)
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole


class LinesModel(QAbstractTableModel):
    """Shows lines and takes what is typed; `edited` tells of what the person did."""

    edited = Signal()

    def __init__(self, lines: Lines, around: Surroundings) -> None:
        super().__init__()
        self.lines = lines
        self._around = around
        self._alive: list[Line] = []
        self._closed = False

    def close(self, *, closed: bool) -> None:
        """Let nobody write here any more, or again; what stands here can be read."""
        self.beginResetModel()
        self._closed = closed
        self.endResetModel()

    def reload(self) -> None:
        """Show the lines again after more than one of them changed."""
        self.beginResetModel()
        self._alive = self.lines.alive()
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """Return the line of a row, None for the blank one at the end."""
        return self._alive[row] if 0 <= row < len(self._alive) else None

    def row_of(self, key: str) -> int:
        """Return the row of a line in use; raises StopIteration for any other."""
        return next(row for row, line in enumerate(self._alive) if line.key == key)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._alive) + (not self._closed)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if self._closed else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        info = self.lines.columns[section]
        shown = {_ROLE.DisplayRole: _(info.label), _ROLE.ToolTipRole: _(info.hint or info.label)}
        if role == _ROLE.TextAlignmentRole:
            return _alignment(info.kind)
        return shown.get(_ROLE(role))

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if role == _ROLE.TextAlignmentRole:
            return _alignment(self.lines.columns[index.column()].kind)
        if role == _ROLE.ForegroundRole and self._is_quiet(index):
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._text(index)
        return None

    def typed_at(self, index: Index) -> Typed:
        """Return what was typed in a cell."""
        return self.typed_in(self.line_at(index.row()), self.lines.columns[index.column()])

    def typed_in(self, line: Line | None, info: FieldInfo) -> Typed:
        """Return what was typed in a field of a line, whether it is a column or not."""
        return line.cells.get(info.name, to_typed(info, None)) if line else to_typed(info, None)

    def type_at(self, index: Index, typed: Typed) -> None:
        """Take what was typed in a cell; something typed in the blank line makes it a line."""
        if typed == self.typed_at(index):
            return
        self._write(self.line_at(index.row()) or self._new_line(), self.lines.columns[index.column()], typed)
        self._tell(index)

    def type_in(self, line: Line, info: FieldInfo, typed: Typed, missing: MissingCode | None) -> None:
        """Take what was typed in a field of a line that is no column, or why it is blank."""
        self._write(line, info, typed)
        others = {name: code for name, code in line.missing.items() if name != info.name}
        line.missing = others | {info.name: missing.value} if missing else others
        self.edited.emit()

    def say_missing(self, index: Index, code: MissingCode) -> bool:
        """Say why a blank cell is blank, or take that back; return whether it could be said."""
        line = self.line_at(index.row())
        if line is None or self._closed or not is_blank(self.typed_at(index)):
            return False
        name = self.lines.columns[index.column()].name
        if line.missing.get(name) == code.value:
            line.missing = {key: each for key, each in line.missing.items() if key != name}
        else:
            line.missing = line.missing | {name: code.value}
        self._tell(index)
        return True

    def remove(self, row: int) -> bool:
        """Take a line out of use; return whether there was one."""
        line = self.line_at(row)
        if line is None or self._closed:
            return False
        self.beginRemoveRows(_NOWHERE, row, row)
        self.lines.remove(line, self._around.void())
        self._alive = self.lines.alive()
        self.endRemoveRows()
        self.edited.emit()
        return True

    def bring_back(self) -> int | None:
        """Bring the line back that was removed last and return its row."""
        line = self.lines.bring_back()
        if line is None:
            return None
        self.reload()
        self.edited.emit()
        return self.row_of(line.key)

    def move(self, row: int, by: int) -> bool:
        """Move a line up or down; return whether it could be moved."""
        to = row + by
        if self._closed or self.line_at(row) is None or self.line_at(to) is None:
            return False
        self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, to + (by > 0))
        self.lines.move(row, to)
        self._alive = self.lines.alive()
        self.endMoveRows()
        self.edited.emit()
        return True

    def _write(self, line: Line, info: FieldInfo, typed: Typed) -> None:
        line.cells = {key: value for key, value in (line.cells | {info.name: typed}).items() if not is_blank(value)}
        line.missing = {key: code for key, code in line.missing.items() if key not in line.cells}

    def _new_line(self) -> Line:
        last = len(self._alive) + 1
        self.beginInsertRows(_NOWHERE, last, last)
        line = self.lines.add()
        self._alive = self.lines.alive()
        self.endInsertRows()
        return line

    def _tell(self, index: Index) -> None:
        self.dataChanged.emit(index, index)
        self.edited.emit()

    def _text(self, index: Index) -> str:
        line = self.line_at(index.row())
        info = self.lines.columns[index.column()]
        if line is None:
            return _("New line") if index.column() == 0 else ""
        if info.name in line.missing:
            return _(missing_code(line.missing[info.name]).label)
        typed = self.typed_at(index)
        try:
            value = from_typed(info, typed, self._around.today())
            if info.kind is Kind.plain:
                return self._words_of_line(info, value)
            return as_text(info, value, self._around.name)
        except NotUnderstood:
            return str(typed)

    def _words_of_line(self, info: FieldInfo, key: str | None) -> str:
        return dict(self._around.lines(info)).get(key, _("no longer there")) if key else ""

    def _is_quiet(self, index: Index) -> bool:
        line = self.line_at(index.row())
        return line is None or self.lines.columns[index.column()].name in line.missing


def _alignment(kind: Kind) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if kind in TO_THE_RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
