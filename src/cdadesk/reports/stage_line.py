"""Draws the way of a demand as a line of stages: how far it came, and how far the facts would let it go."""

from collections.abc import Iterator
from itertools import pairwise

from cdadesk.domain.diagnostic.gates import STAGES, DemandStage
from cdadesk.i18n import _
from cdadesk.reports.pictures import Anchor, Dash, Drawing, Line, Mark, Part, Point, Room, Sign, Words

_DOT = 16.0
_SHORT = 15  # so many letters stand below a dot in one line


def draw_stages(stage: DemandStage, furthest: DemandStage, room: Room) -> Drawing:
    """Draw all stages; those reached are filled, those that the facts allow are joined by a broken line."""
    return Drawing(room.width, room.height, tuple(_parts(stage, furthest, room)), in_words(stage, furthest))


def in_words(stage: DemandStage, furthest: DemandStage) -> str:
    """Tell how far it came, and how far it could."""
    said = _("It stands at “{stage}”.").format(stage=_(stage.label))
    if STAGES.index(furthest) <= STAGES.index(stage):
        return said
    return f"{said} " + _("The facts would allow “{stage}”.").format(stage=_(furthest.label))


def _parts(stage: DemandStage, furthest: DemandStage, room: Room) -> Iterator[Part]:
    at, could = STAGES.index(stage), STAGES.index(furthest)
    middle = room.height - 3.2 * room.letter
    places = [Point(room.width * (place + 0.5) / len(STAGES), middle) for place in range(len(STAGES))]
    for place, (one, other) in enumerate(pairwise(places)):
        reached, open_way = place < at, place < could
        dash = Dash.SOLID if reached or not open_way else Dash.DASHED
        yield Line((one, other), "primary" if reached or open_way else "line", 3 if reached else 2, dash)
    for place, (each, point) in enumerate(zip(STAGES, places, strict=True)):
        yield Mark(point, Sign.DOT, "primary" if place <= at else "edge", _DOT + 6 * (place == at))
        ink = "ink" if place <= at else "second_ink"
        for row, words in enumerate(two_lines(_(each.label))):
            below = Point(point.x, middle + (1.5 + row) * room.letter)
            yield Words(below, words, ink, Anchor.MIDDLE, room.width / len(STAGES) - 6, strong=place == at)


def two_lines(words: str) -> tuple[str, ...]:
    """Part what is long into two lines between its words, as evenly as it can be; a single word stays whole."""
    parts = words.split()
    if len(words) <= _SHORT or len(parts) == 1:
        return (words,)
    ways = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(len(parts) - 1, 0, -1)]
    return min(ways, key=lambda way: max(map(len, way)))
