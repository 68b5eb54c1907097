"""The sheet that each participant of a fair takes home: one page, large type, ready to be read aloud."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cdadesk.i18n import _, format_amount, format_day, format_scaled, language
from cdadesk.reports.blocks import Align, Block, Column, Facts, Grid, Signatures, Text, Tone
from cdadesk.reports.fair_papers import FairAccount, approval_words, draft_banner, period_words, titled
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.measures import Lettering, styles
from cdadesk.reports.pages import Page
from cdadesk.reports.paper import Paper, pages_of
from cdadesk.reports.participant_sheet_rows import (
    ShareLine,
    balance_words,
    one_line_for_each_rule,
    own_sales,
    share_lines,
    steps_to_balance,
    without_others_costs,
)
from cdadesk.reports.pdf_pages import Credits, write_pdf
from cdadesk.reports.tables import amounts, table, words

_BY_HAND = "_" * 24
_EASY_TO_READ = 12  # points


def write_participant_sheet(account: FairAccount, participant_id: str, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write one participant's sheet as a PDF in the language in use."""
    _write(account, [participant_id], letterhead, file)


def write_all_sheets(account: FairAccount, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the sheets of all participants as one PDF to be printed and handed out, in the order of the account."""
    _write(account, [each.id for each in account.settlement.inputs.participants], letterhead, file)


def _write(account: FairAccount, participants: Sequence[str], letterhead: Letterhead, file: BinaryIO) -> None:
    pages = [page for each in participants for page in sheet_pages(account, each, letterhead)]
    title = titled(account, _("Settlement sheets of the fair"))
    credit = Credits(title, period_words(account.fair), letterhead.programme, language(), letterhead.made_on)
    write_pdf(pages, credit, file)


def sheet_pages(account: FairAccount, participant_id: str, letterhead: Letterhead) -> tuple[Page, ...]:
    """Return the sheet as pages: one, in 12 points or more where that is enough room."""
    pages: tuple[Page, ...] = ()
    for lettering, costs in _settings(share_lines(account.settlement, participant_id)):
        paper = sheet_paper(account, participant_id, letterhead, lettering)
        pages = pages_of(paper, sheet_blocks(account, participant_id, costs))
        if len(pages) == 1:
            break
    return pages


def _settings(lines: list[ShareLine]) -> Iterator[tuple[Lettering, list[ShareLine]]]:
    """Give the ways to set a sheet, best first: rather put costs of others together than go below 12 points."""
    sizes = (Lettering.LARGE, Lettering.MEDIUM, Lettering.USUAL)
    easy = [lettering for lettering in sizes if styles(lettering).body.size >= _EASY_TO_READ]
    small = [lettering for lettering in sizes if lettering not in easy]
    shorter, shortest = without_others_costs(lines), one_line_for_each_rule(lines)
    for letterings, costs in ((easy, lines), (easy, shorter), (small, lines), (small, shorter), (sizes, shortest)):
        yield from ((lettering, costs) for lettering in letterings)


def sheet_paper(
    account: FairAccount, participant_id: str, letterhead: Letterhead, lettering: Lettering = Lettering.LARGE
) -> Paper:
    """Return the head of a sheet: whose it is, and of which fair."""
    name = account.settlement.inputs.participant(participant_id).label
    title = titled(account, _("Settlement for {name}").format(name=name))
    return letterhead.paper(title, period_words(account.fair), lettering)


def sheet_blocks(account: FairAccount, participant_id: str, costs: Sequence[ShareLine]) -> list[Block]:
    """Return the sheet as blocks, with these lines of cost."""
    return list(_blocks(account, participant_id, costs))


def _blocks(account: FairAccount, participant_id: str, costs: Sequence[ShareLine]) -> Iterator[Block]:
    yield from draft_banner(account)
    yield Text(balance_words(account.settlement.member(participant_id)), Tone.FIGURE)
    yield _costs(costs)
    yield _account(account, participant_id)
    approval = "; ".join((approval_words(account), _("code {code}").format(code=account.code)))
    yield Facts((*_of_the_stall(account, participant_id), (_("Approved"), approval)))
    yield Text(_("If something is wrong, say or write it before you sign: {line}").format(line=_BY_HAND))
    yield Signatures((_("Day"), _("Participant"), _("Treasurer")))


def _of_the_stall(account: FairAccount, participant_id: str) -> tuple[tuple[str, str], ...]:
    area = account.settlement.inputs.participant(participant_id).stall_area
    return (
        (_("Your stall"), "" if area is None else format_scaled(area, "m²")),
        (_("Your sales"), own_sales(account, participant_id)),
    )


def _costs(costs: Sequence[ShareLine]) -> Grid:
    return table(
        costs,
        [
            words(_("Cost"), lambda line: line.head),
            amounts(_("Total"), costs, lambda line: line.total),
            amounts(_("Paid by others"), costs, lambda line: line.paid_by_others),
            words(_("How the rest is shared"), lambda line: line.rule),
            amounts(_("Your part"), costs, lambda line: line.share),
        ],
    )


def _account(account: FairAccount, participant_id: str) -> Grid:
    """Return the way from the own part of the costs to the balance, which stands at the foot with its day."""
    steps = steps_to_balance(account.settlement, participant_id)
    rows = tuple((step.what, format_amount(step.amount)) for step in steps)
    columns = (Column(_("Your account")), Column(_("Rupees"), Align.END))
    balance = account.settlement.member(participant_id).balance
    return Grid(columns, rows, ((_last_line(account, balance), format_amount(abs(balance))),))


def _last_line(account: FairAccount, balance: int) -> str:
    """Say what the balance is and by when; a day that nobody set is left to be written by hand."""
    if not balance:
        return _("Nothing is left to pay")
    day = format_day(account.balances_due_on) if account.balances_due_on else _BY_HAND
    return (_("You receive, by {day}") if balance > 0 else _("You pay, by {day}")).format(day=day)
