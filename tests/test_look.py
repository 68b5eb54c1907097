"""Whether what stands on the screen can be read in sunlight, and told apart without colour."""

from itertools import product

import pytest

from cdadesk import look
from cdadesk.look import MoneySource, Shade

EVERYWHERE = ("canvas", "surface", "raised", "hover", "primary_soft", "good_soft", "warn_soft", "bad_soft", "info_soft")
TEXT_ON = {
    "ink": EVERYWHERE,
    "second_ink": EVERYWHERE,
    "primary": (
        "canvas",
        "surface",
        "raised",
        "hover",
        "primary_soft",
        "warn_soft",
        "info_soft",
        "good_soft",
        "bad_soft",
    ),
    "primary_strong": ("canvas", "surface", "hover", "primary_soft"),
    "on_primary": ("primary", "primary_strong"),
    "good": ("canvas", "surface", "good_soft"),
    "warn": ("canvas", "surface", "warn_soft"),
    "bad": ("canvas", "surface", "raised", "bad_soft", "warn_soft"),
    "info": ("canvas", "surface", "info_soft"),
    "surface": ("ink",),
}
TEXT_PAIRS = [(shade, text, ground) for shade in Shade for text, grounds in TEXT_ON.items() for ground in grounds]


@pytest.mark.parametrize(("shade", "text", "ground"), TEXT_PAIRS)
def test_every_text_stands_out_five_to_one_from_its_ground(shade: Shade, text: str, ground: str) -> None:
    colours = look.colours(shade)
    assert contrast(colours.named(text), colours.named(ground)) >= 5


@pytest.mark.parametrize(("shade", "ground"), list(product(Shade, ("canvas", "surface", "raised"))))
def test_the_edge_of_what_can_be_typed_in_is_seen(shade: Shade, ground: str) -> None:
    colours = look.colours(shade)
    assert contrast(colours.edge, colours.named(ground)) >= 3


@pytest.mark.parametrize("shade", Shade)
def test_every_line_of_a_chart_is_seen(shade: Shade) -> None:
    colours = look.colours(shade)
    assert all(contrast(colour, colours.surface) >= 3 for colour in colours.series)


def test_each_source_of_money_has_its_own_colour_and_its_own_hatch() -> None:
    looks = [look.money_source(source) for source in MoneySource]
    assert len({each.colour for each in looks}) == len({each.hatch for each in looks}) == len(MoneySource)


def test_devanagari_is_written_a_step_larger() -> None:
    latin, hindi = look.type_sizes("en"), look.type_sizes("hi")
    assert (latin.body, latin.second) < (hindi.body, hindi.second)


def test_a_colour_that_is_no_token_is_refused() -> None:
    with pytest.raises(KeyError):
        look.colours(Shade.LIGHT).named("plum")


def contrast(one: str, other: str) -> float:
    """Return how much lighter one colour is than the other, as WCAG counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
