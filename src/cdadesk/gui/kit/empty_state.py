"""What a place shows before anything is in it: what it is for, one way to begin, one to learn."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, paragraph

_TEXT_WIDTH = 420
_LEAST_WIDTH = 180
_ICON_EDGE = 40


class EmptyState(QWidget):
    """One line, one button, one link, in the middle of the room."""

    def __init__(self, icon: str, text: str, begin: Action | None = None, learn: Action | None = None) -> None:
        super().__init__()
        wear(self, "sheet")
        self._text = paragraph(text)
        self._text.setMinimumWidth(_LEAST_WIDTH)
        self._text.setMaximumWidth(_TEXT_WIDTH)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._begin = button(begin, "primary") if begin is not None else None
        self._learn = button(learn, "quiet") if learn is not None else None
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setSpacing(gaps.small)
        column.addStretch(2)
        column.addWidget(IconLabel(icon, "edge", _ICON_EDGE), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(gaps.small)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._text, 100)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(gaps.small)
        for made in (self._begin, self._learn):
            if made is not None:
                column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, text: str, begin: Action | None = None, learn: Action | None = None) -> None:
        """Write text and buttons again, in the language in use."""
        self._text.setText(text)
        for made, action in ((self._begin, begin), (self._learn, learn)):
            if made is not None and action is not None:
                dress_button(made, action)
