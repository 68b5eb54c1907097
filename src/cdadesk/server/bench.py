"""The bench: the records of one transaction, locked together, merged in memory, numbered and written back.

While ops are merged they carry provisional numbers. A scope's counter is taken last, so that whoever commits later has
the higher number, and a reader who follows the numbers misses nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import read_instant
from cdadesk.server.copies import columns_of, copy_of
from cdadesk.server.inserting import insert_rows
from cdadesk.server.tables import Scope, ScopeAuthor, StoredRecord, metadata
from cdadesk.wire.merge import EMPTY, Copy, Merged, Writer, effects, merge
from cdadesk.wire.ops import Op, Seen

Key = tuple[str, str, UUID]
T = TypeVar("T")

_PROVISIONAL = 2**40  # an epoch that no server lives to see
_CHUNK = 500


@dataclass(frozen=True)
class _Numbered:
    """One op that was merged: its provisional number, its hand, and what of it stands."""

    seen: Seen
    op: Op
    writer: Writer
    merged: Merged


class Bench:
    """The records that the ops of one transaction touch."""

    def __init__(self, session: Session, keys: Iterable[Key]) -> None:
        self._session = session
        self._copies = {key: copy for group in _by_kind(keys) for key, copy in _locked(session, group)}
        self._stored = frozenset(self._copies)
        self._numbered: list[_Numbered] = []
        self._newest: dict[Key, Seen] = {}
        self._undo: list[tuple[Key, Copy | None, Seen | None]] = []
        self._next = 1

    def lock(self, keys: Iterable[Key]) -> None:
        """Lock further records; whoever waits for another in a circle is broken off by the database and done again."""
        more = [key for key in keys if key not in self._copies]
        found = {key: copy for group in _by_kind(more) for key, copy in _locked(self._session, group)}
        self._copies |= found
        self._stored |= found.keys()

    def of_kind(self, scope: str, kind: str) -> dict[UUID, Copy]:
        """Return what is on the bench of one kind."""
        return {key[2]: copy for key, copy in self._copies.items() if key[:2] == (scope, kind)}

    def copy(self, key: Key) -> Copy | None:
        """Return a record as it stands with all that was merged so far, None if there is none."""
        return self._copies.get(key)

    def apply(self, op: Op, writer: Writer, unseen: Collection[str] = ()) -> tuple[Seen, Merged]:
        """Merge one op and return its provisional number and what it made of its record."""
        seen, key = Seen(_PROVISIONAL, self._next), key_of(op)
        self._next += 1
        before = self._copies.get(key)
        merged = merge(before or EMPTY, op, seen, writer, unseen)
        self._undo.append((key, before, self._newest.get(key)))
        self._numbered.append(_Numbered(seen, op, writer, merged))
        self._copies[key] = merged.copy
        if merged.taken or before is None:
            self._newest[key] = seen
        return seen, merged

    def mark(self) -> int:
        """Return a place to go back to."""
        return len(self._undo)

    def go_back(self, mark: int) -> None:
        """Forget all that was merged since the mark."""
        for key, copy, newest in reversed(self._undo[mark:]):
            _restore(self._copies, key, copy)
            _restore(self._newest, key, newest)
        del self._undo[mark:], self._numbered[mark:]

    def finish(self, now: dt.datetime) -> Mapping[Seen, Seen]:
        """Give all that was merged its numbers and write it; return them by the provisional ones."""
        numbers = self._number()
        self._write_records(numbers)
        self._write_history(numbers, now)
        self._note_authors()
        return numbers

    def written(self) -> Collection[Key]:
        """Return the records that have something new."""
        return self._newest.keys()

    def _number(self) -> dict[Seen, Seen]:
        numbers: dict[Seen, Seen] = {}
        counts = Counter(each.op.scope for each in self._numbered)
        for scope in sorted(counts):
            taken = (
                update(Scope)
                .where(col(Scope.scope) == scope)
                .values(seq=col(Scope.seq) + counts[scope])
                .returning(col(Scope.epoch), col(Scope.seq))
            )
            epoch, last = self._session.execute(taken).one()
            own = [each.seen for each in self._numbered if each.op.scope == scope]
            numbers |= {seen: Seen(epoch, last - len(own) + at) for at, seen in enumerate(own, start=1)}
        return numbers

    def _write_records(self, numbers: Mapping[Seen, Seen]) -> None:
        new, changed = [], []
        for key in sorted(self._newest, key=_place):
            columns = columns_of(_renumbered(self._copies[key], numbers), numbers[self._newest[key]])
            if key in self._stored:
                changed.append({"at_scope": key[0], "at_kind": key[1], "at_id": key[2]} | columns)
            else:
                new.append({"scope": key[0], "kind": key[1], "id": key[2]} | columns)
        insert_rows(self._session.connection(), metadata.tables["record"], new)
        if changed:
            self._session.connection().execute(_UPDATE, changed)

    def _write_history(self, numbers: Mapping[Seen, Seen], now: dt.datetime) -> None:
        lines = [_line(each, numbers[each.seen], now) for each in self._numbered]
        insert_rows(self._session.connection(), metadata.tables["history"], lines)

    def _note_authors(self) -> None:
        """Note new authors while the counters are held: nobody else adds to these scopes meanwhile."""
        wrote = {(each.op.scope, each.writer.author) for each in self._numbered}
        scopes = {scope for scope, _author in wrote}
        known = select(col(ScopeAuthor.scope), col(ScopeAuthor.author)).where(col(ScopeAuthor.scope).in_(scopes))
        missing = wrote - {(scope, author) for scope, author in self._session.execute(known)}
        if missing:
            self._session.execute(insert(ScopeAuthor), [{"scope": scope, "author": by} for scope, by in missing])


def key_of(op: Op) -> Key:
    """Return the key of the record that an op is about."""
    return op.scope, op.kind, op.record


def _place(key: Key) -> tuple[str, str, int]:
    """Return what a key is sorted by: an id as its number, which compares quicker."""
    scope, kind, record = key
    return scope, kind, record.int


def _restore(held: dict[Key, T], key: Key, value: T | None) -> None:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value


def _by_kind(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Cut keys into portions of one scope and kind, in the order in which everybody locks."""
    for _kind, group in groupby(sorted(set(keys), key=_place), key=lambda key: key[:2]):
        same = list(group)
        yield from (same[at : at + _CHUNK] for at in range(0, len(same), _CHUNK))


