"""The page: the square, the causes, and the list of issues behind their tabs."""

from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.gui.desk import Desk
from cdadesk.gui.places.diagnostic.issues.causes import CausesPage
from cdadesk.gui.places.diagnostic.issues.matrix import MatrixPage
from cdadesk.gui.places.diagnostic.issues.proposed import ProposedPage
from cdadesk.gui.places.diagnostic.issues.records import IssueRecords
from cdadesk.gui.places.parted import Part, PartedPage
from cdadesk.i18n import N_

_LIST = "list"


class IssuesPage(PartedPage):
    """What comes first, what lies behind it, and who said so."""

    def __init__(self, desk: Desk) -> None:
        parts = (
            Part("matrix", N_("What comes first"), lambda each: MatrixPage(each, self.begin_new)),
            Part("proposed", N_("From interviews"), ProposedPage),
            Part("causes", N_("Causes"), CausesPage),
            Part(_LIST, N_("All issues"), IssueRecords, (Issue.kind,)),
        )
        super().__init__(desk, N_("Issues"), parts)

    def begin_new(self) -> None:
        """Begin a new issue, from whichever part."""
        self.turn_to(_LIST)
        self.part.begin_new()
