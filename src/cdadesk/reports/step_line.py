"""Draws trust over time: a step line with its marks, the members beneath, and gaps where nothing was recorded."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdadesk.i18n import _, format_day, format_number, ngettext
from cdadesk.reports.pictures import Anchor, Area, Drawing, Hatch, Line, Mark, Part, Point, Room, Sign, Words

_LEFT = 36.0
_MARK = 9.0
_LEAST_TOP = 100
_TENTH = 10
_GRID_STEPS = 4
_LEAST_LABEL = 90.0


@dataclass(frozen=True)
class Step:
    """The line from one day to the next step's; `tenths` is the index times ten, None where nothing was recorded."""

    day: dt.date
    tenths: int | None
    members: int | None = None


@dataclass(frozen=True)
class Event:
    """A milestone or a setback on its day, in words."""

    day: dt.date
    text: str
    setback: bool = False


@dataclass(frozen=True)
class TrustHistory:
    """What the picture shows, in the order of days; `until` is where the last step ends."""

    steps: Sequence[Step]
    events: Sequence[Event]
    until: dt.date


@dataclass(frozen=True)
class _Scale:
    """Turns days and tenths into places."""

    room: Room
    first: dt.date
    last: dt.date
    top: int

    @property
    def foot(self) -> float:
        """The height of the base line; below it stand days and members."""
        return self.room.height - 2.6 * self.room.letter

    @property
    def right(self) -> float:
        return self.room.width - _MARK - 4 * self.room.letter  # the last index stands there, "100" at most wide

    def x(self, day: dt.date) -> float:
        whole = max((self.last - self.first).days, 1)
        return _LEFT + (self.right - _LEFT) * (day - self.first).days / whole

    def y(self, tenths: int) -> float:
        head = 1.4 * self.room.letter
        return self.foot - (self.foot - head) * tenths / self.top

    def at(self, day: dt.date, tenths: int) -> Point:
        return Point(self.x(day), self.y(tenths))


def draw_step_line(history: TrustHistory, room: Room) -> Drawing:
    """Draw the history into a room; an empty history gives the axes alone."""
    scale = _scale(history, room)
    parts: list[Part] = [
        *_grid(scale),
        *_gaps(history, scale),
        *_days(history, scale),
        *_line(history, scale),
        *_marks(history, scale),
        *_now(history, scale),
    ]
    return Drawing(room.width, room.height, tuple(parts), in_words(history))


def in_words(history: TrustHistory) -> str:
    """Tell the history in sentences, for who cannot see the picture."""
    if not history.steps:
        return _("Nothing is recorded yet.")
    told = [_tell_step(step) for step in history.steps] + [_tell_event(event) for event in history.events]
    return " ".join(told)


def _tell_step(step: Step) -> str:
    day = format_day(step.day)
    if step.tenths is None:
        return _("From {day} nothing was recorded.").format(day=day)
    return _("From {day} the index is {index}.").format(day=day, index=_tenths(step.tenths))


def _tell_event(event: Event) -> str:
    told = _("{day}: setback, {text}.") if event.setback else _("{day}: milestone, {text}.")
    return told.format(day=format_day(event.day), text=event.text)


def _scale(history: TrustHistory, room: Room) -> _Scale:
    highest = max((step.tenths for step in history.steps if step.tenths is not None), default=0)
    days = [step.day for step in history.steps] + [event.day for event in history.events] + [history.until]
    step = _LEAST_TOP
    while step < highest:
        step += _LEAST_TOP
    return _Scale(room, min(days), max(days), step)


def _grid(scale: _Scale) -> Iterator[Part]:
    for place in range(_GRID_STEPS + 1):
        tenths = scale.top * place // _GRID_STEPS
        height = scale.y(tenths)
        yield Line((Point(_LEFT, height), Point(scale.right, height)), "edge" if place == 0 else "line")
        yield Words(Point(_LEFT - 8, height), _tenths(tenths), anchor=Anchor.END)


def _stretches(history: TrustHistory) -> list[tuple[Step, dt.date]]:
    ends = [later.day for later in history.steps[1:]] + [history.until]
    return list(zip(history.steps, ends, strict=True)) if history.steps else []


def _line(history: TrustHistory, scale: _Scale) -> Iterator[Part]:
    """Draw one line for each run without a gap: a riser never bridges what nobody recorded."""
    run: list[Point] = []
    for step, end in _stretches(history):
        if step.tenths is None:
            yield from _ink(run)
            run = []
        else:
            run += [scale.at(step.day, step.tenths), scale.at(end, step.tenths)]
    yield from _ink(run)


def _ink(run: list[Point]) -> Iterator[Part]:
    if run:
        yield Line(tuple(run), "series.0", width=2)


def _now(history: TrustHistory, scale: _Scale) -> Iterator[Part]:
    """Write the last index beside the end of the line, clear of any mark, unless the line ends in a gap."""
    last = history.steps[-1].tenths if history.steps else None
    if last is not None:
        beside = Point(scale.right + _MARK, scale.y(last))
        yield Words(beside, _tenths(last), "ink", strong=True)


def _gaps(history: TrustHistory, scale: _Scale) -> Iterator[Part]:
    for step, end in _stretches(history):
        if step.tenths is None:
            left, head = scale.x(step.day), scale.y(scale.top)
            tip = _("Nothing was recorded from {start} to {end}.").format(
                start=format_day(step.day), end=format_day(end)
            )
            yield Area(Point(left, head), scale.x(end) - left, scale.foot - head, "line", Hatch.RISING, tip)


def _days(history: TrustHistory, scale: _Scale) -> Iterator[Part]:
    """Write day and members under each step that has room for them."""
    told = _told_steps(history, scale)
    ends = [scale.x(later.day) for later in told[1:]] + [scale.room.width]
    for step, end in zip(told, ends, strict=False):  # nothing told, nothing under it
        left = scale.x(step.day)
        room = end - left - 6
        yield Line((Point(left, scale.foot), Point(left, scale.foot + 4)), "edge")
        yield Words(Point(left, scale.foot + scale.room.letter * 0.9), format_day(step.day), room=room)
        if step.members is not None:
            count = ngettext("{n} member", "{n} members", step.members).format(n=format_number(step.members))
            yield Words(Point(left, scale.foot + scale.room.letter * 1.9), count, room=room)


def _told_steps(history: TrustHistory, scale: _Scale) -> list[Step]:
    """Return the steps far enough apart to be written under, the newest before all others."""
    told: list[Step] = []
    free_to = scale.room.width
    for step in reversed(history.steps):
        if free_to - scale.x(step.day) >= _LEAST_LABEL:
            told.insert(0, step)
            free_to = scale.x(step.day)
    return told


def _marks(history: TrustHistory, scale: _Scale) -> Iterator[Part]:
    for event in history.events:
        height = scale.y(_index_on(history, event.day))
        tip = f"{format_day(event.day)}: {event.text}"
        if event.setback:
            below = min(height + _MARK, scale.foot - _MARK)  # never over the day that stands under the line
            yield Mark(Point(scale.x(event.day), below), Sign.DOWN, "series.1", tip=tip)
        else:
            yield Mark(Point(scale.x(event.day), height - _MARK), Sign.UP, "series.0", tip=tip)


def _index_on(history: TrustHistory, day: dt.date) -> int:
    """Return the index that holds on a day; the base line where nothing was recorded."""
    holding = [step for step in history.steps if step.day <= day]
    return (holding[-1].tenths or 0) if holding else 0


def _tenths(value: int) -> str:
    whole, rest = divmod(value, _TENTH)
    return f"{format_number(whole)}.{rest}" if rest else format_number(whole)
