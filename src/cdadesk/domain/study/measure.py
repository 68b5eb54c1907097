"""Change between two figures, exact: with sign and percent, also where a figure is known only as a range."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Span:
    """A figure in hundredths of its unit, or from one to another."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Say whether it is one figure."""
        return self.least == self.most


def span(one: int | None, other: int | None = None) -> Span | None:
    """Return the figure, or the range of two, whichever way round they were written; None if nothing is."""
    known = [each for each in (one, other) if each is not None]
    return Span(min(known), max(known)) if known else None


@dataclass(frozen=True)
class Change:
    """By how much a figure changed, in hundredths of its unit, and in percent of what it was.

    `percent` is None where the earlier figure is or may be zero: there is no percentage of nothing.
    """

    least: int
    most: int
    percent: tuple[Fraction, Fraction] | None


def change(before: Span | None, after: Span | None) -> Change | None:
    """Return the change; None as long as one of the two is not known."""
    if before is None or after is None:
        return None
    ends = [(was, became) for was in (before.least, before.most) for became in (after.least, after.most)]
    percents = [Fraction((became - was) * 100, abs(was)) for was, became in ends if was]
    has_zero = before.least <= 0 <= before.most
    return Change(
        least=after.least - before.most,
        most=after.most - before.least,
        percent=None if has_zero else (min(percents), max(percents)),
    )
