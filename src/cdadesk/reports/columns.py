"""Shares the width of a page out over the columns of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 0.7  # letters of a crowded table shrink to this part of their size before words are cut


@dataclass(frozen=True)
class Need:
    """What a column asks for: the width of its longest word, the width of its longest line, or a fixed width."""

    least: float
    ideal: float
    fixed: float | None = None
    stretches: bool = True


def shrinking(needs: Sequence[Need], room: float) -> float:
    """Return the factor by which letters must shrink so that no word is cut; never below the smallest."""
    asked = sum(need.least for need in needs if need.fixed is None)
    left = room - sum(need.fixed for need in needs if need.fixed is not None)
    return min(1.0, max(SMALLEST, left / asked)) if asked else 1.0


def widths(needs: Sequence[Need], room: float) -> list[float]:
    """Return a width for each column; together they fill the room."""
    fixed = sum(need.fixed for need in needs if need.fixed is not None)
    free = iter(_share(tuple(need for need in needs if need.fixed is None), room - fixed))
    return [next(free) if need.fixed is None else need.fixed for need in needs]


def _share(needs: Sequence[Need], room: float) -> list[float]:
    ideal = [min(need.ideal, room) for need in needs]
    least = [min(need.least, wish) for need, wish in zip(needs, ideal, strict=True)]
    if sum(ideal) <= room:
        return _stretched(needs, ideal, room)
    if sum(least) >= room:
        return _capped(least, room)
    wishes = [high - low for low, high in zip(least, ideal, strict=True)]
    return [low + more for low, more in zip(least, _capped(wishes, room - sum(least)), strict=True)]


def _stretched(needs: Sequence[Need], ideal: Sequence[float], room: float) -> list[float]:
    """Give what is left over to the columns of words; columns of figures stay as narrow as they are."""
    taking = [need.stretches or not any(other.stretches for other in needs) for need in needs]
    each = (room - sum(ideal)) / max(1, sum(taking))
    return [width + each if takes else width for width, takes in zip(ideal, taking, strict=True)]


def _capped(asked: Sequence[float], room: float) -> list[float]:
    """Cut the largest down to one size until all fit, so that whoever asks for little gets it."""
    cap, left = 0.0, room
    for place, width in enumerate(sorted(asked)):
        cap = left / (len(asked) - place)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in asked]
