"""Sequences whose members are made only when somebody asks for one: most are never asked for."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar, overload

T = TypeVar("T")


class Lazily(Sequence[T]):
    """A sequence that knows how long it is, and how to make its members."""

    @abstractmethod
    def make(self) -> Iterable[T]:
        """Make all members."""

    @cached_property
    def _made(self) -> tuple[T, ...]:
        return tuple(self.make())

    def __iter__(self) -> Iterator[T]:
        """Yield the members."""
        return iter(self._made)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """Return one member, or some."""
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        """Say whether the members are the same, however they are kept."""
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        """Return what is one for equal sequences."""
        return hash(self._made)
