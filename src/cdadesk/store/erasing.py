"""Erasing: what goes when a path is erased, here or by somebody else: rows, copies, history, ops, drafts, search.

What is left everywhere is the path: people see that something was there, when it was erased, and by whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import Row as Kept

from cdadesk.domain.kernel.payload import Leaves
from cdadesk.store import history, outbox
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.tables import draft, erasure, former_op, guest_op, op, parked, set_aside
from cdadesk.wire import canonical, erased_rows
from cdadesk.wire.erased_rows import LATER, SPEAK
from cdadesk.wire.ops import NOTHING_SEEN, Act, Op, Seen, covered
from cdadesk.wire.pages import Row

_CONFLICT = "conflict"
_CONFLICT_VALUES = ("kept", "offered", "base")


@dataclass(frozen=True)
class Erasure:
    """That a path, with all below it, was erased: by which op of this laptop, or under which number of the server."""

    path: str
    author: str
    made_at: str
    seen: Seen | None = None
    n: int | None = None


@dataclass(frozen=True)
class _Reach:
    """How far back an erasure reaches: not over what is newer than `until`, its number at the server, as far as known.

    Nor over the ops of this `replica` after `after`, the op by which it erased itself.
    """

    replica: UUID
    until: Seen | None = None
    after: int | None = None

    def spares(self, n: int, entry: Op) -> bool:
        """Say whether an op of this laptop was written by somebody who knew of the erasure."""
        knew = self.until is not None and (entry.base or NOTHING_SEEN) >= self.until
        return knew or (self.after is not None and n > self.after)


def erase_here(bench: Bench, place: OnBench, own: Sequence[Erasure], replica: UUID) -> None:
    """Blank what this person erases now; the caller lays the record and writes its op."""
    paths = [each.path for each in own]
    _remember(bench.connection, place, own)
    _blank(bench, place, paths, _Reach(replica, after=own[0].n))


def erase_told(bench: Bench, place: OnBench, row: Row, replica: UUID) -> bool:
    """Blank what a row of the feed says was erased since the record was last told of; say whether anything was."""
    if not row.erased:
        return False
    known = place.seen or NOTHING_SEEN
    carried = {each.path for each in of(bench.connection, place.kind, place.id) if each.seen == NOTHING_SEEN}
    _remember(bench.connection, place, [_told(row, path, row.erased[path]) for path in carried & row.erased.keys()])
    new = {path: seen for path, seen in row.erased.items() if seen > known and path not in carried}
    for seen in sorted(set(new.values())):
        paths = [path for path, at in new.items() if at == seen]
        _remember(bench.connection, place, [_told(row, path, seen) for path in paths])
        _blank(bench, place, paths, _Reach(replica, seen, _own(bench.connection, place, row, seen, replica)))
    return bool(new)


def judged(bench: Bench, place: OnBench, ns: Sequence[int], replica: UUID) -> None:
    """Take from ops what the server did not keep: it is known here what was erased, or comes with the page."""
    known = of(bench.connection, place.kind, place.id)
    for row in bench.connection.execute(select(op).where(op.c.n.in_(ns))).all():
        entry = outbox.entry_of(row)
        base = (entry.base if isinstance(entry, Op) else None) or NOTHING_SEEN
        paths = [each.path for each in known if each.seen is not None and each.seen > base]
        if isinstance(entry, Op) and paths:
            _replace(bench.connection, row.n, entry, paths)
            _blank_history(bench.connection, place, paths, _Reach(replica, NOTHING_SEEN), {row.n})
            place.laid = [
                replace(each, fields=without(each.fields, paths)) if each.n == row.n else each for each in place.laid
            ]
    bench.erased = True
    bench.relay(place)


def of(connection: Connection, kind: str, record: UUID) -> list[Erasure]:
    """Return what was ever erased in a record, by path."""
    asked = select(erasure).where(erasure.c.kind == kind, erasure.c.record == str(record)).order_by(erasure.c.path)
    return [
        Erasure(row.path, row.author, row.made_at, None if row.seq is None else Seen(row.epoch, row.seq), row.n)
        for row in connection.execute(asked)
    ]


def blank_parked(connection: Connection, row: Row) -> None:
    """Blank erased paths in older rows of a record that this version cannot read."""
    mine = (parked.c.kind == row.kind, parked.c.record == str(row.id))
    for older in connection.execute(select(parked).where(*mine)) if row.erased else ():
        kept = Row.read(older.row)
        changes = [replace(each, fields=without(each.fields, row.erased)) for each in kept.changes]
        blanked = replace(kept, changes=tuple(changes)).plain()
        connection.execute(update(parked).where(parked.c.id == older.id).values(row=blanked))


def without(leaves: Mapping[str, Any], erased: Iterable[str]) -> Leaves:
    """Return the leaves that are left."""
    erased = list(erased)
    return {path: value for path, value in leaves.items() if not covered(path, erased)}


def _told(row: Row, path: str, seen: Seen) -> Erasure:
    by = next((each for each in row.changes if each.seen == seen), None)
    return Erasure(path, by.author if by else "", by.made_at if by else "", seen)


def _own(connection: Connection, place: OnBench, row: Row, seen: Seen, replica: UUID) -> int | None:
    """Return the number of the op of this laptop that erased, None if somebody else did.

    An op that comes after it was written by somebody who knew of the erasure, whatever its base says.
    """
    by = next((each for each in row.changes if each.seen == seen and each.replica == str(replica)), None)
    if by is not None and by.n:
        return by.n
    mine = (op.c.scope == place.scope, op.c.epoch == seen.epoch, op.c.seq == seen.seq)
    return connection.execute(select(op.c.n).where(*mine)).scalar()


def _remember(connection: Connection, place: OnBench, erased: Sequence[Erasure]) -> None:
    key = {"scope": place.scope, "kind": place.kind, "record": str(place.id)}
    known = {each.path: each for each in of(connection, place.kind, place.id)}
    for each in erased:
        by = each if each.made_at else known.get(each.path, each)  # a path written again tells no more who erased it
        number = {"epoch": each.seen.epoch, "seq": each.seen.seq} if each.seen else {"epoch": None, "seq": None}
        values = key | number | {"path": each.path, "author": by.author, "made_at": by.made_at, "n": each.n}
        connection.execute(insert(erasure).prefix_with("OR REPLACE").values(values))


def _blank(bench: Bench, place: OnBench, paths: Sequence[str], reach: _Reach) -> None:
    """Blank paths wherever the record left its traces."""
    connection = bench.connection
    reached = _blank_ops(connection, place, paths, reach)
    place.laid = [
        replace(each, fields=without(each.fields, paths)) if each.n in reached and each.act is not Act.erase else each
        for each in place.laid
    ]
    _blank_guests(bench, place, paths)
    place.blank(paths)
    _blank_former_ops(connection, place, paths, reach)
    _blank_set_aside(connection, place, paths)
    _blank_history(connection, place, paths, reach, reached)
    _blank_drafts(connection, place, paths)
    if place.kind != _CONFLICT and _CONFLICT in bench.schema.entities:
        _blank_conflicts(bench, place, paths, reach.replica)
    bench.erased = True


def _blank_ops(connection: Connection, place: OnBench, paths: Sequence[str], reach: _Reach) -> set[int]:
    """Blank the values in ops, sent or not, and return which; those written on top of the erasure stay."""
    reached = set()
    mine = (op.c.kind == place.kind, op.c.record == str(place.id))
    for row in connection.execute(select(op).where(*mine)).all():
        entry = outbox.entry_of(row)
        if isinstance(entry, Op) and not reach.spares(row.n, entry):
            reached.add(row.n)
            _replace(connection, row.n, entry, paths)
    return reached


def _blank_former_ops(connection: Connection, place: OnBench, paths: Sequence[str], reach: _Reach) -> None:
    """Blank the values in the journal of the replicas that this laptop was before."""
    mine = (former_op.c.kind == place.kind, former_op.c.record == str(place.id))
    for row in connection.execute(select(former_op).where(*mine)).all():
        entry = outbox.entry_of(row)
        knew = reach.until is not None and isinstance(entry, Op) and (entry.base or NOTHING_SEEN) >= reach.until
        if isinstance(entry, Op) and not knew:
            one = (former_op.c.replica == row.replica, former_op.c.n == row.n)
            written = canonical.encode(entry.without(paths).plain()).decode()
            connection.execute(update(former_op).where(*one).values(entry=written))


def _blank_set_aside(connection: Connection, place: OnBench, paths: Sequence[str]) -> None:
    """Blank what was set aside of the record, what it was called, and what was said about it there."""
    erased = dict.fromkeys(paths, LATER)
    for row in connection.execute(select(set_aside).where(set_aside.c.record == str(place.id))).all():
        left = erased_rows.without(Row.read(row.row), erased).plain()
        connection.execute(update(set_aside).where(set_aside.c.id == row.id).values(row=left, title=""))
    for row in connection.execute(select(set_aside).where(set_aside.c.kind.in_(SPEAK))).all():
        kept = Row.read(row.row)
        if erased_rows.about(kept) == (place.kind, place.id):
            unsaid = erased_rows.unsaid(kept, erased)
            title = row.title if unsaid == kept else ""
            told = {"row": unsaid.plain(), "title": title}
            connection.execute(update(set_aside).where(set_aside.c.id == row.id).values(told))


def _blank_guests(bench: Bench, place: OnBench, paths: Sequence[str]) -> None:
    """Blank the values in what colleagues' sticks brought; the server judges those ops, and tells what stands."""
    place.guests = [replace(each, fields=without(each.fields, paths)) for each in place.guests]
    mine = (guest_op.c.kind == place.kind, guest_op.c.record == str(place.id))
    for row in bench.connection.execute(select(guest_op).where(*mine)).all():
        entry = outbox.entry_of(row)
        if isinstance(entry, Op):
            written = canonical.encode(entry.without(paths).plain()).decode()
            bench.connection.execute(update(guest_op).where(guest_op.c.id == row.id).values(entry=written))


