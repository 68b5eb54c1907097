"""From a trouble that stands in the way of a settlement to the field in which it can be mended."""

from collections.abc import Callable, Iterator, Mapping

from cdadesk.domain.fairs import troubles
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.preparing import FairNotReady
from cdadesk.domain.fairs.vocabulary import TURNS, ContributionMode, SharingRule
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.findings import Weight
from cdadesk.domain.kernel.record import Element, in_order
from cdadesk.domain.kernel.troubles import Trouble

Paths = Iterator[str]
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "budget_lines": ("head", "rule", "actual"),
    "sources": ("source_kind",),
    "promises": ("source", "head", "mode"),
    "in_kind": ("giver", "head", "value"),
}
_SHARED_BY = {SharingRule.sales: "sales", SharingRule.stall_area: "stall_area", SharingRule.weighted: "weight"}


def way_to(fair: Fair, trouble: Trouble) -> str:
    """Return the path of the field to go to first: a line's where it can be told which, else the list's."""
    found, otherwise = _WAYS.get(type(trouble), (_stray, "budget_lines"))
    return next(found(fair), otherwise)


def _blank(fair: Fair) -> Paths:
    """Yield what is blank and needed, in the order in which a settlement asks for it."""
    for name, fields in _NEEDED.items():
        for key, line in in_order(getattr(fair, name)):
            yield from (f"{name}/{key}/{field}" for field in fields if getattr(line, field) is None)
    for key, source in in_order(fair.sources):
        if source.source_kind not in TURNS:
            yield f"sources/{key}/source_kind"
    yield from (name for name in ("relief_source", "relief_pool") if fair.relief_percent and not getattr(fair, name))
    yield from _without_rate(fair)


def _without_rate(fair: Fair) -> Paths:
    for name in ("budget_lines", "promises", "participants", "fixed_shares", "in_kind"):
        for key, line in in_order(getattr(fair, name)):
            yield from (f"{name}/{key}/{field}" for field in _foreign(line))


def _foreign(line: Element) -> Paths:
    for field, info in describe(type(line)).items():
        amount = getattr(line, field)
        if info.kind is Kind.money and amount is not None and amount.paise is None:
            yield field


def _nothing_to_share_by(fair: Fair) -> Paths:
    rules = [line.rule for _key, line in in_order(fair.budget_lines)]
    rules += [
        rule for _key, line in in_order(fair.budget_lines) for rule in line.mix() if line.rule is SharingRule.mixed
    ]
    figures = [field for rule, field in _SHARED_BY.items() if rule in rules]
    for field in figures:
        for key, firm in in_order(fair.participants):
            if getattr(firm, field) is None and firm.withdrawn_on is None:
                yield f"participants/{key}/{field}"
    yield from (f"participants/{key}/{figures[0]}" for key, _firm in in_order(fair.participants) if figures)


def _cost_of_rule(*rules: SharingRule) -> Callable[[Fair], Paths]:
    def found(fair: Fair) -> Paths:
        for key, line in in_order(fair.budget_lines):
            if line.rule in rules:
                yield f"budget_lines/{key}/{'mix_equal' if line.rule is SharingRule.mixed else 'rule'}"

    return found


def _overspent(fair: Fair) -> Paths:
    for key, line in in_order(fair.budget_lines):
        over = line.budget and line.actual and (line.actual.paise or 0) > (line.budget.paise or 0)
        if over and not line.overspend_decision and not line.ordered_by:
            yield f"budget_lines/{key}/overspend_decision"


def _percent_of_no_budget(fair: Fair) -> Paths:
    for _key, promise in in_order(fair.promises):
        line = fair.budget_lines.get(promise.head or "")
        if promise.mode is ContributionMode.percent_of_budget and line is not None and line.budget is None:
            yield f"budget_lines/{promise.head}/budget"


def _promised_too_much(fair: Fair) -> Paths:
    for key, promise in in_order(fair.promises):
        line = fair.budget_lines.get(promise.head or "")
        budget = line.budget.paise if line and line.budget else None
        if promise.amount and budget is not None and (promise.amount.paise or 0) > budget:
            yield f"promises/{key}/amount"


def _undecided_withdrawal(fair: Fair) -> Paths:
    for key, firm in in_order(fair.participants):
        if firm.withdrawn_on and not firm.redivision_decision:
            yield f"participants/{key}/redivision_decision"


def _vouchers(fair: Fair) -> Paths:
    yield from (f"participants/{key}/vouchers_paid" for key, firm in in_order(fair.participants) if firm.vouchers_paid)


def _stray(fair: Fair) -> Paths:
    """Yield what the record itself finds wrong."""
    yield from (each.path for each in fair.findings() if each.weight is not Weight.missing)


def _nowhere(_fair: Fair) -> Paths:
    yield from ()


_WAYS: Mapping[type[Trouble], tuple[Callable[[Fair], Paths], str]] = {
    FairNotReady: (_blank, "budget_lines"),
    troubles.NothingToShareBy: (_nothing_to_share_by, "participants"),
    troubles.ListDoesNotSum: (_nowhere, "fixed_shares"),
    troubles.PercentagesDoNotSum: (_cost_of_rule(SharingRule.mixed), "budget_lines"),
    troubles.CannotBeMixed: (_cost_of_rule(SharingRule.mixed), "budget_lines"),
    troubles.MoreThanTheHead: (_promised_too_much, "promises"),
    troubles.BudgetMissing: (_percent_of_no_budget, "budget_lines"),
    troubles.NotCovered: (_cost_of_rule(SharingRule.source_only), "promises"),
    troubles.OverspendNeedsDecision: (_overspent, "budget_lines"),
    troubles.CarryForwardNeedsDecision: (_nowhere, "carry_forward_decision"),
    troubles.WithdrawalNeedsDecision: (_undecided_withdrawal, "participants"),
    troubles.VouchersTooHigh: (_vouchers, "participants"),
}
