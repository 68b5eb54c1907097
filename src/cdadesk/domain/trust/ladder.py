"""The trust ladder: what counts as a milestone or a setback, and the rules of the computation. Data, not code."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from cdadesk.domain.trust.periods import within_days
from cdadesk.domain.trust.plain_part import PlainPart, Words
from cdadesk.i18n import _, language


class Lasting(StrEnum):
    """How long a milestone counts: for ever, while it is true, or only if it keeps happening."""

    once = "once"
    standing = "standing"
    repeat = "repeat"


@dataclass(frozen=True)
class Milestone:
    """One observable step up; an act of the body is decided by the whole network, not joined by single members."""

    id: str
    level: int
    lasting: Lasting
    act_of_body: bool
    label: Words
    evidence: Words
    source: Words


@dataclass(frozen=True)
class Setback:
    """One observable step back."""

    id: str
    severity: int
    label: Words
    evidence: Words
    source: Words


@dataclass(frozen=True)
class Level:
    """One rung, counted from the ground."""

    level: int
    points: int
    label: Words


@dataclass(frozen=True)
class Rules:
    """The numbers of the computation; a programme may set its own."""

    repeat_full_months: int
    repeat_half_months: int
    resolved_half_months: int
    settle_within_days: int
    gap_months: int
    rung_least_share: Fraction
    deductions: Mapping[int, int]

    def settled_in_time(self, held_until: dt.date, settled_on: dt.date) -> bool:
        """Say whether the accounts of a fair were settled soon enough after its last day to count as a milestone."""
        return within_days(held_until, self.settle_within_days, settled_on)

    def unpaid_too_long(self, due_on: dt.date, on: dt.date) -> bool:
        """Say whether a share that is still unpaid has become a setback."""
        return on > due_on and not within_days(due_on, self.settle_within_days, on)


@dataclass(frozen=True)
class Ladder:
    """A version of the ladder; figures of two versions are not comparable."""

    version: int
    about: Words
    rules: Rules
    levels: tuple[Level, ...]
    milestones: tuple[Milestone, ...]
    setbacks: tuple[Setback, ...]

    @cached_property
    def maximum(self) -> int:
        """Return the points of a network that has reached everything."""
        return sum(self.points(milestone) for milestone in self.milestones)

    def points(self, milestone: Milestone) -> int:
        return self._points_by_level[milestone.level]

    def deduction(self, setback: Setback) -> int:
        return self.rules.deductions[setback.severity]

    @property
    def items(self) -> tuple[Milestone | Setback, ...]:
        return *self.milestones, *self.setbacks

    def find(self, item: str) -> Milestone | Setback | None:
        """Return the item of that id; None for a local item or one of another version."""
        return self._items_by_id.get(item)

    @cached_property
    def _points_by_level(self) -> Mapping[int, int]:
        return {level.level: level.points for level in self.levels}

    @cached_property
    def _items_by_id(self) -> Mapping[str, Milestone | Setback]:
        return {item.id: item for item in self.items}


def label(item: Milestone | Setback | Level, in_language: str | None = None) -> str:
    """Return what the item is called, by default in the language in use."""
    return in_words(item.label, in_language)


def in_words(words: Words, in_language: str | None = None) -> str:
    """Return a text of the ladder in a language, or in English where that language is missing."""
    return words.get(in_language or language(), words["en"])


def read_ladder(plain: Mapping[str, Any]) -> Ladder:
    """Read a ladder from what its JSON holds; raises BrokenLadder, naming the place that is wrong."""
    whole = PlainPart(plain, "")
    ladder = Ladder(
        version=whole.number("version"),
        about=whole.words("about"),
        rules=_read_rules(whole.part("rules")),
        levels=tuple(_read_level(part) for part in whole.parts("levels")),
        milestones=tuple(_read_milestone(part) for part in whole.parts("milestones")),
        setbacks=tuple(_read_setback(part) for part in whole.parts("setbacks")),
    )
    _check_whole(ladder)
    return ladder


def _read_rules(part: PlainPart) -> Rules:
    deductions = part.part("deductions")
    rules = Rules(
        repeat_full_months=part.number("repeat_full_months"),
        repeat_half_months=part.number("repeat_half_months"),
        resolved_half_months=part.number("resolved_half_months"),
        settle_within_days=part.number("settle_within_days"),
        gap_months=part.number("gap_months"),
        rung_least_share=part.share("rung_least_share"),
        deductions={_severity(deductions, key): deductions.number(key) for key in deductions.names()},
    )
    if rules.repeat_half_months < rules.repeat_full_months:
        too_short = _("“{key}” is shorter than “{other}”")
        raise part.wrong(too_short.format(key="repeat_half_months", other="repeat_full_months"))
    return rules


def _read_level(part: PlainPart) -> Level:
    return Level(level=part.number("level"), points=part.number("points"), label=part.words("label"))


def _severity(part: PlainPart, key: str) -> int:
    if not (key.isascii() and key.isdigit()):
        raise part.wrong(_("“{key}” is not a severity, such as 1, 2 or 3").format(key=key))
    return int(key)


def _read_milestone(part: PlainPart) -> Milestone:
    lasting = part.text("type")
    if lasting not in set(Lasting):
        raise part.wrong(_("“{key}” must be one of {allowed}").format(key="type", allowed=", ".join(Lasting)))
    return Milestone(
        id=part.text("id"),
        level=part.number("level"),
        lasting=Lasting(lasting),
        act_of_body=part.yes_or_no("act_of_body"),
        label=part.words("label"),
        evidence=part.words("evidence"),
        source=part.words("source"),
    )


def _read_setback(part: PlainPart) -> Setback:
    return Setback(
        id=part.text("id"),
        severity=part.number("severity"),
        label=part.words("label"),
        evidence=part.words("evidence"),
        source=part.words("source"),
    )


def _check_whole(ladder: Ladder) -> None:
    """Check what no part can know alone: ids are unique, and each level and severity has its number."""
    if [level.level for level in ladder.levels] != list(range(1, len(ladder.levels) + 1)):
        raise PlainPart({}, "levels").wrong(_("levels must be counted 1, 2, 3 and so on"))
    seen: set[str] = set()
    for item in ladder.items:
        if item.id in seen:
            raise PlainPart({}, item.id).wrong(_("this id is used twice"))
        seen.add(item.id)
        if isinstance(item, Milestone) and item.level > len(ladder.levels):
            raise PlainPart({}, item.id).wrong(_("there is no level {level}").format(level=item.level))
        if isinstance(item, Setback) and item.severity not in ladder.rules.deductions:
            no_deduction = _("there is no deduction for severity {severity}")
            raise PlainPart({}, item.id).wrong(no_deduction.format(severity=item.severity))
