"""The measures of printed papers, in points: page, margins, sizes of letters."""

from dataclasses import dataclass
from enum import StrEnum

from cdadesk import look
from cdadesk.i18n import language
from cdadesk.reports.lines import Ink, Style

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 18 * MM, 20 * MM, 22 * MM
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM

_ASCENT, _DESCENT = 1.12, 0.48  # of the bundled faces


class Lettering(StrEnum):
    """Size of the letters: usual, or larger for papers that are read aloud or by old eyes."""

    USUAL = "usual"
    MEDIUM = "medium"
    LARGE = "large"


_FACTORS = {Lettering.USUAL: 1.0, Lettering.MEDIUM: 1.1, Lettering.LARGE: 1.2}  # large: 10 points become 12


@dataclass(frozen=True)
class Styles:
    """How each kind of text is set on one paper."""

    body: Style
    second: Style
    section: Style
    title: Style
    figure: Style

    @property
    def gap(self) -> float:
        """The white between two blocks."""
        return self.body.size * 0.8


def styles(lettering: Lettering) -> Styles:
    """Return the styles for the language in use."""
    sizes, factor = look.type_sizes(language()), _FACTORS[lettering]
    return Styles(
        body=Style(sizes.body * factor),
        second=Style(sizes.second * factor),
        section=Style(sizes.section * factor, ink=Ink.PRIMARY).bold(),
        title=Style(sizes.title * factor, ink=Ink.PRIMARY).bold(),
        figure=Style(sizes.figure * factor).bold(),
    )


def leading(size: float) -> float:
    """Return the distance from line to line."""
    return size * look.line_height()


def baseline(size: float) -> float:
    """Return how far below the top of its line the letters of this size stand."""
    return (leading(size) + (_ASCENT - _DESCENT) * size) / 2
