"""In which language something is made: one button for each, side by side; one is always chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from cdadesk import i18n
from cdadesk.gui.kit.theme import wear


class LanguageChoice(QWidget):
    """The languages of the program; `chosen` tells the one that a person pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for code, name in i18n.LANGUAGES.items():
            made = QPushButton(name)
            made.setCheckable(True)
            wear(made, "segment")
            self._group.addButton(made)
            self.buttons[code] = made
            row.addWidget(made)
        first, *_others, last = self.buttons.values()
        first.setProperty("end", "first")
        last.setProperty("end", "last")
        self.choose(i18n.language())
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit(self.code))

    @property
    def code(self) -> str:
        """The language that is chosen."""
        return next(code for code, made in self.buttons.items() if made.isChecked())

    def choose(self, code: str) -> None:
        """Choose one without telling; one that the program does not speak is the program's own."""
        self.buttons[code if code in self.buttons else i18n.language()].setChecked(True)