def _locked(session: Session, keys: list[Key]) -> Iterator[tuple[Key, Copy]]:
    scope, kind, _id = keys[0]
    stored = (
        select(StoredRecord)
        .where(
            col(StoredRecord.scope) == scope,
            col(StoredRecord.kind) == kind,
            col(StoredRecord.id).in_([key[2] for key in keys]),
        )
        .order_by(col(StoredRecord.id))
        .with_for_update()
    )
    for each in session.scalars(stored):
        yield (scope, kind, each.id), copy_of(each)


def _renumbered(copy: Copy, numbers: Mapping[Seen, Seen]) -> Copy:
    stamps = {path: numbers.get(seen, seen) for path, seen in copy.stamps.items()}
    writers = {numbers.get(seen, seen): by for seen, by in copy.writers.items()}
    erased = {path: numbers.get(seen, seen) for path, seen in copy.erased.items()}
    return replace(copy, stamps=stamps, writers=writers, erased=erased)


def _line(numbered: _Numbered, seen: Seen, now: dt.datetime) -> dict[str, Any]:
    op, taken = numbered.op, numbered.merged.taken
    said = {path: value for path, value in effects(op).items() if path not in numbered.merged.lost}
    return {
        "scope": op.scope,
        "seq": seen.seq,
        "epoch": seen.epoch,
        "kind": op.kind,
        "record": op.record,
        "replica": numbered.writer.replica,
        "n": op.n,
        "author": numbered.writer.author,
        "act": op.act.value,
        "fields": taken | said,
        "refused": [path for path in said if path not in taken],
        "base": op.base.plain() if op.base else None,
        "resolves": [str(each) for each in op.resolves],
        "in_group": op.group,
        "made_at": read_instant(numbered.writer.made_at),
        "local_day": op.local_day,
        "received_at": now,
    }


_COLUMNS = ("seq", "values", "stamps", "writers", "erased", "hangs_on")
_UPDATE = (
    update(StoredRecord)
    .where(
        col(StoredRecord.scope) == bindparam("at_scope"),
        col(StoredRecord.kind) == bindparam("at_kind"),
        col(StoredRecord.id) == bindparam("at_id"),
    )
    .values({name: bindparam(name) for name in _COLUMNS})
)
