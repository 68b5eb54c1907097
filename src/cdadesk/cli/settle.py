"""settle: the account of a fair with the sums that must agree, why each pays what it pays, and its approval."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from cdadesk.acts import fairs
from cdadesk.acts.fairs import Approval
from cdadesk.cli import settlement_json
from cdadesk.cli.choosing import choose, choose_line
from cdadesk.cli.console import Align, Column, Console
from cdadesk.cli.session import Session, opened
from cdadesk.domain.fairs.explain import explain, explain_balance, explain_due, explain_relief
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.preparing import FairNotReady
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.i18n import N_, _, format_amount, format_day, format_number
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.fair_settlement_rows import MemberLine, head_lines, member_lines, source_lines

HELP = N_("compute the account of a fair, explain it, and approve it")
EVERYBODY = ""


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("fair", help=_("name, short code or id of the fair"))
    parser.add_argument(
        "--explain",
        nargs="?",
        const=EVERYBODY,
        metavar=_("PARTICIPANT"),
        help=_("say why a participant pays what it pays; without a name, of all"),
    )
    parser.add_argument("--approve-in", metavar=_("MEETING"), help=_("approve it: the meeting that agreed"))
    parser.add_argument("--decision", type=int, metavar="N", help=_("number of the decision in that meeting"))
    parser.add_argument("--reason", default="", metavar=_("WORDS"), help=_("why an approved account is corrected"))
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Settle a fair; raises a Trouble."""
    with opened(asked, console) as session:
        fair = choose(session.store, Fair, asked.fair).record
        settlement = _settled(session, fair)
        if asked.approve_in:
            _approve(session, fair, asked)
        approved = fairs.latest_settlement(session.store, fair.id)
        who = _explained(settlement, asked.explain)
        if asked.json:
            console.json(settlement_json.whole(fair, settlement, approved, who))
        else:
            _write(console, FairAccount(fair=fair, settlement=settlement, approval=approved), who)
    return 0


def _settled(session: Session, fair: Fair) -> Settlement:
    if not in_order(fair.budget_lines):
        raise FairNotReady(_("No single costs of this fair are recorded, so there is nothing to settle."))
    return fairs.settle_fair(session.store, fair)


def _approve(session: Session, fair: Fair, asked: Namespace) -> None:
    meeting = choose(session.store, Meeting, asked.approve_in).record
    if meeting.held_on is None:
        raise FairNotReady(_("The meeting has no date yet."))
    approval = Approval(meeting.id, meeting.held_on, _decision(meeting, asked.decision), asked.reason)
    record = fairs.approve(session.store, fair, approval).record
    session.console.note(_("Approved and saved: {title}.").format(title=record.title()))


def _decision(meeting: Meeting, number: int | None) -> str | None:
    if number is None:
        return None
    keys = [key for key, _line in in_order(meeting.decisions)]
    if not 1 <= number <= len(keys):
        raise FairNotReady(_("That meeting has no decision {n}.").format(n=format_number(number)))
    return keys[number - 1]


def _explained(settlement: Settlement, asked: str | None) -> list[str]:
    """Return the ids of the participants to explain."""
    everybody = [(member.participant_id, _name(settlement, member.participant_id)) for member in settlement.members]
    if asked is None:
        return []
    return [key for key, _name in everybody] if asked == EVERYBODY else [choose_line(_("Firm"), asked, everybody)]


def _name(settlement: Settlement, participant: str) -> str:
    return settlement.inputs.participant(participant).label


def _write(console: Console, account: FairAccount, who: list[str]) -> None:
    settlement = account.settlement
    console.say(account.fair.title())
    console.say(_standing(account))
    _costs(console, settlement)
    _sources(console, settlement)
    _members(console, account)
    console.say()
    for check in checks(settlement):
        console.say(f"{_('ok') if check.ok else _('WRONG')}  {check.words}")
    for participant in who:
        console.say()
        for line in _explanation(settlement, participant):
            console.say(line)


def _standing(account: FairAccount) -> str:
    approval = account.approval
    if approval is None or approval.approved_on is None:
        return _("Code {code}. Not approved yet.").format(code=account.code)
    day = format_day(approval.approved_on)
    if account.approved:
        return _("Code {code}. Approved on {day}.").format(code=account.code, day=day)
    said = _("Code {code}. Changed since it was approved on {day} with the code {old}.")
    return said.format(code=account.code, day=day, old=approval.check_code)


def _costs(console: Console, settlement: Settlement) -> None:
    heads = (_("Cost"), _("Actual"), _("Paid by others"), _("Shared"))
    rows = [
        [
            line.head,
            format_amount(line.actual),
            format_amount(line.paid_by_others),
            format_amount(line.shared),
            line.rule,
        ]
        for line in head_lines(settlement)
    ]
    console.say()
    console.table([*_figures(heads), Column(_("How"))], rows)


def _sources(console: Console, settlement: Settlement) -> None:
    rows = [[line.name, format_amount(line.total), percent_words(line.percent)] for line in source_lines(settlement)]
    console.say()
    console.table(_figures((_("Who paid"), _("In all"), _("Part"))), rows)


def _members(console: Console, account: FairAccount) -> None:
    heads = (_("Shared costs"), _("Own costs"), _("Relief"), _("Due"), _("Paid already"), _("Balance"))
    rows = [[line.name, *map(format_amount, _figures_of(line))] for line in member_lines(account)]
    console.say()
    console.table(_figures((_("Participant"), *heads)), rows)


def _figures_of(line: MemberLine) -> tuple[int, ...]:
    return line.shared, line.own or 0, line.relief or 0, line.due, line.paid, line.balance


def _figures(heads: tuple[str, ...]) -> list[Column]:
    """Return columns of which all but the first hold figures."""
    first, *others = heads
    return [Column(first), *(Column(head, Align.end) for head in others)]


def _explanation(settlement: Settlement, participant: str) -> Iterator[str]:
    yield _name(settlement, participant)
    for result in settlement.heads:
        cell = settlement.cell(participant, result.head_id)
        if cell.total:
            head, why = settlement.inputs.head(result.head_id).label, explain(settlement, participant, result.head_id)
            yield _("  {head} {amount}: {why}").format(head=head, amount=format_amount(cell.total), why=why)
    if settlement.member(participant).relief_asked:
        yield _("  Relief: {why}").format(why=explain_relief(settlement, participant))
    yield _("  Due: {why}").format(why=explain_due(settlement, participant))
    yield _("  Balance: {why}").format(why=explain_balance(settlement, participant))
