"""Ops as wire and outbox carry them, of which objects are made only when somebody asks for one."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from cdadesk.wire import fresh, runs
from cdadesk.wire.fresh import Fresh
from cdadesk.wire.lazily import Lazily
from cdadesk.wire.ops import Op, Stub, read_entry

Plain = dict[str, Any]


class Unread(Lazily[Op | Stub]):
    """A consecutive run of ops that is read, and put into runs, when it is first asked for.

    Nothing that is no op may be handed in: whoever asks for one would be told, and by then it is too late.
    """

    def __init__(self, numbers: range, read: Callable[[], list[Any]]) -> None:
        self.numbers = numbers
        self._read = read

    @cached_property
    def listed(self) -> list[Any]:
        """Return the ops in runs, as the wire carries them."""
        read, self._read = self._read, list  # of what they are read from nothing need be kept
        return read()

    @cached_property
    def fresh(self) -> tuple[Fresh, ...]:
        """Return all ops as columns where each only makes a record; else nothing."""
        return fresh.read(self.listed) or ()

    @property
    def plains(self) -> Sequence[Plain]:
        """Return the ops as the wire carries them one by one; they are not kept, for they take the most room."""
        return runs.loose(self.listed)

    def make(self) -> Iterable[Op | Stub]:
        """Read all ops."""
        return map(read_entry, self.plains)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)
