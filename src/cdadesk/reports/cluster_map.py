"""Draws the cluster map: actors in rows within two frames, links as broad as they are strong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from cdadesk import look
from cdadesk.domain.actors.actor import RelationType
from cdadesk.domain.study.cluster_map import ClusterMap, Frame, Spot, Tie
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.reports.lines import Style, break_lines
from cdadesk.reports.map_places import Place, Tier, places
from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Line, Mark, Part, Point, Room, Sign, Words

_CELL = 7.6  # of the height of a line: as broad as an actor's name may be
_PITCH = 4.4  # of the height of a line: from row to row
_LEAST_PITCH = 3.4
_PAD = 0.6
_DOT = 0.75
_MOST_IN_A_ROW = 14
_WIDTHS = {1: 0.6, 2: 1.3, 3: 2.6}
_ONE_WAY = frozenset(
    {
        RelationType.sells_to,
        RelationType.buys_from,
        RelationType.subcontracts,
        RelationType.credits,
        RelationType.advises,
    }
)
_TRADE = frozenset({RelationType.sells_to, RelationType.buys_from, RelationType.subcontracts})
_COLOURS: Mapping[Tier, str] = {
    Tier.WORLD: "info",
    Tier.POLICY: "warn",
    Tier.INPUTS: "series.2",
    Tier.FIRMS: "primary",
    Tier.GROUPS: "series.1",
    Tier.MARKET: "series.3",
    Tier.HELPERS: "second_ink",
}
_LABEL_LINES = 2


@dataclass(frozen=True)
class _Sheet:
    """One picture being drawn: its room, where everybody stands, and where the rows and the frames lie."""

    room: Room
    shown: ClusterMap
    places: Mapping[str, Place]
    rows: Mapping[int, float]
    tops: tuple[float, float]  # of the frames policy and cluster
    foot: float

    @property
    def letter(self) -> float:
        return self.room.letter

    @property
    def style(self) -> Style:
        """The letters of the labels, as they are measured."""
        return Style(self.letter / look.line_height())

    def at(self, key: str) -> Point:
        """Return where an actor's mark stands."""
        place = self.places[key]
        inset = 3 * _PAD * self.letter
        return Point(inset + place.across * (self.room.width - 2 * inset), self.rows[place.row])

    def cell(self, key: str) -> float:
        """Return how broad a name may be."""
        beside = sum(1 for each in self.places.values() if each.row == self.places[key].row)
        return (self.room.width - 6 * _PAD * self.letter) / beside - 0.6 * self.letter


def height_needed(maps: Sequence[ClusterMap], width: float, letter: float) -> float:
    """Return how high a picture of the first map must be so that every name can be read."""
    return _height(maps, Room(width, 0, letter), _at_ease(width, letter))


def draw_cluster_map(shown: ClusterMap, room: Room, among: Sequence[ClusterMap] = ()) -> Drawing:
    """Draw one map; an actor stands where it stands on the maps among which it is shown."""
    sheet = _sheet(shown, room, (shown, *among))
    parts: list[Part] = [
        *_frames(sheet),
        *(part for tie, bend in _bent(shown.ties) for part in _tie(sheet, tie, bend)),
        *_titles(sheet),
        *(part for spot in shown.spots for part in _spot(sheet, spot)),
        *_legend(sheet),
    ]
    return Drawing(room.width, room.height, tuple(parts), in_words(shown))


def in_words(shown: ClusterMap) -> str:
    """Say what the map shows, for who cannot see it."""
    actors = ngettext("{n} actor", "{n} actors", len(shown.spots)).format(n=format_number(len(shown.spots)))
    links = ngettext("{n} link", "{n} links", len(shown.ties)).format(n=format_number(len(shown.ties)))
    ends = Counter(end for tie in shown.ties for end in (tie.one, tie.other))
    names = {spot.key: spot.name for spot in shown.spots}
    most = ", ".join(names[key] for key, _count in ends.most_common(3))
    said = _("Cluster map: {actors}, {links}.").format(actors=actors, links=links)
    return " ".join(filter(None, (said, _("Most links: {names}.").format(names=most) if most else "")))


def _sheet(shown: ClusterMap, room: Room, maps: Sequence[ClusterMap]) -> _Sheet:
    found = places(tuple(maps), _in_a_row(maps, room))
    tier_of_row = {found[spot.key].row: found[spot.key].tier for spot in shown.spots}
    free = room.height / room.letter - _fixed_lines(maps, room)
    pitch = min(_PITCH, max(_LEAST_PITCH, free / max(len(tier_of_row), 1))) * room.letter
    top = _head_lines(shown.world_words, room) * room.letter
    rows: dict[int, float] = {}
    tops: list[float] = []
    for row, tier in sorted(tier_of_row.items()):
        while len(tops) < 2 and tier >= (Tier.POLICY, Tier.INPUTS)[len(tops)]:
            tops.append(top)
            top += _head_lines(shown.policy_words if len(tops) == 1 else "", room) * room.letter
        rows[row] = top + room.letter
        top += pitch
    while len(tops) < 2:
        tops.append(top)
        top += _head_lines(shown.policy_words if len(tops) == 1 else "", room) * room.letter
    return _Sheet(room, shown, found, rows, (tops[0], tops[1]), top + _PAD * room.letter)


