"""The merge: how one op changes the server's copy of a record. Pure; the tests' model of the server uses it too.

Three-way by path: a path unchanged since the op's base, or last written by the same replica, takes the new value. Where
both sides changed it to different values the value already there stays for the time being, and a clash tells a person.
What was erased stays erased: a value from before the erasure is lost, wherever it comes from and however late.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cdadesk.wire.messages import Result
from cdadesk.wire.ops import NOTHING_SEEN, Act, Leaves, Op, Seen, covered, covers, same

VOID = "void"
ORDER = "order"


@dataclass(frozen=True)
class Writer:
    """Who made the change that a number stands for; `n` is its op's number in the replica, 0 where there is none.

    `kin` are changes that count as the writer's own, though an earlier replica of the same laptop made them.
    """

    replica: str
    author: str
    made_at: str
    received_at: str
    n: int = 0
    kin: frozenset[Seen] = field(default=frozenset(), compare=False, kw_only=True)


@dataclass(frozen=True)
class Copy:
    """The server's copy of a record: the value of each path, which change wrote it, and who made that change.

    An emptied path has no value but keeps its stamp. `erased` says for ever when a path, with all below it, was erased.
    `writers` holds only changes that some stamp or erasure still names.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    stamps: Mapping[str, Seen] = field(default_factory=dict)
    writers: Mapping[Seen, Writer] = field(default_factory=dict)
    erased: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Two people gave one path different values: what stays for now, what was offered, and who wrote which."""

    path: str
    kept: Any
    offered: Any
    kept_by: Writer
    offered_by: Writer


@dataclass(frozen=True)
class Merged:
    """What an op made of a record; `taken` is what of it stands, and what it undid; `lost` are paths erased before."""

    copy: Copy
    taken: Leaves
    result: Result
    clashes: tuple[Clash, ...] = ()
    lost: frozenset[str] = frozenset()


EMPTY = Copy()


def merge(copy: Copy, op: Op, seen: Seen, writer: Writer, unseen: Collection[str] = ()) -> Merged:
    """Apply one op, numbered `seen` and made by `writer`, to the copy.

    `unseen` are paths that changed after the state on which the op was made, whatever their numbers say: numbers of a
    scope from which the record was moved cannot be compared with those of the scope where it lies.
    """
    if op.act is Act.erase:
        return _erase(copy, op, seen, writer)
    if not (copy.stamps or copy.writers or copy.erased or unseen):
        return _first(copy, op, seen, writer)
    sight = _Sight(copy, op.base or NOTHING_SEEN, writer, unseen)
    lost = lost_paths(copy, op, writer, unseen)
    fields = {path: value for path, value in effects(op).items() if path not in lost}
    clashes = [clash for path, value in fields.items() if (clash := _clash(sight, path, value, writer))]
    refused = {clash.path for clash in clashes}
    taken = {path: value for path, value in fields.items() if path not in refused}
    for path in _woken(sight, fields):
        clashes.append(Clash(path, None, copy.values[path], writer, _writer_of(copy, path)))
        taken[path] = None
    result = Result.conflict if clashes else _quiet_result(copy, sight)
    written = _written(copy, taken, seen, writer)
    return Merged(written, taken, Result.erased if lost else result, tuple(clashes), lost)


def _first(copy: Copy, op: Op, seen: Seen, writer: Writer) -> Merged:
    """Write what nobody wrote before: nothing is there that it could meet."""
    taken = effects(op)
    written = _written(copy, taken, seen, writer)
    return Merged(written, taken, Result.erased if op.lost else Result.ok, (), op.lost)


def lost_paths(copy: Copy, op: Op, writer: Writer, unseen: Collection[str] = ()) -> frozenset[str]:
    """Return the paths of an op whose values are gone, or have to go, because somebody erased them."""
    if op.act is Act.erase:
        return frozenset()
    sight = _Sight(copy, op.base or NOTHING_SEEN, writer, unseen)
    return op.lost | {path for path in effects(op) if sight.was_erased(path)}


@dataclass(frozen=True)
class _Sight:
    """A copy, and what whoever wrote an op had seen of it."""

    copy: Copy
    base: Seen
    writer: Writer
    unseen: Collection[str]

    def is_own(self, seen: Seen) -> bool:
        """Say whether whoever wrote the op had made a change of the record, too."""
        return self.copy.writers[seen].replica == self.writer.replica or seen in self.writer.kin

    def missed(self, path: str) -> bool:
        """Say whether somebody else changed a path that this person had not seen changed."""
        stamp = self.copy.stamps.get(path)
        if stamp is None or self.is_own(stamp):
            return False
        return stamp > self.base or path in self.unseen

    def was_erased(self, path: str) -> bool:
        """Say whether somebody else erased a path that this person went on filling in."""
        found = [(each, seen) for each, seen in self.copy.erased.items() if covers(each, path)]
        others = [(each, seen) for each, seen in found if not self.is_own(seen)]
        return any(seen > self.base or each in self.unseen for each, seen in others)


def within_reach(copy: Copy, op: Op, writer: Writer) -> Op:
    """Return an erasure without what was written on top of another one, which a restored server took in the meantime.

    After a restore the laptop that had erased erases again, and so do all that know of it, early or late. Whoever wrote
    in between had seen the first of these.
    """
    spared = {path for path in copy.stamps if _is_on_top(copy, op, writer, path)}
    if not spared:
        return op
    whole = [path for path in op.fields if not any(covers(path, each) for each in spared)]
    others = [path for path in copy.stamps if covered(path, op.fields) and path not in spared]
    return replace(op, fields=dict.fromkeys([*whole, *(path for path in others if not covered(path, whole))]))


def _is_on_top(copy: Copy, op: Op, writer: Writer, path: str) -> bool:
    """Say whether a path was written after an erasure in an epoch that whoever erases here had seen nothing of."""
    if op.base is None or not covered(path, op.fields):
        return False
    sight = _Sight(copy, op.base, writer, ())
    others = [seen for each, seen in copy.erased.items() if covers(each, path) and not sight.is_own(seen)]
    return any(seen.epoch > op.base.epoch and copy.stamps[path] > seen for seen in others)


def _erase(copy: Copy, op: Op, seen: Seen, writer: Writer) -> Merged:
    """Blank paths and all below them, whoever wrote there since: an erasure meets no conflict."""
    op = within_reach(copy, op, writer)
    below = [path for path in copy.stamps if covered(path, op.fields)]
    taken = dict.fromkeys([*op.fields, *below])
    result = _quiet_result(copy, _Sight(copy, op.base or NOTHING_SEEN, writer, ()))
    erased = {path: at for path, at in copy.erased.items() if not covered(path, op.fields)}
    marked = replace(copy, erased=erased | dict.fromkeys(op.fields, seen))
    return Merged(_written(marked, taken, seen, writer), taken, result)


def effects(op: Op) -> Leaves:
    """Return what an op wants to write."""
    return {VOID: None} if op.act is Act.restore and not op.fields else dict(op.fields)


def _clash(sight: _Sight, path: str, value: Any, writer: Writer) -> Clash | None:
    if _is_order(path):
        return None
    copy = sight.copy
    against = [each for each in _rivals(copy, path, value) if sight.missed(each)]
    if not against or _agree(path, copy.values.get(path), value):
        return None
    newest = max(against, key=lambda each: copy.stamps[each])
    return Clash(path, copy.values.get(path), value, _writer_of(copy, newest), writer)


def _agree(path: str, here: Any, offered: Any) -> bool:
    """Say whether two values are one; two who took it out of use for one reason agree, whenever they did."""
    if _is_void(path) and isinstance(here, dict) and isinstance(offered, dict):
        return same(here.get("reason", ""), offered.get("reason", ""))
    return same(here, offered)


def _rivals(copy: Copy, path: str, value: Any) -> list[str]:
    """Return the paths whose change by another stands against this one: for a void, all that it would hide."""
    if not _is_void(path) or value is None:
        return [path]
    return [
        each
        for each, stamp in copy.stamps.items()
        if each.startswith(_owner(path)) and not _is_order(each) and stamp not in copy.erased.values()
    ]


def _woken(sight: _Sight, fields: Leaves) -> list[str]:
    """Return the voids that an edit undoes: somebody else voided what this person, not knowing it, went on editing."""
    edited = [path for path in fields if not _is_order(path)]
    return [
        path
        for path, value in sight.copy.values.items()
        if _is_void(path)
        and value is not None
        and path not in fields
        and sight.missed(path)
        and any(each.startswith(_owner(path)) for each in edited)
    ]


def _is_void(path: str) -> bool:
    return path == VOID or path.endswith(f"/{VOID}")


def _is_order(path: str) -> bool:
    return path.endswith(f"/{ORDER}")


def _owner(path: str) -> str:
    """Return the prefix of what a void path covers: the whole record, or one element."""
    return path.removesuffix(VOID)


def _writer_of(copy: Copy, path: str) -> Writer:
    return copy.writers[copy.stamps[path]]


def _quiet_result(copy: Copy, sight: _Sight) -> Result:
    others = any(seen > sight.base and not sight.is_own(seen) for seen in copy.writers)
    return Result.merged if others or sight.unseen else Result.ok


def _written(copy: Copy, taken: Leaves, seen: Seen, writer: Writer) -> Copy:
    if not taken:
        return copy
    values = {path: value for path, value in copy.values.items() if path not in taken}
    values |= {path: value for path, value in taken.items() if value is not None}
    stamps = dict(copy.stamps) | dict.fromkeys(taken, seen)
    alive = {*stamps.values(), *copy.erased.values()}
    writers = {each: by for each, by in copy.writers.items() if each in alive} | {seen: writer}
    return replace(copy, values=values, stamps=stamps, writers=writers)
