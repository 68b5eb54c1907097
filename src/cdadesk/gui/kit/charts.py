"""Paints the drawings of reports/ in the window's letters and shade; pointing at a part tells what it is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cdadesk import i18n, look
from cdadesk.gui.kit.theme import colour
from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Hatch, Line, Mark, Part, Room, Sign, Words

_DASHES = {Dash.SOLID: Qt.PenStyle.SolidLine, Dash.DASHED: Qt.PenStyle.DashLine, Dash.DOTTED: Qt.PenStyle.DotLine}
_HATCHES = {
    Hatch.RISING: Qt.BrushStyle.BDiagPattern,
    Hatch.DOTS: Qt.BrushStyle.Dense6Pattern,
    Hatch.CROSS: Qt.BrushStyle.DiagCrossPattern,
}
_ALIGNED = {
    Anchor.START: Qt.AlignmentFlag.AlignLeft,
    Anchor.MIDDLE: Qt.AlignmentFlag.AlignHCenter,
    Anchor.END: Qt.AlignmentFlag.AlignRight,
}
_REACH = 6.0
_ENDLESS = 10_000.0


class Chart(QWidget):
    """Shows a drawing that is made anew for each size; its words are read out to who cannot see it."""

    def __init__(self, draw: Callable[[Room], Drawing], least: QSize) -> None:
        super().__init__()
        self._draw = draw
        self._least = least
        self._drawing: Drawing | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_drawing(self, draw: Callable[[Room], Drawing]) -> None:
        """Show another drawing, or the same one in another language."""
        self._draw = draw
        self._drawing = None
        self.update()

    def drawing(self) -> Drawing:
        """Return the drawing as it fits the room there is."""
        drawing = self._drawing
        if drawing is None or (drawing.width, drawing.height) != (self.width(), self.height()):
            drawing = self._draw(self.room())
            self._drawing = drawing
            self.setAccessibleDescription(drawing.in_words)
        return drawing

    def room(self) -> Room:
        """Return the room there is for the drawing."""
        letter = self._letters().pointSizeF() * self.logicalDpiY() / 72 * look.line_height()
        return Room(self.width(), self.height(), letter)

    def sizeHint(self) -> QSize:
        return self._least

    def minimumSizeHint(self) -> QSize:
        return self._least

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = _tip_at(self.drawing(), QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._drawing = None
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.drawing()
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in self.drawing().parts:
            self._paint(painter, part)
        if self.hasFocus():
            painter.setPen(QPen(colour("primary"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.radius(), look.radius())
        painter.end()

    def _paint(self, painter: QPainter, part: Part) -> None:
        match part:
            case Line():
                _paint_line(painter, part)
            case Area():
                _paint_area(painter, part)
            case Mark():
                _paint_mark(painter, part)
            case Words():
                _paint_words(painter, part, self._letters())

    def _letters(self) -> QFont:
        letters = QFont(self.font())
        letters.setPointSizeF(look.type_sizes(i18n.language()).second)
        return letters


def _paint_line(painter: QPainter, line: Line) -> None:
    pen = QPen(colour(line.colour), line.width, _DASHES[line.dash])
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    # half a pixel in, so that a line of one pixel is one pixel and not two pale ones
    painter.drawPolyline(QPolygonF([QPointF(round(p.x) + 0.5, round(p.y) + 0.5) for p in line.points]))


def _paint_area(painter: QPainter, area: Area) -> None:
    box = QRectF(area.corner.x, area.corner.y, area.width, area.height)
    ink = colour(area.colour)
    ground = QColor(ink)
    if area.hatch is not Hatch.NONE:
        ground.setAlphaF(0.25)
    painter.fillRect(box, ground)
    if area.hatch is not Hatch.NONE:
        painter.fillRect(box, QBrush(ink, _HATCHES[area.hatch]))
    painter.setPen(QPen(colour("surface"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _paint_mark(painter: QPainter, mark: Mark) -> None:
    painter.setPen(QPen(colour("surface"), 1.5))
    painter.setBrush(colour(mark.colour))
    half = mark.size / 2
    at = QPointF(mark.at.x, mark.at.y)
    if mark.sign is Sign.DOT:
        painter.drawEllipse(at, half, half)
        return
    tip = -half if mark.sign is Sign.UP else half
    painter.drawPolygon(QPolygonF([at + QPointF(0, tip), at + QPointF(half, -tip), at + QPointF(-half, -tip)]))


def _paint_words(painter: QPainter, words: Words, letters: QFont) -> None:
    font = QFont(letters)
    font.setBold(words.strong)
    painter.setFont(font)
    painter.setPen(colour(words.colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, int(words.room)) if words.room else words.text
    left = {Anchor.START: 0.0, Anchor.MIDDLE: _ENDLESS / 2, Anchor.END: _ENDLESS}[words.anchor]
    box = QRectF(words.at.x - left, words.at.y - metrics.height() / 2, _ENDLESS, metrics.height())
    painter.drawText(box, _ALIGNED[words.anchor] | Qt.AlignmentFlag.AlignVCenter, shown)


def _tip_at(drawing: Drawing, place: QPointF) -> str:
    for part in reversed(drawing.parts):
        if isinstance(part, (Area, Mark)) and part.tip and _reach(part).contains(place):
            return part.tip
    return ""


def _reach(part: Area | Mark) -> QRectF:
    if isinstance(part, Area):
        return QRectF(part.corner.x, part.corner.y, part.width, part.height)
    edge = part.size + _REACH
    return QRectF(part.at.x - edge / 2, part.at.y - edge / 2, edge, edge)
