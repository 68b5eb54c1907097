"""Cluster: what it is, how big people say it is, and how far the work has come."""

from cdadesk.domain.cluster import Cluster
from cdadesk.gui.desk import Desk
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_


class ClusterPage(RecordsPage[Cluster]):
    """Stands in until the page of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Cluster, "map-pin")


PLACE = Place("cluster", N_("Cluster"), "map-pin", ClusterPage, ("cluster",))
