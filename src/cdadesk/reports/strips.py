"""Strips: pieces of a paper as wide as its text, which no page break divides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cdadesk.reports.lines import Ink, Line
from cdadesk.reports.pictures import Drawing

HAIRLINE = 0.3
STRONG_RULE = 0.9


@dataclass(frozen=True)
class Words:
    """A line of words; the baseline is measured down from the top of the strip."""

    x: float
    baseline: float
    line: Line


@dataclass(frozen=True)
class Rule:
    """A level line, measured down from the top of the strip."""

    x: float
    y: float
    length: float
    thickness: float = HAIRLINE
    ink: Ink = Ink.BLACK


@dataclass(frozen=True)
class Strip:
    """What is drawn together, how much room it takes, and what it asks of page breaks."""

    height: float
    marks: tuple[Words | Rule, ...] = ()
    gap: float = 0.0  # white above it, left out at the top of a page
    tied: bool = False  # stays on the page of the strip that follows
    head: tuple["Strip", ...] = ()  # repeated above it when it begins a page
    opens_page: bool = False
    art: Drawing | None = None  # a picture whose upper left corner is that of the strip


def tie(strips: Iterable[Strip]) -> list[Strip]:
    """Keep all of these together with whatever follows."""
    return [replace(strip, tied=True) for strip in strips]


def tie_ends(strips: Sequence[Strip]) -> list[Strip]:
    """Allow a break anywhere but after the first and before the last: no line is left alone."""
    alone = {0, len(strips) - 2}
    return [
        replace(strip, tied=place in alone) if place < len(strips) - 1 else strip for place, strip in enumerate(strips)
    ]


def keep_ends(strips: Sequence[Strip]) -> list[Strip]:
    """Keep the first two and the last two together, whatever else is tied already: no row is left alone."""
    alone = {0, len(strips) - 2} if len(strips) > 1 else set()
    return [replace(strip, tied=strip.tied or place in alone) for place, strip in enumerate(strips)]


def after_gap(strips: Sequence[Strip], gap: float) -> list[Strip]:
    """Put white above the first."""
    return [replace(strips[0], gap=gap), *strips[1:]] if strips else []
