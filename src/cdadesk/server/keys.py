"""Keys: the server's own pair, made once and kept in the database, and those that laptops told."""

from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.server.tables import Replica, Secret
from cdadesk.wire.keys import Keys, PublicKeys

_PAIR = "keys"


def ensure(session: Session) -> None:
    """Make the server's pair when it has none."""
    if session.get(Secret, _PAIR) is None:
        session.add(Secret(name=_PAIR, value=Keys.new().seed))


def of_server(session: Session) -> Keys | None:
    """Return the server's pair; None before the database was made ready by this version."""
    found = session.get(Secret, _PAIR)
    return Keys(found.value) if found is not None else None


def of_replica(replica: Replica) -> PublicKeys | None:
    """Return the keys that a laptop told, if it ever did."""
    return PublicKeys(replica.sign_key, replica.seal_key) if replica.sign_key and replica.seal_key else None


def tell(session: Session, replica: UUID, keys: PublicKeys | None) -> None:
    """Note a laptop's keys; who tells none keeps those that are known."""
    if keys is not None:
        known = session.get_one(Replica, replica)
        known.sign_key, known.seal_key = keys.sign, keys.seal
