"""Every place of the window, in the order of the work."""

from cdadesk.gui.places import (
    actors,
    cluster,
    diagnostic,
    exchange,
    joint_actions,
    networks,
    plan,
    reviews,
    today,
    trust,
)
from cdadesk.gui.places.place import Place

PLACES: tuple[Place, ...] = (
    today.PLACE,
    cluster.PLACE,
    actors.PLACE,
    diagnostic.PLACE,
    plan.PLACE,
    networks.PLACE,
    trust.PLACE,
    joint_actions.PLACE,
    reviews.PLACE,
    exchange.PLACE,
)
