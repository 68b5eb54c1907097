"""Answers that are pressed instead of written: yes or no, and several of a list."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import NO, YES, Typed
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import escaped
from cdadesk.i18n import N_, _

_BLANK = ""
_WORDS = {YES: N_("Yes"), NO: N_("No"), _BLANK: N_("Not yet")}
_LETTERS = {"y": YES, "n": NO, "ह": YES, "न": NO}
_CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class PressRow(QWidget):
    """Buttons that are one stop for Tab; arrows go from one to the next, Space presses."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self.at = 0
        self.take_key: Callable[[QKeyEvent], bool] = lambda _event: False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, key: str, look_name: str) -> QPushButton:
        """Add one button; the caller puts it into the layout."""
        button = QPushButton()
        wear(button, look_name)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons[key] = button
        return button

    def go_to(self, at: int) -> None:
        """Move to a button, if there is one."""
        self.at = min(max(at, 0), len(self.buttons) - 1)
        self._show_focus()

    def current_key(self) -> str:
        """Return the key of the button that the keyboard is at."""
        return list(self.buttons)[self.at]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            self.go_to(self.at + steps[Qt.Key(event.key())])
        elif not self.take_key(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        for place, button in enumerate(self.buttons.values()):
            here = self.hasFocus() and place == self.at
            set_style_property(button, "keys", "here" if here else "")


class YesNoEditor(Editor):
    """Yes, No or Not yet; Y and N answer, Backspace takes the answer back."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._answer = _BLANK
        self.row = PressRow()
        self.row.take_key = self._take_key
        line = QHBoxLayout(self.row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for key in _WORDS:
            button = self.row.add(key, "segment")
            button.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            line.addWidget(button)
        self.row.buttons[YES].setProperty("end", "first")
        self.row.buttons[_BLANK].setProperty("end", "last")
        line.addStretch(1)
        self._hold(self.row)
        self.retranslate()
        self._show()

    def typed(self) -> Typed:
        return self._answer

    def restore_typed(self, typed: Typed) -> None:
        self._answer = str(typed) if typed in _WORDS else _BLANK
        self._show()

    def room_in_cell(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        """Write the three words again."""
        for key, button in self.row.buttons.items():
            button.setText(escaped(_(_WORDS[key])))
        super().retranslate()

    def _take_key(self, event: QKeyEvent) -> bool:
        answer = _LETTERS.get(event.text().lower())
        if event.key() == Qt.Key.Key_Space:
            answer = self.row.current_key()
        if event.key() in _CLEARING:
            answer = _BLANK
        if answer is None:
            return False
        self._choose(answer)
        return True

    def _choose(self, answer: str) -> None:
        self._answer = answer
        self._show()
        self._note_change()

    def _show(self) -> None:
        for key, button in self.row.buttons.items():
            button.setChecked(key == self._answer)
        self.row.go_to(list(_WORDS).index(self._answer))


class ChoicesEditor(Editor):
    """Several answers of a closed list, as chips."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self.row = PressRow()
        self.row.take_key = self._take_key
        flow = Flow(self.row)
        for answer in info.choices or ():
            chip = self.row.add(answer.value, "answer")
            chip.clicked.connect(lambda _checked=False: self._note_change())
            flow.addWidget(chip)
        self._hold(self.row)
        self.retranslate()

    def typed(self) -> Typed:
        return sorted(key for key, chip in self.row.buttons.items() if chip.isChecked())

    def restore_typed(self, typed: Typed) -> None:
        for key, chip in self.row.buttons.items():
            chip.setChecked(key in typed)

    def room_in_cell(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        """Write the answers again."""
        for answer in self.info.choices or ():
            self.row.buttons[answer.value].setText(escaped(_(answer.label)))
        super().retranslate()

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space:
            return False
        self.row.buttons[self.row.current_key()].toggle()
        self._note_change()
        return True
