"""Looking a profile's files over from end to end: the database's pages, and the chain of all that was ever saved."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.blobs import Blobs
from cdadesk.store.engine import Database
from cdadesk.store.outbox import entry_of
from cdadesk.store.tables import op
from cdadesk.wire.ops import chain_start, chained

_PRAGMAS = ("integrity_check", "cipher_integrity_check")


def problems(database: Database, replica: UUID) -> Iterator[str]:
    """Yield a sentence for everything that is not as it was written; raises a Trouble if it cannot be read at all."""
    yield from _pages(database)
    yield from _chain(database, replica)


def damaged_files(blobs: Blobs) -> Iterator[str]:
    """Yield a sentence if photos or papers are not what was kept; reads all of them from end to end."""
    damaged = sum(not blobs.is_as_kept(each) for each in blobs.every())
    if damaged:
        said = ngettext(
            "{n} photo or paper is damaged. If it was sent, it can be fetched again.",
            "{n} photos or papers are damaged. Those that were sent can be fetched again.",
            damaged,
        )
        yield said.format(n=format_number(damaged))


def _pages(database: Database) -> Iterator[str]:
    with database.bare() as driver:
        found = [row[0] for pragma in _PRAGMAS for row in driver.execute(f"PRAGMA {pragma}").fetchall()]
    if any(said != "ok" for said in found):
        yield _("The database file is damaged. Leave it as it is, and restore the newest backup.")


def _chain(database: Database, replica: UUID) -> Iterator[str]:
    """Compare each change with the code that was made of it and of all before it."""
    h, n = chain_start(replica), 0
    with database.reading() as connection:
        for row in connection.execute(select(op).order_by(op.c.n)):
            h, n = chained(h, entry_of(row)), n + 1
            if (row.n, row.h) != (n, h):
                yield _("Change {n} is not what was saved. Do not exchange; tell your administrator.").format(
                    n=format_number(row.n)
                )
                return
