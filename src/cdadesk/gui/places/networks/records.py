"""The networks of the cluster: the list, and the chosen one with its members, meetings, posts and rules."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal

from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.network import Membership, Network
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.networks.form import NetworkForm
from cdadesk.gui.places.networks.layouts import MEMBERS_PAGE
from cdadesk.gui.places.networks.meetings_tab import MeetingsTab
from cdadesk.gui.places.networks.members_on import MembersOn
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class NetworkRecords(RecordsPage[Network]):
    """List and detail; logging a meeting is asked of the place around it."""

    log_asked = Signal(object)
    meeting_asked = Signal(object)
    whole_cluster_asked = Signal()

    master_share = 33

    def __init__(self, desk: Desk) -> None:
        self._form = NetworkForm(desk.around(self))
        super().__init__(desk, Network, "waypoints", self._form)
        self.members_on = MembersOn(desk)
        self._form.pages[MEMBERS_PAGE].column.insertWidget(0, self.members_on)
        self.meetings = MeetingsTab(desk)
        self.detail.add_tab(self.meetings)
        self.detail.add_tab(PhotosTab(desk))
        self._whole_cluster = button(self._whole_cluster_action(), "quiet")
        self.add_filter(self._whole_cluster)
        self._form.draft_changed.connect(lambda _body: self._show_members())
        self.meetings.list.opened.connect(self.meeting_asked)
        self.meetings.list.new_asked.connect(self.log)
        self.detail.tabs.currentChanged.connect(lambda _place: self.head_changed.emit())
        self.detail.changed.connect(self._show_members)
        self.detail.changed.connect(self.head_changed)

    def columns(self) -> Columns:
        """Show who is there today beside the name; a bare count of members stands on the page of the network."""
        return Columns(("name", "network_kind", "members"), {"members": self._member_words})

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("name",))

    def begin_words(self) -> str:
        return _("New network")

    def empty_words(self) -> str:
        return _("Here stand the groups that act together: who belongs to them, how they meet, what they agree on.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} network", "{n} networks", count).format(n=format_number(count))

    def title(self) -> str:
        network = self._network()
        if network is None:
            return super().title()
        tabs = self.detail.tabs
        return tabs.tabText(tabs.currentIndex()) if tabs.currentIndex() else network.title()

    def trail(self) -> Sequence[str]:
        network = self._network()
        if network is None:
            return super().trail()
        whole = (_("Networks"), network.title())
        return whole if self.detail.tabs.currentIndex() else whole[:1]

    def climb(self, step: int) -> None:
        if step == 0:
            self.go_back()
        else:
            self.detail.tabs.setCurrentIndex(0)

    def primary_action(self) -> Action | None:
        if self._network() is not None:
            return Action(_("Log a meeting"), self.log, "plus")
        return super().primary_action()

    def other_actions(self) -> Sequence[Action]:
        usual = super().other_actions()
        beside_list = self._network() is not None and not super().trail()
        return (Action(_("New network"), self.begin_new), *usual) if beside_list else usual

    def retranslate(self) -> None:
        dress_button(self._whole_cluster, self._whole_cluster_action())
        self.members_on.retranslate()
        super().retranslate()

    def refresh(self) -> None:
        super().refresh()
        chosen = self.chosen
        if self.detail.tabs.currentWidget() is self.meetings and chosen is not None:
            self.meetings.show_record(chosen)

    def log(self) -> None:
        """Ask for a meeting of the chosen network to be logged."""
        if self.chosen is not None:
            self.log_asked.emit(self.chosen.id)

    def show_meetings_of(self, network: UUID) -> None:
        """Show the meetings of a network."""
        if self.open_record(Network.kind, network):
            self.detail.tabs.setCurrentWidget(self.meetings)
            self.meetings.list.take_focus()

    def _network(self) -> Network | None:
        """Return the network that is shown; None while the trash is, or nothing."""
        return self.chosen if super().primary_action() is not None else None

    def _show_members(self) -> None:
        """Count with what is typed, saved or not."""
        network = self._form.so_far()
        if network is not None:
            self.members_on.show_network(network)

    def _member_words(self, members: Mapping[str, Membership]) -> str:
        today = self.desk.clock.today()
        now = sum(1 for _key, line in in_order(dict(members)) if line.held_on(today))
        return format_number(now) if members else ""

    def _whole_cluster_action(self) -> Action:
        return Action(_("Meetings of the whole cluster"), self.whole_cluster_asked.emit, "users")
