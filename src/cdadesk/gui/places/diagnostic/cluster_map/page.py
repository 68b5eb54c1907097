"""The page: the maps that were kept at the left, the picture and the form of the chosen one beside them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from cdadesk.acts.cluster_maps import frozen_today, wished_from
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.layouts import LAYOUTS, Layout, Section
from cdadesk.gui.places.diagnostic.cluster_map.picture_tab import PictureTab
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.asking import Ask

LAYOUTS[ClusterMapSnapshot] = Layout(
    (
        Section("", (("map_kind", "map_on"),)),
        Section(N_("Around the cluster"), ("policy_words", "world_words")),
        Section(N_("Who is on the map"), ("nodes",)),
        Section(N_("Links"), ("links", "remarks")),
    )
)


class ClusterMapPage(RecordsPage[ClusterMapSnapshot]):
    """A new map begins as a copy of the links that are recorded of the actors; a wished one as a copy of a map."""

    master_share: ClassVar[int] = 28

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ClusterMapSnapshot, "waypoints")
        self.picture = PictureTab(desk)
        self.detail.add_tab(self.picture)
        self.detail.acts_of = lambda _map: [Action(_("Print"), self.print_papers, "printer")]

    def columns(self) -> Columns:
        return Columns(("map_on", "map_kind"))

    def ask(self) -> Ask:
        """List the newest map first."""
        return Ask(scopes=[self.desk.scope], order=("-map_on",))

    def fresh(self) -> ClusterMapSnapshot:
        """Begin with what is recorded of the actors today."""
        return self.desk.fresh(ClusterMapSnapshot, **frozen_today(self.desk.store, self.desk.scope, self._today()))

    def begin_words(self) -> str:
        return _("Map of today")

    def empty_words(self) -> str:
        return _(
            "A map begins as a copy of the links that are written down with the actors. Add these first, under "
            "“Links to others”; then keep a map of today, a later one, and one as people wish it."
        )

    def count_words(self, count: int) -> str:
        return ngettext("{n} map", "{n} maps", count).format(n=format_number(count))

    def other_actions(self) -> Sequence[Action]:
        acts = list(super().other_actions())
        wish = Action(_("Wish from this one"), self.begin_wished, "target")
        return [wish, *acts] if self.chosen is not None and acts else acts

    def begin_wished(self) -> None:
        """Begin a map as people wish it, from the one that is shown."""
        shown = self.chosen
        if shown is not None:
            values: dict[str, Any] = wished_from(shown, self._today())
            self.begin_new()
            self.detail.begin(self.desk.fresh(ClusterMapSnapshot, **values))

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a map by its picture."""
        shown = super().open_record(kind, record)
        if shown:
            self.detail.tabs.setCurrentWidget(self.picture)
        return shown

    def retranslate(self) -> None:
        super().retranslate()
        self.picture.retranslate()

    def print_papers(self) -> None:
        """Offer the map as a paper and as a picture."""
        self.detail.tabs.setCurrentWidget(self.picture)
        self.picture.print_papers()

    def _today(self) -> dt.date:
        return self.desk.clock.today()
