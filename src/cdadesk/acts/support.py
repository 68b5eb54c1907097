"""Sending everything to support: one file under a passphrase, from which a helper can see and rebuild all."""

from pathlib import Path
from typing import Any

import cdadesk
from cdadesk.acts import exchanging
from cdadesk.clock import Clock, instant_text
from cdadesk.store import files, recovery_key
from cdadesk.store.store import Store
from cdadesk.store.vault import SHORTEST, PassphraseTooShort
from cdadesk.wire import canonical
from cdadesk.wire.strongbox import Work, lock

_TAIL = 64 * 1024
FIELD = Work()


def write_everything(store: Store, file: Path, passphrase: str, work: Work = FIELD) -> None:
    """Write all that this laptop ever sent, and how things stand, into a file that only the passphrase opens.

    It holds personal data. Raises PassphraseTooShort, or a Trouble of the disk.
    """
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    files.replace(file, lock(canonical.encode(_everything(store)), passphrase, work))


def write_for_helper(store: Store, file: Path, work: Work = FIELD) -> str:
    """Write the same under a key that is made for it, and return that; raises a Trouble of the disk."""
    key = recovery_key.new()
    write_everything(store, file, key, work)
    return key


def _everything(store: Store) -> dict[str, Any]:
    return store.everything() | {
        "program": cdadesk.__version__,
        "at": instant_text(Clock().now()),
        "past": [each.plain() for each in exchanging.past(store)],
        "log": _tail_of_log(store.profile.logs),
    }


def _tail_of_log(logs: Path) -> str:
    newest = max(logs.glob("*.log*"), key=lambda path: path.stat().st_mtime, default=None)
    return newest.read_bytes()[-_TAIL:].decode(errors="replace") if newest is not None else ""