def _replace(connection: Connection, n: int, entry: Op, paths: Sequence[str]) -> None:
    left = entry.without(paths)
    if left is not entry:
        written = canonical.encode(left.plain()).decode()
        connection.execute(update(op).where(op.c.n == n).values(entry=written, size=len(written.encode())))


def _blank_history(
    connection: Connection, place: OnBench, paths: Sequence[str], reach: _Reach, reached: set[int]
) -> None:
    def is_gone(row: Kept[Any], path: str) -> bool:
        return covered(path, paths) and _is_older(row, reach, reached)

    history.blank(connection, place.kind, place.id, is_gone)


def _is_older(line: Any, reach: _Reach, reached: set[int]) -> bool:
    """Say whether a line tells of something from before an erasure."""
    own = line.replica == str(reach.replica) and line.n is not None
    if own and line.n in reached:
        return True
    if line.seq is not None:
        return reach.until is None or Seen(line.epoch, line.seq) <= reach.until
    return not own


def _blank_drafts(connection: Connection, place: OnBench, paths: Sequence[str]) -> None:
    """Take what was typed at erased paths out of the drafts of the record; what was typed elsewhere stays."""
    for row in connection.execute(select(draft).where(draft.c.record == str(place.id))).all():
        key = (draft.c.form == row.form, draft.c.record == row.record, draft.c.element == row.element)
        body = _draft_without(row.body, paths)
        if body is None:
            connection.execute(delete(draft).where(*key))
        elif body != row.body:
            connection.execute(update(draft).where(*key).values(body=body))


