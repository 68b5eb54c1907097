"""Whether the whole program wears the tokens, in both shades and both scripts."""

import re

import pytest
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cdadesk import look, resources
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.theme import Scheme, Theme, colour
from cdadesk.gui.kit.words import label

TALL = "द्धु र्किँ ट्ठ ह्रीँ फ़ू"
GLYPHS = {"check": "on_primary", "dash": "on_primary", "dot": "on_primary", "tick": "primary"}
ICONS = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


@pytest.mark.parametrize(("chosen", "shade"), [(Scheme.LIGHT, look.Shade.LIGHT), (Scheme.DARK, look.Shade.DARK)])
def test_the_chosen_shade_is_worn_by_every_window(
    theme: Theme, qapp: QApplication, chosen: Scheme, shade: look.Shade
) -> None:
    theme.choose(chosen)
    assert qapp.palette().window().color().name().upper() == look.colours(shade).canvas
    assert colour("ink").name().upper() == look.colours(shade).ink


@pytest.mark.parametrize("language", ["en", "hi"])
def test_no_size_of_letter_cuts_a_matra_or_a_conjunct(theme: Theme, qapp: QApplication, language: str) -> None:
    theme.use_language(language)
    sizes = look.type_sizes(language)
    for points in (sizes.second, sizes.body, sizes.section, sizes.title, sizes.figure):
        font = qapp.font()
        font.setPointSizeF(points)
        metrics = QFontMetrics(font)
        ink = metrics.tightBoundingRect(TALL)
        assert -ink.top() <= metrics.ascent() + 1
        assert ink.bottom() <= metrics.descent() + 1


def test_hindi_is_shown_larger_at_once(theme: Theme, qapp: QApplication) -> None:
    before = qapp.font().pointSizeF()
    theme.use_language("hi")
    assert qapp.font().pointSizeF() > before


def test_a_title_is_larger_than_the_text_beneath_it(theme: Theme) -> None:
    title, body = label("Meetings", "title"), label("Meetings")
    for made in (title, body):
        theme.dress(made)
        made.ensurePolished()
    assert _height(title) > _height(body)


def test_a_dressed_window_follows_the_shade_and_a_place_is_dressed_once(theme: Theme, qapp: QApplication) -> None:
    window = QWidget()
    theme.dress(window)
    worn = window.styleSheet()
    theme.choose(Scheme.DARK)
    assert look.colours(look.Shade.DARK).primary in window.styleSheet()
    assert window.styleSheet() != worn
    # with a sheet of the whole application each part is dressed anew whenever it is laid into another
    assert qapp.styleSheet() == ""


@pytest.mark.parametrize("shade", look.Shade)
def test_the_drawn_parts_of_controls_have_the_colours_of_the_tokens(shade: look.Shade) -> None:
    files = sorted(resources.path("look", "controls", shade.value).glob("*.svg"))
    for file in files:
        expected = look.colours(shade).named(GLYPHS.get(file.stem, "second_ink"))
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", file.read_text(encoding="utf-8"))) == {expected}, file.name
    assert len(files) == 8


def test_every_picture_that_the_style_sheet_names_is_there() -> None:
    sheet = resources.path("look", "window.qss").read_text(encoding="utf-8")
    for name in set(re.findall(r"controls:\$shade/(\w+\.svg)", sheet)):
        for shade in look.Shade:
            assert resources.path("look", "controls", shade.value, name).is_file()


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_shows_something(theme: Theme, name: str) -> None:
    picture = icon(name, "ink").pixmap(24, 24).toImage()
    shown = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    assert shown > 15


def test_an_icon_takes_the_colour_of_the_new_shade(theme: Theme) -> None:
    mark = icon("check", "ink")
    assert _darkest(mark.pixmap(48, 48).toImage()) < 80
    theme.choose(Scheme.DARK)
    assert _darkest(mark.pixmap(48, 48).toImage()) > 200


def test_an_icon_that_we_do_not_ship_is_noticed_when_the_page_is_made() -> None:
    with pytest.raises(FileNotFoundError):
        icon("unicorn")


def _height(made: QLabel) -> int:
    return made.fontMetrics().height()


def _darkest(picture: QImage) -> int:
    pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return min(pixel.lightness() for pixel in pixels if pixel.alpha() == 255)
