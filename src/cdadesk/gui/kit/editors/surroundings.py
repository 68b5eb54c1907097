"""What editors need from outside: the day, who removes a line, and how other records are found and named."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.record import Void


class Match(NamedTuple):
    """A record that a reference may point at."""

    id: UUID
    title: str
    kind: str


Find = Callable[[tuple[str, ...], str], list[Match]]
Name = Callable[[UUID], Match | None]
Make = Callable[[tuple[str, ...], str, Callable[[Match], None]], None]
LinesFor = Callable[[FieldInfo], Sequence[tuple[str, str]]]


def find_nothing(_to: tuple[str, ...], _typed: str) -> list[Match]:
    """Find no record: what a form without references is given."""
    return []


def name_nothing(_record: UUID) -> Match | None:
    """Know no record's name."""
    return None


def offer_no_lines(_info: FieldInfo) -> Sequence[tuple[str, str]]:
    """Offer no line: what a record is given whose lines do not name each other."""
    return ()


@dataclass(frozen=True)
class Surroundings:
    """Handed to every editor by the form.

    `find` looks records of some kinds up by any part of their title, `name` says what one is called, `make` opens a
    way to make a new one under a first title and hands it back, now or later; without it nothing can be made here.
    `lines` returns the lines that a field may name, each key with its words, where lines of a record name each other.
    `special` gives a field of that name an editor of its own: called with the field and these surroundings.
    """

    today: Callable[[], dt.date]
    void: Callable[[], Void]
    find: Find = find_nothing
    name: Name = name_nothing
    make: Make | None = None
    lines: LinesFor = offer_no_lines
    special: Mapping[str, Callable[[FieldInfo, "Surroundings"], Any]] = field(default_factory=dict)
