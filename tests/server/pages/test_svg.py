"""Drawings as SVG: safe, in the colours of the shade, and told in words."""

import xml.etree.ElementTree as ET

from cdadesk.reports.pictures import Area, Dash, Drawing, Hatch, Line, Mark, Point, Sign, Words
from cdadesk.server.pages.svg import to_svg

HOSTILE = '"><script>x</script>&'


def test_every_part_is_drawn_and_hostile_words_stay_words():
    drawing = Drawing(
        100,
        50,
        (
            Line((Point(0, 0), Point(10.25, 5)), "series.0", 2, Dash.DASHED),
            Area(Point(0, 0), 10, 20, "second_ink", Hatch.RISING, HOSTILE),
            Mark(Point(5, 5), Sign.UP, "primary", tip=HOSTILE),
            Mark(Point(5, 5), Sign.DOT, "primary"),
            Words(Point(1, 2), HOSTILE, room=400),
        ),
        HOSTILE,
    )
    drawn = ET.fromstring(to_svg(drawing, "p"))  # noqa: S314 - our own drawing
    assert drawn.get("aria-label") == HOSTILE
    assert [each.tag for each in drawn.iter()].count("script") == 0
    assert [each.text for each in drawn.iter("title")] == [HOSTILE, HOSTILE]
    assert [each.text for each in drawn.iter("text")] == [HOSTILE]
    line = drawn.find("polyline")
    assert line is not None
    assert line.attrib == {
        "class": "ink-series-0",
        "points": "0,0 10.2,5",
        "fill": "none",
        "stroke-width": "2",
        "stroke-dasharray": "6 4",
    }


def test_hatches_of_two_pictures_on_one_page_do_not_meet():
    area = Area(Point(0, 0), 10, 20, "primary", Hatch.DOTS)
    one, other = (ET.fromstring(to_svg(Drawing(9, 9, (area,), ""), name)) for name in ("a", "b"))  # noqa: S314
    names = [pattern.get("id") for drawn in (one, other) for pattern in drawn.iter("pattern")]
    assert len(set(names)) == 2
    fills = [rect.get("fill") for rect in one.iter("rect")]
    assert f"url(#{names[0]})" in fills


def test_words_too_long_for_their_room_end_in_an_ellipsis_and_are_told_whole():
    drawn = ET.fromstring(to_svg(Drawing(9, 9, (Words(Point(0, 0), "a very long name", room=40),), ""), "a"))  # noqa: S314
    (text,) = drawn.iter("text")
    assert text.text is not None
    assert text.text.endswith("…")
    assert [each.text for each in drawn.iter("title")] == ["a very long name"]