def _draft_without(body: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any] | None:
    """Return a form's draft without erased paths; None where nothing is left, or it is of no form that has paths."""
    if not {"typed", "missing", "left_so"} <= body.keys():
        return None
    heads = {each.split("/")[0] for each in paths}
    left = {
        name: {key: value for key, value in part.items() if not _names(name, key, heads, paths)}
        for name, part in body.items()
        if name in ("typed", "missing", "left_so")
    }
    start = body.get("new")
    if start is not None:
        return dict(body) | left | {"new": dict(start) | {"leaves": without(start["leaves"], paths)}}
    return dict(body) | left if any(left.values()) else None


def _names(part: str, key: str, heads: set[str], paths: Sequence[str]) -> bool:
    return key in heads if part == "typed" else covered(f"{part}/{key}", paths) or key in paths


def _blank_conflicts(bench: Bench, place: OnBench, paths: Sequence[str], replica: UUID) -> None:
    """Blank both values of a conflict at an erased path; that it is closed comes from the server."""
    table = bench.schema.table(_CONFLICT)
    about = (table.c.about_kind == place.kind) & (table.c.about_id == str(place.id))
    for conflict in bench.every(_CONFLICT, about):
        if covered(str(conflict.server_leaves().get("path")), paths):
            conflict.blank(_CONFLICT_VALUES)
            _blank_history(bench.connection, conflict, _CONFLICT_VALUES, _Reach(replica), set())
            bench.relay(conflict)
