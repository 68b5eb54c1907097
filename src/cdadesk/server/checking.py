"""What an administrator can ask of a server: whether all is as it must be."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.i18n import _, format_number
from cdadesk.server import queueing, schema
from cdadesk.server.database import Database
from cdadesk.server.tables import History, Replica, Scope, StoredOutcome, StoredRecord


def problems(database: Database) -> Iterator[str]:
    """Yield a sentence for everything that is not as it must be."""
    if not schema.is_current(database):
        yield _("The database has the shape of another version. Run: cdadesk-server init")
        return
    with database.reading() as session:
        yield from _scopes(session)
        yield from _replicas(session)


def mended(database: Database) -> Iterator[str]:
    """Set right what can be worked out again, and yield a sentence for each place where that was needed."""
    if not schema.is_current(database):
        return
    with database.reading() as session:
        stale = queueing.stale(session)
    if stale:
        database.write(lambda session: queueing.fill_again(session, stale))
    for scope in stale:
        sentence = _("Scope {scope}: an older server had left the queue of the advisors behind; it is right again.")
        yield sentence.format(scope=scope)


def _scopes(session: Session) -> Iterator[str]:
    """Compare each counter with what was numbered: no number may be missing, none given twice, none ahead."""
    numbered = select(col(History.scope), func.count()).group_by(col(History.scope))
    changes = {row[0]: row[1] for row in session.execute(numbered)}
    newest = select(col(StoredRecord.scope), func.max(col(StoredRecord.seq))).group_by(col(StoredRecord.scope))
    records = {row[0]: row[1] for row in session.execute(newest)}
    for scope in session.scalars(select(Scope).order_by(col(Scope.scope))):
        if scope.seq != changes.get(scope.scope, 0) or records.get(scope.scope, 0) > scope.seq:
            sentence = _("Scope {scope}: the counter says {said}, the history holds {held}.")
            held = format_number(changes.get(scope.scope, 0))
            yield sentence.format(scope=scope.scope, said=format_number(scope.seq), held=held)


def _replicas(session: Session) -> Iterator[str]:
    answered = select(col(StoredOutcome.replica), func.count()).group_by(col(StoredOutcome.replica))
    counts = {row[0]: row[1] for row in session.execute(answered)}
    for replica in session.scalars(select(Replica).order_by(col(Replica.id))):
        if replica.last_n != counts.get(replica.id, 0):
            sentence = _("Laptop {replica}: {said} changes were taken, but {held} were answered.")
            held = format_number(counts.get(replica.id, 0))
            yield sentence.format(replica=replica.id, said=format_number(replica.last_n), held=held)
