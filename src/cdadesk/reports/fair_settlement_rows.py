"""What the common paper of a settled fair says, line by line, before any of it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from cdadesk.domain.fairs.explain import paid_before
from cdadesk.domain.fairs.figures import listed
from cdadesk.domain.fairs.inputs import Contribution, Participant
from cdadesk.domain.fairs.preparing import series_fair
from cdadesk.domain.fairs.results import HeadResult, MemberResult, Settlement, SourceSum
from cdadesk.domain.fairs.tapering import SeriesFair, TaperStep, steps
from cdadesk.domain.fairs.vocabulary import ContributionMode
from cdadesk.domain.kernel.record import in_one_line, in_order
from cdadesk.i18n import _, format_amount, format_day
from cdadesk.reports.attachment_words import attachment_words
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.letterhead import DASH

FEWEST_FOR_A_TOTAL = 3
"""A total of fewer sales would tell one firm what another one sold."""


@dataclass(frozen=True, kw_only=True)
class HeadLine:
    """One head of cost; `shared` is what its rule divided among the participants."""

    head: str
    budget: int | None
    actual: int
    paid_by_others: int
    payers: str
    shared: int
    rule: str

    @property
    def variance(self) -> int | None:
        """Return how much more than planned was spent; below zero less. Without a budget nobody can tell."""
        return None if self.budget is None else self.actual - self.budget


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """One payer: promised, come in, and borne in money, in kind and as relief. `None` is not recorded."""

    name: str
    pledged: int | None
    received: int | None
    money: int
    in_kind: int | None
    relief: int | None
    total: int
    percent: Fraction
    owed: int = 0


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """One participant: what is due, what was paid, and what follows; sales only where all agreed to show them."""

    name: str
    shared: int
    own: int | None
    relief: int | None
    due: int
    paid: int
    balance: int
    sales: int | None = None

    @property
    def gets_back(self) -> int | None:
        return self.balance if self.balance > 0 else None

    @property
    def still_pays(self) -> int | None:
        return -self.balance if self.balance < 0 else None


@dataclass(frozen=True, kw_only=True)
class Result:
    """A figure told by some of those who came; `None` where nobody told it, or too few to print it."""

    told_by: int
    asked: int
    total: int | None
    median: int | None = None


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the fair brought, as the participants told it."""

    sales: Result
    orders: Result
    enquiries: Result
    new_buyers: Result


def head_lines(settlement: Settlement) -> list[HeadLine]:
    """Return the heads in the order of the account."""
    return [_head_line(settlement, result) for result in settlement.heads]


def receipts(account: FairAccount) -> Iterator[str]:
    """Yield what was written down of the bills of each cost, then the photos and scans that hang on the fair."""
    for _key, line in in_order(account.fair.budget_lines):
        if line.vouchers:
            head = line.name or (_(line.head.label) if line.head else DASH)
            yield _("{cost}: {bills}").format(cost=in_one_line(head), bills=in_one_line(line.vouchers))
    yield from attachment_words(account.attachments)


def _head_line(settlement: Settlement, result: HeadResult) -> HeadLine:
    head = settlement.inputs.head(result.head_id)
    return HeadLine(
        head=head.label,
        budget=head.budget,
        actual=result.actual,
        paid_by_others=result.income_used + result.external_total,
        payers=listed(paid_before(settlement, result)),
        shared=result.residual,
        rule="; ".join([_(head.rule.label), *_set_aside(settlement, result)]),
    )


def _set_aside(settlement: Settlement, result: HeadResult) -> Iterator[str]:
    """Say what of a head is neither paid by others nor shared as it was spent."""
    orderer = settlement.inputs.head(result.head_id).ordered_by
    if result.kept and any(who.id == orderer for who in settlement.inputs.participants):
        name, amount = settlement.inputs.party(orderer).label, format_amount(result.kept)
        yield _("{amount} over the budget ordered by {name} alone").format(amount=amount, name=name)
    if result.carried:
        yield _("{amount} kept for the next fair").format(amount=format_amount(result.carried))


def source_lines(settlement: Settlement) -> list[SourceLine]:
    """Return who paid: the participants together, then the others; without event income where there was none."""
    whole = sum(each.total for each in settlement.sources)
    lines = [_source_line(settlement, each, whole) for each in settlement.sources]
    return [line for line in lines if line.total or line.pledged is not None or line.received]


def _source_line(settlement: Settlement, payer: SourceSum, whole: int) -> SourceLine:
    named = bool(payer.source_id)
    pledged = _pledged(settlement, payer.source_id) if named else None
    received = payer.received if pledged is not None or payer.received else None
    return SourceLine(
        name=settlement.inputs.source(payer.source_id).label if named else _(payer.kind.label),
        pledged=pledged,
        received=received,
        money=payer.money,
        in_kind=payer.in_kind or None,
        relief=payer.relief or None,
        total=payer.total,
        percent=Fraction(100 * payer.total, whole) if whole else Fraction(0),
        owed=payer.owed,
    )


