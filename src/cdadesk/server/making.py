"""Making: a batch that makes new records and nothing else, taken as the columns in which it came.

It comes to what `taking` would make of the same ops one by one, byte for byte. Where anything is not quite plain - a
record is known, an op has to be refused, something was ever moved, a letter is open, a verdict came first - nothing is
done here, and the ops go the long way.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as joined
from itertools import count, repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import instant_text, read_instant
from cdadesk.domain.kernel import columns
from cdadesk.domain.kernel.scopes import is_private
from cdadesk.domain.registry import ENTITIES
from cdadesk.server import accounts, lineage, queueing, shape
from cdadesk.server.inserting import insert_columns, turning
from cdadesk.server.moving import around
from cdadesk.server.tables import DeadLetter, Departed, Replica, Scope, ScopeAuthor, StoredRecord, metadata
from cdadesk.server.taking import Sender
from cdadesk.wire import canonical
from cdadesk.wire.fresh import Fresh, Link
from cdadesk.wire.messages import Batch, Simply
from cdadesk.wire.ops import GROUP_BYTES, GROUP_OPS, RECORD_BYTES, Act, Seen
from cdadesk.wire.rights import Doing

_AT_ONCE = 500
_OWNERS = ("about_id", "parent_id")
_RECORD, _HISTORY, _OUTCOME, _QUEUED = (metadata.tables[name] for name in ("record", "history", "outcome", "queued"))


@dataclass(frozen=True)
class Chained:
    """A run of fresh ops, with the chain at each, and its fields as canonical JSON."""

    ops: Fresh
    links: Sequence[Link]
    values: Sequence[str]


def chained(batch: Batch) -> list[Chained]:
    """Return the runs of a batch that only makes records; none where the long way must look at it."""
    h, found = batch.h_before, []
    try:
        for ops in batch.fresh:
            links, values = ops.written(h)
            h = links[-1].h
            found.append(Chained(ops, links, values))
    except ValueError:
        return []
    return found if h == batch.h_after and not batch.park else []


def take(session: Session, sender: Sender, runs: Sequence[Chained], now: dt.datetime) -> Simply | None:
    """Take the runs, if all of them can be taken so; the caller holds the replica, and they follow on its chain.

    That no record is here yet is not asked: where one is, it cannot be written once more, and all is undone.
    """
    if not (_are_well_formed(sender, runs) and _are_plain_here(session, sender, runs)):
        return None
    try:
        with session.begin_nested():
            return _written(session, sender, runs, now)
    except IntegrityError:
        return None


def _written(session: Session, sender: Sender, runs: Sequence[Chained], now: dt.datetime) -> Simply:
    taken = Counter[str]()
    for each in runs:
        taken[each.ops.scope] += len(each.ops)
    ends = {scope: _take_numbers(session, scope, taken[scope]) for scope in sorted(taken)}
    at = {scope: last.seq - taken[scope] for scope, last in ends.items()}
    numbers: list[Seen] = []
    for each in runs:
        scope, count = each.ops.scope, len(each.ops)
        seqs = range(at[scope] + 1, at[scope] + count + 1)
        at[scope] += count
        epoch = ends[scope].epoch
        _Writing(session.connection(), sender.replica, epoch, now).write(each, seqs)
        numbers += [Seen(epoch, seq) for seq in seqs]
    _note_authors(session, runs)
    last = runs[-1]
    replica = session.get_one(Replica, sender.replica)
    replica.last_n, replica.h = last.ops.first + len(last.ops) - 1, last.links[-1].h
    return Simply(runs[0].ops.first, tuple(numbers))


def _are_well_formed(sender: Sender, runs: Sequence[Chained]) -> bool:
    return all(_may_be_made(sender, each.ops) and _fits(each) for each in runs) and _are_groups_small(runs)


def _may_be_made(sender: Sender, ops: Fresh) -> bool:
    entity = ENTITIES.get(ops.kind)
    return (
        entity is not None
        and ops.kind not in queueing.TALK
        and (not entity.private or is_private(ops.scope))
        and columns.has_columns(entity)
        and sender.member.may(Doing.write, ops.scope, ops.kind)
        and sum(name in ops.fields for name in _OWNERS) < 2
    )


def _fits(run: Chained) -> bool:
    """Say whether every value fits its field, and can be kept."""
    entity, fields = ENTITIES[run.ops.kind], run.ops.fields
    if not all(shape.is_path(path) for path in fields) or max(map(len, run.values)) * 6 > RECORD_BYTES:
        return False
    return all(
        columns.read(entity, path, values) is not None and not shape.hold_no_text(values)
        for path, values in fields.items()
    )


def _are_groups_small(runs: Sequence[Chained]) -> bool:
    """Say whether each group keeps the limits; the ops of a group follow each other."""
    counts, sizes, before = Counter[str](), Counter[str](), ""
    for group, link in joined.from_iterable(zip(each.ops.groups, each.links, strict=True) for each in runs):
        if group != before and group in counts:
            return False
        before = group
        counts[group] += 1
        sizes[group] += link.size
    return max(counts.values()) <= GROUP_OPS and max(sizes.values()) <= GROUP_BYTES


def _are_plain_here(session: Session, sender: Sender, runs: Sequence[Chained]) -> bool:
    """Say whether nothing that this server holds has to do with what is made."""
    authors = accounts.writes_as(session, sender.member.id)
    replicas = (sender.replica, *lineage.of(session, sender.replica).ids())
    letters = select(col(DeadLetter.n)).where(
        col(DeadLetter.replica).in_(replicas), col(DeadLetter.mended_at).is_(None)
    )
    scopes = {scope for each in runs for scope in around(each.ops.scope)}
    moved = select(col(Departed.id)).where(col(Departed.scope).in_(scopes))
    return (
        all(each.ops.author in authors for each in runs)
        and session.scalar(letters.limit(1)) is None
        and session.scalar(moved.limit(1)) is None
        and all(_are_unspoken_of(session, ops) for ops in _by_place(runs))
    )


@dataclass(frozen=True)
class _Place:
    """The new records of one scope and kind."""

    scope: str
    kind: str
    ids: list[str]


def _by_place(runs: Sequence[Chained]) -> Iterator[_Place]:
    found: dict[tuple[str, str], list[str]] = {}
    for each in runs:
        found.setdefault((each.ops.scope, each.ops.kind), []).extend(each.ops.records)
    yield from (_Place(*key, ids) for key, ids in found.items())


def _are_unspoken_of(session: Session, place: _Place) -> bool:
    """Say whether each record is made once, and nobody spoke of it before it came."""
    if len(set(place.ids)) < len(place.ids):
        return False
    talk = (col(StoredRecord.scope) == place.scope, col(StoredRecord.kind) == "verdict")
    verdicts = select(col(StoredRecord.id)).where(*talk)
    if session.scalar(verdicts.limit(1)) is None:
        return True
    portions = (place.ids[at : at + _AT_ONCE] for at in range(0, len(place.ids), _AT_ONCE))
    about = (verdicts.where(col(StoredRecord.hangs_on).in_(each)).limit(1) for each in portions)
    return all(session.scalar(each) is None for each in about)


def _take_numbers(session: Session, scope: str, count: int) -> Seen:
    taken = (
        update(Scope)
        .where(col(Scope.scope) == scope)
        .values(seq=col(Scope.seq) + count)
        .returning(col(Scope.epoch), col(Scope.seq))
    )
    return Seen(*session.execute(taken).one())


@dataclass(frozen=True)
class _Writing:
    """Writes runs under their numbers: records, history, answers, and that they wait for their advisor."""

    connection: Connection
    replica: UUID
    epoch: int
    now: dt.datetime

    def write(self, run: Chained, seqs: range) -> None:
        """Write one run."""
        ids = self._ids(run.ops.records)
        self._records(run, seqs, ids)
        self._history(run, seqs, ids)
        self._outcomes(run, seqs)
        self._queue(run.ops, ids)

    def _records(self, run: Chained, seqs: range, ids: Sequence[str]) -> None:
        ops = run.ops
        columns_ = {
            "scope": repeat(ops.scope),
            "kind": repeat(ops.kind),
            "id": ids,
            "seq": seqs,
            "values": run.values,
            "stamps": self._stamps(ops, seqs),
            "writers": self._writers(ops, seqs),
            "erased": repeat(None),
            "hangs_on": _owners(ops),
        }
        insert_columns(self.connection, _RECORD, columns_)

    def _stamps(self, ops: Fresh, seqs: range) -> list[str]:
        named = [f"{canonical.written(path)}:[{self.epoch}," for path in ops.fields]
        around_numbers = [f"{{{named[0]}", *(f"],{each}" for each in named[1:]), "]}"]
        return [str(seq).join(around_numbers) for seq in seqs]

    def _writers(self, ops: Fresh, seqs: range) -> list[str]:
        begun, author = f"[[{self.epoch},", f',"{self.replica}",{canonical.written(ops.author)},"'
        received = f'","{instant_text(self.now)}",'
        rows = zip(seqs, ops.made_at, range(ops.first, ops.first + len(ops)), strict=True)
        return [f"{begun}{seq}{author}{made_at}{received}{n}]]" for seq, made_at, n in rows]

    def _history(self, run: Chained, seqs: range, ids: Sequence[str]) -> None:
        ops, connection = run.ops, self.connection
        columns_ = {
            "scope": repeat(ops.scope),
            "seq": seqs,
            "epoch": repeat(self.epoch),
            "kind": repeat(ops.kind),
            "record": ids,
            "replica": repeat(str(self.replica)),
            "n": count(ops.first),
            "author": repeat(ops.author),
            "act": repeat(Act.set.value),
            "fields": run.values,
            "refused": repeat("[]"),
            "base": repeat(None),
            "resolves": repeat("[]"),
            "in_group": self._ids(ops.groups),
            "made_at": _by_meaning(ops.made_at, read_instant, turning(connection, _HISTORY, "made_at")),
            "local_day": _by_meaning(ops.local_days, dt.date.fromisoformat, turning(connection, _HISTORY, "local_day")),
            "received_at": repeat(turning(connection, _HISTORY, "received_at")(self.now)),
        }
        insert_columns(connection, _HISTORY, columns_)

    def _outcomes(self, run: Chained, seqs: range) -> None:
        numbers = range(run.ops.first, run.ops.first + len(run.ops))
        told = [f'[{n},"ok",[{self.epoch},{seq}]]' for n, seq in zip(numbers, seqs, strict=True)]
        replica = repeat(self._ids([str(self.replica)])[0])
        hs = [link.h for link in run.links]
        insert_columns(self.connection, _OUTCOME, {"replica": replica, "n": numbers, "h": hs, "outcome": told})

    def _queue(self, ops: Fresh, ids: Sequence[str]) -> None:
        place = queueing.place(queueing.Urgency.new, ops.kind)
        at = turning(self.connection, _QUEUED, "received_at")(self.now)
        key = {"scope": repeat(ops.scope), "kind": repeat(ops.kind), "id": ids}
        told = {name: repeat(value) for name, value in (place | {"received_at": at}).items()}
        insert_columns(self.connection, _QUEUED, key | told)

    def _ids(self, written: Sequence[str]) -> Sequence[str]:
        """Return ids as the driver takes them: SQLite keeps the digits alone."""
        return [each.replace("-", "") for each in written] if self.connection.dialect.name == "sqlite" else written


def _owners(ops: Fresh) -> Iterable[Any]:
    """Return of which record each speaks, or else to which it belongs, as `copies.hangs_on` does."""
    return next((ops.fields[name] for name in _OWNERS if name in ops.fields), repeat(None))


def _by_meaning(texts: Sequence[str], read: Callable[[str], Any], turn: Callable[[Any], Any]) -> list[Any]:
    """Return texts as the driver takes what they mean; there are few different ones."""
    known = {each: turn(read(each)) for each in set(texts)}
    return [known[each] for each in texts]


def _note_authors(session: Session, runs: Sequence[Chained]) -> None:
    wrote = {(each.ops.scope, each.ops.author) for each in runs}
    known = select(col(ScopeAuthor.scope), col(ScopeAuthor.author))
    held = session.execute(known.where(col(ScopeAuthor.scope).in_({scope for scope, _author in wrote})))
    missing = wrote - {(scope, author) for scope, author in held}
    if missing:
        session.execute(insert(ScopeAuthor), [{"scope": scope, "author": by} for scope, by in missing])
