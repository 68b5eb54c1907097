"""One window at a time: a lock on a file, which the system lets go of when its process dies in whatever way."""

import os
import sys
from pathlib import Path

from cdadesk.store.troubles import ProfileInUse, file_troubles_told

if sys.platform == "win32":
    import msvcrt

    def _take(opened: int) -> None:
        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(opened: int) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """Held from its making until release()."""

    def __init__(self, path: Path) -> None:
        with file_troubles_told():
            opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(opened)
        except OSError as error:
            os.close(opened)
            raise ProfileInUse from error
        self._opened: int | None = opened

    def release(self) -> None:
        """Let the next window in; a second time does nothing."""
        opened, self._opened = self._opened, None
        if opened is not None:
            os.close(opened)
