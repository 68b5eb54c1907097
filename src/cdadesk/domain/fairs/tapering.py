"""Whether subsidy falls from fair to fair of a series, or only moves to another payer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.i18n import N_, _


@dataclass(frozen=True, kw_only=True)
class SeriesFair:
    """One fair of a series in exact percents, as entered: never scaled to 100 in silence.

    `private` is the share of participants and network; `held` a partial date; `ordinal` its place in the series.
    """

    label: str
    series: str
    ordinal: int
    held: str
    private: Fraction
    programme: Fraction
    institutions: Fraction
    other: Fraction = Fraction(0)
    commercial: bool = True

    @property
    def total(self) -> Fraction:
        return self.private + self.programme + self.institutions + self.other

    @property
    def unexplained(self) -> Fraction:
        """Return what is missing to 100; below zero the shares are more than the whole."""
        return 100 - self.total

    @property
    def external(self) -> Fraction:
        return self.programme + self.institutions


def with_amounts(fair: SeriesFair, payers: Payers, whole: int | None = None) -> SeriesFair:
    """Return the fair with the exact percentages of amounts; of `whole`, where a larger sum than theirs is known."""
    known = whole or payers.total or 1
    return replace(
        fair,
        private=Fraction(100 * payers.private, known),
        programme=Fraction(100 * payers.programme, known),
        institutions=Fraction(100 * (payers.institutions or 0), known),
        other=Fraction(100 * payers.other, known),
    )


def rescaled(fair: SeriesFair) -> SeriesFair:
    """Return the shares as parts of their own sum: to show beside the entered ones, never instead of them."""
    if not fair.total:
        return fair
    factor = 100 / fair.total
    return replace(
        fair,
        private=fair.private * factor,
        programme=fair.programme * factor,
        institutions=fair.institutions * factor,
        other=fair.other * factor,
    )


class TaperOutcome(Choice):
    """What happened from one fair to the next, as a sentence."""

    falls = "falls", N_("the programme's share and all outside support did not rise")
    moved = "moved", N_("subsidy moved to another payer, not reduced")
    programme_rose = "programme_rose", N_("the programme's share rose")
    support_rose = "support_rose", N_("the programme's share stayed, but outside support rose")


@dataclass(frozen=True)
class TaperStep:
    """Two fairs of a series, one after the other."""

    before: SeriesFair
    after: SeriesFair

    @property
    def outcome(self) -> TaperOutcome:
        if self.after.programme > self.before.programme:
            return TaperOutcome.programme_rose
        if self.after.external <= self.before.external:
            return TaperOutcome.falls
        return TaperOutcome.moved if self.after.programme < self.before.programme else TaperOutcome.support_rose

    @property
    def holds(self) -> bool:
        """Say whether neither the programme's share nor that of programme and institutions together rose."""
        return self.outcome is TaperOutcome.falls

    @property
    def private_fell(self) -> bool:
        return self.after.private < self.before.private

    @property
    def sentence(self) -> str:
        return _(self.outcome.label)


def by_series(fairs: Iterable[SeriesFair]) -> dict[str, tuple[SeriesFair, ...]]:
    """Return each series with its fairs in their order."""
    found: dict[str, list[SeriesFair]] = {}
    for fair in sorted(fairs, key=lambda fair: fair.ordinal):
        found.setdefault(fair.series, []).append(fair)
    return {series: tuple(found[series]) for series in sorted(found)}


def steps(fairs: Iterable[SeriesFair]) -> tuple[TaperStep, ...]:
    """Return the steps of one series, by ordinal."""
    in_turn = sorted(fairs, key=lambda fair: fair.ordinal)
    return tuple(TaperStep(before, after) for before, after in pairwise(in_turn))


def in_date_order(fairs: Iterable[SeriesFair]) -> tuple[SeriesFair, ...]:
    """Return the fairs by date; those of the same month keep their order."""
    return tuple(sorted(fairs, key=lambda fair: earliest(fair.held)))


def out_of_date_order(fairs: Sequence[SeriesFair]) -> tuple[SeriesFair, ...]:
    """Return the fairs listed before one that was certainly held earlier; a bare year proves nothing in that year."""
    return tuple(
        fair
        for place, fair in enumerate(fairs)
        if any(latest(later.held) < earliest(fair.held) for later in fairs[place + 1 :])
    )
