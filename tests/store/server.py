"""A server in a dict: the real merge, numbers and chain, and none of the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cdadesk.clock import Clock, instant_text, local_day, new_id
from cdadesk.domain.kernel.record import Record
from cdadesk.store.store import Store
from cdadesk.wire.merge import EMPTY, Copy, Writer, merge
from cdadesk.wire.messages import (
    Batch,
    Outcome,
    Outcomes,
    Refusal,
    Result,
)
from cdadesk.wire.ops import NOTHING_SEEN, Act, Op, Seen, chain_start, chained
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests.builders import SCOPE

Key = tuple[str, str, UUID]
Reason = tuple[str, str]


def _parked(entry: Any) -> Outcome:
    return Outcome(entry.n, Result.rejected, code="parked", sentence="Laid aside.")


@dataclass
class Known:
    """What the server knows of a replica."""

    n: int
    h: str
    outcomes: dict[int, Outcome] = field(default_factory=dict)


@dataclass
class DictServer:
    """Merges ops and tells news; `refuses` says why an op is rejected, if it is."""

    refuses: Callable[[Op], Reason | None] = lambda _op: None
    copies: dict[Key, Copy] = field(default_factory=dict)
    newest: dict[Key, int] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    replicas: dict[UUID, Known] = field(default_factory=dict)

    def take(self, replica: UUID, batch: Batch) -> Outcomes:
        """Take a batch in, as the protocol says."""
        known = self.replicas.setdefault(replica, Known(0, chain_start(replica)))
        if batch.entries[0].n > known.n + 1:
            return Outcomes(1, known.n, refusal=Refusal.gap)
        told = []
        for entry in batch.entries:
            if entry.n == known.n + 1:
                known.n, known.h = entry.n, chained(known.h, entry)
                known.outcomes[entry.n] = _parked(entry) if batch.park else self._judge(replica, entry)
            told.append(known.outcomes[entry.n])
        return Outcomes(1, known.n, tuple(told))

    def page(self, store: Store, scopes: Iterable[str], room: int = 1_000) -> Page:
        """Tell a laptop what is newer than its cursors, so many rows of each scope at most."""
        cursors, floors = store.cursors(), store.floors()
        return Page(tuple(self._slice(each, _both(cursors, floors, each), room) for each in scopes))

    def writes(self, record: Record, fields: dict[str, Any], base: Seen | None = None, author: str = "ta") -> Seen:
        """Let somebody else, on another laptop, change a record."""
        return self.writes_at((record.scope, record.kind, record.id), fields, base, author)

    def writes_at(self, key: Key, fields: dict[str, Any], base: Seen | None = None, author: str = "ta") -> Seen:
        """Let somebody else change what may be of any kind."""
        return self._writes(key, fields, base, author, Act.set)

    def erases(self, record: Record, *paths: str, base: Seen | None = None) -> Seen:
        """Let somebody else erase paths of a record."""
        return self.erases_at((record.scope, record.kind, record.id), *paths, base=base)

    def erases_at(self, key: Key, *paths: str, base: Seen | None = None) -> Seen:
        """Let somebody else erase paths of what may be of any kind."""
        return self._writes(key, dict.fromkeys(paths), base, "ta", Act.erase)

    def _writes(self, key: Key, fields: dict[str, Any], base: Seen | None, author: str, act: Act) -> Seen:
        scope, kind, record = key
        now = Clock().now()
        op = Op(1, scope, kind, record, base, act, fields, author, now, local_day(now), new_id())
        seen = self._judge(new_id(), op).seen
        assert seen is not None
        return seen

    def values(self, record: Record) -> Mapping[str, Any]:
        """Return the server's values of a record."""
        return self.copies.get((record.scope, record.kind, record.id), EMPTY).values

    def row(self, record: Record) -> Row:
        """Return the whole row of a record, as somebody receives it who never saw it."""
        key = (record.scope, record.kind, record.id)
        return self._row(self.newest[key], key, NOTHING_SEEN)

    def _judge(self, replica: UUID, op: Any) -> Outcome:
        reason = self.refuses(op)
        if reason:
            return Outcome(op.n, Result.rejected, code=reason[0], sentence=reason[1])
        key = (op.scope, op.kind, op.record)
        self.heads[op.scope] = self.heads.get(op.scope, 0) + 1
        seen = Seen(1, self.heads[op.scope])
        writer = Writer(str(replica), op.author, instant_text(op.made_at), instant_text(op.made_at), op.n)
        merged = merge(self.copies.get(key, EMPTY), op, seen, writer)
        self.copies[key] = merged.copy
        self.newest[key] = seen.seq
        return Outcome(op.n, merged.result, seen, tuple(new_id() for _clash in merged.clashes))

    def _slice(self, scope: str, known: tuple[Seen, Seen], room: int) -> Slice:
        cursor, floor = known
        head = Seen(1, self.heads.get(scope, 0)) if scope in self.heads else NOTHING_SEEN
        keys = sorted((seq, key) for key, seq in self.newest.items() if key[0] == scope and Seen(1, seq) > cursor)
        rows = tuple(self._row(seq, key, floor) for seq, key in keys[:room])
        reached = head if len(keys) <= room else Seen(1, rows[-1].seq)
        return Slice(scope, rows, reached, head)

    def _row(self, seq: int, key: Key, floor: Seen) -> Row:
        copy = self.copies[key]
        changes = []
        for seen, writer in sorted(copy.writers.items()):
            fields = {path: copy.values.get(path) for path, stamp in copy.stamps.items() if stamp == seen}
            if seen > floor:
                told = (writer.replica, writer.author, writer.made_at, writer.received_at)
                changes.append(Change(seen, *told, fields, writer.n))
        erased = {path: at for path, at in copy.erased.items() if at > floor}
        return Row(seq, key[1], key[2], tuple(changes), erased)


def _both(cursors: Mapping[str, Seen], floors: Mapping[str, Seen], scope: str) -> tuple[Seen, Seen]:
    return cursors.get(scope, NOTHING_SEEN), floors.get(scope, NOTHING_SEEN)


def exchange(store: Store, server: DictServer, scopes: Iterable[str], room: int = 1_000) -> None:
    """Do one exchange as `sync` does: a batch, its outcomes, a page."""
    batch = store.next_to_send(10**9)
    if batch is not None:
        store.settle(server.take(store.replica, batch))
    store.apply(server.page(store, scopes, room))


def send(store: Store, server: DictServer) -> None:
    """Send all that waits, and settle it."""
    batch = store.next_to_send(10**9)
    assert batch is not None, "nothing waits"
    store.settle(server.take(store.replica, batch))


def receive(store: Store, server: DictServer, room: int = 1_000) -> frozenset[tuple[str, UUID]]:
    """Take one page of the tests' cluster in."""
    return store.apply(server.page(store, [SCOPE], room))
