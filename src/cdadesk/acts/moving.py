"""Moving to another cluster: an actor goes with its people, and with all that hangs on them."""

from collections.abc import Sequence
from uuid import UUID

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import PROGRAMME, is_private
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved
from cdadesk.wire.rights import Account, Doing, may


class CannotMove(Trouble):
    """The record is not there any more, or this person does not work on both clusters."""

    def __init__(self) -> None:
        super().__init__(_("Only who works on both clusters can move this. Exchange with the server, then look again."))


def other_clusters(store: Store, record: Record) -> list[str]:
    """Return the scopes of the clusters to which a record can be moved by this person."""
    scopes = [scope for scope in store.cursors() if scope != PROGRAMME and not is_private(scope)]
    account = Account(store.me.role, (*scopes, record.scope))
    if not may(account, Doing.write, record.scope, record.kind):
        return []
    return [scope for scope in scopes if scope != record.scope and may(account, Doing.write, scope, record.kind)]


def people_of(store: Store, actor: UUID) -> list[Held[Person]]:
    """Return the people who go with an actor."""
    return store.find(Person, Ask(equals={"actor": actor}, with_void=True))


def move(store: Store, actor: UUID, target: str) -> Saved:
    """Move an actor and its people to another cluster, in one save; raises CannotMove.

    The server moves it, with confidential parts and all that was said, as soon as it is sent. To undo is to move back.
    """
    held = store.get(Actor, actor)
    if held is None or (target not in other_clusters(store, held.record) and store.moving_to(held.record) is None):
        raise CannotMove
    family: Sequence[Held[Record]] = [_plain(held), *map(_plain, people_of(store, actor))]
    return store.move([each for each in family if each.record.scope == held.record.scope], target)


def _plain(held: Held[Actor] | Held[Person]) -> Held[Record]:
    return Held(held.record, held.base, held.transport)
