"""What is seen before the program is there.

To take in all its parts takes an old laptop many seconds, and who sees nothing clicks once more.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QSplashScreen

from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.theme import colour

_CARD, _MARK = 160, 96


class Opening:
    """The program's mark in the middle of the screen, and the application that all windows belong to."""

    def __init__(self) -> None:
        self.application = QApplication(sys.argv[:1])
        self._card = QSplashScreen(_card())
        self._card.show()
        self.application.processEvents()

    def is_over(self) -> None:
        """Take the mark away: there is something better to look at."""
        self._card.close()


def _card() -> QPixmap:
    card = QPixmap(_CARD, _CARD)
    card.fill(colour("surface"))
    painter = QPainter(card)
    icon("cdadesk", "primary").paint(painter, card.rect().adjusted(*_margins()), Qt.AlignmentFlag.AlignCenter)
    painter.end()
    return card


def _margins() -> tuple[int, int, int, int]:
    margin = (_CARD - _MARK) // 2
    return margin, margin, -margin, -margin
