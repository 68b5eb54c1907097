"""The bench: records of one transaction, read together, changed, and written back together.

What a person sees of a record is the server's copy with this laptop's own changes laid over it. The copy is kept
beside the row only while such changes exist; without them the row is the copy.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, select, update

from cdadesk.clock import instant_text
from cdadesk.domain.kernel.payload import Leaves
from cdadesk.store import outbox, search
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Kept, Schema
from cdadesk.store.tables import guest_op, op, server_copy
from cdadesk.wire.merge import effects
from cdadesk.wire.ops import Act, Op, Seen, covered
from cdadesk.wire.pages import Change

_CHUNK = 500

Address = tuple[str, UUID]


class Addresses(Set[Address]):
    """Which records: those that were worked on, and those that came new by the thousand, whom few ask for by name."""

    def __init__(self, known: frozenset[Address], new: Sequence[tuple[str, Sequence[str]]] = ()) -> None:
        self.known = known
        self._new = new

    @cached_property
    def _all(self) -> frozenset[Address]:
        return self.known.union((kind, UUID(each)) for kind, ids in self._new for each in ids)

    def among(self, some: Collection[Address]) -> "Addresses":
        """Return those worked on that are among some, and all that came new."""
        return Addresses(self.known.intersection(some), self._new)

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> frozenset[Any]:
        return frozenset(it)

    def __contains__(self, address: object) -> bool:
        """Say whether a record is among them."""
        return address in self._all

    def __iter__(self) -> Iterator[Address]:
        """Yield all of them."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self.known) + sum(len(ids) for _kind, ids in self._new)


_DROP_COPY = delete(server_copy).where(
    server_copy.c.kind == bindparam("of_kind"), server_copy.c.record == bindparam("of_record")
)


@dataclass(frozen=True)
class Laid:
    """One change of ours that lies over the server's copy; `seen` once the server has numbered it."""

    n: int
    fields: Mapping[str, Any]
    state: OpState
    seen: Seen | None
    act: Act = Act.set

    def over(self, leaves: Leaves) -> Leaves:
        """Return the leaves with this change laid over them; an erasure takes all below its paths."""
        if self.act is Act.erase:
            return {path: value for path, value in leaves.items() if not covered(path, self.fields)}
        return fold(leaves, self.fields)


@dataclass(frozen=True)
class Guest:
    """One change of a colleague, seen on a stick, that lies over the server's copy; `seen` once it has a number."""

    id: int
    replica: str
    n: int
    fields: Mapping[str, Any]
    seen: Seen | None
    made_at: str = ""

    def is_told_by(self, change: Change) -> bool:
        """Say whether a change in a page is this one: a twin of that laptop may have given its number to another."""
        of_both = self.fields.keys() & change.fields.keys()
        is_named = (change.replica, change.n, change.made_at) == (self.replica, self.n, self.made_at)
        return is_named and all(self.fields[path] == change.fields[path] for path in of_both)

    def over(self, leaves: Leaves) -> Leaves:
        """Return the leaves with this change laid over them."""
        return fold(leaves, self.fields)


