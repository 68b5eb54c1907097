"""The tokens of the look as a style sheet: both shades, and the classes by which pictures are coloured."""

from collections.abc import Iterator
from functools import cache

from cdadesk import look
from cdadesk.look import Shade

_BODY = 16  # pixels on a phone and a desk alike; the other sizes keep their proportion to it


@cache
def style_sheet() -> str:
    """Return the style sheet."""
    light, dark = (" ".join(_colours(shade)) for shade in (Shade.LIGHT, Shade.DARK))
    rules = [
        f":root {{ color-scheme: light dark; {light} {' '.join(_measures())} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
        f":root:lang(hi) {{ --body: {_pixels('hi')}px; }}",
        *_classes(),
    ]
    return "\n".join(rules) + "\n"


def _colours(shade: Shade) -> Iterator[str]:
    for name, value in _named(shade).items():
        yield f"--{name}: {value};"


def _named(shade: Shade) -> dict[str, str]:
    colours = look.colours(shade)
    plain = {name.replace("_", "-"): value for name, value in colours.plain().items()}
    return plain | {f"series-{at}": value for at, value in enumerate(colours.series)}


def _measures() -> Iterator[str]:
    sizes, spaces = look.type_sizes("en"), look.spacing()
    yield f"--body: {_BODY}px; --line-height: {look.line_height()}; --radius: {look.radius()}px;"
    for name in ("second", "section", "title", "figure"):
        yield f"--{name}: {getattr(sizes, name) / sizes.body:.3f}rem;"
    for name in ("hair", "small", "medium", "large", "wide", "vast"):
        yield f"--{name}: {getattr(spaces, name)}px;"
    yield f"--detail: {look.sizes().detail}px;"


def _pixels(language: str) -> str:
    return f"{_BODY * look.type_sizes(language).body / look.type_sizes('en').body:.1f}"


def _classes() -> Iterator[str]:
    for name in _named(Shade.LIGHT):
        yield f".ink-{name} {{ stroke: var(--{name}); }} .fill-{name} {{ fill: var(--{name}); }}"
