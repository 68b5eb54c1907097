"""Devanagari on paper: drawn as a typesetter would, and read back letter by letter."""

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, features

from cdadesk import resources
from cdadesk.reports.blocks import Align, Column, Facts, Grid, Heading, Points, Signatures, Text
from cdadesk.reports.fonts import Weight
from cdadesk.reports.indic_text import readable, shape, syllables
from tests.reports.reading import drawn, read_by_search, read_by_viewer, seen

CONJUNCTS = [
    "क्षेत्र",
    "र्क",
    "श्री",
    "विद्यार्थी",
    "द्वितीय",
    "उद्धृत",
    "ज्ञान",
    "त्रैमासिक",
    "ट्रस्ट",
    "राष्ट्र",
    "हृदय",
    "कार्य",
    "कैलिको",
    "कुल",
    "हूँ",
    "ऊँ",
    "द्धु",
    "रुपये",
    "पंक्तियाँ",
    "हिन्दी",
    "निर्णय",
    "स्त्री",
    "प्रशिक्षण",
    "संस्था",
    "व्यापार",
    "शृंगार",
    "ऋण",
    "ॐ",
    "बैंक",
    "र्धिं",
    "अर्द्धवार्षिक",
    "क़लम",
    "सड़क",
]
MIXED = [
    "WASH-कार्य",
    "ABCविद्यार्थी",
    "(श्री)",
    "₹5,000",
    "कार्य/12",
    "«क्षेत्र»",
    "2री",
    "श्री✓",
    "5≥3",
    "A→ब",
    "½मीटर",
    "−45.50",
]


@pytest.mark.parametrize("read", [read_by_viewer, read_by_search])
def test_every_word_can_be_copied_whole_wherever_it_stands(read):
    blocks = [
        Heading("शीर्षक श्री"),
        Text(" ".join(CONJUNCTS)),
        Facts((("क्षेत्र", "द्वितीय विद्यार्थी"),)),
        Points(("कार्य र्क",)),
        Grid((Column("सदस्य का श्रम"), Column("हिस्सा", Align.END)), tuple((word, word) for word in CONJUNCTS)),
        Signatures(("कोषाध्यक्ष",)),
    ]
    words = " ".join(read(drawn(blocks))).split()
    for word in readable(" ".join(CONJUNCTS)).split():
        assert words.count(word) >= 3, word
    for word in ("शीर्षक", "श्रम", "हिस्सा", "विद्यार्थी", "कोषाध्यक्ष"):
        assert word in words


@pytest.mark.parametrize("read", [read_by_viewer, read_by_search])
def test_words_of_two_scripts_and_signs_of_other_faces_can_be_copied(read):
    assert " ".join(MIXED) in read(drawn([Text(" ".join(MIXED))]))[0]


@pytest.mark.skipif(not features.check_feature("raqm"), reason="no other typesetter is here to compare with")
@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("word", [*CONJUNCTS, "WAVE", "Tirupur"])
def test_a_word_is_drawn_as_another_typesetter_draws_it(word, weight):
    tone = Text(word) if weight is Weight.REGULAR else Heading(word)
    size = 10 if weight is Weight.REGULAR else 11.5
    ours = _ink(seen(drawn([tone]), scale=10, band=(114, 160))[0])
    theirs = _ink(_typeset(word, weight, size * 10))
    assert abs(ours.width - theirs.width) <= 3
    assert abs(ours.height - theirs.height) <= 3
    assert _likeness(ours, theirs) > 0.8


def test_latin_letters_in_a_hindi_word_are_not_taken_for_hindi():
    assert (
        shape("ABCश्री", Weight.REGULAR).width == shape("ABC", Weight.REGULAR).width + shape("श्री", Weight.REGULAR).width
    )


def test_all_figures_are_equally_wide():
    for weight in Weight:
        assert len({shape(digit * 4, weight).width for digit in "0123456789"}) == 1


def test_a_word_is_never_cut_inside_a_syllable():
    assert list(syllables("क्षेत्रीय")) == ["क्षे", "त्री", "य"]
    assert list(syllables("abc")) == ["a", "b", "c"]


def test_what_only_steers_machines_is_not_printed():
    assert readable("a\x00b\x07c\u202ed\ufeffe\r\nf\tg\ud800h") == "abcde\nf g?h"


def _typeset(word: str, weight: Weight, size: float) -> Image.Image:
    file = resources.path("fonts", f"NotoSansDevanagari-{weight}.ttf")
    font = ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (1000, 300), 255)
    ImageDraw.Draw(picture).text((100, 100), word, font=font, fill=0, language="hi")
    return picture


def _ink(picture: Image.Image) -> Image.Image:
    """Return the picture cut down to what is black on it."""
    black = ImageOps.invert(picture.convert("L")).point(lambda shade: 255 if shade > 128 else 0)
    return black.crop(black.getbbox())


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """Return which part of all black is black on both, from 0 to 1."""
    resized = other.resize(one.size)
    both, either = ImageChops.darker(one, resized), ImageChops.lighter(one, resized)
    return both.histogram()[255] / either.histogram()[255]
