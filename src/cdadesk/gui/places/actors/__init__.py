"""The place Actors: everybody with a part in the cluster, the people behind them, and all that happened with each."""

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.gui.places.actors.page import ActorsPage
from cdadesk.gui.places.place import Place
from cdadesk.i18n import N_

PLACE = Place("actors", N_("Actors"), "users", ActorsPage, (Actor.kind, Person.kind))
