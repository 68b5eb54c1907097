"""What advisors approved, in the state that they approved: all that the programme office reads of single records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import cluster_of, cluster_scope
from cdadesk.domain.review import Outcome, Position, ReviewState, Sight, Verdict, review_state
from cdadesk.server.accounts import Member
from cdadesk.server.bench import Key
from cdadesk.server.copies import copy_of
from cdadesk.server.queueing import verdicts_in
from cdadesk.server.reading.history_view import people_of
from cdadesk.server.reading.naming import Names, Pointed, ids_in, title_of
from cdadesk.server.reading.talk import author_of, made_at
from cdadesk.server.records import Standing
from cdadesk.server.tables import History, StoredRecord
from cdadesk.server.troubles import NotFound
from cdadesk.wire.ops import Seen
from cdadesk.wire.rights import Doing

_BEFORE_ALL = Sight()


@dataclass(frozen=True)
class Approval:
    """An advisor's approval that holds: of which record, in which state of it, and which record says so."""

    address: Key
    judged: Sight
    position: Position
    verdict: UUID


@dataclass(frozen=True)
class Approved:
    """A record as it was approved, what it was called then, by whom and when; `changed` if it stands otherwise now."""

    standing: Standing
    title: str
    by: str
    at: datetime
    changed: bool

    @property
    def cluster(self) -> UUID:
        """Return the cluster whose record it is."""
        cluster = cluster_of(self.standing.scope)
        if cluster is None:
            raise NotFound(self.standing.scope)
        return cluster


def approvals(session: Session, member: Member) -> list[Approval]:
    """Return the approvals that hold in the clusters of a member, the newest first."""
    scopes = [cluster_scope(each) for each in member.clusters]
    may_see = [each for each in scopes if member.may(Doing.read_approved, each, "")]
    given = verdicts_in(session, may_see)
    found = (_approval(address, verdicts) for address, verdicts in given.items())
    return sorted((each for each in found if each is not None), key=lambda each: each.position, reverse=True)


def read_approved(session: Session, shown: Sequence[Approval]) -> list[Approved]:
    """Return approved records as they were approved.

    Left out are those in the trash or gone by now, and those whose approval does not say of which state it is.
    """
    rows = _rows(session, (each.address for each in shown))
    words = _rows(session, ((each.address[0], Verdict.kind, each.verdict) for each in shown))
    people = people_of(session, (author_of(row) for row in words.values()))
    found = []
    for each in shown:
        row, word = rows.get(each.address), words.get((each.address[0], Verdict.kind, each.verdict))
        if row is None or word is None or not row.values or row.values.get("void"):
            continue
        stood = _as_approved(session, row, each.judged)
        if stood is None:
            continue
        standing, changed = stood
        title = title_of(row.kind, row.scope, row.id, standing.copy.values)
        found.append(Approved(standing, title, people.author(author_of(word)), made_at(word), changed))
    return found


def approved_record(session: Session, member: Member, address: Key) -> tuple[Approved, Names]:
    """Return one approved record, and the names of those it points at as far as they are approved, too.

    Raises NotFound for one that is not approved now, or out of reach.
    """
    held = approvals(session, member)
    found = read_approved(session, [each for each in held if each.address == address])
    if not found:
        raise NotFound(str(address[2]))
    pointed = {each for value in found[0].standing.copy.values.values() for each in ids_in(value)}
    beside = [each for each in held if each.address[2] in pointed and each.address[0] == address[0]]
    names = {
        each.standing.id: Pointed(each.standing.scope, each.standing.kind, each.standing.id, each.title)
        for each in read_approved(session, beside)
    }
    return found[0], names


def _approval(address: Key, verdicts: list[tuple[Position, Verdict]]) -> Approval | None:
    """Return the approval of a record if its latest verdict is one, and nobody disputes it."""
    if review_state(verdicts, _BEFORE_ALL) is not ReviewState.approved:
        return None
    approving = [pair for pair in verdicts if pair[1].outcome is Outcome.approved]
    position, verdict = max(approving, key=lambda pair: (pair[0], pair[1].id))
    return Approval(address, Sight.read(verdict.judged), position, verdict.id)


def _as_approved(session: Session, row: StoredRecord, judged: Sight) -> tuple[Standing, bool] | None:
    """Return a record in the state that was judged, and whether it was changed since; None if nothing was judged."""
    changes = list(
        session.scalars(
            select(History)
            .where(col(History.scope) == row.scope, col(History.kind) == row.kind, col(History.record) == row.id)
            .order_by(col(History.seq))
        )
    )
    seen = [each for each in changes if judged.includes(Sight((each.epoch, each.seq), each.replica, each.n))]
    if not seen:
        return None
    changed, copy, newest = len(seen) < len(changes), copy_of(row), seen[-1]
    if changed:
        copy = replace(copy, values=_what_stood(seen))
    base = Seen(newest.epoch, newest.seq)
    return Standing(row.scope, row.kind, row.id, copy, base, (newest.replica, newest.n)), changed


def _what_stood(changes: Iterable[History]) -> dict[str, Any]:
    """Return the values after some changes; what met another's word and did not stand is left out."""
    values: dict[str, Any] = {}
    for change in changes:
        values |= {path: value for path, value in change.fields.items() if path not in change.refused}
    return {path: value for path, value in values.items() if value is not None}


def _rows(session: Session, addresses: Iterable[Key]) -> dict[Key, StoredRecord]:
    wanted = set(addresses)
    found = select(StoredRecord).where(
        col(StoredRecord.scope).in_({scope for scope, _kind, _id in wanted}),
        col(StoredRecord.kind).in_({kind for _scope, kind, _id in wanted}),
        col(StoredRecord.id).in_({record for _scope, _kind, record in wanted}),
    )
    return {key: row for row in session.scalars(found) if (key := (row.scope, row.kind, row.id)) in wanted}
