"""Rows of cells side by side; a tall row is given line by line, so that it may run over the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cdadesk.reports.blocks import Align
from cdadesk.reports.lines import Line
from cdadesk.reports.measures import baseline, leading
from cdadesk.reports.strips import Rule, Strip, Words, tie_ends

_TALL = 12  # lines; a row of fewer is not divided
_START: dict[Align, float] = {Align.START: 0.0, Align.CENTRE: 0.5, Align.END: 1.0}


@dataclass(frozen=True)
class Cell:
    """Lines in a box of this width, whose left edge is at x."""

    x: float
    width: float
    lines: tuple[Line, ...]
    align: Align = Align.START


def row_strips(cells: Sequence[Cell], padding: float = 0.0, below: Rule | None = None) -> list[Strip]:
    """Set the cells side by side, their first lines on one baseline, with white around them and a rule below."""
    count = max(len(cell.lines) for cell in cells)
    levels = [_level(cells, nth) for nth in range(count)]
    strips = [_joined(levels)] if count <= _TALL else tie_ends(levels)
    strips[0] = _pushed_down(strips[0], padding)
    last = strips[-1]
    height = last.height + padding
    rules = (replace(below, y=height),) if below else ()
    strips[-1] = replace(last, height=height, marks=(*last.marks, *rules))
    return strips


def _level(cells: Sequence[Cell], nth: int) -> Strip:
    size = max(line.style.size for cell in cells for line in cell.lines)
    marks = tuple(_words(cell, cell.lines[nth], baseline(size)) for cell in cells if nth < len(cell.lines))
    return Strip(leading(size), marks)


def _words(cell: Cell, line: Line, below_top: float) -> Words:
    return Words(cell.x + (cell.width - line.width) * _START[cell.align], below_top, line)


def _joined(levels: Sequence[Strip]) -> Strip:
    marks: list[Words | Rule] = []
    height = 0.0
    for level in levels:
        marks += _pushed_down(level, height).marks
        height += level.height
    return Strip(height, tuple(marks))


def _pushed_down(strip: Strip, by: float) -> Strip:
    marks = tuple(
        replace(mark, baseline=mark.baseline + by) if isinstance(mark, Words) else replace(mark, y=mark.y + by)
        for mark in strip.marks
    )
    return replace(strip, height=strip.height + by, marks=marks)
