"""How much of a quarter was not planned: what came up on the way, against all activities that ran in it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.kernel.quarters import Quarter
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.lines import PlanLine

LIMIT = 30_00
"""More than so many hundredths of a percent is worth a question."""


@dataclass(frozen=True)
class QuarterLoad:
    """The activities of one quarter."""

    quarter: Quarter
    activities: int
    unplanned: int

    @property
    def share(self) -> Fraction:
        """Return the unplanned part, 0 to 1."""
        return Fraction(self.unplanned, self.activities)

    @property
    def too_much(self) -> bool:
        """Whether more was unplanned than the norm allows; exactly 30 % is still within it."""
        return self.share > Fraction(LIMIT, 100_00)


def loads(lines: Mapping[str, PlanLine]) -> list[QuarterLoad]:
    """Return each quarter in which something runs, in order."""
    running: dict[Quarter, list[PlanLine]] = defaultdict(list)
    for _key, line in in_order(dict(lines)):
        for quarter in line.quarters():
            running[quarter].append(line)
    return [_load(quarter, running[quarter]) for quarter in sorted(running)]


def crowded_quarters(lines: Mapping[str, PlanLine]) -> list[Quarter]:
    """Return the quarters in which more was unplanned than the norm allows."""
    return [load.quarter for load in loads(lines) if load.too_much]


def _load(quarter: Quarter, lines: list[PlanLine]) -> QuarterLoad:
    return QuarterLoad(quarter, len(lines), sum(1 for line in lines if line.planned is False))
