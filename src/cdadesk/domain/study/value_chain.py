"""The value chain: who does what in which order, and how a price is built up from step to step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import ClassVar

from cdadesk.domain.kernel.fields import money, note, number, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.i18n import N_, _


class ValueChainStep(Record):
    """One step on the way of a product to its last buyer, with what it costs and what it sells for."""

    kind: ClassVar[str] = "value_chain_step"
    label: ClassVar[str] = N_("Step of the value chain")
    plural: ClassVar[str] = N_("Steps of the value chain")
    columns: ClassVar[tuple[str, ...]] = ("product", "position", "step", "done_by", "own_cost", "price")

    product: str | None = text(
        N_("Product"), needed=True, hint=N_("One product for a whole chain, such as “single bedsheet, printed”.")
    )
    position: int | None = number(
        N_("Place in the chain"), least=1, most=99, needed=True, hint=N_("1 for the first step, usually the material.")
    )
    step: str | None = text(N_("What is done"), needed=True, hint=N_("Such as weaving, printing, selling in a shop."))
    done_by: str | None = text(N_("Who does it"), hint=N_("A kind of firm or person, no names."))
    quantity: str | None = text(
        N_("Reckoned for"), max_length=80, hint=N_("The quantity of all figures of this chain, such as “1 piece”.")
    )
    bought_for: Money | None = money(
        N_("Bought for"), hint=N_("What this step pays to the step before. Leave it blank if it is that step's price.")
    )
    own_cost: Money | None = money(N_("Own cost"), hint=N_("Material, wages and rent that this step adds."))
    price: Money | None = money(N_("Sold for"), hint=N_("What the next one pays."))
    year: int | None = number(N_("Year"), least=1800, most=2100, hint=N_("The year that the figures speak of."))
    source: str | None = text(N_("Source"), hint=N_("Who says so: firms, a trader, a report."))
    remarks: str | None = note(N_("Remarks"), hint=N_("What drives the price, who decides it."))

    def title(self) -> str:
        """Return the step and its product."""
        return in_one_line(self.step, self.product) or _("Step without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        for name in ("bought_for", "own_cost", "price"):
            amount: Money | None = getattr(self, name)
            if amount is not None and amount.paise is None:
                yield Finding(name, _("This amount has no rate, so it cannot be added up."))
            elif amount is not None and amount.minor < 0:
                yield Finding(name, _("A price or a cost is not below zero."))
        if self.price is not None and not self.source:
            yield Finding("source", _("Who says so?"), Weight.missing)


class ProductProcess(Record):
    """One process by which a product is made, and where it is weak."""

    kind: ClassVar[str] = "product_process"
    label: ClassVar[str] = N_("Process")
    plural: ClassVar[str] = N_("Products and processes")
    columns: ClassVar[tuple[str, ...]] = ("product", "position", "process", "done_by", "focus")

    product: str | None = text(N_("Product"), needed=True, hint=N_("The product as people here call it."))
    position: int | None = number(
        N_("Place in the order"), least=1, most=99, needed=True, hint=N_("1 for the first thing that is done.")
    )
    process: str | None = text(N_("Process"), needed=True, hint=N_("Such as washing, dyeing, printing, finishing."))
    done_by: str | None = text(N_("Who does it"), hint=N_("A kind of firm or worker, no names."))
    tools: str | None = text(N_("Tools and machines"), max_length=500)
    takes: str | None = text(N_("Time it takes"), max_length=80)
    weak_point: str | None = note(N_("Where it is weak"), hint=N_("Loss, rejects, waiting, harm to people or water."))
    focus: bool | None = yes_no(N_("Focus product"), hint=N_("Yes if the work on the cluster goes for this product."))
    focus_reason: str | None = text(N_("Why this product"), max_length=500)
    source: str | None = text(N_("Source"))

    def title(self) -> str:
        """Return the process and its product."""
        return in_one_line(self.process, self.product) or _("Process without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.focus and self.blank("focus_reason"):
            yield Finding("focus_reason", _("Why is it the focus?"), Weight.missing)


@dataclass(frozen=True)
class PriceLine:
    """One step of a build-up in paise; None where nothing is recorded.

    `margin` is what is left of the price after what was paid and the own cost. `unexplained` is by how much the step
    pays more than the step before sells for. `share` is the part of the last price that this step adds.
    """

    step: ValueChainStep
    paid: int | None
    own_cost: int | None
    price: int | None
    margin: int | None
    unexplained: int | None
    share: Fraction | None


@dataclass(frozen=True)
class BuildUp:
    """A chain from its first step to the last buyer; sums are None as long as one of their parts is not recorded."""

    product: str
    lines: tuple[PriceLine, ...]
    costs: int | None
    margins: int | None
    unexplained: int
    last_price: int | None

    @property
    def adds_up(self) -> bool:
        """Say whether costs, margins and what is unexplained make up the last price."""
        known = self.costs is not None and self.margins is not None and self.last_price is not None
        return known and (self.costs or 0) + (self.margins or 0) + self.unexplained == self.last_price


def build_ups(steps: Iterable[ValueChainStep]) -> list[BuildUp]:
    """Return one build-up for each product, steps in their order; void steps are left out."""
    in_use = [step for step in steps if step.void is None]
    ordered = sorted(in_use, key=lambda step: (_product(step).casefold(), step.position or 100, step.id))
    chains = groupby(ordered, key=lambda step: _product(step).casefold())
    return [_build_up(list(chain)) for _name, chain in chains]


def _product(step: ValueChainStep) -> str:
    return " ".join((step.product or "").split())


def _build_up(steps: Sequence[ValueChainStep]) -> BuildUp:
    last = _paise(steps[-1].price)
    lines: list[PriceLine] = []
    for place, step in enumerate(steps):
        before = _paise(steps[place - 1].price) if place else 0
        lines.append(_line(step, before, last))
    return BuildUp(
        product=_product(steps[0]),
        lines=tuple(lines),
        costs=_sum([line.own_cost for line in lines]),
        margins=_sum([line.margin for line in lines]),
        unexplained=sum(line.unexplained or 0 for line in lines),
        last_price=last,
    )


def _line(step: ValueChainStep, before: int | None, last: int | None) -> PriceLine:
    paid = before if step.bought_for is None else _paise(step.bought_for)
    own, price = _paise(step.own_cost), _paise(step.price)
    margin = None if paid is None or own is None or price is None else price - paid - own
    added = None if paid is None or price is None else price - paid
    return PriceLine(
        step=step,
        paid=paid,
        own_cost=own,
        price=price,
        margin=margin,
        unexplained=None if paid is None or before is None else paid - before,
        share=Fraction(added, last) if added is not None and last else None,
    )


def _paise(amount: Money | None) -> int | None:
    return amount.paise if amount is not None else None


def _sum(parts: Sequence[int | None]) -> int | None:
    return None if None in parts else sum(part for part in parts if part is not None)
