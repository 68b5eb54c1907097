"""Draws the phases of the work as bars over the years; they may overlap, and one without an end runs on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdadesk.i18n import _, format_partial
from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Hatch, Line, Part, Point, Room, Words

_NAMES = 0.26
_LEAST_YEAR = 44.0
_BAR = 0.62
_RIGHT = 12.0


@dataclass(frozen=True)
class PhaseBar:
    """One phase: its name, its days as far as they are known, and how people wrote them."""

    name: str
    first: dt.date
    last: dt.date | None
    dates: str


@dataclass(frozen=True)
class WorkTime:
    """The phases in their order, the day up to which an open one runs, and the end that is planned."""

    phases: Sequence[PhaseBar]
    today: dt.date
    planned_end: str = ""
    planned_on: dt.date | None = None


@dataclass(frozen=True)
class _Scale:
    room: Room
    first: dt.date
    last: dt.date

    @property
    def left(self) -> float:
        return self.room.width * _NAMES

    @property
    def foot(self) -> float:
        return self.room.height - 1.5 * self.room.letter

    def x(self, day: dt.date) -> float:
        whole = max((self.last - self.first).days, 1)
        return self.left + (self.room.width - _RIGHT - self.left) * (day - self.first).days / whole


def draw_phases(work: WorkTime, room: Room) -> Drawing:
    """Draw the phases into a room; without any the drawing is blank and says so in words."""
    if not work.phases:
        return Drawing(room.width, room.height, (), _("Nothing is recorded yet."))
    scale = _scale(work, room)
    parts = [*_years(scale), *_bars(work, scale), *_planned(work, scale)]
    return Drawing(room.width, room.height, tuple(parts), in_words(work))


def in_words(work: WorkTime) -> str:
    """Tell the phases in a sentence each."""
    return " ".join(_("{phase}: {dates}.").format(phase=bar.name, dates=bar.dates) for bar in work.phases)


def _scale(work: WorkTime, room: Room) -> _Scale:
    ends = [bar.last or work.today for bar in work.phases]
    ends += [work.planned_on] if work.planned_on is not None else []
    first = min(bar.first for bar in work.phases)
    last = max(*ends, first + dt.timedelta(days=365))
    return _Scale(room, first.replace(month=1, day=1), last.replace(month=12, day=31))


def _years(scale: _Scale) -> Iterator[Part]:
    last_words = -_LEAST_YEAR
    for year in range(scale.first.year, scale.last.year + 1):
        x = scale.x(dt.date(year, 1, 1))
        yield Line((Point(x, 0), Point(x, scale.foot)), "line")
        if x - last_words >= _LEAST_YEAR:
            last_words = x
            yield Words(Point(x + 3, scale.room.height - 4), str(year))


def _bars(work: WorkTime, scale: _Scale) -> Iterator[Part]:
    step = scale.foot / len(work.phases)
    for row, bar in enumerate(work.phases):
        middle = step * (row + 0.5)
        height = min(step * _BAR, 1.4 * scale.room.letter)
        left, right = scale.x(bar.first), scale.x(bar.last or work.today)
        hatch = Hatch.NONE if bar.last is not None else Hatch.RISING
        tip = _("{phase}: {dates}.").format(phase=bar.name, dates=bar.dates)
        corner = Point(left, middle - height / 2)
        yield Words(Point(0, middle + 0.3 * scale.room.letter), bar.name, "ink", room=scale.left - 8)
        yield Area(corner, max(right - left, 4), height, f"series.{row}", hatch, tip)


def _planned(work: WorkTime, scale: _Scale) -> Iterator[Part]:
    if work.planned_on is None:
        return
    x = scale.x(work.planned_on)
    said = _("planned end: {date}").format(date=format_partial(work.planned_end))
    yield Line((Point(x, 0), Point(x, scale.foot)), "warn", 2, Dash.DASHED)
    yield Words(Point(x - 6, 0.9 * scale.room.letter), said, "warn", Anchor.END)
