"""The merge: how one op changes the server's copy of a record. Pure; the tests' model of the server uses it too.

Three-way by path: a path unchanged since the op's base, or last written by the same replica, takes the new value. Where
both sides changed it to different values the value already there stays for the time being, and a clash tells a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cdadesk.wire.messages import Result
from cdadesk.wire.ops import NOTHING_SEEN, Act, Leaves, Op, Seen, same

VOID = "void"
ORDER = "order"


@dataclass(frozen=True)
class Writer:
    """Who made the change that a number stands for; `n` is its op's number in the replica, 0 where there is none."""

    replica: str
    author: str
    made_at: str
    received_at: str
    n: int = 0


@dataclass(frozen=True)
class Copy:
    """The server's copy of a record: the value of each path, which change wrote it, and who made that change.

    An emptied path has no value but keeps its stamp. `writers` holds only changes that some stamp still names.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    stamps: Mapping[str, Seen] = field(default_factory=dict)
    writers: Mapping[Seen, Writer] = field(default_factory=dict)


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
    """What an op made of a record; `taken` is what of it stands, and what it undid."""

    copy: Copy
    taken: Leaves
    result: Result
    clashes: tuple[Clash, ...] = ()


EMPTY = Copy()


def merge(copy: Copy, op: Op, seen: Seen, writer: Writer) -> Merged:
    """Apply one op, numbered `seen` and made by `writer`, to the copy."""
    base = op.base or NOTHING_SEEN
    fields = effects(op)
    clashes = [clash for path, value in fields.items() if (clash := _clash(copy, path, value, base, writer))]
    refused = {clash.path for clash in clashes}
    taken = {path: value for path, value in fields.items() if path not in refused}
    for path in _woken(copy, fields, base, writer):
        clashes.append(Clash(path, None, copy.values[path], writer, _writer_of(copy, path)))
        taken[path] = None
    result = Result.conflict if clashes else _quiet_result(copy, base, writer)
    return Merged(_written(copy, taken, seen, writer), taken, result, tuple(clashes))


def effects(op: Op) -> Leaves:
    """Return what an op wants to write."""
    return {VOID: None} if op.act is Act.restore and not op.fields else dict(op.fields)


def _clash(copy: Copy, path: str, value: Any, base: Seen, writer: Writer) -> Clash | None:
    if _is_order(path):
        return None
    against = [each for each in _rivals(copy, path, value) if _changed_by_another(copy, each, base, writer)]
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
    return [each for each in copy.stamps if each.startswith(_owner(path)) and not _is_order(each)]


def _changed_by_another(copy: Copy, path: str, base: Seen, writer: Writer) -> bool:
    stamp = copy.stamps.get(path)
    return stamp is not None and stamp > base and _writer_of(copy, path).replica != writer.replica


def _woken(copy: Copy, fields: Leaves, base: Seen, writer: Writer) -> list[str]:
    """Return the voids that an edit undoes: somebody else voided what this person, not knowing it, went on editing."""
    edited = [path for path in fields if not _is_order(path)]
    return [
        path
        for path, value in copy.values.items()
        if _is_void(path)
        and value is not None
        and path not in fields
        and _changed_by_another(copy, path, base, writer)
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


def _quiet_result(copy: Copy, base: Seen, writer: Writer) -> Result:
    others = any(seen > base and by.replica != writer.replica for seen, by in copy.writers.items())
    return Result.merged if others else Result.ok


def _written(copy: Copy, taken: Leaves, seen: Seen, writer: Writer) -> Copy:
    if not taken:
        return copy
    values = {path: value for path, value in copy.values.items() if path not in taken}
    values |= {path: value for path, value in taken.items() if value is not None}
    stamps = dict(copy.stamps) | dict.fromkeys(taken, seen)
    alive = set(stamps.values())
    writers = {each: by for each, by in copy.writers.items() if each in alive} | {seen: writer}
    return replace(copy, values=values, stamps=stamps, writers=writers)
