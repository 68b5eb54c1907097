"""The page: the parts of the diagnostic study behind their tabs."""

from cdadesk.gui.desk import Desk
from cdadesk.gui.places.diagnostic.parts import PARTS
from cdadesk.gui.places.parted import PartedPage
from cdadesk.i18n import N_


class DiagnosticPage(PartedPage):
    """From what was said to what it means."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Diagnostic"), PARTS)
