"""What a plan costs and who pays: whole paise; the cost of a line is the sum of its sources, never typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.lines import LineKind, Payer, PlanLine

_FIELDS: Mapping[Payer, str] = {
    Payer.private: "from_private",
    Payer.institutions: "from_institutions",
    Payer.programme: "from_programme",
    Payer.other: "from_other",
    Payer.open: "not_found_yet",
}


@dataclass(frozen=True)
class Cost:
    """Paise by source; `incomplete` says that an amount without a rate, or a line without any figure, is left out."""

    parts: Mapping[Payer, int]
    incomplete: bool = False

    @property
    def total(self) -> int:
        """Return the sum of all sources."""
        return sum(self.parts.values())

    def of(self, payer: Payer) -> int:
        """Return what one source pays."""
        return self.parts.get(payer, 0)

    @property
    def private_share(self) -> Fraction | None:
        """Return the part that firms and networks pay, 0 to 1; None while nothing costs anything."""
        return Fraction(self.of(Payer.private), self.total) if self.total else None

    @property
    def leverage(self) -> Fraction | None:
        """Return all money for one of the programme's; None without programme money."""
        return Fraction(self.total, self.of(Payer.programme)) if self.of(Payer.programme) else None


def line_cost(line: PlanLine) -> Cost:
    """Return what one line costs."""
    paise = {payer: amount.paise for payer, amount in line.money().items()}
    known = {payer: amount for payer, amount in paise.items() if amount is not None}
    return Cost(known, incomplete=not known or len(known) < len(paise))


def whole_cost(lines: Iterable[PlanLine]) -> Cost:
    """Return what several lines cost together."""
    costs = [line_cost(line) for line in lines]
    parts = {payer: sum(cost.of(payer) for cost in costs) for payer in Payer}
    paid = {payer: amount for payer, amount in parts.items() if any(payer in cost.parts for cost in costs)}
    return Cost(paid, incomplete=any(cost.incomplete for cost in costs))


def plan_cost(lines: Mapping[str, PlanLine]) -> Cost:
    """Return what all lines in use cost."""
    return whole_cost(line for _key, line in in_order(dict(lines)))


def cost_by_kind(lines: Mapping[str, PlanLine]) -> dict[LineKind | None, Cost]:
    """Return the cost of each kind of work that occurs, in the order of kinds; without a kind comes last."""
    used = [line for _key, line in in_order(dict(lines))]
    kinds: list[LineKind | None] = [*LineKind, None]
    by_kind = {kind: [line for line in used if line.line_kind is kind] for kind in kinds}
    return {kind: whole_cost(some) for kind, some in by_kind.items() if some}


def no_rate(line: PlanLine) -> list[str]:
    """Return the fields whose amount is in foreign money without a rate."""
    return [_FIELDS[payer] for payer, amount in line.money().items() if amount.paise is None]
