"""How many members a network had over time, as a line of steps."""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

from cdadesk.i18n import _, format_day, format_number
from cdadesk.reports.pictures import Anchor, Drawing, Line, Mark, Part, Point, Room, Sign, Words

_TOP, _SIDE = 18.0, 14.0


def growth(counts: Mapping[dt.date, int], room: Room) -> Drawing:
    """Return the steps from the first count to the last, each with its figure."""
    points = _points(counts, room)
    return Drawing(room.width, room.height, tuple(_parts(counts, points, room)), _in_words(counts))


def _points(counts: Mapping[dt.date, int], room: Room) -> list[Point]:
    if not counts:
        return []
    days = list(counts)
    span = max((days[-1] - days[0]).days, 1)
    most = max(*counts.values(), 1)
    bottom = room.height - room.letter
    return [
        Point(
            _SIDE + (room.width - 2 * _SIDE) * (day - days[0]).days / span,
            bottom - (bottom - _TOP) * count / most,
        )
        for day, count in counts.items()
    ]


def _parts(counts: Mapping[dt.date, int], points: list[Point], room: Room) -> list[Part]:
    if not points:
        return []
    bottom = room.height - room.letter
    steps = [points[0]]
    for before, after in pairwise(points):
        steps += [Point(after.x, before.y), after]
    parts: list[Part] = [Line((Point(_SIDE, bottom), Point(room.width - _SIDE, bottom)), "line")]
    parts.append(Line(tuple(steps), "series.0", width=2.0))
    parts += [
        Mark(point, Sign.DOT, "series.0", tip=_("{day}: {n}").format(day=format_day(day), n=format_number(count)))
        for point, (day, count) in zip(points, counts.items(), strict=True)
    ]
    return parts + _words(counts, points, room)


def _words(counts: Mapping[dt.date, int], points: list[Point], room: Room) -> list[Part]:
    days, figures = list(counts), list(counts.values())
    under = room.height - room.letter / 2
    return [
        Words(Point(_SIDE, under), str(days[0].year), "second_ink"),
        Words(Point(room.width - _SIDE, under), str(days[-1].year), "second_ink", anchor=Anchor.END),
        Words(
            Point(points[-1].x, points[-1].y - 10), format_number(figures[-1]), "ink", anchor=Anchor.END, strong=True
        ),
    ]


def _in_words(counts: Mapping[dt.date, int]) -> str:
    said = (_("{day}: {n}").format(day=format_day(day), n=format_number(count)) for day, count in counts.items())
    return ", ".join(said)
