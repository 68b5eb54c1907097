"""From the record of a fair to what its settlement and its series are computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.inputs import (
    Contribution,
    FairInputs,
    Head,
    InKind,
    MixedPart,
    Participant,
    Portion,
    Relief,
    Source,
    Terms,
)
from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource, GiftInKind, Promise
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.tapering import SeriesFair, with_amounts
from cdadesk.domain.fairs.vocabulary import TURNS, SharingRule, UnderSpend
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _

T = TypeVar("T")


class FairNotReady(Trouble):
    """Something that a settlement cannot do without is still blank."""


@dataclass(frozen=True)
class Known:
    """What the actors' list says of a participant or source."""

    name: str
    code: str = ""


def been_before(fair: Fair, others: Iterable[Fair]) -> set[UUID]:
    """Return which actors took part in a fair that surely ended before this one began; who withdrew was not there."""
    begins = earliest(fair.from_on) if fair.from_on else None
    return {
        each.actor
        for other in others
        if begins and other.id != fair.id and other.void is None and _ended(other) and latest(_ended(other)) < begins
        for _key, each in in_order(other.participants)
        if each.actor and each.withdrawn_on is None
    }


def _ended(fair: Fair) -> str:
    return fair.to_on or fair.from_on or ""


def settlement_inputs(fair: Fair, known: Mapping[UUID, Known], veterans: Iterable[UUID] = ()) -> FairInputs:
    """Return the inputs of a settlement; ids are the keys of the record's lines, void lines are left out.

    `veterans` are actors that have been to a fair before (see `been_before`). Raises FairNotReady, with what to
    fill in first; what is merely odd is left to the settlement itself.
    """
    return _Preparation(fair, known, frozenset(veterans)).inputs()


