"""What the console writes: lines, tables that line up in both scripts, JSON. A sign it cannot show costs no crash."""

import io
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TextIO

_GAP = "  "
_WIDEST = 44
_ZERO_WIDTH = ("Mn", "Me", "Cf")


class Align(Enum):
    """At which side the words of a column stand."""

    start = "start"
    end = "end"


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    head: str
    align: Align = Align.start


class Console:
    """The two streams of a command: results on one, what is said beside them on the other."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = tolerant(out)
        self._err = tolerant(err)

    def say(self, line: str = "") -> None:
        """Write a line of the result."""
        self._out.write(line + "\n")

    def note(self, line: str) -> None:
        """Write a line beside the result, at once."""
        self._err.write(line + "\n")
        self._err.flush()

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Write a table; long words end in an ellipsis."""
        for line in table_lines(columns, rows):
            self.say(line)

    def json(self, value: Any) -> None:
        """Write JSON with sorted keys; outside UTF-8, letters as escapes, so that nothing is lost."""
        unicode = (getattr(self._out, "encoding", None) or "utf-8").lower().startswith("utf")
        self.say(json.dumps(value, ensure_ascii=not unicode, indent=2, sort_keys=True, allow_nan=False))


def tolerant(stream: TextIO) -> TextIO:
    """Return the stream, told to write a question mark for what its encoding does not have."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def width(text: str) -> int:
    """Return how many cells a text takes on the screen: marks over or under a letter take none."""
    return sum(_cells(sign) for sign in text)


def _cells(sign: str) -> int:
    if unicodedata.category(sign) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines: heads, a rule, rows."""
    heads = [column.head for column in columns]
    cells = [[shortened(" ".join(cell.split())) for cell in row] for row in (heads, *rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(columns))]
    lines = [_line(columns, widths, row) for row in cells]
    return [lines[0], _GAP.join("-" * each for each in widths), *lines[1:]]


def shortened(text: str, most: int = _WIDEST) -> str:
    """Return the text, cut between two letters where it is too long; a mark is never parted from its letter."""
    if width(text) <= most:
        return text
    kept = ""
    for letter in _letters(text):
        if width(kept + letter) >= most:
            break
        kept += letter
    return kept.rstrip() + "…"


def _letters(text: str) -> list[str]:
    """Return the letters of a text, each with its marks."""
    letters: list[str] = []
    for sign in text:
        if letters and unicodedata.category(sign).startswith("M"):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    padded = []
    for column, room, cell in zip(columns, widths, row, strict=True):
        blank = " " * (room - width(cell))
        padded.append(blank + cell if column.align is Align.end else cell + blank)
    return _GAP.join(padded).rstrip()
