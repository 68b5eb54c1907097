"""The gates between the stages of a demand: what must be known before it may be called more than the stage before."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cdadesk.domain.kernel.fields import Choice, describe
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.i18n import N_, _


class DemandStage(Choice):
    """How far a need has come, in the order of the way."""

    felt = "felt", N_("Felt need")
    structural = "structural", N_("Structural need")
    demand = "demand", N_("Demand")
    offered = "offered", N_("Offered")
    piloted = "piloted", N_("Piloted")
    bought = "bought", N_("Bought")


STAGES = tuple(DemandStage)

GATES: Mapping[DemandStage, tuple[str, ...]] = {
    DemandStage.felt: (),
    DemandStage.structural: ("felt_need", "steps", "structural_need"),
    DemandStage.demand: ("service", "firms_interested", "deposit_payers", "price_willing"),
    DemandStage.offered: ("offers",),
    DemandStage.piloted: ("piloted_on", "pilot_firms"),
    DemandStage.bought: ("bought_on", "buyers"),
}
"""Which answers each stage asks for, beside those of the stages before it."""

IN_WORDS: Mapping[DemandStage, str] = {
    DemandStage.felt: N_("Somebody asks for something."),
    DemandStage.structural: N_("Firms agree on the weakness behind it, after talks that are written down."),
    DemandStage.demand: N_("It is said which service, how many firms want it, who paid a deposit, and at what price."),
    DemandStage.offered: N_("At least one provider names a price."),
    DemandStage.piloted: N_("A few firms have tried it."),
    DemandStage.bought: N_("Firms have paid for it."),
}
"""What must be true at each stage, said to people."""


def lacking(demand: Record, stage: DemandStage) -> list[str]:
    """Return the fields that the gate of one stage still misses; a code such as “not asked” opens no gate."""
    return [name for name in GATES[stage] if not _filled(demand, name)]


def lacking_up_to(demand: Record, stage: DemandStage) -> list[str]:
    """Return the fields that this stage and those before it still miss."""
    way = STAGES[: STAGES.index(stage) + 1]
    return [name for each in way for name in lacking(demand, each)]


def reachable(demand: Record) -> DemandStage:
    """Return the furthest stage that the facts allow."""
    return [each for each in STAGES if not lacking_up_to(demand, each)][-1]


def next_stage(stage: DemandStage) -> DemandStage | None:
    """Return the stage after this one, or None at the last."""
    after = STAGES[STAGES.index(stage) + 1 :]
    return after[0] if after else None


def in_words(entity: type[Record], names: Sequence[str]) -> str:
    """Return the labels of fields, with commas."""
    told = describe(entity)
    return ", ".join(_(told[name].label) for name in names)


def _filled(demand: Record, name: str) -> bool:
    special: Mapping[str, Callable[[Any], bool]] = {"offers": _has_offer, "steps": _has_step}
    if name in special:
        return special[name](demand)
    value = getattr(demand, name)
    if name in ("firms_interested", "pilot_firms", "buyers"):
        return bool(value)
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _has_offer(demand: Any) -> bool:
    return any(line.provider and line.price for _key, line in in_order(demand.offers))


def _has_step(demand: Any) -> bool:
    return any(line.learned for _key, line in in_order(demand.steps))
