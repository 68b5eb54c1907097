"""Draws pages into a PDF; the same pages give the same bytes."""

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from cdadesk import look
from cdadesk.reports.fonts import Weight, faces
from cdadesk.reports.lines import Ink
from cdadesk.reports.measures import MARGIN_SIDE, MARGIN_TOP, PAGE_HEIGHT, PAGE_WIDTH
from cdadesk.reports.pages import Page
from cdadesk.reports.pdf_pictures import draw_picture
from cdadesk.reports.pdf_words import draw_line
from cdadesk.reports.strips import Rule, Words

_one_at_a_time = threading.Lock()  # reportlab's fonts keep their place in the font file while they are written


@dataclass(frozen=True)
class Credits:
    """What a reader of PDFs shows about the file."""

    title: str
    subject: str
    author: str
    language: str
    made_on: dt.date


def write_pdf(pages: Sequence[Page], credit: Credits, file: BinaryIO) -> None:
    """Write the pages; what lies above or below the text is drawn in the margins."""
    with _one_at_a_time:
        canvas = _canvas(credit, file)
        for page in pages:
            for placed in page:
                top = PAGE_HEIGHT - MARGIN_TOP - placed.top
                _draw_marks(canvas, placed.strip.marks, top)
                if placed.strip.art is not None:
                    draw_picture(canvas, placed.strip.art, (MARGIN_SIDE, top))
            canvas.showPage()
        canvas.save()


def _canvas(credit: Credits, file: BinaryIO) -> Any:
    own_font = faces(Weight.REGULAR)[0].name  # else the PDF would name a font that it does not contain
    size = (PAGE_WIDTH, PAGE_HEIGHT)
    canvas = Canvas(file, size, pageCompression=1, invariant=1, lang=credit.language, initialFontName=own_font)
    canvas.setTitle(credit.title)
    canvas.setSubject(credit.subject)
    canvas.setAuthor(credit.author)
    canvas.setCreator("cdadesk")
    canvas.setDateFormatter(lambda *_now: f"D:{credit.made_on:%Y%m%d}000000+05'30'")
    return canvas


def _draw_marks(canvas: Any, marks: Iterable[Words | Rule], top: float) -> None:
    for mark in marks:
        match mark:
            case Words():
                draw_line(canvas, mark.line, (MARGIN_SIDE + mark.x, top - mark.baseline), _colour(mark.line.style.ink))
            case Rule():
                _draw_rule(canvas, mark, top)


def _draw_rule(canvas: Any, rule: Rule, top: float) -> None:
    left = MARGIN_SIDE + rule.x
    canvas.setStrokeColor(_colour(rule.ink))
    canvas.setLineWidth(rule.thickness)
    canvas.line(left, top - rule.y, left + rule.length, top - rule.y)


def _colour(ink: Ink) -> str:
    return "#000000" if ink is Ink.BLACK else look.colours(look.Shade.LIGHT).primary
