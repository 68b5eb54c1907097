"""What one participant's sheet of a settled fair says; never what another participant sold."""

from dataclasses import dataclass

from cdadesk.domain.fairs.explain import explain_relief, in_words, paid_before
from cdadesk.domain.fairs.figures import listed
from cdadesk.domain.fairs.results import HeadResult, MemberResult, Settlement
from cdadesk.domain.fairs.vocabulary import SharingRule
from cdadesk.i18n import _, format_amount, format_money
from cdadesk.reports.fair_papers import FairAccount


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """One head of cost as it touches one participant."""

    head: str
    total: int
    paid_by_others: int
    rule: str
    share: int


@dataclass(frozen=True)
class Step:
    """One step from the costs to the balance; what was paid is below zero."""

    what: str
    amount: int


def share_lines(settlement: Settlement, participant_id: str) -> list[ShareLine]:
    """Return each head with this participant's part, and how it came about in words."""
    return [_share_line(settlement, participant_id, result) for result in settlement.heads]


def without_others_costs(lines: list[ShareLine]) -> list[ShareLine]:
    """Put all heads of which the participant bears nothing into one last line, to save room."""
    others = [line for line in lines if not line.share]
    if len(others) < 2:
        return lines
    heads = listed([line.head for line in others])
    rule = _("nothing of them is yours: {heads}").format(heads=heads)
    return [*(line for line in lines if line.share), _together(others, _("Other costs"), rule)]


def one_line_for_each_rule(lines: list[ShareLine]) -> list[ShareLine]:
    """Put heads that are shared in the same way into one line: for fairs with very many heads."""
    by_rule: dict[str, list[ShareLine]] = {}
    for line in lines:
        by_rule.setdefault(line.rule, []).append(line)
    return [_together(alike, listed([line.head for line in alike]), rule) for rule, alike in by_rule.items()]


def _together(lines: list[ShareLine], head: str, rule: str) -> ShareLine:
    return ShareLine(
        head=head,
        total=sum(line.total for line in lines),
        paid_by_others=sum(line.paid_by_others for line in lines),
        rule=rule,
        share=sum(line.share for line in lines),
    )


def _share_line(settlement: Settlement, participant_id: str, result: HeadResult) -> ShareLine:
    kept = settlement.cell(participant_id, result.head_id).kept
    total = result.actual + result.carried
    return ShareLine(
        head=settlement.inputs.head(result.head_id).label,
        total=total,
        paid_by_others=total - result.residual - kept,
        rule=_rule_words(settlement, participant_id, result),
        share=settlement.cell(participant_id, result.head_id).total,
    )


def _rule_words(settlement: Settlement, participant_id: str, result: HeadResult) -> str:
    said = [_shared_how(settlement, participant_id, result)]
    kept = settlement.cell(participant_id, result.head_id).kept
    if kept:
        said.append(_("{amount} over the budget was ordered by you").format(amount=format_amount(kept)))
    if result.carried:
        said.append(_("{amount} of it is kept for the next fair").format(amount=format_amount(result.carried)))
    return "; ".join(said)


def _shared_how(settlement: Settlement, participant_id: str, result: HeadResult) -> str:
    head, cell = settlement.inputs.head(result.head_id), settlement.cell(participant_id, result.head_id)
    if not result.residual:
        payers = paid_before(settlement, result)
        return _("paid in full by {payers}").format(payers=listed(payers)) if payers else _("nothing to share")
    if head.rule is SharingRule.direct:
        return _own_cost(settlement, participant_id, head.direct_to)
    if settlement.inputs.participant(participant_id).withdrawn_on and not cell.weight:
        return _("shared by the others, as you withdrew")
    return in_words(head, cell, result.sharers)


def _own_cost(settlement: Settlement, participant_id: str, owner: str) -> str:
    if owner == participant_id:
        return _("your own cost")
    return _("own cost of {name}").format(name=settlement.inputs.participant(owner).label)


def steps_to_balance(settlement: Settlement, participant_id: str) -> list[Step]:
    """Return the steps from this participant's costs to the balance; their sum is what is still to pay."""
    member, who = settlement.member(participant_id), settlement.inputs.participant(participant_id)
    relief = _("Relief at the first fair: {how}").format(how=explain_relief(settlement, participant_id))
    steps = (
        Step(_("Your part of the costs"), member.gross + member.direct + member.kept),
        Step(relief, -member.relief),
        Step(_("You paid in advance"), -who.advance),
        Step(_("You paid bills of the group"), -who.vouchers),
        Step(_("You gave in kind"), -member.in_kind),
        Step(_("Your sales money held by the network"), -who.sales_money_held),
    )
    return [steps[0], *(step for step in steps[1:] if step.amount)]


def balance_words(member: MemberResult) -> str:
    """Return the one sentence that everybody waits for."""
    amount = format_money(abs(member.balance))
    if member.balance > 0:
        return _("You receive {amount}").format(amount=amount)
    if member.balance < 0:
        return _("You pay {amount}").format(amount=amount)
    return _("You neither pay nor receive anything")


def own_sales(account: FairAccount, participant_id: str) -> str:
    """Return what this participant told of its sales, or why there is no figure; blank if nothing is recorded."""
    sales = account.settlement.inputs.participant(participant_id).sales
    if sales is not None:
        return _("{amount}, as you told us").format(amount=format_money(sales))
    line = account.line(participant_id)
    code = line.missing.get("sales") if line else None
    return _(code.label) if code else ""
