"""What is refused before any sum is made: figures that contradict each other or themselves."""

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction

from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.inputs import Contribution, FairInputs, Head
from cdadesk.domain.fairs.troubles import (
    BudgetMissing,
    CannotBeMixed,
    MoreThanTheHead,
    MoreThanTheWhole,
    NegativeFigure,
    NotOfThisFair,
    PercentagesDoNotSum,
    VouchersTooHigh,
)
from cdadesk.domain.fairs.vocabulary import MIXABLE, TURNS, ContributionMode, SharingRule
from cdadesk.i18n import _


def refuse_nonsense(inputs: FairInputs) -> None:
    """Raise the Trouble that stands in the way of a settlement, if there is one."""
    _refuse_twins(inputs)
    _refuse_strangers(inputs)
    _refuse_figures_out_of_range(inputs)
    for head in inputs.heads:
        _refuse_bad_mix(head)
    for promise in inputs.contributions:
        _refuse_too_much(inputs, promise)
    _refuse_too_many_vouchers(inputs)


def _refuse_twins(inputs: FairInputs) -> None:
    """Two lines under one id cannot come from a record: that is a mistake of ours, not a trouble."""
    parties = [each.id for each in inputs.participants] + [each.id for each in inputs.sources]
    heads, promises = [each.id for each in inputs.heads], [each.id for each in inputs.contributions]
    for ids in (parties, heads, promises, [each.id for each in inputs.in_kind]):
        if len(set(ids)) < len(ids):
            raise ValueError("two lines of a fair share an id")
    if any(source.kind not in TURNS for source in inputs.sources):
        raise ValueError("participants and event income are not outside sources")


def _refuse_strangers(inputs: FairInputs) -> None:
    participants = {each.id for each in inputs.participants}
    sources = {source.id for source in inputs.sources}
    heads = {head.id for head in inputs.heads}
    for head in inputs.heads:
        named = {portion.participant_id for portion in head.portions}
        direct = {head.direct_to} if head.rule is SharingRule.direct else set()
        orderer = {head.ordered_by} - {""}
        if named | direct <= participants and orderer <= participants | sources:
            continue
        raise NotOfThisFair(head.label)
    for promise in inputs.contributions:
        if promise.source_id not in sources or promise.head_id not in heads:
            raise NotOfThisFair(_("Contributions"))
    for gift in inputs.in_kind:
        if gift.giver_id not in participants | sources or gift.head_id not in heads:
            raise NotOfThisFair(_("In-kind contributions"))
    if inputs.relief and inputs.relief.source_id not in sources:
        raise NotOfThisFair(_("First-timer relief"))


def _sheets(inputs: FairInputs) -> Iterator[tuple[str, object]]:
    """Yield all that holds figures, with the name under which a person finds it."""
    for head in inputs.heads:
        yield from ((head.label, sheet) for sheet in (head, *head.portions, *head.parts))
    yield from ((each.label, each) for each in inputs.participants)
    yield from ((inputs.head(each.head_id).label, each) for each in inputs.contributions)
    yield from ((inputs.head(each.head_id).label, each) for each in inputs.in_kind)
    yield _("Terms of the fair"), inputs.terms
    yield _("Cash counted"), inputs
    if inputs.relief:
        yield _("First-timer relief"), inputs.relief


def _refuse_figures_out_of_range(inputs: FairInputs) -> None:
    for label, sheet in _sheets(inputs):
        values = {each.name: getattr(sheet, each.name) for each in fields(sheet)}  # type: ignore[arg-type]
        if any(isinstance(value, int | Fraction) and value < 0 for value in values.values()):
            raise NegativeFigure(label)
        if values.get("percent", 0) > 100:
            raise MoreThanTheWhole(label)


def _refuse_bad_mix(head: Head) -> None:
    if head.rule is not SharingRule.mixed:
        return
    for part in head.parts:
        if part.rule not in MIXABLE:
            raise CannotBeMixed(head.label, _(part.rule.label))
    total = sum((part.percent for part in head.parts), Fraction(0))
    if total != 100:
        raise PercentagesDoNotSum(head.label, percent_words(total, 2))


def _refuse_too_much(inputs: FairInputs, promise: Contribution) -> None:
    """Refuse a promise above the head's budget and cost alike.

    A promise above the cost alone is the ordinary case of a saving; without a budget nobody can tell.
    """
    head = inputs.head(promise.head_id)
    source = inputs.source(promise.source_id).label
    if promise.mode is ContributionMode.percent_of_budget and head.budget is None:
        raise BudgetMissing(head.label, source)
    cost = head.paid + sum(gift.value for gift in inputs.gifts() if gift.head_id == head.id)
    if promise.mode is ContributionMode.fixed and head.budget is not None and promise.amount > max(head.budget, cost):
        raise MoreThanTheHead(head.label, source, promise.amount)


def _refuse_too_many_vouchers(inputs: FairInputs) -> None:
    vouchers = sum(each.vouchers for each in inputs.participants)
    paid = sum(head.paid for head in inputs.heads)
    if vouchers > paid:
        raise VouchersTooHigh(vouchers, paid)
