"""Icons that take their colour from the tokens each time they are painted, so a change of shade needs no work."""

import functools

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cdadesk import resources
from cdadesk.gui.kit.theme import current_colours

_FOLDER = "icons"


class _TokenIcon(QIconEngine):
    """Paints one drawing in the colour that its token has at this moment.

    In a box wider than high it keeps to the left: the rest is the gap to the words of a button.
    """

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state  # on and off look the same
        token = "disabled" if mode is QIcon.Mode.Disabled else self._token
        edge = min(rect.width(), rect.height())
        left = QRectF(rect.x(), rect.y() + (rect.height() - edge) / 2, edge, edge)
        _renderer(self._name, current_colours().named(token)).render(painter, left)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _TokenIcon(self._name, self._token)

    def isNull(self) -> bool:
        return False


@functools.cache
def icon(name: str, ink: str = "second_ink") -> QIcon:
    """Return an icon of resources/icons in the colour of a token; raises FileNotFoundError for one we do not ship.

    Each is made once and stays: Python's collector, meeting icon and engine in one heap, may free the engine twice.
    """
    resources.path(_FOLDER, f"{name}.svg")  # a wrong name is told here, not when it is drawn
    return QIcon(_TokenIcon(name, ink))


@functools.lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resources.path(_FOLDER, f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
