"""The place Trust: the line over time, the ladder from the ground, and the steps that both are made of."""

from cdadesk.gui.places.place import Place
from cdadesk.gui.places.trust.page import TrustPage
from cdadesk.i18n import N_

PLACE = Place("trust", N_("Trust"), "handshake", TrustPage, ("trust_event",))
