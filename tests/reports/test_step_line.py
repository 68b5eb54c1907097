"""Whether the line of trust shows what was recorded, and nothing where nothing was."""

import datetime as dt

from cdadesk.reports.pictures import Area, Drawing, Line, Mark, Room, Sign, Words
from cdadesk.reports.step_line import Event, Step, TrustHistory, draw_step_line

ROOM = Room(800, 240)
UNTIL = dt.date(2001, 3, 31)
STEPS = (
    Step(dt.date(1998, 3, 1), 21, 26),
    Step(dt.date(1998, 11, 1), 44, 26),
    Step(dt.date(1999, 5, 1), None),
    Step(dt.date(2000, 4, 1), 132, 118),
)
EVENTS = (
    Event(dt.date(1998, 11, 1), "a fair with settled accounts"),
    Event(dt.date(2000, 9, 1), "shares unpaid", setback=True),
)


def test_a_gap_is_a_gap_and_no_line_crosses_it() -> None:
    drawing = draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM)
    before, after = trust_lines(drawing)
    gap = next(part for part in drawing.parts if isinstance(part, Area))
    assert before.points[-1].x <= gap.corner.x
    assert after.points[0].x >= gap.corner.x + gap.width
    assert "Nothing was recorded from 1 May 1999" in gap.tip


def test_the_line_steps_up_and_is_level_between() -> None:
    before, _after = trust_lines(draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM))
    heights = [point.y for point in before.points]
    assert heights[0] == heights[1] > heights[2] == heights[3]


def test_a_milestone_points_up_above_the_line_and_a_setback_down_below_it() -> None:
    drawing = draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM)
    milestone, setback = (part for part in drawing.parts if isinstance(part, Mark))
    before, after = trust_lines(drawing)
    assert milestone.sign is Sign.UP
    assert milestone.at.y < before.points[-1].y
    assert setback.sign is Sign.DOWN
    assert setback.at.y > after.points[-1].y


def test_members_stand_beneath_and_the_index_of_today_at_the_end() -> None:
    words = texts(draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM))
    assert "118 members" in words
    assert "13.2" in words


def test_crowded_steps_leave_out_captions_but_never_the_newest_that_has_room() -> None:
    crowded = [Step(dt.date(1998, 1, 1) + dt.timedelta(days=9 * place), place, place) for place in range(100)]
    words = texts(draw_step_line(TrustHistory(crowded, (), UNTIL), ROOM))
    captions = [text for text in words if text.endswith("members")]
    assert 2 <= len(captions) <= 9


def test_a_network_with_no_record_shows_an_empty_ground_and_says_so() -> None:
    drawing = draw_step_line(TrustHistory((), (), UNTIL), ROOM)
    assert trust_lines(drawing) == []
    assert drawing.in_words == "Nothing is recorded yet."


def test_everything_stays_inside_the_room() -> None:
    drawing = draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM)
    places = [point for part in drawing.parts if isinstance(part, Line) for point in part.points]
    places += [part.at for part in drawing.parts if isinstance(part, (Mark, Words))]
    assert all(0 <= place.x <= ROOM.width and 0 <= place.y <= ROOM.height for place in places)


def test_the_words_tell_steps_gaps_and_events() -> None:
    told = draw_step_line(TrustHistory(STEPS, EVENTS, UNTIL), ROOM).in_words
    assert "From 1 Mar 1998 the index is 2.1." in told
    assert "From 1 May 1999 nothing was recorded." in told
    assert "setback, shares unpaid" in told


def trust_lines(drawing: Drawing) -> list[Line]:
    return [part for part in drawing.parts if isinstance(part, Line) and part.colour == "series.0"]


def texts(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts if isinstance(part, Words)]


def test_the_last_index_stands_clear_of_the_marks():
    history = TrustHistory(
        (Step(dt.date(1998, 3, 1), 21, 26),), (Event(dt.date(1999, 3, 1), "joint"),), dt.date(1999, 3, 1)
    )
    drawing = draw_step_line(history, Room(500, 240, 12))
    (last,) = [part for part in drawing.parts if isinstance(part, Words) and part.strong]
    (mark,) = [part for part in drawing.parts if isinstance(part, Mark)]
    assert last.text == "2.1"
    assert last.at.x > mark.at.x + mark.size / 2
    assert last.at.x + 3 * 12 <= 500
