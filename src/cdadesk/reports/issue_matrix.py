"""Draws issues on a square: importance upward, joint capacity to the right, four quadrants, the spread of groups."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.diagnostic.ranking import HIGH, Quadrant, quadrant
from cdadesk.domain.fairs.figures import hundredths
from cdadesk.i18n import _, format_number, format_scaled
from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Line, Mark, Part, Point, Room, Sign, Words

LEAST, MOST = 1, 5
_EDGE = 0.5
_BORDER = HIGH - 0.1  # a mean of up to nine groups that is not high lies below it
_POINT = 22.0
_SIDE = 26.0
_GROUND = {
    Quadrant.do_now: "good_soft",
    Quadrant.build_capacity: "warn_soft",
    Quadrant.quick_win: "info_soft",
    Quadrant.park: "canvas",
}


@dataclass(frozen=True)
class MatrixPoint:
    """One issue on the square; the spreads are lowest and highest figure of a group."""

    key: str
    number: int
    words: str
    importance: Fraction
    joint_capacity: Fraction
    importance_spread: tuple[int, int]
    capacity_spread: tuple[int, int]


@dataclass(frozen=True)
class Square:
    """Where figures lie in a room, and back."""

    room: Room

    @property
    def left(self) -> float:
        """Where the square begins, right of the figures."""
        return _SIDE + 0.2 * self.room.letter

    @property
    def top(self) -> float:
        """Where the square begins, below the name of the upward figure."""
        return 1.4 * self.room.letter

    @property
    def width(self) -> float:
        """How wide the square is."""
        return max(self.room.width - self.left - 6, 1)

    @property
    def height(self) -> float:
        """How high the square is."""
        return max(self.room.height - self.top - 2.8 * self.room.letter, 1)

    def x(self, capacity: Fraction | float) -> float:
        """Return where a capacity lies."""
        return self.left + self.width * (float(capacity) - LEAST + _EDGE) / (MOST - LEAST + 2 * _EDGE)

    def y(self, importance: Fraction | float) -> float:
        """Return where an importance lies."""
        return self.top + self.height * (MOST + _EDGE - float(importance)) / (MOST - LEAST + 2 * _EDGE)

    def figures_at(self, x: float, y: float) -> tuple[int, int]:
        """Return the whole figures, importance and capacity, that lie nearest to a place."""
        span = MOST - LEAST + 2 * _EDGE
        capacity = (x - self.left) / self.width * span + LEAST - _EDGE
        importance = MOST + _EDGE - (y - self.top) / self.height * span
        return _within(importance), _within(capacity)


def places(points: Sequence[MatrixPoint], room: Room) -> dict[str, Point]:
    """Return where each point is drawn; those with the same figures stand side by side."""
    square = Square(room)
    together: dict[tuple[Fraction, Fraction], list[str]] = defaultdict(list)
    for point in points:
        together[point.importance, point.joint_capacity].append(point.key)
    found = {}
    for (importance, capacity), keys in together.items():
        across = min(_POINT + 4, square.width / 6 / len(keys))
        for place, key in enumerate(keys):
            x = square.x(capacity) + across * (place - (len(keys) - 1) / 2)
            found[key] = Point(x, square.y(importance))
    return found


def draw_matrix(points: Sequence[MatrixPoint], room: Room, chosen: str = "") -> Drawing:
    """Draw the square; the chosen point is drawn last, in another colour and with its words."""
    square, at = Square(room), places(points, room)
    parts: list[Part] = [*_ground(square), *_axes(square)]
    for point in points:
        parts += _spread(point, square)
    for point in sorted(points, key=lambda each: each.key == chosen):
        parts += _point(point, at[point.key], is_chosen=point.key == chosen)
    return Drawing(room.width, room.height, tuple(parts), in_words(points))


def in_words(points: Sequence[MatrixPoint]) -> str:
    """Tell the square in a sentence for each point."""
    if not points:
        return _("Nothing is rated yet.")
    return " ".join(point_words(point) for point in points)


def point_words(point: MatrixPoint) -> str:
    """Say where one issue stands, and how far the groups are apart."""
    sentence = _("{number}. {issue}: importance {importance}, joint capacity {capacity} - {quadrant}.")
    said = sentence.format(
        number=format_number(point.number),
        issue=point.words,
        importance=format_scaled(hundredths(point.importance)),
        capacity=format_scaled(hundredths(point.joint_capacity)),
        quadrant=_(quadrant(point.importance, point.joint_capacity).label),
    )
    apart = max(high - low for low, high in (point.importance_spread, point.capacity_spread))
    spread = _("The groups are {n} apart.").format(n=format_number(apart))
    return f"{said} {spread}" if apart else said


def _within(figure: float) -> int:
    return min(max(round(figure), LEAST), MOST)


def _ground(square: Square) -> Iterator[Part]:
    low, high = LEAST - _EDGE, MOST + _EDGE
    halves = ((low, _BORDER), (_BORDER, high))
    for lower, upper in halves:
        for left, right in halves:
            which = _quadrant_of(lower, left)
            corner = Point(square.x(left), square.y(upper))
            yield Area(corner, square.x(right) - corner.x, square.y(lower) - corner.y, _GROUND[which])
            yield _name(which, square, left, upper)


def _name(which: Quadrant, square: Square, left: float, upper: float) -> Words:
    """Write a quadrant's name into its outer corner, away from the points."""
    y = square.y(upper) + 0.9 * square.room.letter
    if left == _BORDER:
        return Words(Point(square.left + square.width - 8, y), _(which.label), "ink", Anchor.END, strong=True)
    return Words(Point(square.x(left) + 8, y), _(which.label), "ink", strong=True)


def _quadrant_of(importance: float, capacity: float) -> Quadrant:
    """Return the quadrant that begins at these lower edges."""
    return quadrant(HIGH if importance == _BORDER else LEAST, HIGH if capacity == _BORDER else LEAST)


def _axes(square: Square) -> Iterator[Part]:
    letter, right, foot = square.room.letter, square.left + square.width, square.top + square.height
    for figure in range(LEAST, MOST + 1):
        x, y = square.x(figure), square.y(figure)
        yield Line((Point(square.left, y), Point(right, y)), "line", 1, Dash.DOTTED)
        yield Line((Point(x, square.top), Point(x, foot)), "line", 1, Dash.DOTTED)
        yield Words(Point(square.left - 8, y), format_number(figure), anchor=Anchor.END)
        yield Words(Point(x, foot + 0.8 * letter), format_number(figure), anchor=Anchor.MIDDLE)
    yield Words(Point(0, 0.6 * letter), _("Importance ↑"), "ink", strong=True)
    yield Words(Point(right, foot + 2.0 * letter), _("Joint capacity →"), "ink", Anchor.END, strong=True)


def _spread(point: MatrixPoint, square: Square) -> Iterator[Part]:
    x, y = square.x(point.joint_capacity), square.y(point.importance)
    low, high = point.importance_spread
    if low != high:
        yield Line((Point(x, square.y(low)), Point(x, square.y(high))), "second_ink", 1)
    left, right = point.capacity_spread
    if left != right:
        yield Line((Point(square.x(left), y), Point(square.x(right), y)), "second_ink", 1)


def _point(point: MatrixPoint, at: Point, *, is_chosen: bool) -> Iterator[Part]:
    ink = "series.1" if is_chosen else "primary"
    yield Mark(at, Sign.DOT, ink, _POINT + 4 * is_chosen, point_words(point))
    yield Words(at, format_number(point.number), "on_primary", Anchor.MIDDLE, strong=True)
