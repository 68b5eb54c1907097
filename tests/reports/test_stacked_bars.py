"""Whether the bars of fairs show who carried what, readable without colour."""

from cdadesk.look import MoneySource
from cdadesk.reports.pictures import Area, Drawing, Hatch, Room, Words
from cdadesk.reports.stacked_bars import Bar, draw_stacked_bars

PRIVATE, INSTITUTIONS, PROGRAMME, UNEXPLAINED = MoneySource
ROOM = Room(600, 240)
DELHI = Bar("Delhi", "1998", {PRIVATE: 25_00, INSTITUTIONS: 25_00, PROGRAMME: 50_00})
MILAN = Bar("Milan", "2000", {PRIVATE: 150_00, UNEXPLAINED: 50_00})


def test_bars_are_to_one_scale() -> None:
    drawing = draw_stacked_bars([DELHI, MILAN], ROOM)
    small, large = height_at(drawing, 150), height_at(drawing, 450)
    assert abs(2 * small - large) < 0.001


def test_what_is_unexplained_is_hatched_and_never_left_out() -> None:
    drawing = draw_stacked_bars([MILAN], ROOM)
    unexplained = [area for area in stacked(drawing) if area.hatch is Hatch.CROSS]
    assert "Unexplained" in unexplained[0].tip
    assert "50.00" in unexplained[0].tip


def test_the_private_share_stands_on_each_bar() -> None:
    words = texts(draw_stacked_bars([DELHI, MILAN], ROOM))
    assert "25 % private" in words
    assert "75 % private" in words


def test_a_fair_without_costs_says_that_nothing_is_recorded() -> None:
    assert "nothing recorded" in texts(draw_stacked_bars([Bar("Agra", "2001", {})], ROOM))


def test_the_legend_names_only_what_is_drawn() -> None:
    words = texts(draw_stacked_bars([DELHI], ROOM))
    assert "Programme" in words
    assert "Unexplained" not in words


def test_the_words_tell_every_amount() -> None:
    told = draw_stacked_bars([DELHI], ROOM).in_words
    assert told.startswith("Delhi, 1998:")
    assert "Institutions ₹\N{NO-BREAK SPACE}25.00" in told


def test_no_fairs_make_an_empty_picture_that_says_so() -> None:
    assert draw_stacked_bars([], ROOM).in_words == "Nothing is recorded yet."


def stacked(drawing: Drawing) -> list[Area]:
    return [part for part in drawing.parts if isinstance(part, Area) and part.tip]


def height_at(drawing: Drawing, x: float) -> float:
    return sum(area.height for area in stacked(drawing) if area.corner.x <= x <= area.corner.x + area.width)


def texts(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts if isinstance(part, Words)]
