"""Tables with hairlines: columns as wide as their words, repeated heads, sums in bold at the foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cdadesk.reports.blocks import Align, Grid
from cdadesk.reports.columns import Need, shrinking, widths
from cdadesk.reports.indic_text import readable
from cdadesk.reports.lines import Style, break_lines, words_of
from cdadesk.reports.measures import TEXT_WIDTH, Styles
from cdadesk.reports.rows import Cell, row_strips
from cdadesk.reports.strips import STRONG_RULE, Rule, Strip, tie

_GUTTER = 1.0  # of the size of the letters, between two columns
_ROUNDING = 0.1
_PADDING = 0.18  # of the size of the letters, above and below the words of a row
_LONGEST_WORD = 0.3  # of the width: longer words are cut rather than let the whole table shrink


@dataclass(frozen=True)
class _Setting:
    """The styles and column widths that fit one grid."""

    grid: Grid
    head: Style
    body: Style
    widths: Sequence[float]
    gutter: float

    def row(self, texts: Sequence[str], style: Style, below: Rule) -> list[Strip]:
        return row_strips(list(self._cells(texts, style)), style.size * _PADDING, below)

    def _cells(self, texts: Sequence[str], style: Style) -> Iterator[Cell]:
        x = 0.0
        for column, text, width in zip(self.grid.columns, texts, self.widths, strict=True):
            yield Cell(x, width, break_lines(text, style, width), column.align)
            x += width + self.gutter


def grid_strips(grid: Grid, styles: Styles) -> list[Strip]:
    """Return the strips of a grid that has rows."""
    setting = _fitting(grid, styles)
    thin, strong = Rule(0, 0, TEXT_WIDTH), Rule(0, 0, TEXT_WIDTH, STRONG_RULE)
    head = tie(setting.row([column.head for column in grid.columns], setting.head, strong))
    repeated = tuple(head) if len(head) == 1 else ()
    body = [setting.row(texts, setting.body, thin) for texts in grid.rows]
    foot = [setting.row(texts, setting.body.bold(), thin) for texts in grid.foot]
    for place in {0, len(body) - 2} if len(body) > 1 else ():
        body[place] = [*body[place][:-1], replace(body[place][-1], tied=True)]  # no row stands alone on a page
    if foot:
        body[-1] = _last_row(body[-1], strong)
        foot = [tie(row) for row in foot[:-1]] + foot[-1:]
    below_head = [replace(strip, head=repeated) for row in (*body, *foot) for strip in row]
    return [*head, *below_head]


def _last_row(row: list[Strip], rule: Rule) -> list[Strip]:
    """Tie the last row to the sums, and draw a stronger line between."""
    last = row[-1]
    marks = (*last.marks[:-1], replace(rule, y=last.height))
    return [*row[:-1], replace(last, marks=marks, tied=True)]


def _fitting(grid: Grid, styles: Styles) -> _Setting:
    gutters = styles.body.size * _GUTTER * (len(grid.columns) - 1)
    needs = [_need(grid, place, styles) for place in range(len(grid.columns))]
    factor = shrinking([*needs, Need(gutters, gutters)], TEXT_WIDTH)
    shrunk = [replace(need, least=need.least * factor, ideal=need.ideal * factor) for need in needs]
    head, body = (replace(style, size=style.size * factor) for style in (styles.second.bold(), styles.body))
    return _Setting(grid, head, body, widths(shrunk, TEXT_WIDTH - gutters * factor), body.size * _GUTTER)


def _need(grid: Grid, place: int, styles: Styles) -> Need:
    column = grid.columns[place]
    texts = [(column.head, styles.second.bold())]
    texts += [(row[place], styles.body) for row in grid.rows] + [(row[place], styles.body.bold()) for row in grid.foot]
    least, ideal = zip(*(_word_and_line(text, style) for text, style in texts), strict=True)
    in_figures = column.align is Align.END
    return Need(
        least=max(least) if in_figures else min(max(least), TEXT_WIDTH * _LONGEST_WORD),
        ideal=max(ideal),
        fixed=None if column.share is None else TEXT_WIDTH * column.share / 100,
        stretches=not in_figures,
    )


def _word_and_line(text: str, style: Style) -> tuple[float, float]:
    """Return the widths of the longest word and of the longest line of a text."""
    space = style.width_of(" ")
    longest, line = 0.0, 0.0
    for paragraph in readable(text).split("\n"):
        words = [style.width_of(word) for word in words_of(paragraph)]
        longest = max([longest, *words])
        line = max(line, sum(words) + space * max(0, len(words) - 1))
    return longest + _ROUNDING, line + _ROUNDING
