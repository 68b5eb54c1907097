"""What a laptop's own batch wrote does not come back over the line, and stands on the laptop all the same."""

import pytest

from cdadesk.clock import new_id
from cdadesk.wire.frames import FrameType, unpack
from cdadesk.wire.ops import Act, Seen
from cdadesk.wire.pages import Page
from tests.server.laptops import Change, House, Laptop, again


@pytest.fixture
def asha(house: House) -> Laptop:
    return house.laptop("asha")


def rows_over_the_line(laptop: Laptop, first: int = 1) -> list[str]:
    """Send all from an op on, take the answer, and return the ids of the records that came over the line."""
    answer = laptop.post(laptop.request(first, len(laptop.entries)))
    bodies = {frame.type: frame.body for frame in unpack(answer.body)}
    laptop.take(answer)
    return [str(row.id) for part in Page.read(bodies[FrameType.page]).slices for row in part.rows]


def a_meeting(house: House) -> Change:
    return Change(new_id(), {"place": "Bagru", "present_count": 9}, house.jaipur)


def test_ones_own_changes_do_not_come_back_and_stand_with_their_numbers(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.save(again(meeting, fields={"place": "Sanganer"}))
    assert rows_over_the_line(asha) == []
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Sanganer", "present_count": 9}
    assert asha.base(house.jaipur, meeting.record) == Seen(1, 2)
    assert asha.pull().page.slices == ()


def test_a_lost_answer_is_told_again_without_them(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.post(asha.request(1, 1))
    assert rows_over_the_line(asha) == []
    assert asha.sees(house.jaipur, "meeting", meeting.record) == meeting.fields


def test_a_record_that_another_changed_meanwhile_comes_whole(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.push()
    tara = house.laptop("asha")
    tara.pull()
    tara.save(again(meeting, fields={"talk": "Dyes"}, base=Seen(1, 1)))
    tara.push()
    asha.save(again(meeting, fields={"place": "Sanganer"}, base=Seen(1, 1)))
    assert rows_over_the_line(asha, 2) == [str(meeting.record)]
    seen = {"place": "Sanganer", "present_count": 9, "talk": "Dyes"}
    assert asha.sees(house.jaipur, "meeting", meeting.record) == seen


def test_a_value_that_met_anothers_is_not_taken_for_granted(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.push()
    other = house.laptop("asha")
    other.save(again(meeting, fields={"place": "Amer"}, base=Seen(1, 1)))
    other.push()
    asha.save(again(meeting, fields={"place": "Chomu"}, base=Seen(1, 1)))
    assert rows_over_the_line(asha, 2)
    assert asha.sees(house.jaipur, "meeting", meeting.record)["place"] == "Amer"


def test_what_is_taken_out_of_use_and_back_stands_as_it_was_sent(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.save(again(meeting, act=Act.void, fields={"void": {"at": "2026-03-14", "by": "asha", "reason": "twice"}}))
    asha.save(again(meeting, act=Act.restore, fields={}))
    assert rows_over_the_line(asha) == []
    assert asha.sees(house.jaipur, "meeting", meeting.record) == meeting.fields


def test_an_op_that_says_nothing_gives_its_record_no_number_that_the_server_does_not_know(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.push()
    asha.save(again(meeting, fields={}))
    rows_over_the_line(asha, 2)
    assert asha.base(house.jaipur, meeting.record) == Seen(1, 1)


def test_a_new_record_that_holds_nothing_comes_as_such(house, asha):
    empty = Change(new_id(), {}, house.jaipur)
    asha.save(empty)
    assert rows_over_the_line(asha) == [str(empty.record)]
    assert asha.sees(house.jaipur, "meeting", empty.record) == {}


def test_news_that_do_not_fit_any_more_hold_back_what_lies_behind_them(house, asha):
    """A row of one's own beyond the cursor of the answer is left for the page that reaches it."""
    other = house.laptop("asha")
    for _meeting in range(3):
        other.save(Change(new_id(), {"talk": "x" * 3000}, house.jaipur))
    other.push()
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.take(asha.post(asha.request(1, 1, room=4096)))
    assert asha.cursors[house.jaipur] < Seen(1, 4)
    assert asha.sees(house.jaipur, "meeting", meeting.record) is None
    asha.pull_all(4096)
    assert asha.sees(house.jaipur, "meeting", meeting.record) == meeting.fields