def _at_ease(width: float, letter: float) -> int:
    """Return how many names stand in a row without being crowded."""
    return max(2, int((width - 6 * _PAD * letter) / (_CELL * letter)))


def _in_a_row(maps: Sequence[ClusterMap], room: Room) -> int:
    """Return how many stand in a row: more than at ease only where the picture would be too high for its room."""
    least = _at_ease(room.width, room.letter)
    ways = range(least, max(least, _MOST_IN_A_ROW) + 1)
    return next((way for way in ways if _height(maps, room, way) <= room.height + 0.5), ways[-1])


def _height(maps: Sequence[ClusterMap], room: Room, in_a_row: int) -> float:
    found = places(tuple(maps), in_a_row)
    rows = {found[spot.key].row for spot in maps[0].spots}
    return (_fixed_lines(maps, room) + len(rows) * _LEAST_PITCH) * room.letter


def _fixed_lines(maps: Sequence[ClusterMap], room: Room) -> float:
    """Return the height of frames, headings and legend, in lines."""
    heads = sum(_head_lines(words, room) for words in (maps[0].world_words, maps[0].policy_words, ""))
    return heads + 3 * _PAD + 1.8 + 1.2 * _legend_places(room)[-1][2]


def _head_lines(words: str, room: Room) -> float:
    return 1.7 + len(_wrapped(words, room)) if words else 1.7


def _wrapped(words: str, room: Room) -> list[str]:
    style = Style(room.letter / look.line_height())
    return [line.text for line in break_lines(words, style, room.width - 8 * _PAD * room.letter)] if words else []


def _frames(sheet: _Sheet) -> Iterator[Part]:
    for depth, top in enumerate((0.0, *sheet.tops)):
        pad = depth * _PAD * sheet.letter
        yield _box(Point(pad + 0.5, top + 0.5), Point(sheet.room.width - pad - 0.5, sheet.foot - pad))


def _titles(sheet: _Sheet) -> Iterator[Part]:
    """Name the frames, over the links that run through them."""
    texts = (
        (0.0, _(Frame.world.label), sheet.shown.world_words),
        (sheet.tops[0], _(Frame.policy.label), sheet.shown.policy_words),
        (sheet.tops[1], _(Frame.cluster.label), ""),
    )
    for depth, (top, title, words) in enumerate(texts):
        left = (depth + 1) * _PAD * sheet.letter
        for nth, line in enumerate((title, *_wrapped(words, sheet.room))):
            style = sheet.style if nth else sheet.style.bold()
            middle = top + (0.9 + nth) * sheet.letter
            yield Area(Point(left, middle - 0.5 * sheet.letter), style.width_of(line), sheet.letter, "surface")
            yield Words(Point(left, middle), line, "second_ink", strong=not nth)


def _box(corner: Point, other: Point) -> Line:
    across = Point(other.x, corner.y), other, Point(corner.x, other.y)
    return Line((corner, *across, corner), "edge", 0.8)


def _bent(ties: Sequence[Tie]) -> Iterator[tuple[Tie, int]]:
    """Yield each tie with its number among those between the same two, so that they do not lie on each other."""
    seen: Counter[frozenset[str]] = Counter()
    for tie in ties:
        pair = frozenset((tie.one, tie.other))
        yield tie, seen[pair]
        seen[pair] += 1


def _tie(sheet: _Sheet, tie: Tie, bend: int) -> Iterator[Part]:
    if tie.one not in sheet.places or tie.other not in sheet.places:
        return
    points = _way(sheet, tie, bend)
    colour = "bad" if tie.relation_type is RelationType.conflicts_with else "second_ink"
    yield Line(points, colour, _WIDTHS[min(3, max(1, tie.strength))], _dash(tie.relation_type))
    if tie.relation_type in _ONE_WAY:
        yield _arrow(points[-2], points[-1], sheet.letter, colour)


def _way(sheet: _Sheet, tie: Tie, bend: int) -> tuple[Point, ...]:
    """Return the points of a link; within one row it goes round above the names between."""
    one, other = sheet.at(tie.one), sheet.at(tie.other)
    push = bend * 0.35 * sheet.letter
    if sheet.places[tie.one].row != sheet.places[tie.other].row:
        return Point(one.x + push, one.y), Point(other.x + push, other.y)
    between = abs(sheet.places[tie.other].across - sheet.places[tie.one].across)
    lift = (0.6 + 1.4 * between) * sheet.letter + push
    inward = min(abs(other.x - one.x) / 4, 2 * sheet.letter) * (1 if other.x > one.x else -1)
    return one, Point(one.x + inward, one.y - lift), Point(other.x - inward, other.y - lift), other


