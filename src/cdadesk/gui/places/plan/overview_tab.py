"""The tab that shows a plan as a whole: when its lines run, who pays, what looks odd, and agreeing in a meeting."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import plans
from cdadesk.acts.plans import Agreement
from cdadesk.acts.study import plan_pdf, plan_xlsx
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record, all_findings, in_order
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.papers import Paper, PaperStrip
from cdadesk.gui.places.plan.form import PlanForm
from cdadesk.gui.places.plan.meeting_panel import MeetingPanel
from cdadesk.gui.places.plan.money_table import MoneyTable
from cdadesk.gui.places.plan.quarters_view import QuartersView
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_day, format_number
from cdadesk.reports.plan_timeline import bars_of, draw_timeline, height_for
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved

_MOST_MEETINGS = 200
_MOST_CONCERNS = 6
_WIDTH = 420


class OverviewTab(SideTab):
    """Shows the plan with what is typed in it. `go_asked` names the field in which something odd can be mended."""

    go_asked = Signal(str)
    save_asked = Signal()

    def __init__(self, desk: Desk, form: PlanForm) -> None:
        super().__init__()
        self._desk = desk
        self._form = form
        self._plan: ActionPlan | None = None
        self.notice = Notice()
        self.panel = MeetingPanel(desk.around(self))
        self.papers = PaperStrip(desk)
        self._lines = Lines()
        self._lay_out()
        self.panel.validated.connect(partial(self._agree, plans.validate))
        self.panel.approved.connect(partial(self._agree, plans.approve))

    def title(self) -> str:
        return _("Overview")

    def show_record(self, record: Record) -> None:
        """Show the plan as it stands in the form."""
        plan = self._form.so_far() or record
        if not isinstance(plan, ActionPlan):
            return
        if self._plan is None or self._plan.id != plan.id:
            self.panel.put_away()
        self._plan = plan
        self._say_standing(plan)
        self._desk.read(self, lambda store: plans.concerns_of(store, plan), partial(self._show, plan))
        if plan.is_closed:
            self._desk.read(self, lambda store: plans.lacks_agreement(store, plan), partial(self._say_refused, plan))

    def retranslate(self) -> None:
        self.panel.retranslate()
        self.papers.retranslate()
        self.papers.show_papers(self._papers())

    def print_papers(self) -> None:
        """Offer the plan as a paper and as a workbook."""
        self.papers.offer(self._papers())

    def ask_meeting(self) -> None:
        """Ask in which meeting the plan was agreed to; what is typed must be saved before."""
        if self._form.dirty:
            save = Action(_("Save it first"), self.save_asked.emit, "check")
            self.notice.say(Tone.WARN, _("What is typed is not saved yet."), save)
            return
        self._desk.read(self, self._meetings, self.panel.begin)

    def _papers(self) -> list[Paper]:
        plan, cluster = self._plan, self._desk.cluster
        held = self._desk.store.get(ActionPlan, plan.id) if plan is not None else None
        if held is None or cluster is None:
            return []
        shown, file = held.record, f"{cluster.code or cluster.title()} {held.record.title()}"
        return [
            Paper(_("Plan as PDF"), file, lambda store, printing: plan_pdf(store, shown, printing)),
            Paper(_("Plan as XLSX"), file, lambda store, printing: plan_xlsx(store, shown, printing), "xlsx"),
        ]

    def _meetings(self, store: Store) -> list[Meeting]:
        ask = Ask(scopes=[self._desk.scope], order=("-held_on",), limit=_MOST_MEETINGS)
        return [held.record for held in store.find(Meeting, ask)]

    def _agree(self, act: Callable[[Store, Held[ActionPlan], Agreement], Saved], agreement: Agreement) -> None:
        held = self._desk.store.get(ActionPlan, self._plan.id) if self._plan is not None else None
        if held is not None:
            done = partial(self._was_agreed, held.record)
            self._desk.write(self, lambda store: act(store, held, agreement), done, self.panel.fail)

    def _was_agreed(self, plan: ActionPlan, _saved: object) -> None:
        self.panel.put_away()
        held = self._desk.store.get(ActionPlan, plan.id)
        if held is not None:
            self.show_record(held.record)

    def _say_standing(self, plan: ActionPlan) -> None:
        if plan.stands_at() is PlanStatus.approved:
            said = _("Approved on {day}, check code {code}. A change becomes a new revision.")
            day = format_day(plan.approved_on) if plan.approved_on else ""
            self.notice.say(Tone.GOOD, said.format(day=day, code=plan.check_code or ""))
        elif plan.stands_at() is PlanStatus.validated:
            day = format_day(plan.validated_on) if plan.validated_on else ""
            self.notice.say(Tone.INFO, _("Validated on {day}, not approved yet.").format(day=day))
        else:
            self.notice.say(Tone.INFO, _("This is a draft: nobody has agreed to it yet."))

    def _say_refused(self, plan: ActionPlan, is_refused: bool) -> None:  # noqa: FBT001 - what was read, handed over
        if not is_refused or plan is not self._plan:
            return
        said = _(
            "The server did not take what you wrote here: the plan had been approved. Begin a new revision, and your "
            "words stand in it."
        )
        back = Action(_("As it was approved"), partial(self._put_back, plan), "undo-2")
        self.notice.say(Tone.WARN, said, back)

    def _put_back(self, plan: ActionPlan) -> None:
        self._desk.write(self, lambda store: plans.put_back(store, plan))

    def _show(self, plan: ActionPlan, concerns: list[Finding]) -> None:
        if plan is not self._plan:
            return
        self._lines.show_lines(
            [
                label(_("What looks odd"), "section"),
                *self._odd(plan, concerns),
                label(_("When it runs"), "section"),
                self._timeline(plan),
                label(_("Who pays"), "section"),
                MoneyTable(plan),
                label(_("Quarter by quarter"), "section"),
                QuartersView(plan, self._desk.title),
            ]
        )

    def _timeline(self, plan: ActionPlan) -> QWidget:
        bars = bars_of([line for _key, line in in_order(plan.lines)])
        made = Chart(lambda room: draw_timeline(bars, room), QSize(_WIDTH, 120))
        made.setFixedHeight(round(height_for(bars, made.room().letter)))
        return made

    def _odd(self, plan: ActionPlan, concerns: list[Finding]) -> list[QWidget]:
        odd = [each for each in all_findings(plan) if each.weight is not Weight.missing]
        found = [*odd, *(each for each in concerns if each.code not in plan.left_so)]
        said = [self._concern(plan, each) for each in found[:_MOST_CONCERNS]]
        if len(found) > _MOST_CONCERNS:
            more = _("And {n} more.").format(n=format_number(len(found) - _MOST_CONCERNS))
            said.append(paragraph(more, "second"))
        return said or [paragraph(_("Nothing looks odd."), "second")]

    def _concern(self, plan: ActionPlan, finding: Finding) -> QWidget:
        """Say what looks odd, and lead to the line in which it can be mended."""
        parts = finding.path.split("/")
        line = plan.lines.get(parts[1]) if len(parts) > 1 and parts[0] == "lines" else None
        said = f"{line.activity}: {finding.sentence}" if line is not None and line.activity else finding.sentence
        made = Notice()
        go = Action(_("Go there"), partial(self.go_asked.emit, finding.path), "chevron-right", hint=finding.why)
        made.say(Tone.WARN, said, None if plan.is_closed else go)
        return made

    def _lay_out(self) -> None:
        gaps = look.spacing()
        above = QVBoxLayout()
        above.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, 0)
        above.setSpacing(gaps.small)
        above.addWidget(self.notice)
        above.addWidget(self.papers)
        above.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._lines, 1)
        self.retranslate()
