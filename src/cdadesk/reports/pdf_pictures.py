"""Draws the pictures of reports into a PDF; what a hatch says in the window it says on a photocopy, too."""

from typing import Any

from cdadesk import look
from cdadesk.reports.fonts import Weight
from cdadesk.reports.lines import Style, trimmed
from cdadesk.reports.pdf_words import draw_line
from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Hatch, Line, Mark, Part, Sign, Words

LETTER = 7.5  # points: the letters of pictures on paper
LETTER_LINE = LETTER * look.line_height()
"""How high a line of them is: the `letter` of the room in which a picture for paper is drawn."""
_DASHES: dict[Dash, list[float]] = {Dash.SOLID: [], Dash.DASHED: [4, 2.5], Dash.DOTTED: [1, 2]}
_STEP = 4.0
_RISE = 0.36  # of the size of the letters: from the middle of a line down to its baseline
_SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def draw_picture(canvas: Any, drawing: Drawing, corner: tuple[float, float]) -> None:
    """Draw a picture with its upper left corner at a place of the page."""
    canvas.saveState()
    canvas.translate(*corner)
    canvas.setLineJoin(0)
    for part in drawing.parts:
        _draw(canvas, part)
    canvas.restoreState()


def _draw(canvas: Any, part: Part) -> None:
    match part:
        case Line():
            _draw_path(canvas, part)
        case Area():
            _draw_area(canvas, part)
        case Mark():
            _draw_mark(canvas, part)
        case Words():
            _draw_words(canvas, part)


def _draw_path(canvas: Any, line: Line) -> None:
    canvas.setStrokeColor(_colour(line.colour))
    canvas.setLineWidth(line.width)
    canvas.setDash(_DASHES[line.dash])
    path = canvas.beginPath()
    first, *others = line.points
    path.moveTo(first.x, -first.y)
    for point in others:
        path.lineTo(point.x, -point.y)
    canvas.drawPath(path)
    canvas.setDash([])


def _draw_area(canvas: Any, area: Area) -> None:
    """Fill an area; a hatched one stays white below its lines, so that it can be told apart without colour."""
    box = (area.corner.x, -area.corner.y - area.height, area.width, area.height)
    colour = _colour(area.colour)
    if area.hatch is Hatch.NONE:
        canvas.setFillColor(colour)
        canvas.rect(*box, stroke=0, fill=1)
        return
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(*box)
    canvas.clipPath(path, stroke=0)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.5)
    canvas.setDash([0.6, 2.4] if area.hatch is Hatch.DOTS else [])
    for lean in (1, -1) if area.hatch is Hatch.CROSS else (1,):
        _draw_hatch(canvas, box, lean)
    canvas.restoreState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.5)
    canvas.rect(*box, stroke=1, fill=0)


def _draw_hatch(canvas: Any, box: tuple[float, float, float, float], lean: int) -> None:
    left, foot, width, height = box
    for nth in range(int((width + height) / _STEP) + 1):
        start = left - height + nth * _STEP
        low, high = (foot, foot + height) if lean > 0 else (foot + height, foot)
        canvas.line(start, low, start + height, high)


def _draw_mark(canvas: Any, mark: Mark) -> None:
    half, x, y = mark.size / 2, mark.at.x, -mark.at.y
    canvas.setFillColor(_colour(mark.colour))
    if mark.sign is Sign.DOT:
        canvas.circle(x, y, half, stroke=0, fill=1)
        return
    tip = half if mark.sign is Sign.UP else -half
    path = canvas.beginPath()
    path.moveTo(x, y + tip)
    path.lineTo(x + half, y - tip)
    path.lineTo(x - half, y - tip)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_words(canvas: Any, words: Words) -> None:
    style = Style(LETTER, Weight.BOLD if words.strong else Weight.REGULAR)
    line = trimmed(words.text, style, words.room or 10_000)
    left = words.at.x - line.width * _SHARES[words.anchor]
    draw_line(canvas, line, (left, -words.at.y - LETTER * _RISE), _colour(words.colour))


def _colour(name: str) -> str:
    return look.colours(look.Shade.LIGHT).named(name)