@dataclass
class OnBench:
    """One record as it is worked on. `kept` is None until there is a row, `copy` until something lies over it.

    Over the copy lie first the `guests`, then what is `laid` by this laptop.
    """

    kind: str
    scope: str
    id: UUID
    kept: Kept | None = None
    copy: Leaves | None = None
    laid: list[Laid] = field(default_factory=list)
    lifted: list[int] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    sent_home: list[int] = field(default_factory=list)
    had_copy: bool = False

    @property
    def seen(self) -> Seen | None:
        """Return what the server last told of the record."""
        return self.kept.seen if self.kept else None

    def shared(self) -> Leaves:
        """Return the leaves that the person sees, without those that stay on this laptop."""
        return self.kept.shared() if self.kept else {}

    def local(self) -> Leaves:
        """Return the leaves that stay on this laptop."""
        return self.kept.local() if self.kept else {}

    def server_leaves(self) -> Leaves:
        """Return the leaves of the server's copy."""
        return self.shared() if self.copy is None else self.copy

    def blank(self, erased: Sequence[str]) -> None:
        """Forget what stood at erased paths, in the copy and in what is shown; the caller lays the record anew."""
        if self.copy is not None:
            self.copy = {path: value for path, value in self.copy.items() if not covered(path, erased)}
        if self.kept is not None:
            self.kept = self.kept.without(erased)

    def lift(self, over: Sequence[Laid]) -> None:
        """Take changes off the copy: it holds them already, or something newer stands for them."""
        gone = {each.n for each in over}
        self.lifted += gone
        self.laid = [each for each in self.laid if each.n not in gone]

    def send_home(self, over: Sequence[Guest]) -> None:
        """Take changes of colleagues off the copy."""
        gone = {each.id for each in over}
        self.sent_home += gone
        self.guests = [each for each in self.guests if each.id not in gone]

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing is left: all that was ever seen of the record was on a stick, and did not come to be."""
        over = self.laid or self.guests or self.seen
        return self.kept is not None and not over and not self.shared() and not self.local()


def fold(leaves: Mapping[str, Any], fields: Mapping[str, Any]) -> Leaves:
    """Return the leaves after a change; None empties a leaf."""
    return {path: value for path, value in {**leaves, **fields}.items() if value is not None}


class Bench:
    """The records of one transaction."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self.connection = connection
        self.schema = schema
        self._here: dict[Address, OnBench] = {}
        self._changed: dict[Address, OnBench] = {}
        self.erased = False
        self._written: frozenset[Address] = frozenset()
        self._new: list[tuple[str, Sequence[str]]] = []

    def fetch_all(self, records: Iterable[tuple[str, str, UUID]]) -> None:
        """Read records, given as (kind, scope, id); cheaper than one after the other."""
        by_kind: dict[str, dict[UUID, str]] = {}
        for kind, scope, record in records:
            by_kind.setdefault(kind, {})[record] = scope
        for kind, scopes in by_kind.items():
            self.fetch(kind, scopes)

    def fetch(self, kind: str, scopes: Mapping[UUID, str]) -> None:
        """Read records of one kind, given with their scopes."""
        ids = [each for each in scopes if (kind, each) not in self._here]
        for at in range(0, len(ids), _CHUNK):
            self._fetch(kind, {each: scopes[each] for each in ids[at : at + _CHUNK]})

    def on(self, kind: str, scope: str, record: UUID) -> OnBench:
        """Return one record to work on."""
        if (kind, record) not in self._here:
            self._fetch(kind, {record: scope})
        return self._here[kind, record]

    def holds(self, kind: str, record: UUID) -> bool:
        """Say whether a record is being worked on."""
        return (kind, record) in self._here

    def holds_any(self, kind: str, records: Collection[str]) -> bool:
        """Say whether one of these records of a kind is being worked on."""
        return any(each == kind and str(record) in records for each, record in self._here)

    def is_busy(self) -> bool:
        """Say whether any record is being worked on."""
        return bool(self._here)

    def note_new(self, kind: str, records: Sequence[str]) -> None:
        """Note records that were written at once, and never were on the bench."""
        self._new.append((kind, records))

    def every(self, kind: str, condition: ColumnElement[bool]) -> list[OnBench]:
        """Return the records of an entity that fit a condition on their rows."""
        table = self.schema.table(kind)
        found = self.connection.execute(select(table.c.id, table.c.scope).where(condition))
        scopes = {UUID(row.id): row.scope for row in found}
        self.fetch(kind, scopes)
        return [self._here[kind, each] for each in scopes]

    def lay(self, place: OnBench, server: Leaves, seen: Seen | None, local: Leaves | None = None) -> None:
        """Lay what is left of our own changes over the server's leaves, and keep what comes out as the record."""
        if local is None:
            local = place.local()
        shown = server
        for guest in place.guests:
            shown = guest.over(shown)
        for each in place.laid:
            shown = each.over(shown)
        place.copy = server if place.laid or place.guests else None
        place.kept = self.schema.read(place.kind, place.scope, place.id, shown | local, seen)
        self._changed[place.kind, place.id] = place

    def relay(self, place: OnBench) -> None:
        """Lay the changes anew after some of them were lifted."""
        self.lay(place, place.server_leaves(), place.seen)

    def lay_own_anew(self, records: Iterable[tuple[str, str, UUID]]) -> list[OnBench]:
        """Lay this laptop's own changes over the copy as the outbox holds them now; return the records."""
        keys = set(records)
        for kind, _scope, record in keys:
            self._here.pop((kind, record), None)
        self.fetch_all(keys)
        places = [self.on(*key) for key in sorted(keys)]
        for place in places:
            self.relay(place)
        return places

    def drop_copy(self, place: OnBench) -> None:
        """Take away what the server does not hold; what of our own lies over it stays, and else the record goes."""
        if place.laid or place.guests:
            self.lay(place, {}, None)
            return
        if place.kept is not None:
            self.schema.delete(self.connection, place.kept.record)
            search.forget(self.connection, place.kind, place.id)
        place.kept, place.copy = None, None
        self._changed[place.kind, place.id] = place

    def changed(self) -> Addresses:
        """Return which records were changed so far."""
        return Addresses(self._written | frozenset(self._changed), tuple(self._new))

    def write(self) -> None:
        """Write back all that changed so far, and go on; what is asked for next is read anew."""
        self.finish()
        self._written |= frozenset(self._changed)
        self._here.clear()
        self._changed.clear()

    def finish(self) -> None:
        """Write back all that changed: rows, copies, the search, and which ops lie over what."""
        places = list(self._changed.values())
        kept = [place.kept for place in places if place.kept and not place.is_nothing]
        self.schema.write(self.connection, kept)
        self._write_copies(places)
        lifted = [n for place in places for n in place.lifted]
        if lifted:
            self.connection.execute(update(op).where(op.c.n.in_(lifted)).values(laid_over=False))
        for at in range(0, len(kept), _CHUNK):
            search.index(self.connection, [each.record for each in kept[at : at + _CHUNK]])
        self._send_home(places)
        if self.erased:
            search.scour(self.connection)

    def _fetch(self, kind: str, scopes: Mapping[UUID, str]) -> None:
        rows = self.schema.load(self.connection, kind, list(scopes))
        for record, scope in scopes.items():
            kept = rows.get(record)
            self._here[kind, record] = OnBench(kind, kept.record.scope if kept else scope, record, kept)
        asked = [str(each) for each in scopes]
        visiting = (guest_op.c.kind == kind, guest_op.c.record.in_(asked), guest_op.c.laid_over)
        for row in self.connection.execute(select(guest_op).where(*visiting).order_by(guest_op.c.id)):
            self._here[kind, UUID(row.record)].guests.append(guest_of(row))
        for row in self._of(kind, asked):
            self._here[kind, UUID(row.record)].laid.append(_laid(row))
        copies = select(server_copy).where(server_copy.c.kind == kind, server_copy.c.record.in_(asked))
        for row in self.connection.execute(copies):
            place = self._here[kind, UUID(row.record)]
            place.copy, place.had_copy = row.leaves, True

    def _of(self, kind: str, records: Sequence[str]) -> list[Row[Any]]:
        mine = (op.c.kind == kind, op.c.record.in_(records), op.c.laid_over)
        return list(self.connection.execute(select(op).where(*mine).order_by(op.c.n)))

    def _send_home(self, places: Sequence[OnBench]) -> None:
        home = [each for place in places for each in place.sent_home]
        if home:
            self.connection.execute(update(guest_op).where(guest_op.c.id.in_(home)).values(laid_over=False))
        for place in places:
            if place.is_nothing and place.kept:
                self.schema.delete(self.connection, place.kept.record)
                search.forget(self.connection, place.kind, place.id)

    def _write_copies(self, places: Sequence[OnBench]) -> None:
        old = [{"of_kind": place.kind, "of_record": str(place.id)} for place in places if place.had_copy]
        if old:
            self.connection.execute(_DROP_COPY, old)
        values = [
            {"scope": place.scope, "kind": place.kind, "record": str(place.id), "leaves": place.copy}
            for place in places
            if place.copy is not None
        ]
        if values:
            self.connection.execute(insert(server_copy), values)


def guest_of(row: Row[Any]) -> Guest:
    """Return what a row holds of a colleague's op."""
    entry = outbox.entry_of(row)
    fields = effects(entry) if isinstance(entry, Op) else {}
    made_at = instant_text(entry.made_at) if isinstance(entry, Op) else ""
    return Guest(row.id, row.replica, row.n, fields, None if row.seq is None else Seen(row.epoch, row.seq), made_at)


def _laid(row: Row[Any]) -> Laid:
    entry = outbox.entry_of(row)
    act = entry.act if isinstance(entry, Op) else Act.set
    fields = entry.fields if isinstance(entry, Op) and act is not Act.move else {}
    return Laid(row.n, fields, OpState(row.state), None if row.seq is None else Seen(row.epoch, row.seq), act)
