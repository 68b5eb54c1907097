"""The place Cluster: what it is, how big people say it is, how far the work has come."""

from cdadesk.domain.cluster import Cluster
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.gui.places.cluster.page import ClusterPage
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

PLACE = Place("cluster", N_("Cluster"), "map-pin", ClusterPage, (Cluster.kind, OwnRules.kind))
