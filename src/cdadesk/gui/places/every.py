"""Every place of the window, in the order of the work."""

from cdadesk.gui.places import actors, cluster
from cdadesk.gui.places.place import Place

PLACES: tuple[Place, ...] = (cluster.PLACE, actors.PLACE)
