"""Single changes: rows of the feed that hold one change each, kept as the columns in which they come.

Nearly all that a laptop downloads at once is of this kind: a record as somebody made it, and nobody changed it since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdadesk import clock
from cdadesk.wire import runs
from cdadesk.wire.ops import is_short, is_whole

_KEYS = ("author", "epoch", "fields", "id", "kind", "made_at", "n", "received_at", "replica", "seq")


@dataclass(frozen=True)
class Changes:
    """Changes of one kind and of the same fields, each all that a row tells of its record; no value is empty.

    Each column holds a value for each change; `fields` holds them by path, in the order of canonical JSON.
    """

    kind: str
    epoch: int
    seqs: Sequence[int]
    ids: Sequence[str]
    replicas: Sequence[str]
    authors: Sequence[str]
    made_at: Sequence[str]
    ns: Sequence[int]
    fields: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        """Return how many changes these are."""
        return len(self.ids)


def read(same: Any, columns: Any, counted: Any) -> Changes | None:
    """Read a run of rows; None where they hold anything else, or are not written as this program writes them."""
    try:
        return _read(same, columns, counted)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _read(same: Mapping[str, Any], columns: Mapping[str, Any], counted: Mapping[str, Any]) -> Changes | None:
    if sorted((*same, *columns, *counted)) != sorted(_KEYS) or not columns["fields"]:
        return None
    ids, fields = runs.one_by_one(columns["id"]), columns["fields"]
    count = len(ids)

    def column(name: str) -> Sequence[Any]:
        if name in counted:
            return range(counted[name], counted[name] + count)
        return runs.one_by_one(columns[name]) if name in columns else [same[name]] * count

    told = Changes(
        kind=same["kind"],
        epoch=same["epoch"],
        seqs=column("seq"),
        ids=ids,
        replicas=column("replica"),
        authors=column("author"),
        made_at=column("made_at"),
        ns=column("n"),
        fields={path: runs.one_by_one(fields[path]) for path in sorted(fields)},
    )
    return told if _is_sound(told, column("received_at")) else None


def _is_sound(told: Changes, received_at: Sequence[Any]) -> bool:
    texts = (told.replicas, told.authors, told.made_at, received_at)
    columns = (*texts, told.seqs, told.ns, *told.fields.values())
    return (
        0 < len(told) <= runs.MOST
        and all(len(each) == len(told) for each in columns)
        and bool(told.kind)
        and is_short(told.kind)
        and is_whole(told.epoch)
        and runs.are_ids(told.ids)
        and all(_are_numbers(each) for each in (told.seqs, told.ns))
        and min(told.ns) > 0
        and all(set(map(type, each)) == {str} for each in texts)
        and _are_instants({*told.made_at, *received_at})
        and not any(None in values for values in told.fields.values())
    )


def _are_numbers(column: Sequence[Any]) -> bool:
    return set(map(type, column)) == {int} and is_whole(min(column)) and is_whole(max(column))


def _are_instants(texts: Iterable[str]) -> bool:
    for each in texts:
        clock.read_instant(each)
    return True
