"""The head of a part of the sheet: what it is, and at the right how it stands."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, label

_ICONS = {"good": "circle-check", "warn": "users", "second": ""}


class PartHead(QWidget):
    """A title over a line, with a sentence at its end."""

    def __init__(self) -> None:
        super().__init__()
        gaps = look.spacing()
        self._title = label("", "section")
        self._said = ShortLabel("", "strong")
        self._icon = IconLabel("circle-check", "good", 16)
        row = QHBoxLayout()
        row.setSpacing(gaps.small)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.hair)
        column.addLayout(row)
        column.addWidget(rule())
        self.say("", "second")

    def setText(self, text: str) -> None:
        """Write the title."""
        self._title.setText(text)

    def say(self, text: str, tone: str) -> None:
        """Say how it stands: good, warn or second."""
        self._said.setText(text)
        self._icon.setVisible(bool(_ICONS[tone]) and bool(text))
        if _ICONS[tone]:
            self._icon.show_icon(_ICONS[tone], tone)
        wear(self._said, "second" if tone == "second" else "strong")

    def said(self) -> str:
        """Return what is said."""
        return self._said.text()
