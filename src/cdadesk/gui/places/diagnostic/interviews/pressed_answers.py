"""Answers that are pressed: one or several of a short list, several of a long one, and an order."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cdadesk.gui.kit.editors.answers import PressRow
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.words import escaped, label
from cdadesk.gui.places.diagnostic.interviews.answer_editors import AnswerEditor, Offer, PickAnswer
from cdadesk.i18n import _, format_number

_DIGITS = "123456789"
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_UP, _DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class PressedAnswer(AnswerEditor):
    """One or several answers as chips; figures press them, Space the one where the keyboard is, Backspace clears."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._choices: Offer = ()
        self._keys: list[str] = []
        self._chosen: list[str] = []
        self.row = PressRow()
        self._flow = Flow(self.row)
        self.row.take_key = self._take_key
        self.column.addWidget(self.row)
        self.hold(self.row)

    def text(self) -> str:
        return " ".join(self._chosen)

    def show_text(self, text: str) -> None:
        self._chosen = text.split() if self._several else ([text] if text else [])
        self._show()

    def offer(self, choices: Offer) -> None:
        if list(choices) == list(self._choices):
            return
        self._choices = choices
        self._keys = _keys_for([words for _value, words in choices])
        self._make_chips()
        self._show()

    def press(self, value: str) -> None:
        """Press an answer as a person does; once more takes it back."""
        if value in self._chosen:
            self._chosen.remove(value)
        elif self._several:
            self._chosen = [each for each, _words in self._choices if each in {*self._chosen, value}]
        else:
            self._chosen = [value]
        self._show()
        self.changed.emit()

    def _make_chips(self) -> None:
        for chip in self.row.buttons.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.row.buttons.clear()
        for (value, words), figure in zip(self._choices, self._keys, strict=True):
            chip = self.row.add(value, "answer")
            chip.setText(escaped(f"{figure}  {words}" if figure and figure != words else words))
            chip.clicked.connect(partial(self._clicked, value))
            self._flow.addWidget(chip)
        self.row.at = 0

    def _clicked(self, value: str, checked: bool) -> None:  # noqa: FBT001 - as the signal hands it over
        del checked
        self.press(value)

    def _show(self) -> None:
        for value, chip in self.row.buttons.items():
            chip.setChecked(value in self._chosen)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        at = self._keys.index(event.text()) if event.text() and event.text() in self._keys else -1
        if at >= 0:
            self.row.go_to(at)
            self.press(self._choices[at][0])
        elif event.key() == Qt.Key.Key_Space and self.row.buttons:
            self.press(self.row.current_key())
        elif event.key() in _CLEARING and self._chosen:
            self._chosen = []
            self._show()
            self.changed.emit()
        else:
            return False
        return True


def _keys_for(words: Sequence[str]) -> list[str]:
    """Return by which key each answer is pressed, blank for none: figures by themselves, words by their place."""
    if words and all(each.isdecimal() and each.isascii() for each in words):
        return [each if len(each) == 1 else "" for each in words]
    return [*_DIGITS[: len(words)], *[""] * (len(words) - len(_DIGITS))]


class ManyAnswer(AnswerEditor):
    """Several answers of a long list: what is picked is added to the chips below, and pressed there it goes."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._choices: Offer = ()
        self.pick = PickAnswer(around)
        self.chosen = PressedAnswer(several=True)
        self.column.addWidget(self.pick)
        self.column.addWidget(self.chosen)
        self.hold(self.pick.control)
        self.pick.changed.connect(self._picked)
        self.chosen.changed.connect(self._pressed)

    def text(self) -> str:
        return self.chosen.text()

    def show_text(self, text: str) -> None:
        self._show(text.split())

    def offer(self, choices: Offer) -> None:
        self._choices = choices
        self.pick.offer(choices)
        self._show(self.text().split())

    def _picked(self) -> None:
        value = self.pick.text()
        if any(value == each for each, _words in self._choices):
            self._show([*(each for each in self.text().split() if each != value), value])
            self.pick.show_text("")
            self.changed.emit()

    def _pressed(self) -> None:
        self._show(self.text().split())
        self.changed.emit()

    def _show(self, values: list[str]) -> None:
        words = dict(self._choices)
        self.chosen.offer([(value, words.get(value, value)) for value in values])
        self.chosen.show_text(" ".join(values))
        self.chosen.setVisible(bool(values))


class RankAnswer(AnswerEditor):
    """An order: pressed one after the other; once more takes one out again, and Alt with the arrows moves it."""

    def __init__(self) -> None:
        super().__init__()
        self._choices: Offer = ()
        self._order: list[str] = []
        self.row = PressRow()
        self._flow = Flow(self.row)
        self.row.take_key = self._take_key
        self._how = label("", "second")
        self.column.addWidget(self.row)
        self.column.addWidget(self._how)
        self.hold(self.row)
        self.retranslate()

    def text(self) -> str:
        return " ".join(self._order)

    def show_text(self, text: str) -> None:
        self._order = text.split()
        self._show()

    def offer(self, choices: Offer) -> None:
        if list(choices) != list(self._choices):
            self._choices = choices
            self._make_chips()
            self._show()

    def retranslate(self) -> None:
        self._how.setText(_("Press them in their order: the first is the most important."))

    def press(self, value: str) -> None:
        """Put an answer at the end of the order, or take it out again."""
        if value in self._order:
            self._order.remove(value)
        else:
            self._order.append(value)
        self._show()
        self.changed.emit()

    def _make_chips(self) -> None:
        for chip in self.row.buttons.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.row.buttons.clear()
        for value, _words in self._choices:
            chip = self.row.add(value, "answer")
            chip.clicked.connect(partial(self._clicked, value))
            self._flow.addWidget(chip)
        self.row.at = 0

    def _clicked(self, value: str, checked: bool) -> None:  # noqa: FBT001 - as the signal hands it over
        del checked
        self.press(value)

    def _show(self) -> None:
        for value, words in self._choices:
            chip = self.row.buttons[value]
            place = self._order.index(value) + 1 if value in self._order else 0
            chip.setText(escaped(f"{format_number(place)}.  {words}" if place else words))
            chip.setChecked(bool(place))
            chip.updateGeometry()
        self._flow.invalidate()

    def _take_key(self, event: QKeyEvent) -> bool:
        here = self.row.current_key() if self.row.buttons else ""
        if event.key() in (_UP, _DOWN) and event.modifiers() & Qt.KeyboardModifier.AltModifier and here in self._order:
            self._move(here, -1 if event.key() == _UP else 1)
        elif event.key() == Qt.Key.Key_Space and here:
            self.press(here)
        elif event.key() in _CLEARING and self._order:
            self._order = []
            self._show()
            self.changed.emit()
        elif event.text() and event.text() in _DIGITS and int(event.text()) <= len(self._choices):
            self.row.go_to(int(event.text()) - 1)
            self.press(self._choices[int(event.text()) - 1][0])
        else:
            return False
        return True

    def _move(self, value: str, by: int) -> None:
        at = self._order.index(value)
        to = min(max(at + by, 0), len(self._order) - 1)
        self._order.insert(to, self._order.pop(at))
        self._show()
        self.changed.emit()
