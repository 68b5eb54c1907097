"""What an advisor would ask about a fair or a series; concerns are shown and never block."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.results import Settlement, SourceSum
from cdadesk.domain.fairs.tapering import SeriesFair, by_series, out_of_date_order, steps
from cdadesk.i18n import _, format_amount, format_number, ngettext


@dataclass(frozen=True)
class Concern:
    """One thing to look at: a code for programs, a sentence for people, and the id or label it is about."""

    code: str
    sentence: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From where on something is worth a question; each programme may set its own."""

    first_external: Fraction = Fraction(75)
    later_external: Fraction = Fraction(50)
    sales_missing: Fraction = Fraction(25)
    advance: Fraction = Fraction(50)
    in_kind: Fraction = Fraction(50)
    open_days: int = 30
    open_too_long_days: int = 60


_USUAL = Limits()


def series_concerns(fairs: Sequence[SeriesFair], limits: Limits = _USUAL) -> Iterator[Concern]:
    """Look at fairs as they are listed, and at each of their series."""
    for fair in fairs:
        yield from _sum_concerns(fair)
    for fair in out_of_date_order(fairs):
        sentence = _("{fair} is listed before a fair that was held earlier. Is a date wrong?")
        yield Concern("date_order", sentence.format(fair=fair.label), fair.label)
    for series in by_series(fairs).values():
        yield from _taper_concerns(series)
        yield from _support_share_concerns(series, limits)


def _sum_concerns(fair: SeriesFair) -> Iterator[Concern]:
    if fair.unexplained > 0:
        sentence = _("{fair}: the shares make {total}; {rest} is unexplained.")
        rest = percent_words(fair.unexplained)
        yield Concern("sum", sentence.format(fair=fair.label, total=percent_words(fair.total), rest=rest), fair.label)
    if fair.unexplained < 0:
        sentence = _("{fair}: the shares make {total}, more than the whole.")
        yield Concern("sum", sentence.format(fair=fair.label, total=percent_words(fair.total)), fair.label)


def _taper_concerns(series: Sequence[SeriesFair]) -> Iterator[Concern]:
    for step in steps(series):
        if not step.holds:
            said = _("{before} to {after}: {what}.")
            said = said.format(before=step.before.label, after=step.after.label, what=step.sentence)
            yield Concern("taper", said, step.after.label)
        if step.private_fell:
            said = _(
                "{fair}: participants and network pay a smaller share ({after}) than at the fair before ({before})."
            )
            after, before = percent_words(step.after.private), percent_words(step.before.private)
            yield Concern(
                "private_fell", said.format(fair=step.after.label, after=after, before=before), step.after.label
            )


def _support_share_concerns(series: Sequence[SeriesFair], limits: Limits) -> Iterator[Concern]:
    first, *later = series
    said = _("{fair}: {share} comes from outside.")
    if first.external > limits.first_external:
        said_of_first = said.format(fair=first.label, share=percent_words(first.external))
        yield Concern("first_fair_external", said_of_first, first.label)
    for fair in later:
        if fair.commercial and fair.external > limits.later_external:
            said_of_fair = said.format(fair=fair.label, share=percent_words(fair.external))
            yield Concern("later_fair_external", said_of_fair, fair.label)


def settlement_concerns(settlement: Settlement, limits: Limits = _USUAL) -> Iterator[Concern]:
    """Look at one settlement."""
    yield from _dues_above_sales(settlement)
    yield from _sales_missing(settlement, limits)
    yield from _in_kind_not_valued(settlement)
    for payer in settlement.sources:
        yield from _mostly_in_kind(settlement, payer, limits)


def _dues_above_sales(settlement: Settlement) -> Iterator[Concern]:
    for member in settlement.members:
        who = settlement.inputs.participant(member.participant_id)
        if who.sales is not None and who.withdrawn_on is None and member.due > who.sales:
            said = _("{name} pays {due} for the fair, more than it sold there.")
            yield Concern("due_above_sales", said.format(name=who.label, due=format_amount(member.due)), who.id)


