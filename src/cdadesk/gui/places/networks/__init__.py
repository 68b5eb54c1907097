"""The place Networks: who belongs to them and when, how they meet, and logging a meeting."""

from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

PLACE = Place("networks", N_("Networks"), "waypoints", NetworksPage, ("network", "meeting", "task"))
