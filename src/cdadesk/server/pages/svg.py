"""Drawings of reports/ as SVG: coloured by classes that follow the shade, so that no style stands in the page."""

from collections.abc import Iterator

from markupsafe import Markup

from cdadesk.reports.pictures import Anchor, Area, Dash, Drawing, Hatch, Line, Mark, Part, Point, Sign, Words

LETTER = 12.0  # height of the letters in units of the drawing
_DASHES = {Dash.SOLID: "", Dash.DASHED: "6 4", Dash.DOTTED: "1.5 3"}
_TILES = {
    Hatch.RISING: Markup('<path d="M-1 1l2-2M0 6l6-6M5 7l2-2"/>'),
    Hatch.CROSS: Markup('<path d="M0 0l6 6M0 6l6-6"/>'),
    Hatch.DOTS: Markup('<path d="M1 1h1.6M4 4h1.6" stroke-width="1.6"/>'),
}


def to_svg(drawing: Drawing, name: str) -> Markup:
    """Return the picture for a page; `name` keeps its hatches apart from those of other pictures on the page."""
    size = Markup('viewBox="0 0 {} {}"').format(_n(drawing.width), _n(drawing.height))
    patterns = Markup("").join(_patterns(drawing, name))
    parts = Markup("").join(_part(each, name) for each in drawing.parts)
    head = Markup('<svg class="picture" role="img" {} aria-label="{}">').format(size, drawing.in_words)
    return Markup("{}<defs>{}</defs>{}</svg>").format(head, patterns, parts)


def _patterns(drawing: Drawing, name: str) -> Iterator[Markup]:
    used = {(part.hatch, part.colour) for part in drawing.parts if isinstance(part, Area)}
    for hatch, colour in sorted(used):
        if hatch is not Hatch.NONE:
            opened = Markup(
                '<pattern id="{}" class="ink-{}" width="6" height="6" patternUnits="userSpaceOnUse" fill="none">'
            ).format(_pattern_id(name, hatch, colour), _css(colour))
            yield opened + _TILES[hatch] + Markup("</pattern>")


def _part(part: Part, name: str) -> Markup:
    match part:
        case Line():
            return _line(part)
        case Area():
            return _area(part, name)
        case Mark():
            return _mark(part)
        case Words():
            return _words(part)


def _line(line: Line) -> Markup:
    points = " ".join(f"{_n(point.x)},{_n(point.y)}" for point in line.points)
    dash = Markup(' stroke-dasharray="{}"').format(_DASHES[line.dash]) if _DASHES[line.dash] else ""
    return Markup('<polyline class="ink-{}" points="{}" fill="none" stroke-width="{}"{}/>').format(
        _css(line.colour), points, _n(line.width), dash
    )


def _area(area: Area, name: str) -> Markup:
    box = Markup('x="{}" y="{}" width="{}" height="{}"').format(
        *map(_n, (area.corner.x, area.corner.y, max(area.width, 0), max(area.height, 0)))
    )
    ground = Markup('<rect {} class="fill-{}" fill-opacity="{}"/>').format(
        box, _css(area.colour), "1" if area.hatch is Hatch.NONE else "0.22"
    )
    if area.hatch is not Hatch.NONE:
        ground += Markup('<rect {} fill="url(#{})"/>').format(box, _pattern_id(name, area.hatch, area.colour))
    return _told(ground, area.tip)


def _mark(mark: Mark) -> Markup:
    half, at = mark.size / 2, mark.at
    if mark.sign is Sign.DOT:
        shape = Markup('<circle class="fill-{}" cx="{}" cy="{}" r="{}"/>').format(
            _css(mark.colour), _n(at.x), _n(at.y), _n(half)
        )
        return _told(shape, mark.tip)
    tip = -half if mark.sign is Sign.UP else half
    corners = (Point(at.x, at.y + tip), Point(at.x + half, at.y - tip), Point(at.x - half, at.y - tip))
    points = " ".join(f"{_n(point.x)},{_n(point.y)}" for point in corners)
    return _told(Markup('<polygon class="fill-{}" points="{}"/>').format(_css(mark.colour), points), mark.tip)


def _words(words: Words) -> Markup:
    shown = _trimmed(words, words.room) if words.room else words.text
    text = Markup('<text class="fill-{}{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _css(words.colour),
        " strong" if words.strong else "",
        _n(words.at.x),
        _n(words.at.y + LETTER * 0.36),
        {Anchor.START: "start", Anchor.MIDDLE: "middle", Anchor.END: "end"}[words.anchor],
        shown,
    )
    return _told(text, words.text if shown != words.text else "")


def _trimmed(words: Words, room: float) -> str:
    from cdadesk.reports.fonts import Weight  # noqa: PLC0415 - nine megabytes, for whoever looks at a picture
    from cdadesk.reports.lines import Style, trimmed  # noqa: PLC0415

    return trimmed(words.text, Style(LETTER, Weight.BOLD if words.strong else Weight.REGULAR), room).text


def _told(shape: Markup, tip: str) -> Markup:
    return Markup("<g><title>{}</title>{}</g>").format(tip, shape) if tip else shape


def _css(colour: str) -> str:
    return colour.replace("_", "-").replace(".", "-")


def _pattern_id(name: str, hatch: Hatch, colour: str) -> str:
    return f"{name}-{hatch.value}-{_css(colour)}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
