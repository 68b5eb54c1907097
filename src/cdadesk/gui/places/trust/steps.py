"""The steps of the ladder as they were seen, each with what proves it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from cdadesk.domain.networks.network import Network
from cdadesk.domain.trust.ladder import in_words
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.domain.trust.trust_event import SubjectKind, TrustEvent
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.layouts import Layout, Section
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.trust.picture import item_words, offered_items
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.asking import Ask

_LAYOUT = Layout(
    (
        Section("", ("ladder_item", ("event_on", "subject_kind"), "network", "remarks")),
        Section(N_("Who took part"), (("participants_count", "active_members_at"), "quorum_decided", "participants")),
        Section(N_("What proves it"), ("evidence",)),
        Section(N_("How it went on"), (("standing_until", "resolved_on"), "severity"), folded=True),
        Section(N_("If it was no network"), ("place", "pair", "actor"), folded=True),
    )
)


class StepsPage(RecordsPage[TrustEvent]):
    """Every step forward and back of one network, and of the cluster where it concerns none."""

    def __init__(self, desk: Desk, network: Callable[[], Network | None]) -> None:
        self._network = network
        super().__init__(desk, TrustEvent, "handshake")
        self.detail.add_tab(PhotosTab(desk))

    def make_form(self) -> RecordForm:
        """Return the form, in which a step is picked from the ladder."""
        around = self.desk.around(self)
        picks = {"ladder_item": lambda info, all_around: OfferedEditor(info, all_around, offered_items)}
        return RecordForm(TrustEvent, replace(around, special=picks), _LAYOUT)

    def columns(self) -> Columns:
        """Show each step in the words of the ladder; the network stands above."""
        return Columns(("event_on", "ladder_item"), {"ladder_item": lambda item: item_words(item) if item else ""})

    def ask(self) -> Ask:
        """List the steps of the network in use, newest first."""
        network = self._network()
        wanted: list[UUID | None] = [network.id] if network else []
        return Ask({"network": wanted} if wanted else {}, scopes=[self.desk.scope], order=("-event_on",))

    def fresh(self) -> TrustEvent:
        """Begin a step of the network in use, with its members of today."""
        network, today = self._network(), self.desk.clock.today()
        return self.desk.fresh(
            TrustEvent,
            subject_kind=SubjectKind.network if network else None,
            network=network.id if network else None,
            event_on=today.isoformat(),
            active_members_at=network.active_members(today) if network else None,
        )

    def begin_with(self, item: str) -> None:
        """Begin a step that the ladder names."""
        self.begin_new()
        self.detail.begin(self.fresh().changed(ladder_item=item))

    def begin_words(self) -> str:
        """Name the act of beginning."""
        return _("Record a step")

    def empty_words(self) -> str:
        """Say what this is for."""
        return _(
            "Write down each step forward or back that somebody could see: a visit allowed, a share paid, a quarrel."
        )

    def count_words(self, count: int) -> str:
        """Count steps."""
        return ngettext("{n} step", "{n} steps", count).format(n=format_number(count))


def evidence_words(item: str) -> str:
    """Return what would prove a step of the ladder."""
    found = the_ladder().find(item)
    return in_words(found.evidence) if found is not None else ""
