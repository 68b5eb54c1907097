"""Pictures as lists of lines, boxes, marks and words: a window and a paper draw the same list, each in its own way.

Coordinates run right and down from the upper left corner; colours are token names, so each surface has its own shade.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Point:
    """A place on the drawing."""

    x: float
    y: float


class Dash(StrEnum):
    """How a line is broken, so that it can be told apart without colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Hatch(StrEnum):
    """How an area is filled, so that it can be told apart on a photocopy."""

    NONE = "none"
    RISING = "rising"
    DOTS = "dots"
    CROSS = "cross"


class Sign(StrEnum):
    """The shapes of marks."""

    UP = "up"
    DOWN = "down"
    DOT = "dot"


class Anchor(StrEnum):
    """Which part of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1
    dash: Dash = Dash.SOLID


@dataclass(frozen=True)
class Area:
    """A filled rectangle; `tip` is what it says when one points at it."""

    corner: Point
    width: float
    height: float
    colour: str
    hatch: Hatch = Hatch.NONE
    tip: str = ""


@dataclass(frozen=True)
class Mark:
    """A small shape at a place."""

    at: Point
    sign: Sign
    colour: str
    size: float = 12
    tip: str = ""


@dataclass(frozen=True)
class Words:
    """A short text on one line, cut with an ellipsis where it would be wider than `room`."""

    at: Point
    text: str
    colour: str = "second_ink"
    anchor: Anchor = Anchor.START
    room: float = 0
    strong: bool = False


Part = Line | Area | Mark | Words


@dataclass(frozen=True)
class Drawing:
    """A picture, and the same in words for who cannot see it."""

    width: float
    height: float
    parts: tuple[Part, ...]
    in_words: str


@dataclass(frozen=True)
class Room:
    """The rectangle that a drawing must fill, and the height of one line of its letters."""

    width: float
    height: float
    letter: float = 16
