"""Tables of records: a column says how it is read from a line, and sums itself up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cdadesk.i18n import _, format_amount
from cdadesk.reports.blocks import Align, Column, Grid
from cdadesk.reports.letterhead import DASH

L = TypeVar("L")


@dataclass(frozen=True)
class Reading(Generic[L]):
    """One column: its head, and what it says of each line; `total` stands at the foot."""

    column: Column
    tell: Callable[[L], str]
    total: str = ""


def words(head: str, tell: Callable[[L], str]) -> Reading[L]:
    """Return a column of words."""
    return Reading(Column(head), tell)


def amounts(head: str, lines: Sequence[L], figure: Callable[[L], int | None]) -> Reading[L]:
    """Return a column of amounts with the sum of those that are known; the others are a dash, and no zero."""
    known = [amount for line in lines if (amount := figure(line)) is not None]
    return Reading(Column(head, Align.END), lambda line: amount_or_dash(figure(line)), _sum(known))


def amount_or_dash(amount: int | None) -> str:
    """Write an amount; a dash where nothing is recorded."""
    return DASH if amount is None else format_amount(amount)


def table(lines: Sequence[L], columns: Sequence[Reading[L]]) -> Grid:
    """Return the lines as a grid with the sums at its foot; the foot's first cell says what it is."""
    rows = tuple(tuple(column.tell(line) for column in columns) for line in lines)
    foot = (_("Sum"), *(column.total for column in columns[1:]))
    return Grid(tuple(column.column for column in columns), rows, (foot,))


def _sum(known: list[int]) -> str:
    return format_amount(sum(known)) if known else DASH
