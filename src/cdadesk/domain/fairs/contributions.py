"""Who pays a head before the participants do: orderer of an overspend, gifts, event income, sources in their turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from cdadesk.domain.fairs.inputs import Contribution, FairInputs, Head, Key
from cdadesk.domain.fairs.results import ExternalShare
from cdadesk.domain.fairs.sharing import split
from cdadesk.domain.fairs.troubles import CarryForwardNeedsDecision, OverspendNeedsDecision
from cdadesk.domain.fairs.vocabulary import GRANTS, ContributionMode, SharingRule, SourceKind, UnderSpend

_PARTICIPANTS: Key = (SourceKind.participant.value, "")
"""The participants as one party when a saving is divided."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How one head is paid, and what is left for the participants."""

    actual: int
    kept: int
    income_used: int
    income_surplus: int
    saved: int
    carried: int
    external: tuple[ExternalShare, ...]
    residual: int


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A promise at its planned size, and at what its own formula makes of the actual cost."""

    key: Key
    kind: SourceKind
    source_id: str
    planned: int
    now: int
    follows_cost: bool


def cover(inputs: FairInputs, head: Head) -> Cover:
    """Let all who pay before the participants pay their part of a head.

    The spec leaves the order open in places; ours: an overspend that may not be shared is set aside first, then
    gifts in kind of outsiders count, as they are already given, then event income, which pays only costs in money.
    `% of actual` is taken of the cost without the overspend set aside.
    """
    gifts = _gifts_of_outsiders(inputs, head)
    actual = head.paid + sum(gift.value for gift in inputs.gifts() if gift.head_id == head.id)
    kept = _kept_overspend(inputs, head, actual, sum(gifts.values()))
    payable = actual - kept - sum(gifts.values())
    income_used = min(head.event_income, payable)
    pledges = list(_pledges(inputs, head, actual - kept))
    planned = _planned_cost(head, pledges, sum(gifts.values()))
    saved = max(planned - (payable - income_used), 0)
    to_divide = max(saved - sum(max(each.planned - each.now, 0) for each in pledges if each.follows_cost), 0)
    carried = _carried(inputs, head, to_divide)
    let_off = _let_off(inputs.terms.under_spend, pledges, planned, to_divide - carried)
    money, residual = _take_turns(pledges, let_off, payable - income_used + carried)
    return Cover(
        actual=actual,
        kept=kept,
        income_used=income_used,
        income_surplus=head.event_income - income_used,
        saved=saved,
        carried=carried,
        external=_by_source(inputs, head, money, gifts, kept),
        residual=residual,
    )


def _gifts_of_outsiders(inputs: FairInputs, head: Head) -> dict[str, int]:
    sources = {source.id for source in inputs.sources}
    given = dict.fromkeys(sources, 0)
    for gift in inputs.gifts():
        if gift.head_id == head.id and gift.giver_id in sources:
            given[gift.giver_id] += gift.value
    return given


def _kept_overspend(inputs: FairInputs, head: Head, actual: int, given: int) -> int:
    """Return what stays with its orderer: beyond the limit and undecided, the whole overspend, not the excess alone.

    What outsiders gave in kind is paid for, so only cost beyond it can stay with somebody. A head without a budget
    has no overspend.
    """
    if head.budget is None or head.overspend_decision.strip():
        return 0
    over = actual - head.budget
    burden = min(over, actual - given)
    if burden <= 0 or 100 * over <= inputs.terms.overspend_limit * head.budget:
        return 0
    if not head.ordered_by:
        raise OverspendNeedsDecision(head.label, over)
    return burden


def _pledges(inputs: FairInputs, head: Head, cost: int) -> Iterator[Pledge]:
    """Yield the promises for a head in the order in which they are called in."""
    promises = [(inputs.source(each.source_id), each) for each in inputs.contributions if each.head_id == head.id]
    for source, promise in sorted(promises, key=lambda pair: (pair[0].turn, pair[1].id)):
        planned, now = _sizes(promise, head.budget, cost)
        yield Pledge(
            key=(source.code, promise.id),
            kind=source.kind,
            source_id=source.id,
            planned=planned,
            now=now,
            follows_cost=promise.mode is ContributionMode.percent_of_actual,
        )


def _sizes(promise: Contribution, budget: int | None, cost: int) -> tuple[int, int]:
    """Return a promise as planned, and as its own words make it now that the cost is known."""
    if promise.mode is ContributionMode.fixed:
        return promise.amount, promise.amount
    planned = _part(promise, cost if budget is None else budget)
    return planned, _part(promise, cost) if promise.mode is ContributionMode.percent_of_actual else planned


def _part(promise: Contribution, base: int) -> int:
    part = floor(base * promise.percent / 100)
    return part if promise.cap is None else min(part, promise.cap)


def _planned_cost(head: Head, pledges: list[Pledge], given: int) -> int:
    """Return what was planned to be paid in money; without a budget nothing can be saved.

    Where no participant shares, only what the sources pledged was planned to be spent.
    """
    if head.budget is None:
        return 0
    planned = max(head.budget - given - head.event_income, 0)
    return min(planned, sum(each.planned for each in pledges)) if head.rule is SharingRule.source_only else planned


def _carried(inputs: FairInputs, head: Head, saving: int) -> int:
    if inputs.terms.under_spend is not UnderSpend.carry_forward or not saving:
        return 0
    if not inputs.terms.carry_forward_decision.strip():
        raise CarryForwardNeedsDecision(head.label, saving)
    return saving


def _let_off(way: UnderSpend, pledges: list[Pledge], planned: int, saving: int) -> dict[Key, int]:
    """Divide a saving among those who pledged, participants for the part that nobody else pledged.

    Whoever pays a percentage of the actual cost has saved by that already and takes no further part.
    """
    promised = {each.key: each.planned for each in pledges if not each.follows_cost}
    own = max(planned - sum(each.planned for each in pledges), 0)
    if way is not UnderSpend.grant_first:
        return _off(saving, promised | {_PARTICIPANTS: own})
    granted = {each.key: each.planned for each in pledges if not each.follows_cost and each.kind in GRANTS}
    to_grants = min(saving, sum(granted.values()))
    others = {key: amount for key, amount in promised.items() if key not in granted} | {_PARTICIPANTS: own}
    return _off(to_grants, granted) | _off(saving - to_grants, others)


def _off(saving: int, pledged: dict[Key, int]) -> dict[Key, int]:
    return split(saving, pledged) if any(pledged.values()) else {}


def _take_turns(pledges: list[Pledge], let_off: dict[Key, int], cost: int) -> tuple[dict[str, int], int]:
    """Call the promises in, one after the other; none pays more than is left. Return also what nobody paid."""
    paid: dict[str, int] = {}
    for pledge in pledges:
        part = min(max(pledge.now - let_off.get(pledge.key, 0), 0), cost)
        paid[pledge.source_id] = paid.get(pledge.source_id, 0) + part
        cost -= part
    return paid, cost


def _by_source(
    inputs: FairInputs, head: Head, money: dict[str, int], gifts: dict[str, int], kept: int
) -> tuple[ExternalShare, ...]:
    shares = (
        ExternalShare(
            source_id=source.id,
            money=money.get(source.id, 0),
            in_kind=gifts[source.id],
            kept=kept if head.ordered_by == source.id else 0,
        )
        for source in inputs.sources
    )
    return tuple(share for share in shares if share.total)
