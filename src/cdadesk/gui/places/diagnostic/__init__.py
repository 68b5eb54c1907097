"""The place Diagnostic: what people of the cluster said, what follows from it, and the study that it makes."""

from cdadesk.gui.places.diagnostic.page import DiagnosticPage
from cdadesk.gui.places.diagnostic.parts import PARTS
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

_KINDS = tuple(kind for part in PARTS for kind in part.kinds)
PLACE = Place("diagnostic", N_("Diagnostic"), "clipboard-list", DiagnosticPage, _KINDS)
