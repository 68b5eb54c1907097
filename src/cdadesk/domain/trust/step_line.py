"""The trust figure over time: a line in steps, with marks, the member count, and gaps where nothing was recorded."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cdadesk.domain.trust.index import Occurrence, read_trust, recorded_days
from cdadesk.domain.trust.ladder import Ladder, Rules, Setback
from cdadesk.domain.trust.periods import ONE_DAY, add_months, within_months


class MarkKind(StrEnum):
    up = "up"
    down = "down"


@dataclass(frozen=True)
class Mark:
    """An event on the line; one that does not count (another subject, a local item) is told without points."""

    event_id: UUID
    item: str
    kind: MarkKind
    counts: bool


@dataclass(frozen=True)
class StepPoint:
    """From this day on, until the next point: the index in tenths (None is a gap, never zero) and the members."""

    day: dt.date
    tenths: int | None
    members: int | None
    marks: tuple[Mark, ...]


def step_line(
    ladder: Ladder, occurrences: Iterable[Occurrence], until: dt.date, member_counts: Mapping[dt.date, int]
) -> tuple[StepPoint, ...]:
    """Return the points of the line of one network up to a day; each count of members holds until the next.

    A gap is a time with no record of the network for more than `gap_months` (12). It starts when that span is
    over and ends with the next record. The span is the one after which a milestone that must recur loses half
    its points: so the line breaks off where otherwise it would fall only because nobody wrote anything down.
    """
    past = [each for each in occurrences if each.day <= until]
    points: list[StepPoint] = []
    for day in _days_of_change(ladder.rules, past, until, member_counts):
        point = StepPoint(day, _tenths(ladder, past, day), _members(member_counts, day), _marks(ladder, past, day))
        if not points or point.marks or day == until or _differs(points[-1], point):
            points.append(point)
    return tuple(points)


def _differs(before: StepPoint, after: StepPoint) -> bool:
    return (before.tenths, before.members) != (after.tenths, after.members)


def _days_of_change(
    rules: Rules, past: Sequence[Occurrence], until: dt.date, member_counts: Mapping[dt.date, int]
) -> list[dt.date]:
    """Return every day on which the line can change; some turn out to change nothing."""
    days = {*member_counts, until} if past or member_counts else set()
    for each in past:
        days.add(each.day)
        for recorded in recorded_days(each):
            # A record past the end may lie in the year 9999, where no month can be added.
            if recorded <= until:
                days |= {recorded, *_after_effects(rules, recorded)}
    return sorted(day for day in days if day <= until)


def _after_effects(rules: Rules, recorded: dt.date) -> set[dt.date]:
    spans = (rules.repeat_full_months, rules.repeat_half_months, rules.resolved_half_months, rules.gap_months)
    # A standing state still counts on its last day, so it is the day after that matters.
    return {recorded + ONE_DAY} | {add_months(recorded, months) + ONE_DAY for months in spans}


def _tenths(ladder: Ladder, past: Sequence[Occurrence], day: dt.date) -> int | None:
    reading = read_trust(ladder, past, day)
    last = reading.last_recorded_on
    if last is None or not within_months(last, ladder.rules.gap_months, day):
        return None
    return reading.tenths


def _members(member_counts: Mapping[dt.date, int], day: dt.date) -> int | None:
    counted_on = max((each for each in member_counts if each <= day), default=None)
    return None if counted_on is None else member_counts[counted_on]


def _marks(ladder: Ladder, past: Sequence[Occurrence], day: dt.date) -> tuple[Mark, ...]:
    that_day = sorted((each for each in past if each.day == day), key=lambda each: (each.item, each.event_id))
    return tuple(_mark(ladder, each) for each in that_day)


def _mark(ladder: Ladder, occurrence: Occurrence) -> Mark:
    item = ladder.find(occurrence.item)
    is_setback = isinstance(item, Setback) or (item is None and occurrence.severity is not None)
    kind = MarkKind.down if is_setback else MarkKind.up
    return Mark(occurrence.event_id, occurrence.item, kind, counts=occurrence.of_network and item is not None)
