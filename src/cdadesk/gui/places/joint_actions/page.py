"""The page: series and fairs at the left, the chosen fair at the right with its costs, payers, firms and account."""

from typing import ClassVar
from uuid import UUID

from PySide6.QtGui import QResizeEvent

from cdadesk.acts.fairs import fairs_in_series
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.joint_actions.form import FairForm
from cdadesk.gui.places.joint_actions.series_view import SeriesView
from cdadesk.gui.places.joint_actions.settlement.tab import SettlementTab
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask

_SERIES_SHARE = 58


class FairsPage(RecordsPage[Fair]):
    """Fairs: what they cost, who pays, who took part, and what each of them owes or gets back."""

    master_share: ClassVar[int] = 29

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Fair, "tent")
        self.settlement = SettlementTab(desk, self.form)
        self.series = SeriesView()
        self.add_filter(self.series)
        self.detail.add_tab(self.settlement)
        self.detail.add_tab(PhotosTab(desk))
        self.detail.acts_of = lambda _fair: [Action(_("Print"), self.print_papers, "printer")]
        self.detail.changed.connect(lambda: self.series.show_chosen(self.detail.shown_id))
        self.settlement.go_asked.connect(self.form.go_to)
        self.settlement.save_asked.connect(self.detail.save)
        self.series.opened.connect(self._open_account)

    def make_form(self) -> FairForm:
        """Return the form, in which lines of the fair name each other."""
        self.form = FairForm(self.desk.around(self))
        return self.form

    def columns(self) -> Columns:
        """Show little: the series above tell the rest."""
        return Columns(("name", "from_on"))

    def ask(self) -> Ask:
        """List the newest fair first."""
        return Ask(scopes=[self.desk.scope], order=("-from_on", "name"))

    def begin_words(self) -> str:
        return _("New fair")

    def empty_words(self) -> str:
        return _(
            "Here a fair is budgeted, paid for together and settled to the last paisa, with a paper for each firm."
        )

    def count_words(self, count: int) -> str:
        return ngettext("{n} fair", "{n} fairs", count).format(n=format_number(count))

    def refresh(self) -> None:
        super().refresh()
        scope = self.desk.scope
        if scope:
            self.desk.read(self, lambda store: fairs_in_series(store, scope), self.series.show_fairs)
        else:
            self.series.show_fairs([])

    def retranslate(self) -> None:
        super().retranslate()
        self.series.retranslate()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a fair; a settlement is shown with its fair."""
        if kind != SettlementRecord.kind:
            return super().open_record(kind, record)
        held = self.desk.store.get(SettlementRecord, record)
        return held is not None and held.record.parent_id is not None and self._open_account(held.record.parent_id)

    def print_papers(self) -> None:
        """Offer the papers of the fair that is shown."""
        self.detail.tabs.setCurrentWidget(self.settlement)
        self.settlement.print_papers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.series.keep_below(self.height() * _SERIES_SHARE // 100)

    def _open_account(self, fair: UUID) -> bool:
        if not self.open_record(Fair.kind, fair):
            return False
        self.detail.tabs.setCurrentWidget(self.settlement)
        self.settlement.take_keyboard()
        return True
