"""A long paper as sections of plain rows: drawn as blocks of a PDF, or written as sheets that calculate."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cdadesk.i18n import format_amount, format_money, format_number, format_scaled
from cdadesk.reports.blocks import (
    Align,
    Block,
    Column,
    Facts,
    Grid,
    Heading,
    Level,
    Nothing,
    PageBreak,
    Picture,
    Points,
    Text,
    Tone,
)


class Form(StrEnum):
    """How a sheet shows a figure."""

    WHOLE = "whole"
    HUNDREDTHS = "hundredths"
    MONEY = "money"
    PERCENT = "percent"


@dataclass(frozen=True)
class Figure:
    """A figure in the words of a paper, and its exact value for a sheet."""

    words: str
    value: Fraction
    form: Form


Cell = str | Figure
"""What stands in a table: words, or a figure; a blank says that nothing is recorded."""


@dataclass(frozen=True)
class Table:
    """Rows under heads; `sums` stand at the foot in bold, `title` above, `remark` below."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[tuple[Cell, ...], ...] = ()
    title: str = ""
    remark: str = ""
    shares: tuple[int | None, ...] = ()


Part = Table | Text | Facts | Points | Picture | Heading


@dataclass(frozen=True)
class Section:
    """One numbered section; without parts nothing is recorded."""

    number: str
    title: str
    parts: tuple[Part, ...] = ()
    opens_page: bool = False

    @property
    def heading(self) -> str:
        """The number and the title."""
        return f"{self.number}. {self.title}"


def whole(value: int | None) -> Cell:
    """Return a count; a blank for none that is known."""
    return "" if value is None else Figure(format_number(value), Fraction(value), Form.WHOLE)


def hundredths(value: int | None, unit: str = "") -> Cell:
    """Return a figure with two decimals, kept in hundredths."""
    return "" if value is None else Figure(format_scaled(value, unit), Fraction(value, 100), Form.HUNDREDTHS)


def money(paise: int | None) -> Cell:
    """Return an amount in rupees."""
    return "" if paise is None else Figure(format_money(paise), Fraction(paise, 100), Form.MONEY)


def rupees(paise: int | None) -> Cell:
    """Return an amount in rupees without their sign, and without paise where there are none: for crowded tables."""
    if paise is None:
        return ""
    words = format_amount(paise) if paise % 100 else format_number(paise // 100)
    return Figure(words, Fraction(paise, 100), Form.MONEY)


def percent(share: Fraction | None) -> Cell:
    """Return a part of one as a percentage with two decimals."""
    return "" if share is None else Figure(format_scaled(round(share * 10_000), "%"), share, Form.PERCENT)


def said(cell: Cell) -> str:
    """Return a cell in words."""
    return cell if isinstance(cell, str) else cell.words


def blocks_of(sections: Iterable[Section]) -> list[Block]:
    """Return the sections as blocks of a paper."""
    return [block for section in sections for block in _section_blocks(section)]


def _section_blocks(section: Section) -> Iterator[Block]:
    if section.opens_page:
        yield PageBreak()
    yield Heading(section.heading)
    if not section.parts:
        yield Nothing()
    for part in section.parts:
        if isinstance(part, Table):
            yield from _table_blocks(part)
        else:
            yield part


def _table_blocks(table: Table) -> Iterator[Block]:
    if table.title:
        yield Heading(table.title, Level.PART)
    columns = tuple(Column(head, _align(table, at), _share(table, at)) for at, head in enumerate(table.heads))
    yield Grid(columns, _in_words(table.rows), _in_words(table.sums))
    if table.remark:
        yield Text(table.remark, Tone.SECOND)


def _align(table: Table, at: int) -> Align:
    cells = [row[at] for row in (*table.rows, *table.sums) if row[at] != ""]
    figures = bool(cells) and all(isinstance(cell, Figure) for cell in cells)
    return Align.END if figures else Align.START


def _share(table: Table, at: int) -> int | None:
    return table.shares[at] if table.shares else None


def _in_words(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(said(cell) for cell in row) for row in rows)