def _dash(relation: RelationType | None) -> Dash:
    if relation in _TRADE or relation is None:
        return Dash.SOLID
    return Dash.DOTTED if relation is RelationType.conflicts_with else Dash.DASHED


def _arrow(before: Point, end: Point, letter: float, colour: str) -> Line:
    length = hypot(end.x - before.x, end.y - before.y) or 1
    along = Point((end.x - before.x) / length, (end.y - before.y) / length)
    tip = Point(end.x - along.x * 0.45 * letter, end.y - along.y * 0.45 * letter)
    back = Point(tip.x - along.x * 0.5 * letter, tip.y - along.y * 0.5 * letter)
    side = Point(-along.y * 0.28 * letter, along.x * 0.28 * letter)
    wings = Point(back.x + side.x, back.y + side.y), Point(back.x - side.x, back.y - side.y)
    return Line((wings[0], tip, wings[1]), colour, 1)


def _spot(sheet: _Sheet, spot: Spot) -> Iterator[Part]:
    at, room = sheet.at(spot.key), sheet.cell(spot.key)
    kind = _(spot.actor_kind.label) if spot.actor_kind else ""
    tip = ", ".join(filter(None, (spot.name, kind)))
    lines = break_lines(spot.name, sheet.style, room)
    shown = [line.text for line in lines[: _LABEL_LINES - 1]] + [
        " ".join(line.text for line in lines[_LABEL_LINES - 1 :])
    ]
    shown = [text for text in shown if text]
    width = min(room, max(sheet.style.width_of(text) for text in shown))
    middle = _inside(sheet, at.x, width)
    corner = Point(middle - width / 2 - 1, at.y + 0.5 * sheet.letter)
    yield Area(corner, width + 2, len(shown) * sheet.letter, "surface", tip=tip)
    yield Mark(at, Sign.DOT, _COLOURS[sheet.places[spot.key].tier], _DOT * sheet.letter, tip)
    for nth, text in enumerate(shown):
        below = at.y + (1.0 + nth) * sheet.letter
        yield Words(Point(middle, below), text, "ink", Anchor.MIDDLE, room)


def _inside(sheet: _Sheet, middle: float, width: float) -> float:
    """Return where a name of this width stands under its mark without running over the innermost frame."""
    edge = 2.2 * _PAD * sheet.letter + width / 2
    return min(max(middle, edge), sheet.room.width - edge)


def _name_lines(name: str, style: Style, room: float) -> list[str]:
    """Return a name in two lines at most; what is longer is cut where it is drawn."""
    lines = [line.text for line in break_lines(name, style, room)]
    first, rest = lines[: _LABEL_LINES - 1], " ".join(lines[_LABEL_LINES - 1 :])
    return [*first, rest] if rest else first


@dataclass(frozen=True)
class _Sample:
    """One line of the legend: words, and the line that they explain."""

    words: str
    width: float
    dash: Dash = Dash.SOLID
    colour: str = "second_ink"


def _samples() -> tuple[_Sample, ...]:
    return (
        _Sample(_("now and then"), _WIDTHS[1]),
        _Sample(_("regular"), _WIDTHS[2]),
        _Sample(_("close or dependent"), _WIDTHS[3]),
        _Sample(_("credit, advice, family"), _WIDTHS[2], Dash.DASHED),
        _Sample(_("conflict"), _WIDTHS[2], Dash.DOTTED, "bad"),
    )


def _legend_places(room: Room) -> list[tuple[_Sample, float, int]]:
    """Return where each sample stands: how far to the right, and in which line."""
    style = Style(room.letter / look.line_height())
    found: list[tuple[_Sample, float, int]] = []
    x, line = 0.0, 0
    for sample in _samples():
        needed = 3.0 * room.letter + style.width_of(sample.words)
        if x and x + needed > room.width:
            x, line = 0.0, line + 1
        found.append((sample, x, line))
        x += needed + 0.8 * room.letter
    return found


def _legend(sheet: _Sheet) -> Iterator[Part]:
    """Say below the picture what the lines mean."""
    for sample, x, line in _legend_places(sheet.room):
        y = sheet.foot + (1.1 + 1.2 * line) * sheet.letter
        points = (Point(x, y), Point(x + 1.8 * sheet.letter, y))
        yield Line(points, sample.colour, sample.width, sample.dash)
        yield Words(Point(x + 2.2 * sheet.letter, y), sample.words)
