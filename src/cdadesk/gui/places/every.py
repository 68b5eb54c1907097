"""Every place of the window, in the order of the work."""

from cdadesk.gui.places import actors, cluster, today, trust
from cdadesk.gui.places.place import Place

PLACES: tuple[Place, ...] = (today.PLACE, cluster.PLACE, actors.PLACE, trust.PLACE)
