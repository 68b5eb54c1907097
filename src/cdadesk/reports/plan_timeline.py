"""Draws the lines of a plan as bars over the quarters, each kind of work in its own colour and hatch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cdadesk.domain.kernel.quarters import Quarter, from_to
from cdadesk.domain.plan.lines import LineKind, PlanLine
from cdadesk.i18n import _, format_number
from cdadesk.reports.pictures import Area, Drawing, Hatch, Line, Part, Point, Room, Words

_NAMES = 0.34
_RIGHT = 8.0
_HEAD = 2.6
_BAR = 0.6
_LEAST_WORDS = 66.0
_LEGEND = 2.4
_SAMPLE = 22.0
_MOST_QUARTERS = 80
_LOOKS = {
    LineKind.soft: ("series.0", Hatch.NONE),
    LineKind.hard: ("series.1", Hatch.RISING),
    LineKind.pilot: ("series.2", Hatch.DOTS),
    LineKind.strategic: ("series.3", Hatch.CROSS),
}
_NO_KIND = ("edge", Hatch.NONE)


@dataclass(frozen=True)
class TimeBar:
    """One line of the plan: what it is, from which quarter to which, and of what kind."""

    words: str
    first: Quarter
    last: Quarter
    kind: LineKind | None


def bars_of(lines: Sequence[PlanLine]) -> list[TimeBar]:
    """Return the lines whose time is known, what begins first on top."""
    found = [(line, span) for line in lines if (span := line.span()) is not None and span[0] <= span[1]]
    made = [TimeBar(" ".join((line.activity or "").split()), *span, line.line_kind) for line, span in found]
    return sorted(made, key=lambda bar: (bar.first, bar.last))


def height_for(bars: Sequence[TimeBar], letter: float) -> float:
    """Return how high a drawing must be for all bars to be read."""
    return letter * (_HEAD + 1.35 * max(len(bars), 1) + _LEGEND)


def draw_timeline(bars: Sequence[TimeBar], room: Room) -> Drawing:
    """Draw the bars into a room; without any the drawing is blank and says so in words."""
    if not bars:
        return Drawing(room.width, room.height, (), _("No line of the plan says when it runs."))
    first = min(bar.first for bar in bars)
    quarters = list(from_to(first, min(max(bar.last for bar in bars), first.after(_MOST_QUARTERS))))
    lines = replace(room, height=room.height - _LEGEND * room.letter)
    parts = [*_columns(quarters, lines), *_rows(bars, quarters, lines), *_legend(bars, room)]
    return Drawing(room.width, room.height, tuple(parts), in_words(bars))


def in_words(bars: Sequence[TimeBar]) -> str:
    """Tell each line's time in a sentence."""
    sentence = _("{activity}: {first} to {last}.")
    return " ".join(sentence.format(activity=bar.words, first=bar.first.words(), last=bar.last.words()) for bar in bars)


def _x(place: int, count: int, room: Room) -> float:
    left = room.width * _NAMES
    return left + (room.width - _RIGHT - left) * place / count


def _columns(quarters: Sequence[Quarter], room: Room) -> Iterator[Part]:
    last_words = -_LEAST_WORDS
    next_year = _x(
        next((place for place, each in enumerate(quarters) if place and each.number == 1), 0), len(quarters), room
    )
    for place, quarter in enumerate(quarters):
        x = _x(place, len(quarters), room)
        begins_year = quarter.number == 1 or place == 0
        has_room = place or not 0 < next_year - x < _LEAST_WORDS  # a year of which little is shown leaves its words out
        yield Line((Point(x, room.letter if begins_year else 1.4 * room.letter), Point(x, room.height)), "line")
        number = _("Q{number}").format(number=format_number(quarter.number))
        if _x(1, len(quarters), room) - _x(0, len(quarters), room) > 1.8 * room.letter:
            yield Words(Point(x + 4, 1.9 * room.letter), number)
        if begins_year and has_room and x - last_words >= _LEAST_WORDS:
            last_words = x
            yield Words(Point(x + 4, 0.7 * room.letter), _year(quarter), "ink", strong=True)
    end = _x(len(quarters), len(quarters), room)
    yield Line((Point(end, room.letter), Point(end, room.height)), "line")


def _year(quarter: Quarter) -> str:
    """Return the financial year as people write it: 1998-99."""
    return f"{quarter.year}\N{EN DASH}{(quarter.year + 1) % 100:02}"


def _rows(bars: Sequence[TimeBar], quarters: Sequence[Quarter], room: Room) -> Iterator[Part]:
    top = _HEAD * room.letter
    step = (room.height - top) / len(bars)
    for row, bar in enumerate(bars):
        middle, height = top + step * (row + 0.5), min(step * _BAR, room.letter)
        yield Words(Point(0, middle), bar.words, "ink", room=room.width * _NAMES - 10)
        if bar.first > quarters[-1]:
            continue  # a year that was mistyped: it is named, and stands beyond what is drawn
        left = _x(quarters.index(bar.first), len(quarters), room)
        right = _x(min(quarters.index(min(bar.last, quarters[-1])) + 1, len(quarters)), len(quarters), room)
        ink, hatch = _LOOKS[bar.kind] if bar.kind is not None else _NO_KIND
        yield Area(Point(left + 1, middle - height / 2), max(right - left - 2, 3), height, ink, hatch, in_words([bar]))


def _legend(bars: Sequence[TimeBar], room: Room) -> Iterator[Part]:
    """Say at the foot which look stands for which kind of work."""
    kinds = [kind for kind in (*LineKind, None) if any(bar.kind is kind for bar in bars)]
    middle, step = room.height - 1.1 * room.letter, room.width / max(len(kinds), len(_LOOKS))
    for place, kind in enumerate(kinds):
        ink, hatch = _LOOKS[kind] if kind is not None else _NO_KIND
        words = _(kind.label) if kind is not None else _("Without a kind")
        half = room.letter * _BAR / 2
        yield Area(Point(place * step, middle - half), _SAMPLE, 2 * half, ink, hatch, words)
        yield Words(Point(place * step + _SAMPLE + 6, middle), words, room=step - _SAMPLE - 10)
