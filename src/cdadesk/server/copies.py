"""Records between the database and the merge: the same copy, as rows keep it and as the merge reads it."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from cdadesk.domain.review import Position
from cdadesk.server.tables import Departed, StoredRecord
from cdadesk.wire import canonical
from cdadesk.wire.merge import Copy, Writer
from cdadesk.wire.ops import Leaves, Seen
from cdadesk.wire.pages import Change, Row

_DIGITS = 32  # of an id without dashes


def copy_of(stored: StoredRecord) -> Copy:
    """Return a stored record as the merge reads it."""
    stamps = {path: Seen(*stamp) for path, stamp in stored.stamps.items()}
    writers = {Seen(epoch, seq): Writer(*who) for epoch, seq, *who in stored.writers}
    erased = {path: Seen(*at) for path, at in (stored.erased or {}).items()}
    return Copy(stored.values, stamps, writers, erased)


def hangs_on(values: Mapping[str, Any]) -> str | None:
    """Return of which record these values speak, or else to which it belongs."""
    owner = values.get("about_id") or values.get("parent_id")
    return owner if isinstance(owner, str) else None


def position_of(stored: StoredRecord) -> Position:
    """Return the server's number of a record's newest change."""
    epoch, seq = max(stored.stamps.values(), default=[1, stored.seq])
    return epoch, seq


def columns_of(copy: Copy, newest: Seen) -> dict[str, Any]:
    """Return what a row keeps of a copy, besides its key; a record that holds nothing has a number all the same."""
    writers = [
        [seen.epoch, seen.seq, by.replica, by.author, by.made_at, by.received_at, *([by.n] if by.n else [])]
        for seen, by in sorted(copy.writers.items())
    ]
    stamps, erased = dict(copy.stamps), dict(copy.erased)
    return {
        "seq": newest.seq,
        "values": dict(copy.values),
        "stamps": stamps,
        "writers": writers,
        "erased": erased or None,
        "hangs_on": hangs_on(copy.values),
    }


class Stored(NamedTuple):
    """What the feed reads of a stored record; `id` is spelled as the wire carries it."""

    kind: str
    id: str
    seq: int
    values: dict[str, Any]
    stamps: dict[str, list[int]]
    writers: list[list[Any]]
    erased: dict[str, list[int]] | None


def read_stored(kind: str, digits: str, seq: int, *written: str | None) -> Stored:
    """Read a record as it is written down, quicker than column by column; of an id SQLite keeps the digits alone."""
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    told: list[Any] = [None if each is None else canonical.read(each) for each in written]
    return Stored(kind, "-".join(parts) if len(digits) == _DIGITS else digits, seq, *told)


def feed_row(stored: Stored, after: Seen) -> Row:
    """Return a stored record as the feed carries it: what still stands of the changes newer than a number."""
    floor = after.plain()
    by_change: dict[tuple[int, ...], dict[str, Any]] = {}
    for path, stamp in stored.stamps.items():
        if stamp > floor:
            by_change.setdefault(tuple(stamp), {})[path] = stored.values.get(path)
    changes = [
        _change(Seen(epoch, seq), Writer(*who), by_change[epoch, seq])
        for epoch, seq, *who in stored.writers
        if (epoch, seq) in by_change
    ]
    erased = {path: Seen(*at) for path, at in (stored.erased or {}).items() if at > floor}
    return Row(stored.seq, stored.kind, UUID(stored.id), tuple(changes), erased)


def single_change(stored: Stored, after: Seen) -> dict[str, Any] | None:
    """Return a record as the one change that is all that stands in it, as the wire carries that; None for others."""
    if stored.erased is not None or len(stored.writers) != 1 or not stored.stamps:
        return None
    [[epoch, seq, replica, author, made_at, received_at, *n]] = stored.writers
    if seq != stored.seq or (epoch, seq) <= after:
        return None
    is_full = len(stored.values) == len(stored.stamps)
    change = {
        "replica": replica,
        "author": author,
        "made_at": made_at,
        "received_at": received_at,
        "fields": stored.values if is_full else {path: stored.values.get(path) for path in stored.stamps},
        "epoch": epoch,
        "id": stored.id,
        "kind": stored.kind,
        "seq": seq,
    }
    if n:
        change["n"] = n[0]
    return change


def tombstone(left: Departed, after: Seen, readable: Collection[str]) -> Row:
    """Return what is left of a record that went away: where it lies is only for those who may read there."""
    floor = after.plain()
    erased = {path: Seen(*at) for path, at in (left.erased or {}).items() if at > floor}
    return Row(left.seq, left.kind, left.id, (), erased, left.to_scope if left.to_scope in readable else "")


def _change(seen: Seen, by: Writer, fields: Leaves) -> Change:
    return Change(seen, by.replica, by.author, by.made_at, by.received_at, fields, by.n)
