"""The revisions of the action plan: lines, what they cost and when they run, what changed, and who agreed."""

from collections.abc import Sequence
from typing import ClassVar

from cdadesk.acts.plans import begin_revision
from cdadesk.domain.kernel.troubles import RecordIsClosed
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.plan.changes_tab import PLANS, ChangesTab
from cdadesk.gui.places.plan.form import PlanForm
from cdadesk.gui.places.plan.overview_tab import OverviewTab
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class PlansPage(RecordsPage[ActionPlan]):
    """Who does what, when, with whose money, and what became of it from one revision to the next."""

    master_share: ClassVar[int] = 26

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ActionPlan, "target")
        self.overview = OverviewTab(desk, self.form)
        self.changes = ChangesTab(desk, PLANS)
        for tab in (self.overview, self.changes, PhotosTab(desk)):
            self.detail.add_tab(tab)
        self.detail.acts_of = self._acts_of
        self.form.closed_touched.connect(self._say_closed)
        self.overview.go_asked.connect(self.form.go_to)
        self.overview.save_asked.connect(self.detail.save)

    def make_form(self) -> PlanForm:
        self.form = PlanForm(self.desk.around(self))
        return self.form

    def columns(self) -> Columns:
        return Columns(("revision", "status"), {"status": lambda status: _((status or PlanStatus.draft).label)})

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("-revision", "-made_on"))

    def fresh(self) -> ActionPlan:
        return self.desk.fresh(ActionPlan, revision=1, made_on=self.desk.clock.today(), status=PlanStatus.draft)

    def begin_words(self) -> str:
        return _("New revision") if self._last() is not None else _("Begin the plan")

    def empty_words(self) -> str:
        return _("Here stands who does what, when and with whose money; each line answers to somebody's difficulty.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} revision", "{n} revisions", count).format(n=format_number(count))

    def begin_new(self) -> None:
        """Begin the first plan, or copy the last revision as the next."""
        last = self._last()
        if last is None:
            super().begin_new()
            return
        today = self.desk.clock.today()
        self.desk.write(self, lambda store: begin_revision(store, last, today), self._show_begun)

    def _show_begun(self, plan: ActionPlan) -> None:
        self.reload()
        self.open_record(plan.kind, plan.id)
        self.form.go_to("reason")

    def _last(self) -> ActionPlan | None:
        if not self.desk.scope:
            return None
        found = self.desk.store.find(ActionPlan, Ask(scopes=[self.desk.scope], order=("-revision",), limit=1))
        return found[0].record if found else None

    def _acts_of(self, plan: ActionPlan) -> Sequence[Action]:
        printing = Action(_("Print"), self.print_papers, "printer")
        if plan.is_closed or plan.void is not None:
            return (printing,)
        return (Action(_("Agree in a meeting…"), self._ask_meeting, "check"), printing)

    def print_papers(self) -> None:
        """Offer the plan as a paper and as a workbook."""
        self.detail.tabs.setCurrentWidget(self.overview)
        self.overview.print_papers()

    def _ask_meeting(self) -> None:
        self.detail.tabs.setCurrentWidget(self.overview)
        self.overview.ask_meeting()

    def _say_closed(self) -> None:
        self.desk.tell(str(RecordIsClosed()))