@dataclass(frozen=True)
class _Preparation:
    fair: Fair
    known: Mapping[UUID, Known]
    veterans: frozenset[UUID]

    def inputs(self) -> FairInputs:
        fair = self.fair
        return FairInputs(
            heads=tuple(self._head(key, line) for key, line in in_order(fair.budget_lines)),
            participants=tuple(self._participant(key, line) for key, line in in_order(fair.participants)),
            sources=tuple(self._source(key, line) for key, line in in_order(fair.sources)),
            contributions=tuple(self._contribution(key, line) for key, line in in_order(fair.promises)),
            in_kind=tuple(_gift(key, line) for key, line in in_order(fair.in_kind)),
            relief=self._relief(),
            terms=self._terms(),
            cash_counted=_paise(fair.cash_counted, fair.title()),
        )

    def _head(self, key: str, line: BudgetLine) -> Head:
        code = _there(line.head, _("A cost has no head yet. Choose one."))
        label = line.name or _(code.label)
        rule = _there(line.rule, _("{head}: choose how it is shared.").format(head=label))
        unpaid = _("{head}: enter what it really cost. If it cost nothing, enter 0.").format(head=label)
        return Head(
            id=key,
            code=code.value,
            rule=rule,
            paid=_there(_paise(line.actual, label), unpaid),
            name=line.name or "",
            budget=_paise(line.budget, label),
            event_income=_paise(line.event_income, label) or 0,
            portions=self._portions(key, rule),
            parts=tuple(MixedPart(rule=each, percent=Fraction(part, 100)) for each, part in line.mix().items()),
            direct_to=line.direct_to or "",
            recoverable=bool(line.recoverable),
            overspend_decision=line.overspend_decision or "",
            ordered_by=line.ordered_by or "",
        )

    def _portions(self, head: str, rule: SharingRule) -> tuple[Portion, ...]:
        if rule is SharingRule.fixed:
            shares = (share for _key, share in in_order(self.fair.fixed_shares) if share.head == head)
            amounts = ((share.participant or "", _paise(share.amount, _("Fixed shares")) or 0) for share in shares)
        else:
            amounts = ((key, each.weight or 0) for key, each in in_order(self.fair.participants))
        weighted = rule in (SharingRule.fixed, SharingRule.weighted, SharingRule.mixed)
        return tuple(Portion(participant_id=who, amount=amount) for who, amount in amounts) if weighted else ()

    def _participant(self, key: str, line: FairParticipant) -> Participant:
        who = self._known(line.actor)
        first = line.first_timer
        return Participant(
            id=key,
            code=who.code,
            name=who.name,
            stall_area=line.stall_area,
            sales=_paise(line.sales, who.name),
            first_timer=line.actor not in self.veterans if first is None else first,
            advance=_paise(line.advance, who.name) or 0,
            vouchers=_paise(line.vouchers_paid, who.name) or 0,
            sales_money_held=_paise(line.sales_money_held, who.name) or 0,
            withdrawn_on=line.withdrawn_on,
            redivision_decision=line.redivision_decision or "",
        )

    def _source(self, key: str, line: FairSource) -> Source:
        who = self._known(line.actor)
        kind = line.source_kind
        if kind is None or kind not in TURNS:
            raise FairNotReady(
                _("Say of everybody else who pays what they are: institution, programme, sponsor, network.")
            )
        return Source(id=key, code=who.code, kind=kind, name=line.name or who.name)

    def _contribution(self, key: str, line: Promise) -> Contribution:
        about = _("Promised money")
        incomplete = _("Of each promise, say who pays, for which cost, and how.")
        return Contribution(
            id=key,
            source_id=_there(line.source, incomplete),
            head_id=_there(line.head, incomplete),
            mode=_there(line.mode, incomplete),
            amount=_paise(line.amount, about) or 0,
            percent=Fraction(line.part or 0, 100),
            cap=_paise(line.cap, about),
            received=_paise(line.received, about) or 0,
        )

    def _relief(self) -> Relief | None:
        fair, about = self.fair, _("First-timer relief")
        if not fair.relief_percent:
            return None
        return Relief(
            percent=Fraction(fair.relief_percent, 100),
            source_id=_there(fair.relief_source, _("Say who pays the relief for first-timers.")),
            pool=_there(_paise(fair.relief_pool, about), _("Say how much money there is for relief.")),
            received=_paise(fair.relief_received, about) or 0,
        )

    def _terms(self) -> Terms:
        fair, usual = self.fair, Terms()
        limit = fair.overspend_limit
        return Terms(
            overspend_limit=usual.overspend_limit if limit is None else Fraction(limit, 100),
            under_spend=fair.under_spend or UnderSpend.pro_rata,
            carry_forward_decision=fair.carry_forward_decision or "",
            cut_off_on=fair.cut_off_on,
        )

    def _known(self, actor: UUID | None) -> Known:
        return self.known.get(actor, Known("")) if actor else Known("")


def _gift(key: str, line: GiftInKind) -> InKind:
    about = _("Given in kind")
    incomplete = _("Of each gift in kind, say who gave it, for which cost, and what it is worth.")
    return InKind(
        id=key,
        giver_id=_there(line.giver, incomplete),
        head_id=_there(line.head, incomplete),
        value=_there(_paise(line.value, about), incomplete),
        valuation_note=line.valuation_note or "",
        approved_by=line.approved_by or "",
    )


def _there(value: T | None, sentence: str) -> T:
    if value is None:
        raise FairNotReady(sentence)
    return value


def _paise(amount: Money | None, about: str) -> int | None:
    if amount is not None and amount.paise is None:
        raise FairNotReady(
            _("{about}: enter the rate of exchange of the amount in {currency}.").format(
                about=about, currency=amount.currency
            )
        )
    return amount.paise if amount else None


def series_fair(fair: Fair, payers: Payers | None) -> SeriesFair | None:
    """Return the fair as one of its series; None while date, series, number or all shares are blank.

    What was entered in percent alone is taken as it stands; else the amounts of its settlement, of the total cost
    if that is known to be larger.
    """
    printed = fair.printed_percents()
    if not (fair.from_on and fair.series and fair.ordinal) or (printed is None and payers is None):
        return None
    private, programme, institutions = (Fraction(each, 100) for each in printed or (0, 0, 0))
    entered = SeriesFair(
        label=fair.title(),
        series=fair.series,
        ordinal=fair.ordinal,
        held=fair.from_on,
        private=private,
        programme=programme,
        institutions=institutions,
    )
    whole = _paise(fair.total_cost, fair.title())
    return entered if printed or payers is None else with_amounts(entered, payers, whole)
