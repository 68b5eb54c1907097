"""The parts of the diagnostic study, in the order of the work; a further one is one line here."""

from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.parted import Part
from cdadesk.i18n import N_

PARTS: tuple[Part, ...] = (Part("interviews", N_("Interviews"), InterviewsPage),)