def _sales_missing(settlement: Settlement, limits: Limits) -> Iterator[Concern]:
    came = [each for each in settlement.inputs.participants if each.withdrawn_on is None]
    missing = sum(1 for each in came if each.sales is None)
    if came and 100 * missing > limits.sales_missing * len(came):
        said = _("Sales of {missing} of {all} participants are missing.")
        yield Concern("sales_missing", said.format(missing=format_number(missing), all=format_number(len(came))))


def _in_kind_not_valued(settlement: Settlement) -> Iterator[Concern]:
    for gift in settlement.inputs.in_kind:
        if not gift.approved:
            giver = settlement.inputs.party(gift.giver_id).label
            said = _("What {giver} gave in kind does not count yet: it needs a valuation note and an approver.")
            yield Concern("in_kind_not_valued", said.format(giver=giver), gift.id)


def _mostly_in_kind(settlement: Settlement, payer: SourceSum, limits: Limits) -> Iterator[Concern]:
    if payer.in_kind and 100 * payer.in_kind > limits.in_kind * payer.total:
        label = settlement.inputs.source(payer.source_id).label if payer.source_id else _(payer.kind.label)
        said = _("{payer}: {in_kind} of {total} is in kind.")
        said = said.format(payer=label, in_kind=format_amount(payer.in_kind), total=format_amount(payer.total))
        yield Concern("mostly_in_kind", said, payer.source_id)


def advance_concerns(collected: int, expected: int, limits: Limits = _USUAL) -> Iterator[Concern]:
    """Look at the advances when the fair starts; `expected` is what participants will have to pay."""
    if 100 * collected < limits.advance * expected:
        said = _("Only {collected} of {expected} was paid in advance.")
        said = said.format(collected=format_amount(collected), expected=format_amount(expected))
        yield Concern("advance_low", said)


def open_concerns(days_since_end: int, limits: Limits = _USUAL) -> Iterator[Concern]:
    """Look at a fair that is not settled so many days after it ended."""
    if days_since_end <= limits.open_days:
        return
    code = "open_too_long" if days_since_end > limits.open_too_long_days else "open_long"
    said = ngettext("Not settled {days} day after the fair.", "Not settled {days} days after the fair.", days_since_end)
    yield Concern(code, said.format(days=format_number(days_since_end)))


def support_concerns(firms_supported: Sequence[str], firms_paid: Iterable[str]) -> Iterator[Concern]:
    """Look at whom outside money reached: names of firms it helped, and of firms it was handed to."""
    if len(firms_supported) == 1:
        said = _("Outside money helps one firm only: {firm}. What will the others get from it?")
        yield Concern("one_firm_only", said.format(firm=firms_supported[0]), firms_supported[0])
    for firm in firms_paid:
        said = _("Outside money was paid to {firm}, not to the provider of the service.")
        yield Concern("paid_to_firm", said.format(firm=firm), firm)


def relief_concerns(settlement: Settlement, had_relief_before: Iterable[str]) -> Iterator[Concern]:
    """Look for relief given twice: `had_relief_before` names participants whose actor had it at an earlier fair."""
    before = set(had_relief_before)
    for member in settlement.members:
        if member.relief and member.participant_id in before:
            name = settlement.inputs.participant(member.participant_id).label
            said = _("{name} had first-timer relief at an earlier fair already.")
            yield Concern("relief_twice", said.format(name=name), member.participant_id)


@dataclass(frozen=True, kw_only=True)
class Takings:
    """What one participant sold and was ordered from it; `None` is not known."""

    participant_id: str
    name: str
    sales: int | None
    orders: int | None


def takings_concerns(takings: Iterable[Takings]) -> Iterator[Concern]:
    """Look for sales written as orders or the other way round: the same figure in both, or orders and no sales."""
    for each in takings:
        if not each.orders:
            continue
        if each.sales == each.orders:
            said = _("{name}: sales and orders are the same figure. Was one copied from the other?")
            yield Concern("sales_equal_orders", said.format(name=each.name), each.participant_id)
        elif each.sales is None:
            said = _("{name}: orders are known and sales are not. Were sales written as orders?")
            yield Concern("orders_without_sales", said.format(name=each.name), each.participant_id)


def contact_concerns(institution_contacts_minuted: int) -> Iterator[Concern]:
    """Look whether the fair was used to meet an institution."""
    if institution_contacts_minuted == 0:
        yield Concern("no_institution_contact", _("No contact with an institution is minuted for this fair."))
