"""What waits for an advisor, kept beside the records: whoever opens the queue must not go through all that came in.

Whether a record waits follows from its newest change and from the verdicts on it, and from nothing else (`calculated`).
Each transaction that writes one of them sets down anew what it touched; by then it holds the counters of its scopes, so
that of two that meet the later one sees all of the earlier. A database from before this table is filled at the start.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.review import Outcome, Position, ReviewState, Sight, Verdict, review_state
from cdadesk.i18n import N_
from cdadesk.server.bench import Key
from cdadesk.server.copies import position_of
from cdadesk.server.inserting import insert_rows
from cdadesk.server.tables import Filled, History, Queued, Scope, StoredRecord, metadata
from cdadesk.wire.ops import Act

TALK = frozenset({"comment", "verdict", "conflict"})
_BACKGROUND = frozenset(
    {"task", "person", "person_private", "actor", "actor_private", "question_set", "interview_private"}
)
_NAME = "queued"
_CHUNK = 500


class Urgency(Choice):
    """Why a record waits, the most urgent first."""

    disputed = "disputed", N_("Two verdicts differ")
    mended = "mended", N_("Returned, and changed since")
    returned = "returned", N_("Returned")
    new = "new", N_("New")
    changed = "changed", N_("Changed since approval")


_RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}
Given = dict[Key, list[tuple[Position, Verdict]]]


class _Newest(NamedTuple):
    """The newest change of a record."""

    key: Key
    epoch: int
    seq: int
    replica: str
    n: int
    act: str
    received_at: dt.datetime


def set_down(session: Session, touched: Iterable[Key]) -> None:
    """Note anew whether the records wait that a transaction wrote, or whose verdicts it wrote.

    All else of the transaction is written, and the counters of its scopes are held.
    """
    keys = _about(session, set(touched))
    for scope_kind, ids in _portions(keys):
        mine = (col(Queued.scope) == scope_kind[0], col(Queued.kind) == scope_kind[1], col(Queued.id).in_(ids))
        found = session.execute(select(col(Queued.id), col(Queued.urgency), col(Queued.received_at)).where(*mine))
        before = {record: (urgency, at) for record, urgency, at in found}
        after = {row["id"]: row for row in _calculated(session, *scope_kind, ids)}
        same = {each for each, row in after.items() if before.get(each) == (row["urgency"], row["received_at"])}
        gone = before.keys() - same
        if gone:
            session.execute(delete(Queued).where(*mine[:2], col(Queued.id).in_(gone)))
        _insert(session, [row for each, row in after.items() if each not in same])


def ensure(session: Session) -> None:
    """Fill the table of a database that was made before there was one, once; nobody else writes meanwhile."""
    if session.get(Filled, _NAME) is not None:
        return
    fill_again(session, session.scalars(select(col(Scope.scope))).all())
    session.add(Filled(name=_NAME))


def stale(session: Session) -> list[str]:
    """Return the scopes of which the table says something else than the records: an older program wrote beside it."""
    found = []
    for scope in session.scalars(select(col(Scope.scope)).order_by(col(Scope.scope))).all():
        rows = session.execute(select(*metadata.tables["queued"].columns).where(col(Queued.scope) == scope))
        if {tuple(row) for row in rows} != {_in_order(row) for row in calculated(session, scope)}:
            found.append(scope)
    return found


def fill_again(session: Session, scopes: Collection[str]) -> None:
    """Set down anew what waits in these scopes; nobody else writes there meanwhile."""
    held = select(col(Scope.scope)).where(col(Scope.scope).in_(scopes)).order_by(col(Scope.scope)).with_for_update()
    for scope in session.scalars(held).all():
        session.execute(delete(Queued).where(col(Queued.scope) == scope))
        _insert(session, list(calculated(session, scope)))


def _in_order(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[each.name] for each in metadata.tables["queued"].columns)


def calculated(session: Session, scope: str) -> Iterator[dict[str, Any]]:
    """Yield what waits in a scope, as the table should hold it, from the records alone."""
    kinds = select(col(StoredRecord.kind)).where(col(StoredRecord.scope) == scope).distinct()
    for kind in session.scalars(kinds).all():
        if kind not in TALK:
            yield from _calculated(session, scope, kind, None)


def place(urgency: Urgency, kind: str) -> dict[str, Any]:
    """Return with what a row says why a record of a kind waits."""
    return {"urgency": urgency.value, "rank": 2 * _RANKS[urgency] + (kind in _BACKGROUND)}


def verdicts_in(session: Session, scopes: Sequence[str], about: Collection[UUID] | None = None) -> Given:
    """Return the verdicts of some scopes that were not taken out of use, by the record that they judge."""
    found: Given = {}
    rows = select(StoredRecord).where(col(StoredRecord.scope).in_(scopes), col(StoredRecord.kind) == Verdict.kind)
    if about is not None:
        rows = rows.where(col(StoredRecord.hangs_on).in_([str(each) for each in about]))
    for row in session.scalars(rows):
        verdict = _verdict(row)
        if verdict is not None and verdict.about_kind and verdict.about_id and verdict.void is None:
            found.setdefault((row.scope, verdict.about_kind, verdict.about_id), []).append((position_of(row), verdict))
    return found


def _calculated(session: Session, scope: str, kind: str, ids: Collection[UUID] | None) -> Iterator[dict[str, Any]]:
    given = verdicts_in(session, [scope], ids)
    for newest in _newest_changes(session, scope, kind, ids):
        urgency = _urgency(newest, given.get(newest.key, []))
        if urgency is not None:
            at = {"scope": scope, "kind": kind, "id": newest.key[2], "received_at": newest.received_at}
            yield at | place(urgency, kind)


def _newest_changes(session: Session, scope: str, kind: str, ids: Collection[UUID] | None) -> Iterator[_Newest]:
    """Yield records with their newest change, without reading what they hold: there may be very many."""
    columns = (History.epoch, History.seq, History.replica, History.n, History.act, History.received_at)
    changes = (
        select(col(StoredRecord.id), *map(col, columns))
        .join(History, and_(col(History.scope) == col(StoredRecord.scope), col(History.seq) == col(StoredRecord.seq)))
        .where(col(StoredRecord.scope) == scope, col(StoredRecord.kind) == kind)
    )
    if ids is not None:
        changes = changes.where(col(StoredRecord.id).in_(ids))
    for record, *change in session.execute(changes):
        yield _Newest((scope, kind, record), *change)


def _urgency(newest: _Newest, given: list[tuple[Position, Verdict]]) -> Urgency | None:
    """Say why a record waits; one that was thrown away before anybody reviewed it does not."""
    if not given:
        return None if newest.act == Act.void else Urgency.new
    match review_state(given, Sight((newest.epoch, newest.seq), newest.replica, newest.n)):
        case ReviewState.needs_you:
            return Urgency.disputed
        case ReviewState.returned:
            return Urgency.returned
        case ReviewState.none:
            return Urgency.new
        case ReviewState.changed_since:
            _position, latest = max(given, key=lambda pair: (pair[0], pair[1].id))
            return Urgency.mended if latest.outcome is Outcome.returned else Urgency.changed
    return None


def _about(session: Session, touched: Collection[Key]) -> set[Key]:
    """Return the records that were touched, and those that touched verdicts judge."""
    keys = {key for key in touched if key[1] not in TALK}
    for (scope, _kind), ids in _portions({key for key in touched if key[1] == Verdict.kind}):
        mine = (col(StoredRecord.scope) == scope, col(StoredRecord.kind) == Verdict.kind, col(StoredRecord.id).in_(ids))
        for row in session.scalars(select(StoredRecord).where(*mine)):
            verdict = _verdict(row)
            if verdict is not None and verdict.about_kind and verdict.about_id:
                keys.add((scope, verdict.about_kind, verdict.about_id))
    return keys


def _verdict(row: StoredRecord) -> Verdict | None:
    try:
        return payload.read(Verdict, row.scope, row.id, row.values).record
    except ValidationError:
        return None


def _portions(keys: Iterable[Key]) -> Iterator[tuple[tuple[str, str], list[UUID]]]:
    for scope_kind, group in groupby(sorted(keys), key=lambda key: key[:2]):
        ids = [key[2] for key in group]
        yield from ((scope_kind, ids[at : at + _CHUNK]) for at in range(0, len(ids), _CHUNK))


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    insert_rows(session.connection(), metadata.tables["queued"], rows)
