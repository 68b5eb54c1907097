"""Draws who carried the cost of each fair of a series: one bar a fair, told apart by hatch as well as by colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cdadesk import look
from cdadesk.i18n import N_, _, format_money
from cdadesk.look import MoneySource
from cdadesk.reports.pictures import Anchor, Area, Drawing, Hatch, Line, Part, Point, Room, Words

SOURCE_NAMES = {
    MoneySource.PRIVATE: N_("Private"),
    MoneySource.INSTITUTIONS: N_("Institutions"),
    MoneySource.PROGRAMME: N_("Programme"),
    MoneySource.UNEXPLAINED: N_("Unexplained"),
}
_WIDEST_BAR = 64.0
_SWATCH = 12.0
_LEGEND_STEP = 112.0
_HUNDRED = 100


@dataclass(frozen=True)
class Bar:
    """One fair: its name, its year or month, and what each source carried, in paise."""

    name: str
    when: str
    parts: Mapping[MoneySource, int]

    @property
    def total(self) -> int:
        """All of its cost, in paise."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class _Scale:
    room: Room
    count: int
    highest: int

    @property
    def head(self) -> float:
        return 3.2 * self.room.letter

    @property
    def foot(self) -> float:
        return self.room.height - 2.6 * self.room.letter

    @property
    def step(self) -> float:
        return self.room.width / max(self.count, 1)

    @property
    def bar(self) -> float:
        return min(_WIDEST_BAR, self.step * 0.6)

    def centre(self, place: int) -> float:
        return self.step * (place + 0.5)

    def tall(self, paise: int) -> float:
        return (self.foot - self.head) * paise / max(self.highest, 1)


def draw_stacked_bars(bars: Sequence[Bar], room: Room) -> Drawing:
    """Draw the bars into a room, all to one scale, with the private share in per cent on each."""
    scale = _Scale(room, len(bars), max((bar.total for bar in bars), default=0))
    parts: list[Part] = [*_legend(bars, room)]
    for place, bar in enumerate(bars):
        parts += _stack(bar, scale.centre(place), scale)
        parts += _captions(bar, scale.centre(place), scale)
    parts.append(Line((Point(0, scale.foot), Point(room.width, scale.foot)), "edge"))
    return Drawing(room.width, room.height, tuple(parts), in_words(bars))


def in_words(bars: Sequence[Bar]) -> str:
    """Tell the bars in sentences, for who cannot see the picture."""
    if not bars:
        return _("Nothing is recorded yet.")
    return " ".join(_tell(bar) for bar in bars)


def _tell(bar: Bar) -> str:
    shares = ", ".join(_tell_part(source, paise) for source, paise in bar.parts.items() if paise)
    return _("{name}, {when}: {total} in all; {shares}.").format(
        name=bar.name, when=bar.when, total=format_money(bar.total), shares=shares
    )


def _tell_part(source: MoneySource, paise: int) -> str:
    return f"{_(SOURCE_NAMES[source])} {format_money(paise)}"


def _stack(bar: Bar, centre: float, scale: _Scale) -> Iterator[Part]:
    height = scale.foot
    for source in MoneySource:
        paise = bar.parts.get(source, 0)
        if paise > 0:
            tall = scale.tall(paise)
            height -= tall
            yield _area(source, Point(centre - scale.bar / 2, height), (scale.bar, tall), _tell_part(source, paise))


def _area(source: MoneySource, corner: Point, size: tuple[float, float], tip: str) -> Area:
    dress = look.money_source(source)
    return Area(corner, *size, dress.colour, Hatch(dress.hatch), tip)


def _captions(bar: Bar, centre: float, scale: _Scale) -> Iterator[Part]:
    letter, room = scale.room.letter, scale.step - 8
    top = scale.foot - scale.tall(bar.total) - letter * 0.7
    yield Words(Point(centre, top), _private_share(bar), "ink", Anchor.MIDDLE, room, strong=True)
    yield Words(Point(centre, scale.foot + letter * 0.9), bar.name, "ink", Anchor.MIDDLE, room)
    yield Words(Point(centre, scale.foot + letter * 1.9), bar.when, anchor=Anchor.MIDDLE, room=room)


def _private_share(bar: Bar) -> str:
    if bar.total <= 0:
        return _("nothing recorded")
    private = bar.parts.get(MoneySource.PRIVATE, 0)
    rounded = (2 * _HUNDRED * private + bar.total) // (2 * bar.total)
    return _("{percent} % private").format(percent=rounded)


def _legend(bars: Sequence[Bar], room: Room) -> Iterator[Part]:
    shown = [source for source in MoneySource if any(bar.parts.get(source, 0) > 0 for bar in bars)]
    step = min(_LEGEND_STEP, room.width / max(len(shown), 1))
    for place, source in enumerate(shown):
        left, middle = place * step, room.letter * 0.8
        yield _area(source, Point(left, middle - _SWATCH / 2), (_SWATCH, _SWATCH), "")
        yield Words(Point(left + _SWATCH + 6, middle), _(SOURCE_NAMES[source]), room=step - _SWATCH - 10)
