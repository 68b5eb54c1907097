"""A printed paper: its head, its foot, its check code, and the one way to draw it."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO

from cdadesk.i18n import _, format_day, format_number, language
from cdadesk.reports.blocks import Banner, Block
from cdadesk.reports.composing import compose, paragraph
from cdadesk.reports.indic_text import readable
from cdadesk.reports.lines import Ink, Line, Style, trimmed
from cdadesk.reports.measures import (
    MARGIN_BOTTOM,
    MARGIN_TOP,
    MM,
    PAGE_HEIGHT,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Lettering,
    Styles,
    styles,
)
from cdadesk.reports.pages import Page, Placed, lay_out
from cdadesk.reports.pdf_pages import Credits, write_pdf
from cdadesk.reports.strips import STRONG_RULE, Rule, Strip, Words, after_gap, tie

_DOT = " · "
_CODE_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands in the head and the foot of a paper; all of it in words already translated."""

    title: str
    programme: str
    cluster: str
    period: str
    made_on: dt.date
    lettering: Lettering = Lettering.USUAL
    illustrative: bool = False


def draw(paper: Paper, blocks: Sequence[Block], file: BinaryIO) -> None:
    """Write the paper as a PDF; the same paper, blocks and language always give the same bytes."""
    title, subject, author = map(readable, (paper.title, paper.period, paper.programme))
    credit = Credits(title, subject, author, language(), paper.made_on)
    write_pdf(pages_of(paper, blocks), credit, file)


def pages_of(paper: Paper, blocks: Sequence[Block]) -> tuple[Page, ...]:
    """Return the pages as they will be drawn, heads and feet included."""
    style = styles(paper.lettering)
    warning = [Banner(_("Illustrative: invented for training, not facts."))] if paper.illustrative else []
    content = after_gap(compose([*warning, *blocks], style), style.gap)
    pages = lay_out([*_masthead(paper, style), *content], TEXT_HEIGHT)
    code, later_head = check_code(paper, blocks), _later_head(paper)
    return tuple(
        (*([later_head] if number > 1 else []), *page, _foot(paper, code, (number, len(pages))))
        for number, page in enumerate(pages, 1)
    )


def check_code(paper: Paper, blocks: Sequence[Block]) -> str:
    """Return eight letters and digits that change with anything the paper says, but not with the day of printing.

    Two copies with the same code say the same. Easily mistaken letters (I, L, O, U) do not occur.
    """
    said = [paper.title, paper.programme, paper.cluster, paper.period, paper.illustrative]
    content = [said, [[type(block).__name__, asdict(block)] for block in blocks]]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()
    letters = base64.b32encode(digest[:5]).translate(_CODE_LETTERS).decode()
    return f"{letters[:4]}-{letters[4:]}"


def _masthead(paper: Paper, style: Styles) -> list[Strip]:
    places = _DOT.join(filter(None, (paper.programme, paper.cluster)))
    strips = paragraph(places, style.second) if places else []
    strips += paragraph(paper.title, style.title)
    strips += paragraph(paper.period, style.body) if paper.period else []
    rule = () if paper.illustrative else (Rule(0, 5.0, TEXT_WIDTH, STRONG_RULE, Ink.PRIMARY),)  # a banner has its own
    return tie([*strips, Strip(5.0, rule)])


def _later_head(paper: Paper) -> Placed:
    """Say again above later pages what this is."""
    said = _DOT.join(filter(None, (paper.title, paper.period)))
    marks = _both_ends(said, paper.cluster, styles(Lettering.USUAL).second)
    return Placed(10 * MM - MARGIN_TOP, Strip(6 * MM, (*marks, Rule(0, 6 * MM, TEXT_WIDTH))))


def _foot(paper: Paper, code: str, page: tuple[int, int]) -> Placed:
    number, count = map(format_number, page)
    said = [
        _("Illustrative") if paper.illustrative else "",
        _("Made from records on {day}").format(day=format_day(paper.made_on)),
        _("Check code {code}").format(code=code),
    ]
    counted = _("Page {page} of {pages}").format(page=number, pages=count)
    marks = _both_ends(_DOT.join(filter(None, said)), counted, styles(Lettering.USUAL).second)
    top = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM + 6 * MM
    return Placed(top, Strip(6 * MM, (Rule(0, 0, TEXT_WIDTH), *marks)))


def _both_ends(left: str, right: str, style: Style) -> tuple[Words, ...]:
    """Set one text at the left edge and one at the right, each cut short rather than run into the other."""
    end = trimmed(right, style, TEXT_WIDTH * 0.4)
    start = trimmed(left, style, TEXT_WIDTH - end.width - style.size * 2)
    return _at(0, start), _at(TEXT_WIDTH - end.width, end)


def _at(x: float, line: Line) -> Words:
    return Words(x, 4.2 * MM, line)
