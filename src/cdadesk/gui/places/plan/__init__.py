"""The place Plan: where the cluster wants to be, and the action plan in its revisions."""

from cdadesk.gui.places.place import Place
from cdadesk.gui.places.plan.page import PARTS, PlanPage
from cdadesk.i18n import N_

PLACE = Place("plan", N_("Plan"), "target", PlanPage, tuple(kind for part in PARTS for kind in part.kinds))
