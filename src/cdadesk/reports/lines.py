"""Breaks text into lines of a given width; a word wider than the line is cut between syllables."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from cdadesk.reports.fonts import Weight
from cdadesk.reports.indic_text import Shaped, readable, shape, syllables

_ELLIPSIS = "…"


class Ink(StrEnum):
    """Black, and the one colour besides."""

    BLACK = "black"
    PRIMARY = "primary"


@dataclass(frozen=True)
class Style:
    """How words are set; the size is in points."""

    size: float
    weight: Weight = Weight.REGULAR
    ink: Ink = Ink.BLACK

    def bold(self) -> "Style":
        """Return the same style in the heavier weight."""
        return replace(self, weight=Weight.BOLD)

    def width_of(self, text: str) -> float:
        """Return the width in points of one line of readable text."""
        return shape(text, self.weight).width * self.size / 1000


@dataclass(frozen=True)
class Line:
    """One line of words, ready to be placed."""

    text: str
    style: Style

    @property
    def width(self) -> float:
        """The width in points."""
        return self.style.width_of(self.text)

    @property
    def shaped(self) -> Shaped:
        """The glyphs of the line."""
        return shape(self.text, self.style.weight)


def break_lines(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """Return the text as lines no wider than this; text without words is one empty line."""
    paragraphs = readable(text).split("\n")
    return tuple(Line(line, style) for paragraph in paragraphs for line in _fill(paragraph, style, width))


def words_of(paragraph: str) -> list[str]:
    """Return the words of a paragraph; amounts held together by a no-break space are one."""
    return [word for word in paragraph.split(" ") if word]


def trimmed(text: str, style: Style, width: float) -> Line:
    """Return the text as one line, cut with an ellipsis if it is wider than this."""
    whole = " ".join(words_of(readable(text).replace("\n", " ")))
    if style.width_of(whole) <= width:
        return Line(whole, style)
    room = width - style.width_of(_ELLIPSIS)
    return Line(_cut(whole, style, room)[0].rstrip() + _ELLIPSIS, style)


def _fill(paragraph: str, style: Style, width: float) -> Iterator[str]:
    line, room, space = "", width, style.width_of(" ")
    for word in words_of(paragraph):
        needed = style.width_of(word) + (space if line else 0.0)
        if needed <= room:
            line = f"{line} {word}" if line else word
            room -= needed
            continue
        if line:
            yield line
        *full, line = _cut(word, style, width)
        yield from full
        room = width - style.width_of(line)
    yield line


def _cut(word: str, style: Style, width: float) -> list[str]:
    """Cut a word into pieces that fit; a single syllable that does not fit stays whole."""
    pieces, room = [""], width
    for syllable in syllables(word):
        needed = style.width_of(syllable)
        if needed > room and pieces[-1]:
            pieces.append("")
            room = width
        pieces[-1] += syllable
        room -= needed
    return pieces