def _pledged(settlement: Settlement, source_id: str) -> int | None:
    """Return what a source promised, relief included; None if it promised nothing."""
    fair = settlement.inputs
    promised = [_promised(settlement, each) for each in fair.contributions if each.source_id == source_id]
    if fair.relief and fair.relief.source_id == source_id:
        promised.append(fair.relief.pool)
    return sum(promised) if promised else None


def _promised(settlement: Settlement, promise: Contribution) -> int:
    if promise.mode is ContributionMode.fixed:
        return promise.amount
    result = settlement.head(promise.head_id)
    of_budget = promise.mode is ContributionMode.percent_of_budget
    base = (settlement.inputs.head(promise.head_id).budget or 0) if of_budget else result.actual - result.kept
    part = floor(base * promise.percent / 100)
    return part if promise.cap is None else min(part, promise.cap)


def member_lines(account: FairAccount) -> list[MemberLine]:
    """Return the participants in the order of the account."""
    return [_member_line(account, member) for member in account.settlement.members]


def _member_line(account: FairAccount, member: MemberResult) -> MemberLine:
    who = account.settlement.inputs.participant(member.participant_id)
    return MemberLine(
        name=_named(who),
        shared=member.gross,
        own=member.direct + member.kept or None,
        relief=member.relief if member.relief_asked else None,
        due=member.due,
        paid=member.credit,
        balance=member.balance,
        sales=who.sales if account.all_agreed_to_show_sales else None,
    )


def _named(who: Participant) -> str:
    if who.withdrawn_on is None:
        return who.label
    return _("{name} (withdrew on {day})").format(name=who.label, day=format_day(who.withdrawn_on))


def odd_paise(settlement: Settlement) -> list[tuple[str, int]]:
    """Return the heads that do not divide evenly, and how many participants bear a paisa more because of that."""
    counted = [(settlement.inputs.head(each.head_id).label, _rounded_up(each)) for each in settlement.heads]
    return [(head, count) for head, count in counted if count]


def _rounded_up(result: HeadResult) -> int:
    whole = sum(result.weights, Fraction(0))
    pairs = zip(result.shares, result.weights, strict=True)
    return sum(1 for share, weight in pairs if whole and share > result.residual * weight / whole)


def results(account: FairAccount) -> Results:
    """Return what the fair brought; who withdrew was not there."""
    came = [each for each in account.settlement.inputs.participants if each.withdrawn_on is None]
    lines = [line for each in came if (line := account.line(each.id))]
    fewest = 1 if account.all_agreed_to_show_sales else FEWEST_FOR_A_TOTAL
    return Results(
        sales=_told([each.sales for each in came], fewest),
        orders=_told([line.orders.paise if line.orders else None for line in lines], fewest),
        enquiries=_told([line.enquiries for line in lines], 1),
        new_buyers=_told([line.new_buyers for line in lines], 1),
    )


def _told(figures: list[int | None], fewest: int) -> Result:
    known = [figure for figure in figures if figure is not None]
    enough = len(known) >= fewest
    return Result(
        told_by=len(known),
        asked=len(figures),
        total=sum(known) if enough else None,
        median=_median(known) if enough else None,
    )


def _median(figures: list[int]) -> int:
    """Return the middle figure; between two middle ones, half of their sum rounded down to a whole paisa."""
    in_turn = sorted(figures)
    return (in_turn[(len(in_turn) - 1) // 2] + in_turn[len(in_turn) // 2]) // 2


def taper_fairs(account: FairAccount) -> tuple[SeriesFair, ...]:
    """Return this fair and those of its series before it; none if this one cannot be placed in a series."""
    this = series_fair(account.fair, account.settlement.payers)
    if this is None:
        return ()
    before = [each for each in account.earlier if each.series == this.series and each.ordinal < this.ordinal]
    return (*sorted(before, key=lambda each: each.ordinal), this)


def taper_words(fairs: tuple[SeriesFair, ...]) -> list[str]:
    """Say what became of the support from fair to fair."""
    return [_step_words(step) for step in steps(fairs)]


def _step_words(step: TaperStep) -> str:
    said = _("{before} to {after}: {what}").format(before=step.before.label, after=step.after.label, what=step.sentence)
    if step.private_fell:
        said = _("{sentence}; participants and network pay a smaller share").format(sentence=said)
    return said


def decisions_taken(account: FairAccount) -> list[str]:
    """Return which decisions the account rests on, as they are cited in it."""
    return list(dict.fromkeys(_decisions(account)))


def _decisions(account: FairAccount) -> Iterator[str]:
    fair = account.settlement.inputs
    for head in fair.heads:
        if head.overspend_decision.strip():
            yield _("{head}: overspending shared by all, {decision}").format(
                head=head.label, decision=head.overspend_decision.strip()
            )
    for who in fair.participants:
        if who.redivision_decision.strip():
            yield _("{name}: share divided among the others, {decision}").format(
                name=who.label, decision=who.redivision_decision.strip()
            )
    if fair.terms.carry_forward_decision.strip():
        yield _("Savings kept for the next fair, {decision}").format(decision=fair.terms.carry_forward_decision.strip())
