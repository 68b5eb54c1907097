"""Settling a fair: who pays what of each head, what first-timers are let off, who pays or gets back how much."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from cdadesk.domain.fairs.checking import refuse_nonsense
from cdadesk.domain.fairs.contributions import cover
from cdadesk.domain.fairs.inputs import FairInputs, Head, Participant, Source, canonical
from cdadesk.domain.fairs.results import ALGORITHM, HeadResult, MemberResult, Settlement, SourceSum
from cdadesk.domain.fairs.sharing import split, weights_of
from cdadesk.domain.fairs.vocabulary import SharingRule, SourceKind
from cdadesk.domain.fairs.withdrawal import sharers

Heads = tuple[HeadResult, ...]


def settle(inputs: FairInputs) -> Settlement:
    """Settle a fair; the order in which anything was entered makes no difference.

    Raises the Trouble that has to be mended first. Whether the identities hold is asked of `identities.checks`,
    here and again for a settlement that was frozen long ago.
    """
    refuse_nonsense(inputs)
    fair = canonical(inputs)
    heads = tuple(_settle_head(fair, head) for head in fair.heads)
    members = _settle_members(fair, heads)
    return Settlement(
        algorithm=ALGORITHM,
        inputs=fair,
        heads=heads,
        members=members,
        sources=tuple(_sums(fair, heads, members)),
        receipts=_receipts(fair),
        payments=sum(head.paid for head in fair.heads) - sum(each.vouchers for each in fair.participants),
    )


def _settle_head(fair: FairInputs, head: Head) -> HeadResult:
    covered = cover(fair, head)
    taking_part = sharers(fair, head) if covered.residual else ()
    weights = weights_of(head, taking_part, covered.residual)
    shares = split(covered.residual, weights)
    return HeadResult(
        head_id=head.id,
        actual=covered.actual,
        income_used=covered.income_used,
        income_surplus=covered.income_surplus,
        saved=covered.saved,
        carried=covered.carried,
        kept=covered.kept,
        external=covered.external,
        residual=covered.residual,
        weights=tuple(weights.get(each.key, Fraction(0)) for each in fair.participants),
        shares=tuple(shares.get(each.key, 0) for each in fair.participants),
    )


def _settle_members(fair: FairInputs, heads: Heads) -> tuple[MemberResult, ...]:
    gross = {each.key: _shared(fair, heads, place) for place, each in enumerate(fair.participants)}
    asked = {each.key: _relief_asked(fair, each, gross[each.key]) for each in fair.participants}
    granted = split(min(sum(asked.values()), fair.relief.pool if fair.relief else 0), asked)
    return tuple(
        MemberResult(
            participant_id=each.id,
            gross=gross[each.key],
            direct=_own_costs(fair, heads, place),
            kept=_kept_with(fair, heads, each.id),
            relief_asked=asked[each.key],
            relief=granted[each.key],
            in_kind=_given_by(fair, each.id),
            credit=each.advance + each.vouchers + _given_by(fair, each.id) + each.sales_money_held,
        )
        for place, each in enumerate(fair.participants)
    )


def _shared(fair: FairInputs, heads: Heads, place: int) -> int:
    return sum(each.shares[place] for each in heads if fair.head(each.head_id).rule is not SharingRule.direct)


def _own_costs(fair: FairInputs, heads: Heads, place: int) -> int:
    return sum(each.shares[place] for each in heads if fair.head(each.head_id).rule is SharingRule.direct)


def _relief_asked(fair: FairInputs, participant: Participant, gross: int) -> int:
    """Return the relief before the pool is looked at: of shared costs only, and only for those who came.

    The spec does not say what "gross" includes; own costs and an overspend somebody ordered are their own choice.
    """
    if fair.relief is None or not participant.first_timer or participant.withdrawn_on is not None:
        return 0
    return floor(gross * fair.relief.percent / 100)


def _kept_with(fair: FairInputs, heads: Heads, party_id: str) -> int:
    return sum(each.kept for each in heads if fair.head(each.head_id).ordered_by == party_id)


def _given_by(fair: FairInputs, party_id: str) -> int:
    return sum(gift.value for gift in fair.gifts() if gift.giver_id == party_id)


def _sums(fair: FairInputs, heads: Heads, members: tuple[MemberResult, ...]) -> Iterator[SourceSum]:
    """Yield what each payer bears: participants, then the sources in their turn, then event income."""
    gifts = sum(member.in_kind for member in members)
    dues = sum(member.due for member in members)
    yield SourceSum(kind=SourceKind.participant, money=dues - gifts, in_kind=gifts)
    relief = sum(member.relief for member in members)
    yield from (_source_sum(fair, heads, source, relief) for source in fair.sources)
    used = sum(head.income_used for head in heads)
    yield SourceSum(kind=SourceKind.event_income, money=used, received=sum(head.event_income for head in fair.heads))


def _source_sum(fair: FairInputs, heads: Heads, source: Source, relief: int) -> SourceSum:
    shares = [each for head in heads for each in head.external if each.source_id == source.id]
    pays_relief = fair.relief is not None and fair.relief.source_id == source.id
    return SourceSum(
        kind=source.kind,
        source_id=source.id,
        money=sum(share.money + share.kept for share in shares),
        in_kind=sum(share.in_kind for share in shares),
        relief=relief if pays_relief else 0,
        received=_received(fair, source),
    )


def _received(fair: FairInputs, source: Source) -> int:
    for_relief = fair.relief.received if fair.relief and fair.relief.source_id == source.id else 0
    return for_relief + sum(each.received for each in fair.contributions if each.source_id == source.id)


def _receipts(fair: FairInputs) -> int:
    from_participants = sum(each.advance + each.sales_money_held for each in fair.participants)
    return (
        from_participants
        + sum(_received(fair, source) for source in fair.sources)
        + sum(head.event_income for head in fair.heads)
    )
