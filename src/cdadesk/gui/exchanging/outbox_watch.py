"""How things stand with the server, read from any thread; the readings are numbered, since one may overtake another."""

import threading
from typing import NamedTuple

from cdadesk.store.standing import Standing
from cdadesk.store.store import Store


class Reading(NamedTuple):
    """How things stood, and which reading that was."""

    number: int
    standing: Standing


class OutboxWatch:
    """Without it an old "all sent" could come after a newer "1 record waits", and stand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._read = 0
        self._shown = 0

    def read(self) -> Reading:
        """Return how things stand at this instant; raises a Trouble of the disk."""
        with self._lock:
            self._read += 1
            return Reading(self._read, self._store.standing())

    def is_newest(self, reading: Reading) -> bool:
        """Say whether no later reading was shown before; only the window's thread may ask."""
        newest = reading.number >= self._shown
        self._shown = max(self._shown, reading.number)
        return newest
