"""Actors: everybody with a part in the cluster."""

from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class ActorsPage(RecordsPage[Actor]):
    """Firms, associations, institutions, buyers: found in either script, with all that ever happened with each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Actor, "users")

    def ask(self) -> Ask:
        """List those who were not merged into another entry."""
        return Ask(equals={"merged_into": None}, scopes=[self.desk.scope], order=("name",))

    def begin_words(self) -> str:
        return _("New actor")

    def empty_words(self) -> str:
        return _("Here stands everybody with a part in the cluster: firms, associations, banks, buyers.")

    def count_words(self, count: int) -> str:
        return ngettext("{count} actor", "{count} actors", count).format(count=format_number(count))
