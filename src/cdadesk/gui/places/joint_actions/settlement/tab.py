"""The tab Settlement: worked out beside the window from what is typed, explained cell by cell, approved in place."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import fairs
from cdadesk.acts.fair_account import Account, read_account
from cdadesk.acts.fairs import Approval
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.papers import Paper, PaperStrip
from cdadesk.gui.places.joint_actions.form import Doubt, FairForm
from cdadesk.gui.places.joint_actions.settlement import shares
from cdadesk.gui.places.joint_actions.settlement.approval import ApprovalPanel
from cdadesk.gui.places.joint_actions.settlement.figures import Sheet
from cdadesk.gui.places.joint_actions.settlement.papers import papers_of
from cdadesk.gui.places.joint_actions.settlement.parts import AccountChooser, ConcernsView, Explanation, SumsStrip
from cdadesk.gui.places.joint_actions.settlement.standing import Standing, standing_of, standing_of_revision
from cdadesk.gui.places.joint_actions.settlement.table import ROW, SettlementTable
from cdadesk.gui.places.joint_actions.settlement.way import way_to
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

_SAY_SO_AFTER_MS = 250
_MOST_ROWS = 60  # more than any fair of a cluster had; beyond them the table scrolls by itself
_MOST_MEETINGS = 200


class SettlementTab(SideTab):
    """Shows the account of one fair. `go_asked` names the field in which a trouble can be mended."""

    go_asked = Signal(str)
    save_asked = Signal()

    def __init__(self, desk: Desk, form: FairForm) -> None:
        super().__init__()
        self._desk = desk
        self._form = form
        self._record: Record | None = None
        self._fair: Fair | None = None
        self._doubt: Doubt | None = None
        self._account: Account | None = None
        self._wants_papers = False
        self._wants_keyboard = False
        self.papers = PaperStrip(desk)
        self.chooser = AccountChooser()
        self.notice = Notice()
        self.approval = ApprovalPanel(desk.around(self))
        self.table = SettlementTable()
        self.explanation = Explanation()
        self.others = paragraph("", "second")
        self.sums = SumsStrip()
        self.concerns = ConcernsView()
        self.shares = shares.SharesView()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_SAY_SO_AFTER_MS)
        self._lay_out()
        self._listen()

    def title(self) -> str:
        return _("Settlement")

    def show_record(self, record: Record) -> None:
        """Work the account out from what stands in the form, and show it."""
        self._record = record
        fair = self._form.so_far() or record
        if not isinstance(fair, Fair):
            return
        if self._fair is None or self._fair.id != fair.id:
            self._begin(fair)
        self._fair, self._doubt = fair, self._form.doubt()
        self._waiting.start()
        on = self._desk.clock.today()
        self._desk.read(self, lambda store: read_account(store, fair, on), partial(self._show, fair), self._fail)

    def retranslate(self) -> None:
        self.papers.retranslate()
        self.chooser.retranslate()
        self.approval.retranslate()

    def print_papers(self) -> None:
        """Offer the papers of the fair that is shown, once its account is there."""
        self._wants_papers = True
        self._offer_papers()

    def ask_approval(self) -> None:
        """Ask in which meeting it is approved."""
        self._desk.read(self, self._meetings, self._ask_approval)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.show_rows(_MOST_ROWS)

    def take_keyboard(self) -> None:
        """Put the keyboard on the figures, once they are there."""
        self._wants_keyboard = True
        self._give_keyboard()

    def _begin(self, fair: Fair) -> None:
        """Forget what belongs to another fair."""
        self._account = None
        self._wants_papers = self._wants_keyboard = False
        self.chooser.show_revisions((), 0)
        self.approval.put_away()
        self.papers.put_away()
        self.notice.fall_silent()
        self._show_parts()
        self._fair = fair

    def _show(self, fair: Fair, account: Account) -> None:
        if fair is not self._fair:
            return
        self._waiting.stop()
        self._account = account
        several = account.changed_since or len(account.revisions) > 1
        numbers = [each.number for each in account.revisions] if several else []
        self.chooser.show_revisions(numbers, self.chooser.at if self.chooser.at in numbers else 0)
        self._show_account()

    def _show_account(self) -> None:
        account = self._account
        if account is None:
            return
        revision = next((each for each in account.revisions if each.number == self.chooser.at), None)
        if revision is not None and revision.settlement is not None:
            self._show_settlement(revision.settlement, standing_of_revision(account, revision))
        elif revision is not None:
            self._say_trouble(str(revision.trouble), None)
        elif self._doubt is not None:
            self._say_trouble(self._doubt.sentence, self._doubt.path)
        elif account.settlement is not None and in_order(account.fair.budget_lines):
            self._show_settlement(account.settlement, standing_of(account, account.settlement))
        else:
            self._show_what_there_is(account)
        self.concerns.show_concerns(account.concerns if not self.chooser.at else ())
        self.papers.show_papers(self._papers())
        self._offer_papers()

    def _show_settlement(self, settlement: Settlement, standing: Standing) -> None:
        sheet = Sheet(settlement)
        self.table.show_sheet(sheet)
        self.table.show_rows(_MOST_ROWS)
        self.others.setText(sheet.paid_by_others())
        self.sums.show_checks(checks(settlement))
        fair = self._account.fair if self._account else None
        if fair is not None:
            self.shares.show_picture(shares.of_settlement(fair, settlement))
        self._say_standing(standing)
        self._show_parts(self.table, self.explanation, self.others, self.sums, self.shares)
        self.others.setVisible(bool(self.others.text()))
        self._give_keyboard()

    def _show_what_there_is(self, account: Account) -> None:
        """Show a fair without costs in percent, or say what stands in the way of its account."""
        fair = account.fair
        if not in_order(fair.budget_lines):
            if fair.printed_percents() and account.placed is not None:
                self.notice.say(Tone.INFO, _("This fair is known in percent alone, so there is nothing to settle."))
                self.shares.show_picture(shares.of_percents(fair, account.placed))
                self._show_parts(self.shares)
                return
            begin = _("Enter what the fair cost and who took part. Then this page shows who pays how much, and why.")
            self.notice.say(Tone.INFO, begin, self._way("budget_lines"))
            self._show_parts()
        elif account.trouble is not None:
            self._say_trouble(str(account.trouble), way_to(fair, account.trouble))

    def _say_trouble(self, sentence: str, path: str | None) -> None:
        self.notice.say(Tone.WARN, sentence, self._way(path) if path is not None else None)
        self._show_parts()

    def _way(self, path: str) -> Action:
        return Action(_("Go there"), lambda: self.go_asked.emit(path), "chevron-right")

    def _say_standing(self, standing: Standing) -> None:
        action = self._way(standing.path) if standing.path else None
        if standing.approval and self._form.dirty:
            action = Action(_("Save it first"), self.save_asked.emit, "check")
        elif standing.approval:
            words = _("Approve in a meeting…") if standing.approval == 1 else _("Correct it in a meeting…")
            action = Action(words, self.ask_approval, "check")
        if not standing.approval:
            self.approval.put_away()
        self.notice.say(standing.tone, standing.sentence, action)

    def _meetings(self, store: Store) -> list[Meeting]:
        """Return the meetings that may have approved, those of the fair's network first, the newest first."""
        ask = Ask(scopes=[self._desk.scope], order=("-held_on",), limit=_MOST_MEETINGS)
        found = [held.record for held in store.find(Meeting, ask)]
        network: UUID | None = self._fair.network if self._fair else None
        return sorted(found, key=lambda meeting: meeting.network != network)

    def _ask_approval(self, meetings: list[Meeting]) -> None:
        account = self._account
        if account is None or account.settlement is None:
            return
        if not meetings:
            to_networks = Action(_("To the networks"), lambda: self._desk.go_to("networks"))
            self.notice.say(Tone.INFO, _("An account is approved by a meeting. Log that meeting first."), to_networks)
            return
        revision = standing_of(account, account.settlement).approval
        if not revision or self._form.dirty:
            return
        self.approval.ask(meetings, revision)
        self._scroll.ensureWidgetVisible(self.approval)

    def _approve(self, approval: Approval) -> None:
        fair = self._fair
        if fair is not None:
            self._desk.write(
                self,
                lambda store: fairs.approve(store, fair, approval),
                lambda _approved: self._was_approved(),
                self.approval.fail,
            )

    def _was_approved(self) -> None:
        self.approval.put_away()
        self.chooser.at = 0
        self._scroll.verticalScrollBar().setValue(0)

    def _explain(self, row: int, column: int) -> None:
        sheet = self.table.model.sheet
        if sheet is not None:
            self.explanation.tell(sheet.told(row, column))
            if self.table.has_keyboard():
                self._bring_into_sight(row)
            self.papers.show_papers(self._papers())

    def _bring_into_sight(self, row: int) -> None:
        """Scroll to the row of the figure; its explanation stands below, out of the scrolling."""
        for part in (self._inside, self.table):
            if layout := part.layout():
                layout.activate()  # where things stand now, and not after Qt's next turn
        top = self.table.mapTo(self._inside, QPoint(0, self.table.top_of(row)))
        self._scroll.ensureVisible(top.x(), top.y() + ROW // 2, 0, ROW * 2)

    def _offer_papers(self) -> None:
        papers = self._papers()
        if self._wants_papers and papers:
            self._wants_papers = False
            self.papers.offer(papers)
            self._scroll.ensureWidgetVisible(self.papers)

    def _papers(self) -> list[Paper]:
        """Return the papers of the fair as it was saved; nothing while no account can be made."""
        sheet, fair = self.table.model.sheet, self._record
        if sheet is None or not isinstance(fair, Fair) or self.table.isHidden():
            return []
        row = self.table.current()[0]
        who = sheet.members[row].participant_id if 0 <= row < len(sheet.members) else ""
        return papers_of(fair, who, sheet.name(row) if who else "")

    def _fail(self, sentence: str) -> None:
        self._waiting.stop()
        self.notice.say(Tone.BAD, sentence)

    def _say_waiting(self) -> None:
        if self._account is None:
            self.notice.say(Tone.INFO, _("The account is being worked out…"))

    def _show_parts(self, *shown: QWidget) -> None:
        for part in (self.table, self.explanation, self.others, self.sums, self.shares):
            part.setVisible(part in shown)

    def _back_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_keyboard(self) -> None:
        if self._wants_keyboard and not self.table.isHidden():
            self._wants_keyboard = False
            self._back_to_table()

    def _listen(self) -> None:
        self.table.asked.connect(self._explain)
        self.chooser.chosen.connect(lambda _at: self._show_account())
        self.approval.approved.connect(self._approve)
        self.approval.closed.connect(self._back_to_table)
        self._waiting.timeout.connect(self._say_waiting)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self._inside = QWidget()
        wear(self._inside, "scrolled")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.wide)
        column.setSpacing(gaps.small)
        above: tuple[QWidget, ...] = (self.papers, self.chooser, self.notice, self.approval)
        below: tuple[QWidget, ...] = (self.others, self.sums, self.concerns, self.shares)
        for part in (*above, self.table, *below):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = scrolled(self._inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(gaps.wide, 0, gaps.wide, gaps.small)
        foot.addWidget(self.explanation)
        whole.addLayout(foot)
        self._show_parts()
