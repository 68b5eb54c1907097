"""Ops as wire and outbox carry them, of which objects are made only when somebody asks for one."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from cdadesk.wire.fresh import Fresh
from cdadesk.wire.lazily import Lazily
from cdadesk.wire.ops import Op, Stub, read_entry

Plain = dict[str, Any]


class Unread(Lazily[Op | Stub]):
    """A consecutive run of ops: `plains` gives them as the wire carries them one by one, `fresh` as columns.

    Nothing that is no op may be handed in: whoever asks for one would be told, and by then it is too late.
    """

    def __init__(self, numbers: range, plains: Callable[[], Sequence[Plain]], fresh: tuple[Fresh, ...] = ()) -> None:
        self.numbers = numbers
        self.fresh = fresh
        self._plains = plains

    @cached_property
    def plains(self) -> Sequence[Plain]:
        """Return the ops as the wire carries them."""
        return self._plains()

    def make(self) -> Iterable[Op | Stub]:
        """Read all ops."""
        return map(read_entry, self.plains)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)
