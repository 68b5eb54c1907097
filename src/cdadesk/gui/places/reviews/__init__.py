"""The place Reviews: the conversation with the advisor, record by record."""

from cdadesk.acts.correspondence import count_back
from cdadesk.gui.places.place import Place
from cdadesk.gui.places.reviews.page import ReviewsPage
from cdadesk.i18n import N_

PLACE = Place("reviews", N_("Reviews"), "messages-square", ReviewsPage, count=count_back)
