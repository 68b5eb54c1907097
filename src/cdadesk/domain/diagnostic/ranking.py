"""What to begin with: importance times joint capacity, exact, with the spread between groups and four quadrants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from cdadesk.domain.diagnostic.interview import InterviewRound
from cdadesk.domain.diagnostic.issue import Issue, Rating
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.kernel.ordering import between
from cdadesk.domain.kernel.record import in_order
from cdadesk.i18n import N_

HIGH = 4
"""From here on a figure counts as high."""


class Quadrant(Choice):
    """What follows from where an issue stands."""

    do_now = "do_now", N_("Do now")
    build_capacity = "build_capacity", N_("Build capacity first")
    quick_win = "quick_win", N_("Quick win")
    park = "park", N_("Park")


@dataclass(frozen=True)
class Spread:
    """The lowest and the highest figure that a group gave."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """Return how far the groups are apart; 0 if they agree or only one was asked."""
        return self.high - self.low


@dataclass(frozen=True)
class Standing:
    """Where an issue stands in one round: the agreed figures, or else the mean of the groups."""

    in_round: InterviewRound
    importance: Fraction
    joint_capacity: Fraction
    importance_spread: Spread
    capacity_spread: Spread
    groups: int
    agreed: bool

    @property
    def priority(self) -> Fraction:
        """Return importance times joint capacity, 1 to 25."""
        return self.importance * self.joint_capacity

    @property
    def quadrant(self) -> Quadrant:
        """Return what follows; a mean just below 4 is not high yet."""
        return quadrant(self.importance, self.joint_capacity)


@dataclass(frozen=True)
class Ranked:
    """One issue in the order of priority; `place` is shared by those that nothing tells apart."""

    issue: Issue
    standing: Standing
    place: int


def quadrant(importance: Fraction | int, joint_capacity: Fraction | int) -> Quadrant:
    """Return the quadrant of two figures."""
    if joint_capacity >= HIGH:
        return Quadrant.do_now if importance >= HIGH else Quadrant.quick_win
    return Quadrant.build_capacity if importance >= HIGH else Quadrant.park


def rounds_of(issues: Iterable[Issue]) -> list[InterviewRound]:
    """Return the rounds in which anything was rated, in their order."""
    rated = {_round_of(line) for issue in issues for line in _complete(issue)}
    return [each for each in InterviewRound if each in rated]


def latest_round(rounds: Sequence[InterviewRound]) -> InterviewRound:
    """Return the last of the planned rounds; what was rated in between counts only where there is nothing else."""
    planned = [each for each in rounds if each != InterviewRound.ad_hoc]
    return [InterviewRound.baseline, *(planned or rounds)][-1]


def standing(issue: Issue, in_round: InterviewRound, of: RaterGroup | None = None) -> Standing | None:
    """Return where an issue stands in a round, for all or as one group sees it; None while nobody rated it there."""
    by_group = {line.rater_group: line for line in _complete(issue) if _round_of(line) is in_round}
    if of is not None:
        by_group = {of: by_group[of]} if of in by_group else {}
    if not by_group:
        return None
    agreed = by_group.get(RaterGroup.agreed)
    counted = [agreed] if agreed is not None else list(by_group.values())
    single = [line for group, line in by_group.items() if group is not RaterGroup.agreed] or counted
    return Standing(
        in_round=in_round,
        importance=_mean([line.importance or 0 for line in counted]),
        joint_capacity=_mean([line.joint_capacity or 0 for line in counted]),
        importance_spread=_spread([line.importance or 0 for line in single]),
        capacity_spread=_spread([line.joint_capacity or 0 for line in single]),
        groups=len([group for group in by_group if group is not RaterGroup.agreed]),
        agreed=agreed is not None,
    )


def ranked(issues: Iterable[Issue], in_round: InterviewRound, of: RaterGroup | None = None) -> list[Ranked]:
    """Return the rated issues, what comes first on top; ties go to the higher capacity, then to more raisers.

    Those that even this does not tell apart share a place, and stand by their words and then by their id.
    """
    found = [(issue, at) for issue in issues if issue.void is None and (at := standing(issue, in_round, of))]
    found.sort(key=lambda each: (*_rank(*each), each[0].title().casefold(), each[0].id))
    placed: list[Ranked] = []
    for number, (issue, at) in enumerate(found, start=1):
        tied = placed and _rank(placed[-1].issue, placed[-1].standing) == _rank(issue, at)
        placed.append(Ranked(issue, at, placed[-1].place if tied else number))
    return placed


def unrated(issues: Iterable[Issue], in_round: InterviewRound, of: RaterGroup | None = None) -> list[Issue]:
    """Return the issues that cannot be ranked yet, by their words."""
    left = [issue for issue in issues if issue.void is None and standing(issue, in_round, of) is None]
    return sorted(left, key=lambda issue: (issue.title().casefold(), issue.id))


def rated(issue: Issue, group: RaterGroup, in_round: InterviewRound, figures: tuple[int, int], new_key: UUID) -> Issue:
    """Return the issue with importance and joint capacity as this group now sees them in this round."""
    importance, joint_capacity = figures
    values = {"importance": importance, "joint_capacity": joint_capacity}
    for key, line in reversed(in_order(issue.ratings)):
        if line.rater_group is group and _round_of(line) is in_round:
            return issue.changed(ratings={**issue.ratings, key: line.changed(**values)})
    last = max((line.order for line in issue.ratings.values()), default="")
    made = Rating.model_validate(values | {"rater_group": group, "in_round": in_round, "order": between(last, "")})
    return issue.changed(ratings={**issue.ratings, str(new_key): made})


def _rank(issue: Issue, at: Standing) -> tuple[Fraction, Fraction, int]:
    return -at.priority, -at.joint_capacity, -issue.raisers()


def _complete(issue: Issue) -> list[Rating]:
    return [line for _key, line in in_order(issue.ratings) if line.complete() and line.rater_group is not None]


def _round_of(line: Rating) -> InterviewRound:
    return line.in_round or InterviewRound.baseline


def _mean(figures: Sequence[int]) -> Fraction:
    return Fraction(sum(figures), len(figures))


def _spread(figures: Sequence[int]) -> Spread:
    return Spread(min(figures), max(figures))
