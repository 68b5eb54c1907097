"""What laptops still held after this server was restored: kept for people to look at, applied by nobody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import cluster_of, is_private
from cdadesk.server import blanking
from cdadesk.server.scopes import all_clusters
from cdadesk.server.tables import History, RecoveredRow, Replica, User
from cdadesk.server.taking import Sender
from cdadesk.wire.pages import Change, Row, SetAside


@dataclass(frozen=True)
class Recovered:
    """How much one laptop brought of one scope, and when the newest of it came."""

    replica: UUID
    laptop: str
    person: str
    scope: str
    cluster: str
    records: int
    received_at: dt.datetime

    @property
    def private(self) -> bool:
        """Say whether it lies behind the wall, where no administrator looks."""
        return is_private(self.scope)


def keep(session: Session, sender: Sender, brought: SetAside, now: dt.datetime) -> None:
    """Keep rows of scopes that the sender may read; what the same laptop brought before is kept once.

    Nothing is kept of what was erased since.
    """
    rows, replica, readable = {}, sender.replica, frozenset(sender.member.readable())
    for scope, whole in brought.rows:
        if scope not in readable:
            continue
        row = blanking.row_to_keep(session, scope, whole)
        digest = blanking.digest_of(scope, row)
        rows[scope, digest] = {
            "scope": scope,
            "replica": replica,
            "digest": digest,
            "kind": row.kind,
            "record": row.id,
            "row": row.plain(),
            "received_at": now,
        }
    known = select(col(RecoveredRow.scope), col(RecoveredRow.digest)).where(col(RecoveredRow.replica) == replica)
    here = {(scope, digest) for scope, digest in session.execute(known)}
    fresh = [values for key, values in rows.items() if key not in here]
    if fresh:
        session.execute(insert(RecoveredRow), fresh)


def has_of(session: Session, author: str) -> bool:
    """Say whether a laptop brought anything that was written under an author id."""
    rows = session.scalars(select(col(RecoveredRow.row)).execution_options(yield_per=500))
    return any(change["author"] == author for row in rows for change in row["changes"])


def summary(session: Session) -> list[Recovered]:
    """Return what each laptop brought, the newest first."""
    newest = func.max(col(RecoveredRow.received_at))
    records = func.count(func.distinct(col(RecoveredRow.record)))
    found = (
        select(col(RecoveredRow.replica), col(RecoveredRow.scope), records, newest)
        .group_by(col(RecoveredRow.replica), col(RecoveredRow.scope))
        .order_by(newest.desc(), col(RecoveredRow.scope))
    )
    clusters = all_clusters(session)
    lines = []
    for replica, scope, count, at in session.execute(found):
        laptop, person = _owner(session, replica)
        cluster = cluster_of(scope)
        lines.append(Recovered(replica, laptop, person, scope, clusters.get(cluster, "") if cluster else "", count, at))
    return lines


def rows_of(session: Session, replica: UUID, scope: str) -> list[dict[str, object]]:
    """Return what a laptop brought of a scope, as it lies on the wire; `back` says what has come here since by itself.

    A change is back when its laptop has sent it anew: known by record, hand and the time at which it was written.
    """
    mine = (col(RecoveredRow.replica) == replica, col(RecoveredRow.scope) == scope)
    rows = session.scalars(select(RecoveredRow).where(*mine).order_by(col(RecoveredRow.kind), col(RecoveredRow.record)))
    return [{"scope": scope, "back": _is_back(session, scope, Row.read(each.row)), **each.row} for each in rows]


def _owner(session: Session, replica: UUID) -> tuple[str, str]:
    found = session.get(Replica, replica)
    user = session.get(User, found.user) if found else None
    return (found.laptop if found else ""), (user.name if user else "")


def _is_back(session: Session, scope: str, row: Row) -> bool:
    about = (col(History.scope) == scope, col(History.kind) == row.kind, col(History.record) == row.id)
    here = [(each.made_at, each.author, each.fields) for each in session.scalars(select(History).where(*about))]
    return all(_among(change, here) for change in row.changes)


def _among(change: Change, here: Sequence[tuple[dt.datetime, str, dict[str, object]]]) -> bool:
    made, said = dt.datetime.fromisoformat(change.made_at), change.fields.items()
    return any(at == made and by == change.author and said <= fields.items() for at, by, fields in here)
