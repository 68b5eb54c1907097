"""What the program does without being asked: when it goes next, a way to pause it, what the line costs, what goes."""

import datetime as dt

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import look
from cdadesk.clock import Clock
from cdadesk.gui.exchanging.courier import Courier
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, paragraph
from cdadesk.gui.places.exchange.files_go import FilesGo
from cdadesk.gui.places.exchange.reading import View
from cdadesk.gui.sentences import time_words
from cdadesk.i18n import N_, _
from cdadesk.sync.schedule import Network, Schedule, Setback

_SOON = 60  # seconds
_REASONS = {
    Setback.away: N_("The server could not be reached. The next try is {when}."),
    Setback.line: N_("The line is bad. The next try is {when}."),
    Setback.portal: N_("This network seems to want you to sign in first, in a browser. The next try is {when}."),
    Setback.proxy: N_("The proxy of this network wants a password. The next try is {when}."),
    Setback.busy: N_("The server asks for patience. The next try is {when}."),
    Setback.server: N_("The server has a problem of its own. The next try is {when}."),
    Setback.stopped: N_("You stopped it. The next try is {when}."),
    Setback.old: N_("What waited is sent; news come after an update of the program. The next try is {when}."),
    Setback.odd: N_("It did not go through. The next try is {when}."),
}


class ByItself(QFrame):
    """Hidden until the laptop is signed in: before that nothing can go by itself."""

    def __init__(self, courier: Courier, clock: Clock, files_go: FilesGo) -> None:
        super().__init__()
        wear(self, "card")
        self._courier = courier
        self._clock = clock
        self.files_go = files_go
        self._view: View | None = None
        self._icon = IconLabel("refresh-cw")
        self.words = paragraph()
        self.turn = button(Action("", self._turn), "secondary")
        self.turn.setAutoDefault(True)
        self.costs = QCheckBox()
        self.costs.setChecked(courier.says_it_costs)
        self._lay_out()
        self.costs.toggled.connect(self._costs_toggled)
        courier.changed.connect(self.retranslate)
        self.hide()

    def show_view(self, view: View) -> None:
        """Show what is so now."""
        self._view = view
        self.retranslate()

    def retranslate(self) -> None:
        """Write every word again."""
        view, schedule = self._view, self._courier.schedule
        self.setVisible(view is not None and bool(view.line.server))
        if view is None:
            return
        self.words.setText(self._words(view, schedule))
        self._icon.show_icon("cloud-off" if schedule.paused else "refresh-cw", "second_ink")
        act = (_("Go on"), "refresh-cw") if schedule.paused else (_("Pause"), "cloud-off")
        dress_button(self.turn, Action(act[0], self._turn, act[1]))
        self.turn.setVisible(not view.illustrative)
        known = _("The system says that this connection costs money: records go, photos wait.")
        said = _("This connection costs money: records go, photos wait")
        self.costs.setText(known if self._courier.system_says_it_costs else said)
        self.costs.setVisible(not view.illustrative)
        self.files_go.retranslate()

    def _words(self, view: View, schedule: Schedule) -> str:
        if view.illustrative:
            return _("What is invented for training goes only when you say so.")
        if schedule.paused:
            return _("Paused: nothing goes out by itself until you let it go on.")
        if schedule.setback is Setback.shut:
            return _("Nothing goes by itself until you have signed in again.")
        if not schedule.open:
            return _("Once you have exchanged here for the first time, it goes on by itself.")
        if schedule.running:
            return _("An exchange is under way.")
        return _ahead(schedule, self._when(), view.standing.waiting)

    def _when(self) -> str:
        left = self._courier.seconds_left() or 0.0
        if left < _SOON:
            return _("in a moment")
        return _("at {time}").format(time=time_words(self._clock.now() + dt.timedelta(seconds=left)))

    def _turn(self) -> None:
        if self._courier.schedule.paused:
            self._courier.go_on()
        else:
            self._courier.pause()

    def _costs_toggled(self, costs: bool) -> None:  # noqa: FBT001 - the signature is Qt's
        if costs:
            self._courier.say_it_costs()
        else:
            self._courier.say_it_is_free()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        first = QHBoxLayout()
        first.setSpacing(gaps.small)
        first.addWidget(self._icon)
        first.addWidget(self.words, 1)
        first.addWidget(self.turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.small, gaps.small, gaps.small)
        column.setSpacing(gaps.hair)
        column.addLayout(first)
        column.addWidget(self.costs)
        column.addWidget(self.files_go)


def _ahead(schedule: Schedule, when: str, waiting: int) -> str:
    if schedule.network is Network.away:
        return _("There is no network. It goes by itself as soon as there is one.")
    if schedule.setback is not None:
        return _(_REASONS[schedule.setback]).format(when=when)
    if waiting or schedule.saved_at is not None:
        return _("What waits goes by itself {when}.").format(when=when)
    return _("It goes by itself after you have saved something, and looks for news {when}.").format(when=when)
