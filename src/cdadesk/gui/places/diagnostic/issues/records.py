"""The list of issues, and the chosen one with its voices, its weight and its causes."""

from typing import ClassVar

from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.diagnostic.issues.form import IssueForm
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class IssueRecords(RecordsPage[Issue]):
    """Every obstacle, potential and pressure point."""

    master_share: ClassVar[int] = 40

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Issue, "flag")
        self.detail.add_tab(PhotosTab(desk))

    def make_form(self) -> RecordForm:
        """Return the form that offers no circle of causes."""
        return IssueForm(self.desk.store, self.desk.around(self))

    def columns(self) -> Columns:
        """Show what sort it is, and how many spoke of it."""
        return Columns(("name", "issue_kind", "raised_by"))

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("issue_kind", "name"))

    def begin_words(self) -> str:
        return _("New issue")

    def empty_words(self) -> str:
        return _("Here stands what holds the cluster back and what lies unused, with the words of those who said so.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} issue", "{n} issues", count).format(n=format_number(count))
