"""The faces of printed papers, loaded once: the same files shape the words and go into the PDF."""

import functools
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics

from cdadesk import resources
from cdadesk.reports.pdf_font import PdfFont


class Weight(StrEnum):
    """The two weights that papers use."""

    REGULAR = "Regular"
    BOLD = "Bold"


@dataclass(frozen=True, eq=False)
class Face:
    """One font file, ready to shape words and to be written into a PDF."""

    name: str
    shaper: Any
    pdf_font: PdfFont
    signs: frozenset[int]

    def has(self, sign: str) -> bool:
        """Say whether the face can draw this character."""
        return ord(sign) in self.signs


@functools.cache
def faces(weight: Weight) -> tuple[Face, ...]:
    """Return the face of a weight, and after it the one that helps out with signs it lacks."""
    return _face(f"NotoSansDevanagari-{weight}"), _face("NotoSansMarks-Regular")


@functools.cache
def _face(name: str) -> Face:
    file = resources.path("fonts", f"{name}.ttf")
    pdf_font = PdfFont(name, file)
    pdfmetrics.registerFont(pdf_font)
    shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(file.read_bytes())))
    return Face(name, shaper, pdf_font, frozenset(pdf_font.face.charToGlyph))
