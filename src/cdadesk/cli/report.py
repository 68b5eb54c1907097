"""report: minutes, account and sheets of a fair as PDF; the study and the plan also as workbooks."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from cdadesk import i18n
from cdadesk.acts import papers, study
from cdadesk.acts.papers import Printing
from cdadesk.cli.choosing import choose
from cdadesk.cli.console import Console
from cdadesk.cli.session import Session, opened, write_file
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.i18n import N_, _

HELP = N_("make a paper as a PDF, or study and plan as a workbook")


class OnlyAsPdf(Trouble):
    """A paper that is made for signing has no form as a workbook."""

    def __init__(self, paper: str) -> None:
        super().__init__(_("“{paper}” can only be made as a PDF. Name a file that ends in .pdf.").format(paper=paper))


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    said = _("minutes of a meeting; settlement or sheets of a fair; study of a cluster and a plan, as PDF or as XLSX")
    parser.add_argument("paper", choices=list(_PAPERS), help=said)
    parser.add_argument("name", help=_("name, short code or id of the meeting, fair, cluster or plan"))
    parser.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("file to write"))


def run(asked: Namespace, console: Console) -> int:
    """Make the paper in the language in use; raises a Trouble."""
    with opened(asked, console) as session:
        printing = Printing(i18n.language(), session.today)
        made = _paper(asked)(session, asked.name, printing)
        write_file(asked.out, made)
        console.note(_("Written: {file}").format(file=asked.out))
    return 0


def _paper(asked: Namespace) -> Callable[[Session, str, Printing], bytes]:
    as_workbook = asked.out.suffix.lower() == ".xlsx"
    if as_workbook and asked.paper not in _WORKBOOKS:
        raise OnlyAsPdf(asked.paper)
    return _WORKBOOKS[asked.paper] if as_workbook else _PAPERS[asked.paper]


def _minutes(session: Session, name: str, printing: Printing) -> bytes:
    return papers.minutes_pdf(session.store, choose(session.store, Meeting, name).record, printing)


def _settlement(session: Session, name: str, printing: Printing) -> bytes:
    return papers.settlement_pdf(session.store, choose(session.store, Fair, name).record, printing)


def _sheets(session: Session, name: str, printing: Printing) -> bytes:
    return papers.sheets_pdf(session.store, choose(session.store, Fair, name).record, printing)


def _study(session: Session, name: str, printing: Printing) -> bytes:
    return study.study_pdf(session.store, choose(session.store, Cluster, name).record.id, printing)


def _study_workbook(session: Session, name: str, printing: Printing) -> bytes:
    return study.study_xlsx(session.store, choose(session.store, Cluster, name).record.id, printing)


def _plan(session: Session, name: str, printing: Printing) -> bytes:
    return study.plan_pdf(session.store, choose(session.store, ActionPlan, name).record, printing)


def _plan_workbook(session: Session, name: str, printing: Printing) -> bytes:
    return study.plan_xlsx(session.store, choose(session.store, ActionPlan, name).record, printing)


_PAPERS: Mapping[str, Callable[[Session, str, Printing], bytes]] = {
    "minutes": _minutes,
    "settlement": _settlement,
    "sheets": _sheets,
    "study": _study,
    "plan": _plan,
}
_WORKBOOKS: Mapping[str, Callable[[Session, str, Printing], bytes]] = {
    "study": _study_workbook,
    "plan": _plan_workbook,
}
