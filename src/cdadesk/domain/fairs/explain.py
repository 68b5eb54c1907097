"""Every figure of a settlement in words, fit to be read aloud to the member who pays it."""

from fractions import Fraction

from cdadesk.domain.fairs.figures import hundredths, listed, percent_words
from cdadesk.domain.fairs.inputs import Head
from cdadesk.domain.fairs.results import Cell, HeadResult, MemberResult, Settlement
from cdadesk.domain.fairs.vocabulary import SharingRule, SourceKind
from cdadesk.i18n import _, format_amount, format_number, format_scaled


def explain(settlement: Settlement, participant_id: str, head_id: str) -> str:
    """Say how one participant's part of one head came about.

    Fit to be shown to that participant: of others' sales it tells nothing but the own percentage.
    """
    cell = settlement.cell(participant_id, head_id)
    said = _how(settlement, participant_id, head_id)
    if cell.share > cell.quota:
        said = _("{sentence}; rounded up to the next paisa").format(sentence=said)
    if cell.kept:
        kept = _("{sentence}; {amount} over the budget was ordered by {name} alone")
        name = settlement.inputs.participant(participant_id).label
        said = kept.format(sentence=said, amount=format_amount(cell.kept), name=name)
    return said


def _how(settlement: Settlement, participant_id: str, head_id: str) -> str:
    result, head = settlement.head(head_id), settlement.inputs.head(head_id)
    who = settlement.inputs.participant(participant_id)
    if not result.residual:
        return _paid_by_others(settlement, result)
    what = _what(settlement, result)
    if head.rule is SharingRule.direct:
        owner = settlement.inputs.participant(head.direct_to).label
        return _("{what} the own cost of {name}").format(what=what, name=owner)
    if who.withdrawn_on and not settlement.cell(participant_id, head_id).weight:
        return _("{what} shared by the others, as {name} withdrew").format(what=what, name=who.label)
    rule = in_words(head, settlement.cell(participant_id, head_id), result.sharers)
    return _("{what} {rule}").format(what=what, rule=rule)


def _what(settlement: Settlement, result: HeadResult) -> str:
    amount, payers = format_amount(result.residual), paid_before(settlement, result)
    if payers:
        return _("{amount} left after {payers},").format(amount=amount, payers=listed(payers))
    return _("{amount},").format(amount=amount)


def _paid_by_others(settlement: Settlement, result: HeadResult) -> str:
    payers = paid_before(settlement, result)
    if not payers:
        return _("nothing to share")
    return _("paid in full by {payers}").format(payers=listed(payers))


def paid_before(settlement: Settlement, result: HeadResult) -> list[str]:
    """Return who paid part of a head before it was shared, in the order in which they were asked."""
    names = [settlement.inputs.source(each.source_id).label for each in result.external]
    income = [_(SourceKind.event_income.label)] if result.income_used else []
    return income + list(dict.fromkeys(names))


def in_words(head: Head, cell: Cell, sharers: int) -> str:
    """Return the rule of a head as it touches one participant."""
    if head.rule is SharingRule.equal:
        return _("shared equally by {count}").format(count=format_number(sharers))
    if head.rule is SharingRule.stall_area:
        own, whole = format_scaled(int(cell.weight)), format_scaled(int(cell.weight_total), "m²")
        return _("shared by stall area: {own} of {whole}").format(own=own, whole=whole)
    if head.rule is SharingRule.weighted:
        own, whole = format_number(int(cell.weight)), format_number(int(cell.weight_total))
        return _("shared by agreed weights: {own} of {whole}").format(own=own, whole=whole)
    if head.rule is SharingRule.fixed:
        return _("shared by the list that was agreed")
    return _by_percent(head, cell)


def _by_percent(head: Head, cell: Cell) -> str:
    percent = percent_words(100 * cell.weight / cell.weight_total if cell.weight_total else Fraction(0), 2)
    if head.rule is SharingRule.sales:
        return _("shared by sales: {percent} of all sales").format(percent=percent)
    part = _("{percent} {rule}")
    parts = [part.format(percent=percent_words(each.percent, 2), rule=_(each.rule.label)) for each in head.parts]
    return _("shared {parts}: {percent} in all").format(parts=listed(parts), percent=percent)


def explain_relief(settlement: Settlement, participant_id: str) -> str:
    """Say how the first-timer relief came about and who pays it."""
    member, relief = settlement.member(participant_id), settlement.inputs.relief
    if relief is None or not member.relief_asked:
        return _("no first-timer relief")
    payer = settlement.inputs.source(relief.source_id).label
    rate = _("{percent} of {gross}").format(
        percent=format_scaled(hundredths(relief.percent), "%"), gross=format_amount(member.gross)
    )
    if member.relief == member.relief_asked:
        return _("{rate}, paid by {payer}").format(rate=rate, payer=payer)
    short = _("{rate} is {asked}; the {pool} set aside are not enough for all, so {payer} pays {relief}")
    return short.format(
        rate=rate,
        asked=format_amount(member.relief_asked),
        pool=format_amount(relief.pool),
        payer=payer,
        relief=format_amount(member.relief),
    )


def explain_due(settlement: Settlement, participant_id: str) -> str:
    """Say what a participant's due is made of."""
    member = settlement.member(participant_id)
    terms = [_("shared costs {amount}").format(amount=format_amount(member.gross))]
    if member.direct:
        terms.append(_("own costs {amount}").format(amount=format_amount(member.direct)))
    if member.kept:
        terms.append(_("ordered over the budget {amount}").format(amount=format_amount(member.kept)))
    made = " + ".join(terms)
    if member.relief:
        made = _("{costs} − relief {amount}").format(costs=made, amount=format_amount(member.relief))
    return _("{made} = {total}").format(made=made, total=format_amount(member.due))


def explain_balance(settlement: Settlement, participant_id: str) -> str:
    """Say what a participant has paid already, what is due, and what follows."""
    member = settlement.member(participant_id)
    made = " + ".join(_credits(settlement, member)) or _("nothing paid yet")
    against = _("{made}, against {due} due").format(made=made, due=format_amount(member.due))
    amount = format_amount(abs(member.balance))
    if member.balance > 0:
        return _("{account}: {amount} to be paid back").format(account=against, amount=amount)
    if member.balance < 0:
        return _("{account}: {amount} still to pay").format(account=against, amount=amount)
    return _("{account}: settled").format(account=against)


def _credits(settlement: Settlement, member: MemberResult) -> list[str]:
    who = settlement.inputs.participant(member.participant_id)
    kinds = (
        (_("advance {amount}"), who.advance),
        (_("paid for the group {amount}"), who.vouchers),
        (_("in kind {amount}"), member.in_kind),
        (_("own sales money held by the network {amount}"), who.sales_money_held),
    )
    return [sentence.format(amount=format_amount(amount)) for sentence, amount in kinds if amount]
