"""Cost recovery, leverage and mobilised money, exact; one definition for fairs, services and clusters."""

from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.fairs.figures import hundredths
from cdadesk.i18n import _, format_scaled


@dataclass(frozen=True, kw_only=True)
class Payers:
    """Money by who paid it, in one unit; `None` for institutions means not recorded, which is not zero."""

    private: int
    institutions: int | None
    programme: int
    other: int = 0

    @property
    def total(self) -> int:
        return self.private + (self.institutions or 0) + self.programme + self.other

    @property
    def cost_recovery(self) -> Fraction | None:
        """Return the private part of all money (0 to 1), or None while there is no money."""
        return Fraction(self.private, self.total) if self.total else None

    @property
    def leverage(self) -> Fraction | None:
        """Return all money for one of the programme's, or None without programme money."""
        return Fraction(self.total, self.programme) if self.programme else None

    @property
    def mobilised(self) -> Fraction | None:
        """Return others' money for one of the programme's, or None without programme money."""
        return Fraction(self.total - self.programme, self.programme) if self.programme else None

    def percents(self) -> tuple[Fraction, Fraction, Fraction]:
        """Return the exact percentages of private, institutions and programme; all zero while there is no money."""
        parts = (self.private, self.institutions or 0, self.programme)
        private, institutions, programme = (Fraction(100 * part, self.total or 1) for part in parts)
        return private, institutions, programme


def ratio_words(ratio: Fraction | None) -> str:
    """Write leverage or mobilised money with two decimals, or say why there is none."""
    return _("no programme money") if ratio is None else format_scaled(hundredths(ratio))
