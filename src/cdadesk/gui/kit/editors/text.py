"""Lines and notes: they say how much room there is, and refuse a paste that would never fit."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.base import Editor, too_much
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.i18n import _, format_number

_SPARE_ON_A_LINE = 2_000
_SPARE_IN_A_NOTE = 20_000
_NARROW = 80
_SAID_FROM_TENTHS = 9
_LEAST_LINES = 3
_MOST_LINES = 12
_PADDING = 10


class _Room(QValidator):
    """Keeps out of a line what can never fit: a huge paste neither freezes it nor replaces what stands there."""

    refused = Signal()

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def validate(self, text: str, at: int) -> QValidator.State:
        del at
        if len(text) <= self._most:
            return QValidator.State.Acceptable
        self.refused.emit()
        return QValidator.State.Invalid


class LineControl(QLineEdit):
    """A line that refuses endless text in a signal instead of trimming it."""

    refused = Signal()

    def __init__(self, most: int) -> None:
        super().__init__()
        room = _Room(most)
        room.setParent(self)
        room.refused.connect(self.refused)
        self.setValidator(room)


def show_text(line: QLineEdit, text: str) -> None:
    """Write a text from its beginning, but leave the cursor alone where the text stands there already."""
    if line.text() != text:
        line.setText(text)
        line.setCursorPosition(0)


class LineEditor(Editor):
    """What all editors of one line share."""

    most = _NARROW

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self.line = LineControl(self.most + _SPARE_ON_A_LINE)
        self.line.textEdited.connect(lambda _text: self._note_change())
        self.line.refused.connect(self._refuse)

    def typed(self) -> Typed:
        return self.line.text()

    def restore_typed(self, typed: Typed) -> None:
        show_text(self.line, str(typed))
        self._say_back()

    def _refuse(self) -> None:
        self.complaint(too_much(self.most))

    def _plainly_shown(self) -> str:
        return self.line.text()


class TextEditor(LineEditor):
    """A line of text."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        self.most = info.max_length or _NARROW
        super().__init__(info, around)
        self._hold(self.line)

    def _say_back(self) -> None:
        if not self._complained:
            self._say(room_left(len(self.line.text()), self.most), "second")


class NoteControl(QPlainTextEdit):
    """Several lines that grow with their text up to a limit."""

    refused = Signal()

    def __init__(self, most: int, least_lines: int = _LEAST_LINES) -> None:
        super().__init__()
        self._most = most
        self._least_lines = least_lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take a paste or drop that can fit; refuse one that never can."""
        if len(source.text()) + self.document().characterCount() > self._most:
            self.refused.emit()
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), self._least_lines), _MOST_LINES)
        frame = 2 * self.frameWidth() + 2 * round(self.document().documentMargin()) + _PADDING
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)


class NoteEditor(Editor):
    """A text of several lines; Tab goes on to the next field."""

    least_lines = _LEAST_LINES

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._most = info.max_length or _SPARE_IN_A_NOTE
        self.note = NoteControl(self._most + _SPARE_IN_A_NOTE, self.least_lines)
        self.note.refused.connect(self._refuse)
        self._showing = False
        self.note.textChanged.connect(self._pass_on)
        self._hold(self.note)

    def typed(self) -> Typed:
        return self.note.toPlainText()

    def restore_typed(self, typed: Typed) -> None:
        if self.note.toPlainText() != str(typed):
            self._showing = True
            self.note.setPlainText(str(typed))
            self._showing = False
        self._say_back()

    def room_in_cell(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter: it begins a new line here."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _pass_on(self) -> None:
        if not self._showing:
            self._note_change()

    def _refuse(self) -> None:
        self.complaint(too_much(self._most))

    def _say_back(self) -> None:
        if not self._complained:
            self._say(room_left(self.note.document().characterCount() - 1, self._most), "second")


def room_left(length: int, most: int) -> str:
    """Say how full a text is once that matters."""
    if length * 10 < most * _SAID_FROM_TENTHS:
        return ""
    if length > most:
        return _("{over} characters too many; at most {most} fit.").format(
            over=format_number(length - most), most=format_number(most)
        )
    return _("{length} of {most} characters").format(length=format_number(length), most=format_number(most))
