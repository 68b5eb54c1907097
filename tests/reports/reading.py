"""Draws a paper in memory and reads it back as a person, a viewer or a search would."""

import datetime as dt
import io
from collections.abc import Sequence

import pypdf
import pypdfium2
from PIL import Image

from cdadesk.reports.blocks import Block
from cdadesk.reports.measures import PAGE_HEIGHT
from cdadesk.reports.paper import Paper, draw

SETTLEMENT = Paper(
    title="Settlement of the fair",
    programme="Cluster Development Programme",
    cluster="Jaipur block printing",
    period="12 to 18 October 1999",
    made_on=dt.date(2026, 3, 14),
)


def drawn(blocks: Sequence[Block], paper: Paper = SETTLEMENT) -> bytes:
    """Return the paper as the bytes of a PDF."""
    file = io.BytesIO()
    draw(paper, blocks, file)
    return file.getvalue()


def read_by_viewer(pdf: bytes) -> list[str]:
    """Return the text of each page as the viewers of browsers copy it, a space wherever white stands."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def read_by_search(pdf: bytes) -> list[str]:
    """Return the text of each page as another program, which goes by the order of drawing, reads it."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def seen(pdf: bytes, scale: float = 2.0, band: tuple[float, float] = (0, PAGE_HEIGHT)) -> list[Image.Image]:
    """Return a picture of each page, in grey; or of the band between two distances from its upper edge."""
    crop = (0, PAGE_HEIGHT - band[1], 0, band[0])
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale, crop=crop).to_pil().convert("L") for page in document]
