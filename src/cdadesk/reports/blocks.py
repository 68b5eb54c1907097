"""What a paper consists of: plain descriptions in words already translated, without any drawing."""

from dataclasses import dataclass
from enum import StrEnum

from cdadesk.reports.pictures import Drawing


class Tone(StrEnum):
    """How loud a paragraph speaks."""

    BODY = "body"
    SECOND = "second"
    STRONG = "strong"
    FIGURE = "figure"  # the one large figure of a paper: what this member pays


class Align(StrEnum):
    """Where the words of a column stand; figures stand at the end."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Marker(StrEnum):
    """What stands before each point of a list."""

    DASH = "dash"
    NUMBER = "number"


class Level(StrEnum):
    """Rank of a heading."""

    SECTION = "section"
    PART = "part"


@dataclass(frozen=True)
class Heading:
    """Begins a section, or a part of one; never left alone at the foot of a page."""

    text: str
    level: Level = Level.SECTION


@dataclass(frozen=True)
class Text:
    """A paragraph; line breaks in the text are kept."""

    text: str
    tone: Tone = Tone.BODY


@dataclass(frozen=True)
class Points:
    """A list of short paragraphs, such as decisions; numbers go up from `first`."""

    texts: tuple[str, ...]
    marker: Marker = Marker.DASH
    first: int = 1


@dataclass(frozen=True)
class Facts:
    """Names and what is known of them, a line each; a blank value says that nothing is recorded."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a grid; without a share of the width (in hundredths) it takes what its words need."""

    head: str
    align: Align = Align.START
    share: int | None = None


@dataclass(frozen=True)
class Grid:
    """A table with hairlines; its heads return on each page, the sums stand in bold at its foot.

    Line breaks in a cell are kept. A grid without rows says that nothing is recorded. Raises ValueError if a row
    has not one cell for each column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.foot):
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns, but {len(row)} cells: {row!r}")


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, side by side; each says below who signs, as `role` or `role` and name in two lines."""

    places: tuple[str, ...]


@dataclass(frozen=True)
class Banner:
    """A sentence that nobody may overlook, between two lines."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A drawing as wide as the text, on one page; what it shows stands below it in words."""

    drawing: Drawing
    caption: str = ""


@dataclass(frozen=True)
class Nothing:
    """Stands where a section has no records: a blank is said, never left out and never a zero."""


@dataclass(frozen=True)
class PageBreak:
    """Begins a new page."""


Block = Heading | Text | Points | Facts | Grid | Signatures | Banner | Picture | Nothing | PageBreak
