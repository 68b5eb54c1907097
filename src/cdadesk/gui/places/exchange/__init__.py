"""The place Exchange: what waits, the server, what two people wrote, what was refused, and copies of the profile."""

from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.places.exchange.reading import count_open
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

PLACE = Place("exchange", N_("Exchange"), "arrow-left-right", ExchangePage, count=count_open)
