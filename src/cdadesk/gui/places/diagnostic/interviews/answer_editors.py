"""How a question is answered, by its kind: the editors of the kit, written and read as the form writes answers."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.diagnostic.interview import LONGEST_ANSWER
from cdadesk.domain.kernel import typed as reading
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.fields import Kind as FieldKind
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.days import DateEditor
from cdadesk.gui.kit.editors.figures import FigureEditor
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import NoteEditor, TextEditor
from cdadesk.questions.form import Kind, Question

Offer = Sequence[tuple[str, str]]
"""The answers of a question: each value with its words."""

_MOST_OFFERED = 200
_ONE_LINE = (Kind.time, Kind.instant, Kind.point, Kind.barcode)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]?(?P<minute>\d{2}))?\s*(?:(?P<half>[apAP])\.?[mM]\.?)?", re.ASCII)
_NOON = 12
_PART_OF_DATE = {"year": 4, "month-year": 7}


class AnswerEditor(QWidget):
    """Edits one answer as the text that the form keeps. `changed` tells of what the person did; `left_by_enter` too."""

    changed = Signal()
    passed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.control: QWidget = self

    def text(self) -> str:
        """Return the answer."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Show an answer; what stands there already is not disturbed."""
        raise NotImplementedError

    def offer(self, choices: Offer) -> None:
        """Offer these answers from now on; the editors of one kind have none."""

    def settle(self) -> None:
        """Bring what was typed into its final form."""

    def complained(self) -> str:
        """Return what the editor itself says is wrong."""
        return ""

    def retranslate(self) -> None:
        """Write every word of the program again."""

    def hold(self, control: QWidget) -> None:
        """Let the keyboard come to this."""
        self.control = control
        self.setFocusProxy(control)


class TypedAnswer(AnswerEditor):
    """An answer that is typed into one of the kit's editors."""

    def __init__(self, editor: Editor, write: Callable[[Any], str], show: Callable[[str], str]) -> None:
        super().__init__()
        self.editor = editor
        self._write = write
        self._show = show
        self.column.addWidget(editor)
        self.hold(editor.control)
        editor.changed.connect(self.changed)

    def text(self) -> str:
        return self._write(self.editor.typed())

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.editor.restore_typed(self._show(text))

    def settle(self) -> None:
        self.editor.settle()

    def complained(self) -> str:
        return self.editor.complained()

    def retranslate(self) -> None:
        self.editor.retranslate()


class WordsAnswer(TypedAnswer):
    """An answer in words, in a line that grows; Enter goes on, Shift+Enter begins a new line."""

    def __init__(self, editor: "WordsEditor") -> None:
        super().__init__(editor, str, str)
        editor.passed.connect(self.passed)


class PickAnswer(AnswerEditor):
    """One answer of a long list, by any part of its words."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._choices: Offer = ()
        self.editor = _PickEditor(FieldInfo("answer", FieldKind.plain, ""), around, lambda: self._choices)
        self.column.addWidget(self.editor)
        self.hold(self.editor.control)
        self.editor.changed.connect(self.changed)

    def text(self) -> str:
        typed = self.editor.typed()
        return str(typed["key"]) if isinstance(typed, dict) else str(typed).strip()

    def show_text(self, text: str) -> None:
        if text != self.text():
            known = any(text == value for value, _words in self._choices)
            self.editor.restore_typed({"key": text} if known else text)

    def offer(self, choices: Offer) -> None:
        here = self.text()
        self._choices = choices
        self.editor.restore_typed({"key": here} if any(here == value for value, _words in choices) else here)

    def retranslate(self) -> None:
        self.editor.retranslate()


class WordsEditor(NoteEditor):
    """A note of one line at first; Enter belongs to whoever shows it."""

    passed = Signal()
    least_lines = 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_enter(event):
            self.passed.emit()
            return True
        return super().eventFilter(watched, event)


class _PickEditor(OfferedEditor):
    """Shows the first of many: a list of thousands is narrowed by typing, not scrolled."""

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        wanted = typed.casefold()
        found: list[tuple[Any, str]] = []
        for value, words in self._offered():
            if wanted in words.casefold():
                found.append((value, words))
            if len(found) == _MOST_OFFERED:
                break
        return found


def words_answer(around: Surroundings) -> AnswerEditor:
    """Return the editor of an answer in words."""
    return WordsAnswer(WordsEditor(FieldInfo("answer", FieldKind.note, "", max_length=LONGEST_ANSWER), around))


def typed_answer(question: Question, kind: Kind, around: Surroundings) -> AnswerEditor:
    """Return the editor of an answer that is typed: figures and days as people write them, else words."""
    if kind in (Kind.int, Kind.decimal):
        figure = _FigureEditor(FieldInfo("answer", FieldKind.text, "", max_length=60), around)
        return TypedAnswer(figure, _figure_text, str)
    if kind is Kind.date:
        return _date_answer(question, around)
    if kind in _ONE_LINE:
        line = TextEditor(FieldInfo("answer", FieldKind.text, "", max_length=LONGEST_ANSWER), around)
        return TypedAnswer(line, _time_text if kind is Kind.time else str, str)
    return words_answer(around)


class _FigureEditor(FigureEditor):
    """A figure as people write it; whether it may be one, the form says."""

    def settle(self) -> None:
        """Leave what was typed as it is: with commas, or in lakh."""


def _date_answer(question: Question, around: Surroundings) -> AnswerEditor:
    length = next((n for word, n in _PART_OF_DATE.items() if word in question.appearance.split()), None)
    kind = FieldKind.partial_date if length else FieldKind.day
    editor = DateEditor(FieldInfo("answer", kind, ""), around)
    return TypedAnswer(editor, _full_date, lambda text: text[:length] if length else text)


def _full_date(typed: Any) -> str:
    """Return a day as forms keep it: the first of the month or year where only these are known."""
    text = str(typed).strip()
    for shape in ("%Y", "%Y-%m"):
        try:
            return dt.datetime.strptime(text, shape).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def _figure_text(typed: Any) -> str:
    """Return a number without commas and words for thousands; what is none, as it was typed."""
    text = str(typed).strip()
    try:
        return str(Decimal(text.replace(",", ""))) if text else ""
    except InvalidOperation:
        pass
    for read in _READ_FIGURES:
        try:
            return read(text)
        except NotUnderstood:
            continue
    return text


def _time_text(typed: Any) -> str:
    """Return a time as forms keep it: 9.30, 9:30 and 0930 are 09:30, 4 pm is 16:00; what is none, as it was typed."""
    found = _TIME.fullmatch(str(typed).strip())
    if found is None:
        return str(typed).strip()
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}"


def _hundredths(text: str) -> str:
    whole = Decimal(reading.read_scaled(text)) / 100
    return format(whole.normalize(), "f")


_READ_FIGURES: Sequence[Callable[[str], str]] = (lambda text: str(reading.read_number(text)), _hundredths)


def _is_enter(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
