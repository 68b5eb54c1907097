"""The page: how things stand, what needs the person, and quietly below it what was."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.copying import make_copy
from cdadesk.acts.laptops import name_this
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Page
from cdadesk.gui.kit.room import page_column, scrolled
from cdadesk.gui.places.exchange.aside_panel import AsidePanel
from cdadesk.gui.places.exchange.by_itself import ByItself
from cdadesk.gui.places.exchange.cards import CopiesCard, PastCard
from cdadesk.gui.places.exchange.conflicts import Conflicts
from cdadesk.gui.places.exchange.files_go import FilesGo
from cdadesk.gui.places.exchange.fork_panel import ForkPanel
from cdadesk.gui.places.exchange.head import Head
from cdadesk.gui.places.exchange.laptops_card import LaptopsCard
from cdadesk.gui.places.exchange.program_card import ProgramCard
from cdadesk.gui.places.exchange.reading import View, read_view
from cdadesk.gui.places.exchange.refused import RefusedView
from cdadesk.gui.places.exchange.stick_panel import StickPanel
from cdadesk.gui.places.exchange.support_panel import SupportPanel
from cdadesk.i18n import _
from cdadesk.store.backup import Copy


class ExchangePage(Page):
    """What waits and what is on its way, conflicts, refusals, past exchanges, copies."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: View | None = None
        self._settling = False
        self.runner = desk.runner
        self.head = Head(self.runner)
        self.fork = ForkPanel()
        self.aside = AsidePanel(desk.name)
        self.by_itself = ByItself(desk.courier, desk.clock, FilesGo(desk.store, desk.background))
        self.conflicts = Conflicts(desk)
        self.refused = RefusedView(desk)
        self.sticks = StickPanel(desk)
        self.past = PastCard()
        self.copies = CopiesCard()
        self.laptops = LaptopsCard()
        self.support = SupportPanel(desk)
        self.program = ProgramCard(desk)
        self._lay_out()
        self._listen()

    def title(self) -> str:
        return _("Exchange")

    def refresh(self) -> None:
        """Read how things stand, beside the window."""
        self._desk.read(self, read_view, self._show)

    def retranslate(self) -> None:
        if self._view is not None:
            self._show(self._view)

    def go_back(self) -> None:
        """Escape: put the form for signing in away again."""
        view = self._view
        if view is not None and view.line.open and self.head.asks_to_sign_in:
            self.head.ask_to_sign_in(wanted=False)

    def _show(self, view: View) -> None:
        self._view = view
        self.head.show_view(view, self._desk.clock.today())
        self.fork.show_fork(view.fork, busy=self.runner.running)
        self.aside.show_view(view)
        self.by_itself.show_view(view)
        self.conflicts.show_clashes(view.clashes)
        self.refused.show_refused(view.refused)
        self.sticks.refresh()
        self.past.show_past(view.past)
        self.copies.show_copies(view.copies)
        self.laptops.show_laptops(view.laptops)
        self.support.retranslate()
        self.program.retranslate()
        first = self.conflicts.first() or self.head.first()
        self.setFocusProxy(first)
        if self._settling:
            self._settling = False
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settled(self) -> None:
        """Let the keyboard go on to the next conflict once it is read that this one is closed."""
        self._settling = True

    def _copy(self, into: Path) -> None:
        self.copies.hold_still(making=True)
        self.copies.notice.say(Tone.INFO, _("The copy is being made and read back. You can go on working."))
        work = self._desk.background
        work.start(self, lambda _progress: make_copy(self._desk.store, into), self._copied, self._not_copied)

    def _name_laptop(self, name: str) -> None:
        self._desk.write(self, lambda store: name_this(store, name), lambda _none: self._was_named(), self._not_named)

    def _was_named(self) -> None:
        self.laptops.say(Tone.GOOD, _("Others see this name after the next exchange."))
        self.refresh()

    def _not_named(self, sentence: str) -> None:
        self.laptops.say(Tone.WARN, sentence)

    def _copied(self, copy: Copy) -> None:
        self.copies.hold_still(making=False)
        said = _("The copy is whole: {folder}").format(folder=copy.path.name)
        self.copies.notice.say(Tone.GOOD, said)
        self.refresh()

    def _not_copied(self, sentence: str) -> None:
        self.copies.hold_still(making=False)
        self.copies.notice.say(Tone.WARN, sentence)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _listen(self) -> None:
        self.conflicts.settled.connect(self._settled)
        self.fork.asked.connect(self.runner.go_on)
        self.runner.failed.connect(lambda _sentence: self._refresh_if_seen())
        self.copies.asked.connect(self._copy)
        self.laptops.named.connect(self._name_laptop)
        self._desk.records_changed.connect(self._refresh_if_seen)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        quiet = QWidget()
        row = QHBoxLayout(quiet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gaps.large)
        for card in (self.past, self.copies):
            row.addWidget(card, 1)
        needs = (self.fork, self.conflicts, self.refused, self.aside)
        inside = page_column(
            self.head, self.by_itself, *needs, self.sticks, quiet, self.laptops, self.support, self.program
        )
        column = inside.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(gaps.wide)
            column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
