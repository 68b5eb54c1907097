"""The papers of a fair: its account, the sheets of all who took part, and the sheet of one."""

from functools import partial

from cdadesk.acts import papers
from cdadesk.domain.fairs.fair import Fair
from cdadesk.gui.papers import Paper
from cdadesk.i18n import _


def papers_of(fair: Fair, participant: str, name: str) -> list[Paper]:
    """Return the papers that can be made of a fair; the sheet of one participant only where one is chosen."""
    file = fair.code or fair.title()
    made = [
        Paper(
            _("Account of the fair"),
            f"{file} {_('account')}",
            lambda store, printing: papers.settlement_pdf(store, fair, printing),
        ),
        Paper(
            _("Sheets of all"),
            f"{file} {_('all sheets')}",
            lambda store, printing: papers.sheets_pdf(store, fair, printing),
        ),
    ]
    if participant:
        sheet = partial(papers.sheet_pdf, fair=fair, participant=participant)
        made.append(
            Paper(
                _("Sheet of {name}").format(name=name),
                f"{file} {name}",
                lambda store, printing: sheet(store, printing=printing),
            )
        )
    return made
