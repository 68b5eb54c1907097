"""The head of the place: what waits in one sentence, Exchange now, how far it is, and signing in where that is due."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.exchanging import Progress
from cdadesk.gui.exchanging.runner import Runner
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import bring_into_sight
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.places.exchange.reading import View
from cdadesk.gui.places.exchange.sign_in import SignIn
from cdadesk.gui.places.exchange.words import below_headline, clock_words, headline, result_words, running_words
from cdadesk.i18n import _


class Head(QWidget):
    """Says how things stand, begins an exchange, and lets the laptop sign in."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._view: View | None = None
        self._today = dt.date.min
        self._signing_in = False
        self._go_on = False
        self.headline = paragraph("", "headline")
        self.below = label("", "second")
        self.go = button(self._action(), "primary")
        self.again = button(self._again_action(), "small")
        for made in (self.go, self.again):
            made.setAutoDefault(True)
        self.notice = Notice()
        self.clock = Notice()
        self.sign_in = SignIn()
        self._lay_out()
        self.sign_in.asked.connect(runner.sign_in)
        self.sign_in.left.connect(lambda: self.ask_to_sign_in(wanted=False))
        runner.changed.connect(self.retranslate)
        runner.exchanged.connect(self._exchanged)
        runner.failed.connect(lambda sentence: self.notice.say(Tone.WARN, sentence))
        runner.not_signed_in.connect(self._not_signed_in)
        runner.signed_in.connect(self._signed_in)

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the form for signing in is shown."""
        return not self.sign_in.isHidden()

    def show_view(self, view: View, today: dt.date) -> None:
        """Show how things stand."""
        self._view, self._today = view, today
        self.sign_in.begin(view.line.server, view.line.login)
        self.retranslate()
        if self._go_on and view.line.open:
            self._go_on = False
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_sight(self.headline)  # above it; the form that went away was longer

    def ask_to_sign_in(self, *, wanted: bool) -> None:
        """Show the form although the line stands, or put it away again."""
        self._signing_in = wanted
        self.retranslate()
        (self.sign_in.first_blank() if wanted else self.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Return what the keyboard should come to first."""
        return self.sign_in.first_blank() if self.asks_to_sign_in else self.go

    def retranslate(self) -> None:
        """Write every word again, as things stand."""
        self.sign_in.retranslate()
        dress_button(self.go, self._action())
        dress_button(self.again, self._again_action())
        view = self._view
        if view is None:
            return
        running = self._runner.running
        self.headline.setText(_("Exchanging with the server") if running and view.line.open else headline(view))
        told = running_words(self._runner.progress) if running and view.line.open else ""
        self.below.setText(told or below_headline(view, self._today))
        self.sign_in.setVisible(self._signing_in or not view.line.open)
        self.sign_in.leave.setVisible(view.line.open)
        self.sign_in.let_type(typing=not running)
        self.go.setVisible(running or not self.asks_to_sign_in)
        self.again.setVisible(view.line.open and not running and not self.asks_to_sign_in)
        self._show_clock(view)

    def _show_clock(self, view: View) -> None:
        newest = view.past[0] if view.past and not view.illustrative else None
        if newest is not None and newest.skew is not None and newest.clock_is_off:
            self.clock.say(Tone.INFO, clock_words(newest.skew))
        else:
            self.clock.fall_silent()

    def _action(self) -> Action:
        if self._runner.running:
            return Action(_("Stop"), self._press, "x")
        return Action(_("Exchange now"), self._press, "arrow-left-right")

    def _again_action(self) -> Action:
        return Action(_("Sign in again"), lambda: self.ask_to_sign_in(wanted=True))

    def _press(self) -> None:
        if self._runner.running:
            self._runner.stop()
        else:
            self.notice.fall_silent()
            self._runner.exchange()

    def _exchanged(self, went: Progress) -> None:
        self.notice.say(Tone.GOOD, result_words(len(went.went), went.received, went.erased))

    def _not_signed_in(self, sentence: str) -> None:
        self.sign_in.let_type(typing=True)
        self.sign_in.trouble(sentence)

    def _signed_in(self) -> None:
        self._signing_in = False
        self.notice.say(Tone.GOOD, _("Signed in. Exchange now to send what waits and to fetch what is there."))
        self._go_on = True

    def _lay_out(self) -> None:
        gaps = look.spacing()
        words = QVBoxLayout()
        words.setSpacing(gaps.hair)
        words.addWidget(self.headline)
        second = QHBoxLayout()
        second.setSpacing(gaps.small)
        second.addWidget(self.below)
        second.addWidget(self.again)
        second.addStretch(1)
        words.addLayout(second)
        row = QHBoxLayout()
        row.setSpacing(gaps.wide)
        row.addLayout(words, 1)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.medium)
        column.addLayout(row)
        for widget in (self.notice, self.clock, self.sign_in):
            column.addWidget(widget)
        self.sign_in.hide()
