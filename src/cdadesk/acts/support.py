"""Sending everything to support: one file from which the server's administrator, or a helper, can see and rebuild all.

It is sealed to the server where this laptop knows its seal; nobody has to hand a key on then. Else it is locked.
"""

from pathlib import Path
from typing import Any

import cdadesk
from cdadesk.acts import exchanging
from cdadesk.clock import Clock, instant_text
from cdadesk.store import files, recovery_key
from cdadesk.store.store import Store
from cdadesk.store.vault import SHORTEST, PassphraseTooShort
from cdadesk.wire import canonical
from cdadesk.wire.strongbox import Work, lock, seal

_TAIL = 64 * 1024
FIELD = Work()


def write_everything(store: Store, file: Path, passphrase: str, work: Work = FIELD) -> None:
    """Write all that this laptop ever sent, and how things stand, into a file that only the passphrase opens.

    It holds personal data. Raises PassphraseTooShort, or a Trouble of the disk.
    """
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    files.replace(file, lock(canonical.encode(_everything(store)), passphrase, work))


def write_for_support(store: Store, file: Path, work: Work = FIELD) -> str:
    """Write the same so that only the administrator of the server opens it; raises a Trouble of the disk.

    Where no server is known it is under a key that is made for it; return that, and else nothing.
    """
    grants = store.sticks.grants()
    if grants is not None and grants.server is not None:
        files.replace(file, seal(canonical.encode(_everything(store)), grants.server))
        return ""
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
