"""Lays strips out on pages: what is tied stays together, heads of tables return, nothing runs over the foot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cdadesk.reports.strips import Strip


@dataclass(frozen=True)
class Placed:
    """A strip, and how far below the top of the text its own top lies."""

    top: float
    strip: Strip


Page = tuple[Placed, ...]


def lay_out(strips: Iterable[Strip], height: float) -> tuple[Page, ...]:
    """Return the pages; there is always one."""
    pile = _Pile(height)
    for group in _tied_groups(strips):
        pile.add(group)
    return pile.pages()


def _tied_groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.tied:
            yield group
            group = []
    if group:
        yield group


class _Pile:
    """Pages being filled."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._done: list[Page] = []
        self._page: list[Placed] = []
        self._filled = 0.0
        self._bare = True  # nothing but repeated heads so far

    def add(self, group: Sequence[Strip]) -> None:
        """Place a group on this page if it fits, else on the next; one taller than a page is broken up."""
        if group[0].opens_page or not self._fits(group):
            self._turn(group[0])
        for strip in group:
            if not self._fits([strip]):
                self._turn(strip)
            self._place(strip)
            self._bare = False

    def pages(self) -> tuple[Page, ...]:
        return (*self._done, tuple(self._page))

    def _fits(self, group: Sequence[Strip]) -> bool:
        needed = sum(strip.height + strip.gap for strip in group) - (group[0].gap if self._bare else 0.0)
        return self._filled + needed <= self._height

    def _turn(self, first: Strip) -> None:
        if self._bare:
            return
        self._done.append(tuple(self._page))
        self._page, self._filled, self._bare = [], 0.0, True
        for strip in first.head:
            self._place(strip)

    def _place(self, strip: Strip) -> None:
        top = self._filled if self._bare else self._filled + strip.gap
        self._page.append(Placed(top, strip))
        self._filled = top + strip.height
