"""Turns blocks into strips, in the styles of one paper."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from cdadesk.i18n import _, format_number
from cdadesk.reports.blocks import (
    Banner,
    Block,
    Facts,
    Grid,
    Heading,
    Level,
    Marker,
    Nothing,
    PageBreak,
    Picture,
    Points,
    Signatures,
    Text,
    Tone,
)
from cdadesk.reports.grid import grid_strips
from cdadesk.reports.lines import Ink, Style, break_lines
from cdadesk.reports.measures import TEXT_WIDTH, Styles, baseline, leading
from cdadesk.reports.rows import Cell, row_strips
from cdadesk.reports.strips import STRONG_RULE, Rule, Strip, Words, after_gap, keep_ends, tie, tie_ends

_LABEL_SHARE = 0.36  # of the width, at most, for the names of facts
_SIDE_BY_SIDE = 3  # signatures in one row
_SIGNING_ROOM = 3.6  # of the size of the letters


def compose(blocks: Iterable[Block], styles: Styles) -> list[Strip]:
    """Return the strips of all blocks, from top to bottom."""
    strips: list[Strip] = []
    opens_page, gap = False, 0.0
    for block in blocks:
        if isinstance(block, PageBreak):
            opens_page = True
            continue
        if isinstance(block, Signatures):
            strips[-1:] = tie(strips[-1:])  # nobody signs an empty page
        above = styles.gap * 1.9 if isinstance(block, Heading) and gap else gap
        first, *others = after_gap(_strips_of(block, styles), above)
        strips += [replace(first, opens_page=opens_page), *others]
        opens_page, gap = False, styles.gap * 0.3 if isinstance(block, Heading) else styles.gap
    return strips


@singledispatch
def _strips_of(block: object, styles: Styles) -> list[Strip]:
    raise TypeError(f"{block!r} is no block of a paper, in {styles!r}")


@_strips_of.register
def _heading(block: Heading, styles: Styles) -> list[Strip]:
    style = styles.section if block.level is Level.SECTION else styles.body.bold()
    return tie(paragraph(block.text, style))


@_strips_of.register
def _text(block: Text, styles: Styles) -> list[Strip]:
    tones = {
        Tone.BODY: styles.body,
        Tone.SECOND: styles.second,
        Tone.STRONG: styles.body.bold(),
        Tone.FIGURE: styles.figure,
    }
    return tie_ends(paragraph(block.text, tones[block.tone]))


@_strips_of.register
def _nothing(block: Nothing, styles: Styles) -> list[Strip]:
    del block
    return paragraph(_("Nothing recorded"), styles.second)


@_strips_of.register
def _points(block: Points, styles: Styles) -> list[Strip]:
    if not block.texts:
        return _nothing(Nothing(), styles)
    markers = [_marker(block, place) for place in range(len(block.texts))]
    indent = max(styles.body.width_of(marker) for marker in markers) + styles.body.size * 0.5
    strips: list[Strip] = []
    for marker, text in zip(markers, block.texts, strict=True):
        cells = [_cell(0, indent, marker, styles.body), _cell(indent, TEXT_WIDTH - indent, text, styles.body)]
        strips += after_gap(row_strips(cells), styles.gap * 0.3 if strips else 0.0)
    return keep_ends(strips)


def _marker(block: Points, place: int) -> str:
    return "–" if block.marker is Marker.DASH else f"{format_number(block.first + place)}."


@_strips_of.register
def _facts(block: Facts, styles: Styles) -> list[Strip]:
    if not block.pairs:
        return _nothing(Nothing(), styles)
    widest = max(styles.second.width_of(name) for name, _value in block.pairs)
    names, gutter = min(widest + 0.01, TEXT_WIDTH * _LABEL_SHARE), styles.body.size
    strips: list[Strip] = []
    for name, value in block.pairs:
        known = _cell(names + gutter, TEXT_WIDTH - names - gutter, value.strip() or _("Nothing recorded"), styles.body)
        strips += row_strips([_cell(0, names, name, styles.second), known])
    return keep_ends(strips)


@_strips_of.register
def _grid(block: Grid, styles: Styles) -> list[Strip]:
    return grid_strips(block, styles) if block.rows else _nothing(Nothing(), styles)


@_strips_of.register
def _signatures(block: Signatures, styles: Styles) -> list[Strip]:
    gutter = styles.body.size * 2
    width = (TEXT_WIDTH - gutter * (_SIDE_BY_SIDE - 1)) / _SIDE_BY_SIDE
    strips: list[Strip] = []
    for start in range(0, len(block.places), _SIDE_BY_SIDE):
        places = block.places[start : start + _SIDE_BY_SIDE]
        left = [(width + gutter) * nth for nth in range(len(places))]
        room = styles.body.size * _SIGNING_ROOM
        strips.append(Strip(room, tuple(Rule(x, room, width) for x in left), tied=True))
        strips += row_strips(
            [_cell(x, width, place, styles.second) for x, place in zip(left, places, strict=True)], 2.0
        )
    return strips


@_strips_of.register
def _banner(block: Banner, styles: Styles) -> list[Strip]:
    style = replace(styles.body.bold(), ink=Ink.PRIMARY)
    edge = Strip(4.0, (Rule(0, 0, TEXT_WIDTH, STRONG_RULE, Ink.PRIMARY),), tied=True)
    return [edge, *tie(paragraph(block.text, style)), Strip(4.0, (Rule(0, 4.0, TEXT_WIDTH, STRONG_RULE, Ink.PRIMARY),))]


@_strips_of.register
def _picture(block: Picture, styles: Styles) -> list[Strip]:
    drawn = Strip(block.drawing.height, tied=bool(block.caption), art=block.drawing)
    return [drawn, *(tie_ends(paragraph(block.caption, styles.second)) if block.caption else [])]


def paragraph(text: str, style: Style) -> list[Strip]:
    """Return a text as strips of one line each, over the whole width."""
    lines = break_lines(text, style, TEXT_WIDTH)
    return [Strip(leading(style.size), (Words(0, baseline(style.size), line),)) for line in lines]


def _cell(x: float, width: float, text: str, style: Style) -> Cell:
    return Cell(x, width, break_lines(text, style, width))
