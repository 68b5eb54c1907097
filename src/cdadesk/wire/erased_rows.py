"""What an erasure leaves of rows that are kept apart: of the record itself, and of what was said about it.

Both ends keep such rows after a server was restored. Pure.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from cdadesk.wire.ops import Seen, covered
from cdadesk.wire.pages import Change, Row

LATER = Seen(2**52, 0)
"""Later than whatever was seen in a scope."""

SPEAK = {"conflict": ("kept", "offered", "base"), "comment": ("text",)}
"""What speaks of other records, and where it may repeat their values."""


def without(row: Row, erased: Mapping[str, Seen]) -> Row:
    """Return a row without the values of erased paths that were written before; that something stood there stays."""
    return replace(row, changes=tuple(_change_without(each, erased) for each in row.changes))


def unsaid(row: Row, erased: Mapping[str, Seen]) -> Row:
    """Return a conflict or a comment without what it tells of erased paths; one about the whole record tells of all."""
    values = _values(row)
    path = values.get("path") or values.get("about_path")
    if erased and (not isinstance(path, str) or covered(path, erased)):
        return without(row, dict.fromkeys(SPEAK[row.kind], LATER))
    return row


def about(row: Row) -> tuple[str, UUID] | None:
    """Return of which record, by kind and id, a conflict or a comment speaks; None for all else."""
    values = _values(row)
    kind, record = values.get("about_kind"), values.get("about_id")
    if row.kind not in SPEAK or not isinstance(kind, str) or not isinstance(record, str):
        return None
    try:
        return kind, UUID(record)
    except ValueError:
        return None


def _change_without(change: Change, erased: Mapping[str, Seen]) -> Change:
    gone = [path for path, at in erased.items() if at >= change.seen]
    left = {path: None if covered(path, gone) else value for path, value in change.fields.items()}
    return replace(change, fields=left)


def _values(row: Row) -> dict[str, Any]:
    return {path: value for change in row.changes for path, value in change.fields.items()}
