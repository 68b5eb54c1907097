"""Copies of the profile that a person asks for, and which there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdadesk.clock import instant_text, read_instant
from cdadesk.store.backup import Copy, Extent
from cdadesk.store.store import Store

_MADE = "copies_made"
_KEPT = 10


@dataclass(frozen=True)
class Copies:
    """The copies that were made by hand, as far as they are remembered, and those made before upgrades."""

    made: tuple[Copy, ...]
    automatic: tuple[Copy, ...]


def make_copy(store: Store, into: Path, extent: Extent = Extent.whole) -> Copy:
    """Copy the profile into a folder, a stick say, and remember it; raises a Trouble that says why not."""
    made = store.back_up(into, extent)
    kept = [_plain(made), *store.settings.get(_MADE, [])]
    store.settings.put(_MADE, kept[:_KEPT])
    return made


def copies(store: Store) -> Copies:
    """Return what copies there are, the newest first; those made by hand may have been moved since."""
    made = tuple(_read(each) for each in store.settings.get(_MADE, []))
    return Copies(made, tuple(store.automatic_copies()))


def _plain(copy: Copy) -> dict[str, Any]:
    return {"path": str(copy.path), "at": instant_text(copy.at), "size": copy.size}


def _read(plain: Mapping[str, Any]) -> Copy:
    return Copy(Path(plain["path"]), read_instant(plain["at"]), plain["size"])
