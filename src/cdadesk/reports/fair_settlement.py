"""The common paper of a settled fair: what it cost, who paid, who gets back how much, and whether the sums agree."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import BinaryIO

from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.ratios import ratio_words
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.i18n import _, format_amount, format_money, format_number, format_partial
from cdadesk.reports.blocks import Align, Block, Column, Facts, Grid, Heading, Nothing, Points, Signatures, Text, Tone
from cdadesk.reports.fair_papers import FairAccount, approval_words, draft_banner, period_words, titled
from cdadesk.reports.fair_settlement_rows import (
    MemberLine,
    Result,
    SourceLine,
    decisions_taken,
    head_lines,
    member_lines,
    odd_paise,
    receipts,
    results,
    source_lines,
    taper_fairs,
    taper_words,
)
from cdadesk.reports.letterhead import DASH, Letterhead
from cdadesk.reports.paper import Paper, draw
from cdadesk.reports.tables import Reading, amounts, table, words


def write_fair_settlement(account: FairAccount, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the common settlement as a PDF in the language in use."""
    draw(fair_settlement_paper(account, letterhead), fair_settlement_blocks(account, letterhead), file)


def fair_settlement_paper(account: FairAccount, letterhead: Letterhead) -> Paper:
    """Return the head of the paper."""
    return letterhead.paper(titled(account, _("Settlement of the fair")), period_words(account.fair))


def fair_settlement_blocks(account: FairAccount, letterhead: Letterhead) -> list[Block]:
    """Return the paper as blocks."""
    return list(_blocks(account, letterhead))


def _blocks(account: FairAccount, letterhead: Letterhead) -> Iterator[Block]:
    yield from draft_banner(account)
    yield Facts(_opening(account, letterhead))
    yield Text(_("All amounts are in rupees. A dash means that nothing is recorded."), Tone.SECOND)
    yield from _costs(account.settlement)
    yield from _sources(account.settlement)
    yield from _members(account)
    yield Heading(_("Receipts"))
    yield Points(tuple(receipts(account)))
    yield Heading(_("Do the sums agree?"))
    yield Points(tuple(check.words for check in checks(account.settlement)))
    yield Heading(_("What the fair brought"))
    yield Facts(_brought(account))
    yield from _tapering(account)
    yield Heading(_("Decisions this account rests on"))
    yield Points(tuple(decisions_taken(account)))
    yield Signatures((_("Treasurer"), _("Chair"), _("Auditor")))


def _opening(account: FairAccount, letterhead: Letterhead) -> tuple[tuple[str, str], ...]:
    payers = account.settlement.payers
    recovered = payers.cost_recovery
    return (
        (_("Network"), letterhead.name_of(account.fair.network)),
        (_("Approved"), approval_words(account)),
        (_("Code of the account"), account.code),
        (_("Total cost"), format_money(account.settlement.actual) if account.settlement.heads else ""),
        (_("Paid by participants and network"), "" if recovered is None else percent_words(100 * recovered)),
        (_("All money for 1 rupee of the programme"), ratio_words(payers.leverage)),
    )


def _costs(settlement: Settlement) -> Iterator[Block]:
    lines = head_lines(settlement)
    yield Heading(_("What the fair cost"))
    columns = [
        words(_("Cost"), lambda line: line.head),
        amounts(_("Budget"), lines, lambda line: line.budget),
        amounts(_("Actual"), lines, lambda line: line.actual),
        amounts(_("More or less"), lines, lambda line: line.variance),
        amounts(_("Paid by others"), lines, lambda line: line.paid_by_others),
        amounts(_("Shared"), lines, lambda line: line.shared),
        words(_("How"), lambda line: line.rule),
    ]
    yield table(lines, columns)
    odd = [_("{head} {count}").format(head=head, count=format_number(count)) for head, count in odd_paise(settlement)]
    rounding = _(
        "Each share is rounded to a whole paisa so that all shares make exactly the cost. The paise left over go one "
        "by one to those whose exact share was cut most, among equals in the order of the list. Odd paise: {heads}."
    )
    yield Text(rounding.format(heads=", ".join(odd) or _("none")), Tone.SECOND)


