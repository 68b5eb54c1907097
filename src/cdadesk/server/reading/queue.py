"""What waits for an advisor: records that came in and nobody has reviewed, or that were changed since."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.fields import Choice, describe
from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import Outcome, Position, ReviewState, Sight, Verdict, review_state
from cdadesk.i18n import N_, _
from cdadesk.server.accounts import Member
from cdadesk.server.reading.history_view import people_of
from cdadesk.server.reading.naming import Names, ids_in, kind_words, names_of, read_record, title_from
from cdadesk.server.reading.talk import author_of, counts, made_at, position_of
from cdadesk.server.reading.wording import Wording, shortened
from cdadesk.server.tables import History, StoredRecord
from cdadesk.wire.ops import Act

TALK = frozenset({"comment", "verdict", "conflict"})
_BACKGROUND = ("task", "person", "person_private", "actor", "actor_private")
_MOST_FACTS = 3

Address = tuple[str, str, UUID]


class Urgency(Choice):
    """Why a record waits, the most urgent first."""

    disputed = "disputed", N_("Two verdicts differ")
    mended = "mended", N_("Returned, and changed since")
    returned = "returned", N_("Returned")
    new = "new", N_("New")
    changed = "changed", N_("Changed since approval")


_RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}
FOR_ADVISORS = frozenset({Urgency.disputed, Urgency.mended, Urgency.new, Urgency.changed})
FOR_AGENTS = frozenset({Urgency.disputed, Urgency.returned})


@dataclass(frozen=True)
class Place:
    """One record that waits: where it lies, why it waits, and since when."""

    address: Address
    urgency: Urgency
    received_at: dt.datetime


class _Newest(NamedTuple):
    """The newest change of a record."""

    address: Address
    epoch: int
    seq: int
    replica: str
    n: int
    act: str
    received_at: dt.datetime


@dataclass(frozen=True)
class Card:
    """One record of the queue in words."""

    place: Place
    title: str
    kind: str
    cluster: str
    author: str
    made_at: dt.datetime
    facts: tuple[tuple[str, str], ...]
    comments: int
    conflicts: int


def queue(session: Session, scopes: Sequence[str], wanted: Collection[Urgency]) -> list[Place]:
    """Return what waits in the scopes, the most urgent first, then what waits longest; lists of people come last.

    The caller names only scopes that the reader may see.
    """
    given = verdicts_by_record(session, scopes)
    found = (_place(newest, given.get(newest.address, [])) for newest in _newest_changes(session, scopes))
    return sorted((each for each in found if each is not None and each.urgency in wanted), key=_rank)


def cards(session: Session, member: Member, places: Sequence[Place], clusters: Mapping[UUID, str]) -> list[Card]:
    """Return the cards of some places."""
    rows = _rows(session, [each.address for each in places])
    scopes = sorted({scope for scope, _kind, _id in rows})
    ids = [each.address[2] for each in places]
    names = {scope: _names(session, member, scope, rows.values()) for scope in scopes}
    comments, conflicts = (counts(session, scopes, ids, kind) for kind in ("comment", "conflict"))
    people = people_of(session, (author_of(row) for row in rows.values()))
    return [
        Card(
            place=place,
            title=title_from(rows[place.address]),
            kind=kind_words(place.address[1]),
            cluster=_cluster_name(place.address[0], clusters),
            author=people.author(author_of(rows[place.address])),
            made_at=made_at(rows[place.address]),
            facts=tuple(_facts(rows[place.address], names[place.address[0]])),
            comments=comments.get(place.address[2], 0),
            conflicts=conflicts.get(place.address[2], 0),
        )
        for place in places
        if place.address in rows
    ]


def _newest_changes(session: Session, scopes: Sequence[str]) -> Iterator[_Newest]:
    """Yield every record with its newest change, without reading what it holds: there may be very many."""
    columns = (History.epoch, History.seq, History.replica, History.n, History.act, History.received_at)
    changes = (
        select(col(StoredRecord.scope), col(StoredRecord.kind), col(StoredRecord.id), *map(col, columns))
        .join(History, and_(col(History.scope) == col(StoredRecord.scope), col(History.seq) == col(StoredRecord.seq)))
        .where(col(StoredRecord.scope).in_(scopes), col(StoredRecord.kind).not_in(TALK))
    )
    for scope, kind, record, *change in session.execute(changes):
        yield _Newest((scope, kind, record), *change)


def verdicts_by_record(session: Session, scopes: Sequence[str]) -> dict[Address, list[tuple[Position, Verdict]]]:
    """Return the verdicts of some scopes that were not taken out of use, by the record that they judge."""
    found: dict[Address, list[tuple[Position, Verdict]]] = {}
    rows = select(StoredRecord).where(col(StoredRecord.scope).in_(scopes), col(StoredRecord.kind) == Verdict.kind)
    for row in session.scalars(rows):
        reading = read_record(row.kind, row.scope, row.id, row.values)
        verdict = reading.record if reading else None
        if isinstance(verdict, Verdict) and verdict.about_kind and verdict.about_id and verdict.void is None:
            address = (row.scope, verdict.about_kind, verdict.about_id)
            found.setdefault(address, []).append((position_of(row), verdict))
    return found


def _place(newest: _Newest, given: list[tuple[Position, Verdict]]) -> Place | None:
    urgency = _urgency(newest, given)
    if urgency is None:
        return None
    return Place(newest.address, urgency, newest.received_at)


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


def _rank(place: Place) -> tuple[int, bool, dt.datetime, Address]:
    kind = place.address[1]
    return _RANKS[place.urgency], kind in _BACKGROUND, place.received_at, place.address


def _rows(session: Session, addresses: Sequence[Address]) -> dict[Address, StoredRecord]:
    found = select(StoredRecord).where(
        col(StoredRecord.scope).in_({scope for scope, _kind, _id in addresses}),
        col(StoredRecord.kind).in_({kind for _scope, kind, _id in addresses}),
        col(StoredRecord.id).in_({record for _scope, _kind, record in addresses}),
    )
    return {(row.scope, row.kind, row.id): row for row in session.scalars(found)}


def _names(session: Session, member: Member, scope: str, rows: Iterable[StoredRecord]) -> Names:
    own = [row for row in rows if row.scope == scope]
    pointers = [row.values[name] for row in own for name in row.values if "/" not in name and ids_in(row.values[name])]
    return names_of(session, member, scope, pointers)


def _facts(row: StoredRecord, names: Names) -> Iterator[tuple[str, str]]:
    """Yield what stands in the first columns of a record's table and not in its title already."""
    entity = ENTITIES.get(row.kind)
    if entity is None:
        return
    wording, title, told = Wording(row.kind, row.values, names), title_from(row), 0
    declared = describe(entity)
    for name in entity.columns:
        value = row.values.get(name)
        words = in_one_line(wording.value(declared[name], value)) if name in declared and value is not None else ""
        if words and words not in title and told < _MOST_FACTS:
            told += 1
            yield _(declared[name].label), shortened(words)


def _cluster_name(scope: str, clusters: Mapping[UUID, str]) -> str:
    cluster = cluster_of(scope)
    return clusters.get(cluster, "") if cluster else _("The programme")
