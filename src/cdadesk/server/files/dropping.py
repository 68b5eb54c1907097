"""The bytes of files that were let go: they go after the transaction that said so, and are asked for until they did."""

import logging

from sqlalchemy import delete, select
from sqlmodel import col

from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.server.first_downloads import FOLDER
from cdadesk.server.tables import FirstDownload, GoneObject

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


def drop_unknown(database: Database, objects: Objects) -> None:
    """Delete first downloads that the database does not know: it was put back, and they hold what was erased since.

    The names are looked at first: what is begun meanwhile is noted before it lies there.
    """
    try:
        lying = list(objects.names(FOLDER))
        if lying:
            with database.reading() as session:
                known = set(session.scalars(select(col(FirstDownload.object))))
            objects.drop(*(name for name in lying if name not in known))
    except StoreOfFilesFailed as failed:
        _log.warning("what lies ready could not be looked through: %s", failed)
