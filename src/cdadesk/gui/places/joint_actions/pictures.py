"""Who carried a fair, as pictures: small bars in a row for a series, one long bar for a single fair."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cdadesk import look
from cdadesk.domain.fairs.figures import percent_words, rounded
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.i18n import N_, _, format_number, format_partial
from cdadesk.look import MoneySource
from cdadesk.reports.pictures import Anchor, Area, Drawing, Hatch, Line, Part, Point, Room, Words
from cdadesk.reports.stacked_bars import SOURCE_NAMES

OTHERS = N_("Sponsors and income")
_WIDEST_BAR = 40.0
_OTHERS_COLOUR = "series.3"
_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Share:
    """One payer's part of a fair, in percent, as it is drawn."""

    name: str
    percent: Fraction
    colour: str
    hatch: Hatch

    def words(self) -> str:
        """Say whose part it is, and how much."""
        return f"{self.name} {percent_words(self.percent)}"


def shares_of(fair: SeriesFair) -> list[Share]:
    """Return the parts of a fair from the ground up; what is missing to 100 is unexplained, never smoothed."""
    parts = [
        share_of(MoneySource.PRIVATE, fair.private),
        share_of(MoneySource.INSTITUTIONS, fair.institutions),
        share_of(MoneySource.PROGRAMME, fair.programme),
        share_of(None, fair.other),
        share_of(MoneySource.UNEXPLAINED, fair.unexplained),
    ]
    return [each for each in parts if each.percent > 0]


def share_of(source: MoneySource | None, percent: Fraction) -> Share:
    """Return a payer's part in its colour; None stands for sponsors and what the event brought in."""
    if source is None:
        return Share(_(OTHERS), percent, _OTHERS_COLOUR, Hatch.NONE)
    dress = look.money_source(source)
    return Share(_(SOURCE_NAMES[source]), percent, dress.colour, Hatch(dress.hatch))


def fair_in_words(fair: SeriesFair) -> str:
    """Tell one fair's bar in a sentence."""
    shares = ", ".join(share.words() for share in shares_of(fair))
    return _("{fair}, {when}: {shares}.").format(fair=fair.label, when=format_partial(fair.held), shares=shares)


def draw_long_bar(fair: SeriesFair, room: Room) -> Drawing:
    """Draw one fair as a bar across; where its parts make more than the whole, they are drawn to their own sum."""
    parts: list[Part] = []
    left, whole = 0.0, float(max(fair.total, _HUNDRED))
    for share in shares_of(fair):
        width = room.width * float(share.percent) / whole
        parts.append(Area(Point(left, 0), width, room.height, share.colour, share.hatch, share.words()))
        left += width
    return Drawing(room.width, room.height, tuple(parts), fair_in_words(fair))


def draw_series(fairs: Sequence[SeriesFair], chosen: int, room: Room) -> Drawing:
    """Draw the fairs of a series side by side, each to its own whole; the chosen one has a frame."""
    step = room.width / max(len(fairs), 1)
    parts: list[Part] = []
    for place, fair in enumerate(fairs):
        parts += _bar(fair, step * (place + 0.5), step, room)
    foot = room.height - room.letter * 1.15
    parts.append(Line((Point(0, foot), Point(room.width, foot)), "edge"))
    if 0 <= chosen < len(fairs):
        parts.append(_frame(step * chosen, step, room))
    return Drawing(room.width, room.height, tuple(parts), " ".join(fair_in_words(fair) for fair in fairs))


def _bar(fair: SeriesFair, centre: float, step: float, room: Room) -> Iterator[Part]:
    wide, head, foot = min(_WIDEST_BAR, step * 0.6), room.letter * 1.3, room.height - room.letter * 1.15
    whole = float(max(fair.total, _HUNDRED))
    height = foot
    for share in shares_of(fair):
        tall = (foot - head) * float(share.percent) / whole
        height -= tall
        tip = f"{fair.label}: {share.words()}"
        yield Area(Point(centre - wide / 2, height), wide, tall, share.colour, share.hatch, tip)
    private = _("{n} %").format(n=format_number(int(rounded(fair.private, 0))))
    yield Words(Point(centre, room.letter * 0.55), private, "ink", Anchor.MIDDLE, step - 4, strong=True)
    yield Words(
        Point(centre, room.height - room.letter * 0.5), format_partial(fair.held), anchor=Anchor.MIDDLE, room=step - 4
    )


def _frame(left: float, step: float, room: Room) -> Line:
    right, bottom = left + step - 2, room.height - 2
    corners = (Point(left + 1, 1), Point(right, 1), Point(right, bottom), Point(left + 1, bottom), Point(left + 1, 1))
    return Line(corners, "primary", 2)
