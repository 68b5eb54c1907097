"""The page: which network, and below it either the picture or the steps that it is drawn from."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import trust
from cdadesk.domain.networks.network import Network
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.first_reading import FirstReading
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import label
from cdadesk.gui.places.trust.overview import Overview
from cdadesk.gui.places.trust.picture import TrustPicture, read_picture
from cdadesk.gui.places.trust.steps import StepsPage
from cdadesk.i18n import _
from cdadesk.store.asking import Ask

_CHOSEN = "trust/network"
_PICTURE, _STEPS = 0, 1
_CHOOSER_WIDTH = 320


class TrustPage(Page):
    """Trust of the networks of the cluster in use, one network at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._networks: list[Network] = []
        self._asked_for: UUID | None = None
        self._shown: TrustPicture | None = None
        self.chooser = QComboBox()
        self.chooser.setMinimumWidth(_CHOOSER_WIDTH)
        self._chooser_name = label(look="field")
        self.overview = Overview(self._open_item)
        self._reading = FirstReading(self.overview)
        self.steps = StepsPage(desk, self.network)
        self.tabs = QTabWidget()
        self._empty = EmptyState("handshake", "", self._to_networks())
        self._stack = QStackedWidget()
        self._lay_out()
        self.chooser.activated.connect(lambda _index: self._choose())
        self.tabs.currentChanged.connect(self._turned)
        self.steps.head_changed.connect(self.head_changed)
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._refresh_if_seen)

    def network(self) -> Network | None:
        """Return the network that is shown."""
        key = self.chooser.currentData()
        return next((each for each in self._networks if str(each.id) == key), None)

    def title(self) -> str:
        return self.steps.title() if self._in_steps() and self.steps.trail() else _("Trust")

    def trail(self) -> list[str]:
        return [_("Trust"), *self.steps.trail()] if self._in_steps() and self.steps.trail() else []

    def climb(self, step: int) -> None:
        del step
        self.go_back()

    def primary_action(self) -> Action | None:
        return Action(self.steps.begin_words(), self.begin_new, "plus") if self._networks else None

    def other_actions(self) -> list[Action]:
        return list(self.steps.other_actions()) if self._in_steps() else []

    def refresh(self) -> None:
        """Read the networks again, and the picture of the chosen one."""
        found = self._desk.store.find(Network, Ask(scopes=[self._desk.scope], order=("name",)))
        self._networks = [held.record for held in found]
        self._fill_chooser()
        self._stack.setCurrentIndex(1 if self._networks else 0)
        self.steps.refresh()
        self._read()
        self.head_changed.emit()

    def retranslate(self) -> None:
        self._empty.say(
            _("Trust is drawn for a network. Make the first one, then write down what happens."), self._to_networks()
        )
        self._chooser_name.setText(_("Network"))
        self.tabs.setTabText(_PICTURE, _("Line and ladder"))
        self.tabs.setTabText(_STEPS, _("Steps"))
        self.steps.retranslate()
        self._read()

    def may_leave(self) -> bool:
        return self.steps.may_leave()

    def go_back(self) -> None:
        if self._in_steps():
            self.steps.go_back()

    def undo(self) -> None:
        self.steps.undo()

    def save(self) -> None:
        self.steps.save()

    def explain(self) -> None:
        self.steps.explain()

    def begin_new(self) -> None:
        """Begin to record a step of the network that is shown."""
        self.tabs.setCurrentIndex(_STEPS)
        self.steps.begin_new()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show one step."""
        held = self._desk.store.get(TrustEvent, record) if kind == TrustEvent.kind else None
        if held is None:
            return False
        self._show_network(held.record.network)
        self.tabs.setCurrentIndex(_STEPS)
        return self.steps.open_record(kind, record)

    def _open_item(self, item: str) -> None:
        """Show the newest event of a milestone, or begin the first one."""
        picture = self._shown
        newest = picture.newest(item) if picture else None
        self.tabs.setCurrentIndex(_STEPS)
        if newest is not None:
            self.steps.open_record(TrustEvent.kind, newest)
        else:
            self.steps.begin_with(item)

    def _show_network(self, network: UUID | None) -> None:
        at = self.chooser.findData(str(network)) if network else -1
        if at >= 0 and at != self.chooser.currentIndex():
            self.chooser.setCurrentIndex(at)
            self._choose()

    def _fill_chooser(self) -> None:
        wanted = self.chooser.currentData() or self._desk.memory.recall(_CHOSEN) or self._first()
        self.chooser.clear()
        for network in self._networks:
            self.chooser.addItem(network.title(), str(network.id))
        self.chooser.setCurrentIndex(max(self.chooser.findData(wanted), 0))

    def _first(self) -> str:
        network = trust.busiest(self._desk.store, self._networks)
        return str(network.id) if network is not None else ""

    def _choose(self) -> None:
        network = self.network()
        if network is not None:
            self._desk.memory.keep(_CHOSEN, str(network.id))
            self.steps.reload()
            self._read()

    def _read(self) -> None:
        network = self.network()
        if network is not None:
            self._asked_for = network.id
            on = self._desk.clock.today()
            self._reading.follow(self._desk.read(self, lambda store: read_picture(store, network, on), self._show))

    def _show(self, picture: TrustPicture) -> None:
        if picture.network.id == self._asked_for:
            self._shown = picture
            self.overview.show_picture(picture)

    def _in_steps(self) -> bool:
        return self.tabs.currentIndex() == _STEPS and self._stack.currentIndex() == 1

    def _turned(self) -> None:
        self.steps.may_leave()
        self.head_changed.emit()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _to_networks(self) -> Action:
        return Action(_("To the networks"), lambda: self._desk.go_to("networks"))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(gaps.wide, 0, gaps.wide, gaps.small)
        row.addWidget(self._chooser_name)
        row.addWidget(self.chooser)
        row.addStretch(1)
        wear(self.tabs, "inset")
        self.tabs.addTab(self._reading, "")
        self.tabs.addTab(self.steps, "")
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.tabs, 1)
        for each in (self._empty, parts):
            self._stack.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self.chooser)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()