def _sources(settlement: Settlement) -> Iterator[Block]:
    lines = source_lines(settlement)
    whole = sum(line.total for line in lines)
    part = Reading[SourceLine](
        Column(_("Part"), Align.END),
        lambda line: percent_words(line.percent),
        percent_words(Fraction(100)) if whole else DASH,
    )
    columns = [
        words(_("Who"), lambda line: _capital(line.name)),
        amounts(_("Promised"), lines, lambda line: line.pledged),
        amounts(_("Received"), lines, lambda line: line.received),
        amounts(_("Pays in money"), lines, lambda line: line.money),
        amounts(_("In kind"), lines, lambda line: line.in_kind),
        amounts(_("Relief"), lines, lambda line: line.relief),
        amounts(_("In all"), lines, lambda line: line.total),
        part,
    ]
    yield Heading(_("Who paid"))
    yield table(lines, columns)
    owed = tuple(_owed_words(line) for line in lines if line.owed)
    if owed:
        yield Points(owed)


def _owed_words(line: SourceLine) -> str:
    said = _("{name}: {amount} received and not used") if line.owed > 0 else _("{name}: {amount} still to come in")
    return said.format(name=_capital(line.name), amount=format_amount(abs(line.owed)))


def _capital(name: str) -> str:
    """Write a name as at the beginning of a sentence; "participants" and the like are small in others."""
    return name[:1].upper() + name[1:]


def _members(account: FairAccount) -> Iterator[Block]:
    lines = member_lines(account)
    columns = [
        words(_("Participant"), lambda line: line.name),
        *_where_known(_("Sales"), lines, lambda line: line.sales),
        amounts(_("Shared costs"), lines, lambda line: line.shared),
        *_where_known(_("Own costs"), lines, lambda line: line.own),
        *_where_known(_("Relief"), lines, lambda line: line.relief),
        amounts(_("Due"), lines, lambda line: line.due),
        amounts(_("Paid already"), lines, lambda line: line.paid),
        *_where_known(_("Gets back"), lines, lambda line: line.gets_back),
        *_where_known(_("Still pays"), lines, lambda line: line.still_pays),
    ]
    yield Heading(_("Participants"))
    yield table(lines, columns)
    if not account.all_agreed_to_show_sales:
        yield Text(_("What a single firm sold stands on its own sheet only."), Tone.SECOND)


def _where_known(
    head: str, lines: list[MemberLine], figure: Callable[[MemberLine], int | None]
) -> list[Reading[MemberLine]]:
    """Return a column unless it would be empty: the names need the room."""
    return [amounts(head, lines, figure)] if any(figure(line) is not None for line in lines) else []


def _brought(account: FairAccount) -> tuple[tuple[str, str], ...]:
    told = results(account)
    return (
        (_("Sales"), _money_told(told.sales)),
        (_("Middle of all sales"), "" if told.sales.median is None else format_money(told.sales.median)),
        (_("Orders"), _money_told(told.orders)),
        (_("Enquiries"), _count_told(told.enquiries)),
        (_("New buyers"), _count_told(told.new_buyers)),
    )


def _money_told(result: Result) -> str:
    return _told(result, "" if result.total is None else format_money(result.total))


def _count_told(result: Result) -> str:
    return _told(result, "" if result.total is None else format_number(result.total))


def _told(result: Result, total: str) -> str:
    if not result.told_by:
        return ""
    by = _("told by {told} of {asked}").format(told=format_number(result.told_by), asked=format_number(result.asked))
    return _("{total} ({by})").format(total=total or _("too few told it to print a sum"), by=by)


def _tapering(account: FairAccount) -> Iterator[Block]:
    fairs = taper_fairs(account)
    yield Heading(_("Support from fair to fair"))
    if not fairs:
        yield Nothing()
        return
    yield _series(fairs)
    said = tuple(taper_words(fairs))
    yield Points(said) if said else Text(_("This is the first recorded fair of its series."), Tone.SECOND)


def _series(fairs: tuple[SeriesFair, ...]) -> Grid:
    heads = (_("Participants and network"), _("Institutions"), _("Programme"), _("Others"), _("Unexplained"))
    columns = (Column(_("Fair")), Column(_("When")), *(Column(head, Align.END) for head in heads))
    return Grid(columns, tuple(_series_row(fair) for fair in fairs))


def _series_row(fair: SeriesFair) -> tuple[str, ...]:
    parts = (fair.private, fair.institutions, fair.programme, fair.other, fair.unexplained)
    return (fair.label, format_partial(fair.held), *(percent_words(part) for part in parts))
