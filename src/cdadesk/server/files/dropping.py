"""The bytes of files that were let go: they go after the transaction that said so, and are asked for until they did."""

import logging

from sqlalchemy import delete, select
from sqlmodel import col

from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects, StoreOfFilesFailed
from cdadesk.server.tables import GoneObject

_log = logging.getLogger(__name__)


def drop_gone(database: Database, objects: Objects) -> None:
    """Delete the bytes that nobody needs any more; a store that is away is asked again the next time."""
    with database.reading() as session:
        names = session.scalars(select(col(GoneObject.object))).all()
    if not names:
        return
    try:
        objects.drop(*names)
    except StoreOfFilesFailed as failed:
        _log.warning("%d erased files could not be deleted yet: %s", len(names), failed)
        return
    database.write(lambda session: session.execute(delete(GoneObject).where(col(GoneObject.object).in_(names))))
