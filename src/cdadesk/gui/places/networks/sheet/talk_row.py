"""One line of what was talked about: a point, a decision or a task, and what can be said further of it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import AgendaItem, Decision
from cdadesk.domain.networks.quick_lines import QuickLine
from cdadesk.gui.kit.editors.as_typed import from_typed, is_blank, to_typed
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.places.networks.sheet.outline import DECISION_CELLS, POINT_CELLS, TalkLine
from cdadesk.gui.places.networks.sheet.people import People
from cdadesk.gui.places.networks.sheet.talk_text import TalkText
from cdadesk.i18n import N_, _, format_amount, format_day, format_number

_INDENT = 30
_BADGE = 72
_NARROW = {"votes_for": 84, "votes_against": 84, "votes_abstain": 84, "amount": 150}
_PLACEHOLDERS = {
    True: N_("The first thing that was talked about"),
    False: N_("What was decided? @ somebody and ! a day make it a task. Enter on an empty line: the next point"),
}
_NEXT_POINT = N_("The next thing that was talked about; Enter on an empty line goes on")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Read = Callable[[TalkLine], QuickLine]


class TalkRow(QWidget):
    """Shows one line and writes what is typed back into it."""

    changed = Signal()
    entered = Signal()

    def __init__(self, line: TalkLine, people: People, around: Surroundings, read: Read) -> None:
        super().__init__()
        self.line = line
        self._people = people
        self._around = around
        self._read = read
        self._number = 0
        self.text = TalkText(people.lookup)
        self.text.names_people = not line.is_point
        self.text.can_unfold = self.can_unfold
        self.boxes: dict[str, FieldBox] = {}
        self._badge = label("", "second")
        self._said = paragraph("", "second")
        self._complaint = paragraph("", "complaint")
        self._more = button(Action("", self.unfold), "small")
        self._strip = QWidget()
        self._lay_out()
        self.text.show_words(line.text)
        self.text.textChanged.connect(self._take_words)
        self.text.picked.connect(self._take_pick)
        self.text.unfolded.connect(self.unfold)
        self.fold()

    def number(self, number: int) -> None:
        """Say which point of the agenda this is; nothing for other lines."""
        self._number = number
        self.show_state()

    def unfold(self) -> None:
        """Ask for what can be said further: the words behind a point, votes and money of a decision."""
        if not self.boxes:
            self._make_boxes()
        self._said.hide()
        self._more.hide()
        self._strip.show()
        first = next(iter(self.boxes.values())).editor
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def can_unfold(self) -> bool:
        """Say whether there is more to ask that is not shown; a task has neither votes nor money."""
        read = self._understood()
        return self.is_folded() and not (read is not None and read.is_task)

    def fold(self) -> None:
        """Show what was said further in one line; a complaint keeps it open."""
        if not any(box.editor.complained() for box in self.boxes.values()):
            self._strip.hide()
        self.show_state()

    def is_folded(self) -> bool:
        """Say whether only the line itself can be typed in."""
        return self._strip.isHidden()

    def show_here(self, *, here: bool) -> None:
        """Offer more where the keyboard is."""
        self._more.setVisible(here and self.can_unfold() and bool(self.line.text.strip()))
        if not here:
            self.fold()
            self.check()

    def check(self) -> bool:
        """Complain of what cannot be understood, and say whether all can."""
        sentence = self._trouble()
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))
        set_style_property(self.text, "complaint", "true" if sentence else "false")
        understood = [box.editor.check() for box in self.boxes.values()]
        return all(understood) and not sentence

    def show_state(self) -> None:
        """Say what the line is by now, and what was said further of it."""
        read = self._understood()
        badge = f"{self._number}." if self.line.is_point else _("Task") if read and read.is_task else _("Decision")
        self._badge.setText("" if self.line.blank and not self.line.is_point else badge)
        wear(self._badge, "strong" if self.line.is_point else "second")
        said = self._task_words(read) if read and read.is_task else self._further_words()
        self._said.setText(said)
        self._said.setVisible(bool(said) and self.is_folded())
        placeholder = _PLACEHOLDERS[self.line.is_point]
        self.text.setPlaceholderText(_(_NEXT_POINT if self.line.is_point and self._number > 1 else placeholder))

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to."""
        return [self.text, *(box.editor.control for box in self.boxes.values())]

    def said(self) -> str:
        """Return what is said of the line below it."""
        return self._said.text()

    def complained(self) -> str:
        """Return the complaint that is shown."""
        return "" if self._complaint.isHidden() else self._complaint.text()

    def badge(self) -> str:
        """Return what the line is called."""
        return self._badge.text()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        words = _("What was said") if self.line.is_point else _("Votes, money")
        dress_button(self._more, Action(words, self.unfold, hint=_("Tab")))
        self.text.setAccessibleName(_("Point") if self.line.is_point else _("Decision or task"))
        for box in self.boxes.values():
            box.retranslate()
        self.show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the last field goes on to the next line."""
        controls = [box.editor.control for box in self.boxes.values()]
        here = QApplication.focusWidget()
        last = bool(controls) and here is not None and (controls[-1] is here or controls[-1].isAncestorOf(here))
        if event.key() in _ENTER and last:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _take_words(self) -> None:
        if self.text.words() != self.line.text:
            self.line.text = self.text.words()
            self._complaint.hide()
            self._more.setVisible(self.can_unfold() and bool(self.line.text.strip()))
            self.show_state()
            self.changed.emit()

    def _take_pick(self, name: str, who: object) -> None:
        self.line.picked[name] = str(who)
        self.show_state()
        self.changed.emit()

    def _take_cell(self, name: str, editor: Editor) -> None:
        self.line.cells[name] = editor.typed()
        self.changed.emit()

    def _understood(self) -> QuickLine | None:
        try:
            return self._read(self.line)
        except Trouble:
            return None

    def _trouble(self) -> str:
        """Return why the line means nothing, or does not fit; nothing if it does."""
        try:
            read = self._read(self.line)
        except Trouble as trouble:
            return str(trouble)
        element, name = (AgendaItem, "item") if self.line.is_point else (Decision, "decision")
        most = 500 if read.is_task else describe(element)[name].max_length or 0
        if len(read.words) > most:
            return _("This text is too long: at most {most} characters fit.").format(most=format_number(most))
        return _("What is to be done?") if read.is_task and not read.words else ""

    def _task_words(self, read: QuickLine) -> str:
        match = self._people.name(read.who) if read.who is not None else None
        due = _("by {day}").format(day=format_day(read.due_on)) if read.due_on is not None else _("by when? !")
        return f"{match.title if match is not None else _('who? @')}, {due}"

    def _further_words(self) -> str:
        cells = {name: typed for name, typed in self.line.cells.items() if not is_blank(typed)}
        if self.line.is_point:
            return str(cells.get("minutes", ""))
        return "  ·  ".join(filter(None, (_vote_words(cells), _money_words(cells, self._around))))

    def _make_boxes(self) -> None:
        element = AgendaItem if self.line.is_point else Decision
        described = describe(element)
        flow = Flow(self._strip)
        flow.setSpacing(look.spacing().medium)
        for name in POINT_CELLS if self.line.is_point else DECISION_CELLS:
            box = FieldBox(editor_for(described[name], self._around))
            shown = self.line.shown
            box.editor.set_value(getattr(shown, name) if shown is not None else None)
            typed = self.line.cells.get(name, to_typed(described[name], None))
            box.editor.restore_typed(typed)
            box.editor.changed.connect(lambda name=name, box=box: self._take_cell(name, box.editor))
            if name in _NARROW:
                box.setFixedWidth(_NARROW[name])
            elif self.line.is_point:
                box.setMinimumWidth(max(self.text.width(), 320))
            self.boxes[name] = box
            flow.addWidget(box)
        self.changed.emit()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self._badge.setFixedWidth(_INDENT if self.line.is_point else _BADGE)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._badge.setContentsMargins(0, 6, 0, 0)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.hide()
        top = QHBoxLayout()
        top.setSpacing(gaps.hair)
        top.addWidget(self.text, 1)
        top.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(top)
        self._said.setContentsMargins(6, 0, 0, 4)
        self._complaint.setContentsMargins(6, 0, 0, 4)
        self._complaint.hide()
        for part in (self._said, self._complaint, self._strip):
            right.addWidget(part)
        self._strip.setContentsMargins(6, 2, 0, 8)
        row = QHBoxLayout(self)
        row.setContentsMargins(0 if self.line.is_point else _INDENT, 0, 0, 0)
        row.setSpacing(gaps.hair)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.retranslate()


def _vote_words(cells: Mapping[str, Any]) -> str:
    if cells.get("consensus") == "yes":
        return _("all agreed")
    names = {"votes_for": _("{n} for"), "votes_against": _("{n} against"), "votes_abstain": _("{n} abstained")}
    return ", ".join(words.format(n=cells[name]) for name, words in names.items() if name in cells)


def _money_words(cells: Mapping[str, Any], around: Surroundings) -> str:
    if "amount" not in cells:
        return ""
    try:
        amount = from_typed(describe(Decision)["amount"], cells["amount"], around.today())
    except Trouble:
        return str(cells["amount"])
    return format_amount(amount.minor) if amount.currency == "INR" else str(cells["amount"])
