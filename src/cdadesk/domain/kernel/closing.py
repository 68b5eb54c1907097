"""Records that are closed once they are agreed to: what may no longer change in one. Both ends of the network ask."""

from collections.abc import Mapping
from typing import Any

from cdadesk.domain.kernel.record import Record

_STAYS_OPEN = "left_so"
_VOID = "void"


def closed_paths(entity: type[Record], held: Mapping[str, Any], wanted: Mapping[str, Any]) -> frozenset[str]:
    """Return which leaves of a change a record as it is held does not take any more; none while it is open.

    What a person decided to leave as it is may still be noted, and what was in the trash before may come back.
    """
    if entity.closes is None or held.get(entity.closes[0]) != entity.closes[1]:
        return frozenset()
    changed = {path for path, value in wanted.items() if held.get(path) != value}
    return frozenset(path for path in changed if not _stays_open(path, wanted[path]))


def closing_last(entity: type[Record], leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Return leaves with the one that closes the record at the end: what is cut into pieces is closed by the last."""
    closing = entity.closes[0] if entity.closes else ""
    return dict(sorted(leaves.items(), key=lambda leaf: leaf[0] == closing))


def _stays_open(path: str, value: Any) -> bool:
    return path.split("/", maxsplit=1)[0] == _STAYS_OPEN or (path == _VOID and value is None)
