"""The place Joint actions: fairs, what they cost, who carries them, and their settlement."""

from cdadesk.gui.places.joint_actions.page import FairsPage
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

PLACE = Place("joint_actions", N_("Joint actions"), "tent", FairsPage, ("fair", "settlement"))
