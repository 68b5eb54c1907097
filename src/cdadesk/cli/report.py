"""report: minutes, the account of a fair, and the sheets of its participants, as PDF."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from cdadesk import i18n
from cdadesk.acts import papers
from cdadesk.acts.papers import Printing
from cdadesk.cli.choosing import choose
from cdadesk.cli.console import Console
from cdadesk.cli.session import Session, opened, write_file
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.i18n import N_, _

HELP = N_("make a paper as a PDF")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("paper", choices=list(_PAPERS), help=_("minutes of a meeting; account or sheets of a fair"))
    parser.add_argument("name", help=_("name, short code or id of the meeting or fair"))
    parser.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("file to write"))


def run(asked: Namespace, console: Console) -> int:
    """Make the paper in the language in use; raises a Trouble."""
    with opened(asked, console) as session:
        made = _PAPERS[asked.paper](session, asked.name, Printing(i18n.language(), session.today))
        write_file(asked.out, made)
        console.note(_("Written: {file}").format(file=asked.out))
    return 0


def _minutes(session: Session, name: str, printing: Printing) -> bytes:
    return papers.minutes_pdf(session.store, choose(session.store, Meeting, name).record, printing)


def _settlement(session: Session, name: str, printing: Printing) -> bytes:
    return papers.settlement_pdf(session.store, choose(session.store, Fair, name).record, printing)


def _sheets(session: Session, name: str, printing: Printing) -> bytes:
    return papers.sheets_pdf(session.store, choose(session.store, Fair, name).record, printing)


_PAPERS: Mapping[str, Callable[[Session, str, Printing], bytes]] = {
    "minutes": _minutes,
    "settlement": _settlement,
    "sheets": _sheets,
}
