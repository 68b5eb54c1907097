"""The trust figure of one network on one day, and all it rests on. Never for a person, never summed over networks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from uuid import UUID

from cdadesk.domain.trust.ladder import Ladder, Lasting, Milestone, Rules, Setback
from cdadesk.domain.trust.periods import within_months

NONE, HALF, FULL = Fraction(0), Fraction(1, 2), Fraction(1)


@dataclass(frozen=True)
class Occurrence:
    """One time that an item of the ladder was seen; a date known only to the year or month comes as its earliest day.

    `severity` is set where the person found another one than the ladder's; one it does not know is ignored.
    What is not of the network itself (a group of a place, a pair, the whole cluster) is told as a mark, never counted.
    """

    event_id: UUID
    item: str
    day: dt.date
    participants: int | None = None
    active_members: int | None = None
    cda_records: int = 0
    outside_records: int = 0
    decided_with_quorum: bool = False
    standing_until: dt.date | None = None
    severity: int | None = None
    resolved_on: dt.date | None = None
    of_network: bool = True

    @property
    def evidence(self) -> Fraction:
        """Return E: nothing without a record, half for the CDA's word alone, all once somebody else vouches for it."""
        if self.outside_records:
            return FULL
        return HALF if self.cda_records else NONE


@dataclass(frozen=True)
class Earned:
    """What one milestone adds, by the occurrence that adds most."""

    milestone: Milestone
    occurrence: Occurrence
    points: int
    evidence: Fraction
    body: Fraction
    recency: Fraction

    @property
    def value(self) -> Fraction:
        return self.points * self.evidence * self.body * self.recency

    def holds_rung(self, least_share: Fraction) -> bool:
        """Say whether the milestone is proved, broad and current enough to stand on."""
        return self.evidence == FULL and self.body >= least_share and self.recency == FULL


@dataclass(frozen=True)
class Deducted:
    """What one setback takes away on that day; a setback long resolved is still listed, with nothing."""

    setback: Setback
    occurrence: Occurrence
    full: int
    recency: Fraction

    @property
    def value(self) -> Fraction:
        return self.full * self.recency


@dataclass(frozen=True)
class TrustReading:
    """Index, rung, coverage and the list behind them: shown together or not at all."""

    on: dt.date
    maximum: int
    earned: tuple[Earned, ...]
    deducted: tuple[Deducted, ...]
    rung: int
    last_recorded_on: dt.date | None

    @property
    def balance(self) -> Fraction:
        """Return what is earned less what is deducted; it may lie below zero."""
        return sum((line.value for line in self.earned), NONE) - sum((line.value for line in self.deducted), NONE)

    @property
    def tenths(self) -> int | None:
        """Return the index in tenths, 0 to 1000, halves rounded up; None (not zero) where nothing is recorded."""
        if self.last_recorded_on is None:
            return None
        return max(0, floor(1000 * self.balance / self.maximum + HALF))

    @property
    def index(self) -> Decimal | None:
        """Return the index with its one decimal, as it is written: 8.0."""
        return None if self.tenths is None else Decimal(self.tenths).scaleb(-1)

    @property
    def proved(self) -> int:
        """Return how many of the recorded milestones somebody besides the CDA vouches for."""
        return sum(line.evidence == FULL for line in self.earned)

    @property
    def recorded(self) -> int:
        return len(self.earned)

    @property
    def coverage(self) -> Fraction | None:
        return Fraction(self.proved, self.recorded) if self.earned else None


def read_trust(ladder: Ladder, occurrences: Iterable[Occurrence], on: dt.date) -> TrustReading:
    """Return what the ladder says of one network on a day; the order of the occurrences does not matter.

    Counted is what had happened by then and is in the ladder; what is not in it (a local item) earns nothing.
    """
    happened = [each for each in occurrences if each.of_network and each.day <= on]
    earned = _earned(ladder, happened, on)
    return TrustReading(
        on=on,
        maximum=ladder.maximum,
        earned=earned,
        deducted=_deducted(ladder, happened, on),
        rung=_rung(ladder, earned),
        last_recorded_on=max((day for each in happened for day in recorded_days(each) if day <= on), default=None),
    )


def recorded_days(occurrence: Occurrence) -> tuple[dt.date, ...]:
    """Return the days of which an occurrence is a record: when it happened, and when it ended or was resolved."""
    days = (occurrence.day, occurrence.standing_until, occurrence.resolved_on)
    return tuple(day for day in days if day is not None)


def _earned(ladder: Ladder, happened: Sequence[Occurrence], on: dt.date) -> tuple[Earned, ...]:
    lines = []
    for milestone in ladder.milestones:
        candidates = [_weigh(ladder, milestone, each, on) for each in happened if each.item == milestone.id]
        if candidates:
            lines.append(max(candidates, key=_rank))
    return tuple(lines)


def _rank(line: Earned) -> tuple[Fraction, Fraction, Fraction, Fraction, dt.date, UUID]:
    # Of two that add the same, the better proved and then the more recent is shown: it is the one that can hold a rung.
    return line.value, line.evidence, line.recency, line.body, line.occurrence.day, line.occurrence.event_id


def _weigh(ladder: Ladder, milestone: Milestone, occurrence: Occurrence, on: dt.date) -> Earned:
    return Earned(
        milestone=milestone,
        occurrence=occurrence,
        points=ladder.points(milestone),
        evidence=occurrence.evidence,
        body=_body(milestone, occurrence),
        recency=_recency(ladder.rules, milestone.lasting, occurrence, on),
    )


def _body(milestone: Milestone, occurrence: Occurrence) -> Fraction:
    """Return B: the part of the active members of that day who took part, or for an act of the body all or nothing."""
    if milestone.act_of_body:
        return FULL if occurrence.decided_with_quorum else NONE
    if not occurrence.participants or not occurrence.active_members:
        return NONE
    return min(FULL, Fraction(occurrence.participants, occurrence.active_members))


def _recency(rules: Rules, lasting: Lasting, occurrence: Occurrence, on: dt.date) -> Fraction:
    """Return R; the last day of a standing state, and of each span of months, still counts."""
    if lasting is Lasting.once:
        return FULL
    if lasting is Lasting.standing:
        return FULL if occurrence.standing_until is None or on <= occurrence.standing_until else NONE
    if within_months(occurrence.day, rules.repeat_full_months, on):
        return FULL
    return HALF if within_months(occurrence.day, rules.repeat_half_months, on) else NONE


def _deducted(ladder: Ladder, happened: Sequence[Occurrence], on: dt.date) -> tuple[Deducted, ...]:
    lines = []
    for each in sorted(happened, key=lambda each: (each.day, each.event_id)):
        setback = ladder.find(each.item)
        if isinstance(setback, Setback):
            full = ladder.rules.deductions.get(each.severity or setback.severity, ladder.deduction(setback))
            lines.append(Deducted(setback, each, full, _still_felt(ladder.rules, each, on)))
    return tuple(lines)


def _still_felt(rules: Rules, occurrence: Occurrence, on: dt.date) -> Fraction:
    if occurrence.resolved_on is None or on < occurrence.resolved_on:
        return FULL
    return HALF if within_months(occurrence.resolved_on, rules.resolved_half_months, on) else NONE


def _rung(ladder: Ladder, earned: Sequence[Earned]) -> int:
    """Return the highest level up to which every level has a milestone to stand on; 0 is the ground."""
    held = {line.milestone.level for line in earned if line.holds_rung(ladder.rules.rung_least_share)}
    rung = 0
    while rung + 1 in held:
        rung += 1
    return rung
