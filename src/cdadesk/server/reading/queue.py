"""What waits for an advisor, as cards: records that came in and nobody has reviewed, or that were changed since."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _
from cdadesk.server.accounts import Member
from cdadesk.server.queueing import Urgency
from cdadesk.server.reading.history_view import people_of
from cdadesk.server.reading.naming import Names, ids_in, kind_words, names_of, title_from
from cdadesk.server.reading.talk import author_of, counts, made_at
from cdadesk.server.reading.wording import Wording, shortened
from cdadesk.server.tables import Queued, StoredRecord, metadata

_MOST_FACTS = 3

Address = tuple[str, str, UUID]
Counted = dict[tuple[str, str], int]

_BY = ("rank", "received_at", "scope", "kind", "id")
_ORDER = [metadata.tables["queued"].c[name] for name in _BY]
FOR_ADVISORS = frozenset({Urgency.disputed, Urgency.mended, Urgency.new, Urgency.changed})
FOR_AGENTS = frozenset({Urgency.disputed, Urgency.returned})


@dataclass(frozen=True)
class Place:
    """One record that waits: where it lies, why it waits, and since when."""

    address: Address
    urgency: Urgency
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


def count(session: Session, scopes: Sequence[str], wanted: Collection[Urgency]) -> Counted:
    """Return how many records of each kind wait in each scope; the caller names only scopes that the reader may see."""
    asked = (
        select(col(Queued.scope), col(Queued.kind), func.count())
        .where(*_waiting(scopes, wanted))
        .group_by(col(Queued.scope), col(Queued.kind))
    )
    return {(scope, kind): count for scope, kind, count in session.execute(asked)}


def queue(
    session: Session, scopes: Sequence[str], wanted: Collection[Urgency], kind: str = "", part: slice = slice(None)
) -> list[Place]:
    """Return a part of what waits in the scopes, the most urgent first, then what waits longest; people come last.

    The caller names only scopes that the reader may see.
    """
    first, last = part.start or 0, part.stop
    asked = select(Queued).where(*_waiting(scopes, wanted, kind)).order_by(*_ORDER).offset(first)
    rows = session.scalars(asked if last is None else asked.limit(last - first))
    return [_place(row) for row in rows]


def beside(
    session: Session, scopes: Sequence[str], wanted: Collection[Urgency], here: Address, *, back: bool
) -> Place | None:
    """Return what waits after a record, or before it; the first of all if it does not wait, None at the end."""
    row = session.get(Queued, here)
    waits = _waiting(scopes, wanted)
    if row is None or row.scope not in scopes or Urgency[row.urgency] not in wanted:
        found = session.scalar(select(Queued).where(*waits).order_by(*_ORDER).limit(1))
    else:
        at = tuple_(*(getattr(row, name) for name in _BY), types=[column.type for column in _ORDER])
        beyond = tuple_(*_ORDER) < at if back else tuple_(*_ORDER) > at
        order = [column.desc() for column in _ORDER] if back else _ORDER
        found = session.scalar(select(Queued).where(*waits, beyond).order_by(*order).limit(1))
    return _place(found) if found is not None else None


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


def _waiting(scopes: Sequence[str], wanted: Collection[Urgency], kind: str = "") -> list[ColumnElement[bool]]:
    urgencies = [each.value for each in wanted]
    waits: list[ColumnElement[bool]] = [col(Queued.scope).in_(scopes), col(Queued.urgency).in_(urgencies)]
    if kind:
        waits.append(col(Queued.kind) == kind)
    return waits


def _place(row: Queued) -> Place:
    return Place((row.scope, row.kind, row.id), Urgency[row.urgency], row.received_at)


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
