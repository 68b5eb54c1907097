"""Conflicts: every clash becomes a record that both sides receive, and a person's choice closes it."""

import pytest
from sqlalchemy import select

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.registry import entity
from cdadesk.server import checking
from cdadesk.server.intake import Draft, write_down
from cdadesk.server.tables import History
from cdadesk.wire.ops import Seen, item_id
from tests.server.laptops import NOON, Change, House, Laptop, again

GONE = {"by": "asha", "at": "2026-03-14T06:30:00.000Z", "reason": "twice"}


@pytest.fixture(autouse=True)
def _all_is_in_order(database):
    yield
    assert list(checking.problems(database)) == []


class Pair:
    """Two laptops of one person that have seen the same meeting."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.one, self.two = house.laptop("asha"), house.laptop("asha")
        self.meeting = Change(new_id(), {"place": "Bagru", "present_count": 9}, house.jaipur)
        self.one.save(self.meeting)
        self.one.push()
        self.two.pull()

    def edit(self, laptop: Laptop, fields, *, push: bool = True, **told):
        """Let a laptop edit the meeting on what it has seen, and send it."""
        laptop.save(
            again(self.meeting, fields=fields, base=laptop.base(self.house.jaipur, self.meeting.record), **told)
        )
        return laptop.push(len(laptop.entries)) if push else None

    def clash(self, fields=None):
        """Let both edit one field; return the id of the conflict."""
        self.edit(self.one, {"present_count": 10})
        reply = self.edit(self.two, fields or {"present_count": 11})
        assert reply.results() == ["conflict"]
        self.one.pull()
        (conflict,) = reply.told().outcomes[0].conflicts
        return conflict

    def value(self, laptop: Laptop, path: str = "present_count"):
        """Return what a laptop holds at a path."""
        return laptop.sees(self.house.jaipur, "meeting", self.meeting.record).get(path)


@pytest.fixture
def pair(house) -> Pair:
    """Return two laptops that know one meeting."""
    return Pair(house)


def test_a_clash_is_a_record_that_both_sides_receive(house, pair):
    conflict = pair.clash()
    assert conflict == item_id(pair.two.replica, 1, "present_count")
    assert pair.one.conflicts() == pair.two.conflicts()
    told = pair.one.conflicts()[conflict]
    assert (told["path"], told["kept"], told["offered"], told["base"]) == ("present_count", 10, 11, 9)
    assert (told["kept_replica"], told["offered_replica"]) == (str(pair.one.replica), str(pair.two.replica))
    assert (told["about_kind"], told["about_id"]) == ("meeting", str(pair.meeting.record))
    assert pair.value(pair.one) == pair.value(pair.two) == 10


def test_the_record_of_a_conflict_is_one_that_the_program_can_read(house, pair):
    conflict = pair.clash()
    reading = payload.read(entity("conflict"), house.jaipur, conflict, pair.one.conflicts()[conflict])
    assert (reading.unread, reading.record.kept, reading.record.kept_at) == ({}, 10, NOON)


def test_a_clash_behind_the_wall_stays_behind_it(house, pair):
    scope, person = house.jaipur_private, new_id()
    first = Change(person, {"mobility": "a"}, scope, "kind_of_tomorrow")
    pair.one.save(first)
    pair.one.push(2)
    pair.two.save(again(first, fields={"mobility": "b"}))
    pair.two.push(1)
    assert {key[0] for key in pair.two.held if key[1] == "conflict"} == {scope}
    omkar = house.laptop("omkar")
    omkar.pull()
    assert omkar.conflicts() == {}


def test_choosing_the_other_value_closes_it_everywhere(house, pair):
    conflict = pair.clash()
    assert pair.edit(pair.one, {"present_count": 11}, resolves=(conflict,)).results() == ["ok"]
    pair.two.pull()
    assert (pair.one.conflicts(), pair.two.conflicts()) == ({}, {})
    assert pair.value(pair.one) == pair.value(pair.two) == 11
    settled = pair.two.sees(house.jaipur, "conflict", conflict)["settled"]
    assert (settled["by"], settled["op"]) == (str(pair.one.member.id), [str(pair.one.replica), 3])


def test_letting_the_kept_value_stand_needs_no_fields(house, pair):
    conflict = pair.clash()
    assert pair.edit(pair.one, {}, resolves=(conflict,)).results() == ["ok"]
    pair.two.pull()
    assert (pair.two.conflicts(), pair.value(pair.two)) == ({}, 10)


@pytest.mark.parametrize("first", [{}, {"present_count": 12}])
def test_two_different_choices_meet_as_a_new_conflict(house, pair, first):
    conflict = pair.clash()
    pair.edit(pair.one, first, resolves=(conflict,))
    reply = pair.edit(pair.two, {"present_count": 11}, resolves=(conflict,))
    assert reply.results() == ["conflict"]
    pair.one.pull()
    assert set(pair.one.conflicts()) == set(pair.two.conflicts()) == set(reply.told().outcomes[0].conflicts)
    assert pair.value(pair.two) == first.get("present_count", 10)


@pytest.mark.parametrize("choice", [{}, {"present_count": 11}])
def test_two_equal_choices_do_not(house, pair, choice):
    conflict = pair.clash()
    pair.edit(pair.one, choice, resolves=(conflict,))
    assert pair.edit(pair.two, choice, resolves=(conflict,)).results() == ["merged"]
    pair.one.pull()
    assert (pair.one.conflicts(), pair.two.conflicts()) == ({}, {})


def test_letting_a_value_stand_that_somebody_has_changed_since_is_a_new_question(house, pair):
    conflict = pair.clash()
    pair.edit(pair.one, {"present_count": 15})
    reply = pair.edit(pair.two, {}, resolves=(conflict,))
    assert reply.results() == ["conflict"]
    (told,) = (each for each in pair.two.conflicts().values() if each["kept"] == 15)
    assert told["offered"] == 10


def test_the_advisor_may_settle_but_not_write_beside_it(house, pair):
    conflict = pair.clash()
    tara = house.laptop("tara")
    tara.pull()
    for fields in ({"present_count": 11, "place": "mine"}, {"place": "mine"}):
        tara.save(
            again(pair.meeting, fields=fields, base=tara.base(house.jaipur, pair.meeting.record), resolves=(conflict,))
        )
    tara.save(
        again(
            pair.meeting,
            fields={"present_count": 11},
            base=tara.base(house.jaipur, pair.meeting.record),
            resolves=(conflict,),
        )
    )
    tara.save(again(pair.meeting, fields={"present_count": 12}, base=tara.base(house.jaipur, pair.meeting.record)))
    assert tara.push().results() == ["rejected:rights", "rejected:rights", "ok", "rejected:rights"]
    pair.one.pull()
    assert pair.value(pair.one) == 11


def test_a_settled_question_is_no_way_in(house, pair):
    conflict = pair.clash()
    pair.edit(pair.one, {}, resolves=(conflict,))
    tara = house.laptop("tara")
    tara.pull()
    tara.save(
        again(
            pair.meeting,
            fields={"present_count": 11},
            base=tara.base(house.jaipur, pair.meeting.record),
            resolves=(conflict,),
        )
    )
    assert tara.push().results() == ["rejected:rights"]


def test_the_advisor_settles_on_the_page_what_the_agent_settles_in_the_field(house, pair):
    """Both choose without knowing of each other; whoever comes second meets the first."""
    conflict = pair.clash()
    base = pair.two.base(house.jaipur, pair.meeting.record)
    pair.edit(pair.one, {"present_count": 12}, resolves=(conflict,))
    draft = Draft(house.jaipur, "meeting", pair.meeting.record, {"present_count": 11}, base, resolves=(conflict,))
    (outcome,) = write_down(house.database, house.town.people["tara"], [draft])
    assert outcome.result == "conflict"


def test_a_conflict_of_another_record_is_not_closed_by_mistake(house, pair):
    conflict = pair.clash()
    other = Change(new_id(), {"place": "x"}, house.jaipur, resolves=(conflict, new_id()))
    pair.one.save(other)
    pair.one.push(3)
    assert set(pair.one.conflicts()) == {conflict}


def test_what_was_voided_meanwhile_comes_back_with_the_edit_and_a_question(house, pair):
    pair.edit(pair.one, {"void": GONE})
    reply = pair.edit(pair.two, {"present_count": 11})
    assert reply.results() == ["conflict"]
    (told,) = pair.two.conflicts().values()
    assert (told["path"], told.get("kept"), told["offered"]) == ("void", None, GONE)
    assert told["kept_replica"] == str(pair.two.replica)
    assert (pair.value(pair.two, "void"), pair.value(pair.two)) == (None, 11)


def test_a_void_may_be_chosen_after_all(house, pair):
    pair.edit(pair.one, {"void": GONE})
    pair.edit(pair.two, {"present_count": 11})
    (conflict,) = pair.two.conflicts()
    assert pair.edit(pair.two, {"void": GONE}, resolves=(conflict,)).results() == ["ok"]
    pair.one.pull()
    assert (pair.one.conflicts(), pair.value(pair.one, "void")) == ({}, GONE)


def test_the_history_keeps_what_was_offered_and_says_that_it_does_not_stand(house, pair):
    pair.clash({"present_count": 11, "place": "Sanganer"})
    with house.database.reading() as session:
        lines = session.scalars(select(History).where(History.replica == str(pair.two.replica))).all()
    assert [(line.fields, line.refused) for line in lines] == [
        ({"place": "Sanganer", "present_count": 11}, ["present_count"])
    ]


def test_a_save_that_is_rejected_leaves_no_question_behind(house, pair):
    pair.edit(pair.one, {"present_count": 10})
    pair.two.save(
        again(pair.meeting, fields={"present_count": 11}, base=Seen(1, 1)),
        again(pair.meeting, record=new_id(), fields={"held_on": "soon"}),
    )
    assert pair.two.push(1).results() == ["rejected:group", "rejected:shape"]
    assert (pair.two.conflicts(), pair.value(pair.two)) == ({}, 10)


def test_a_long_stay_in_the_field_comes_back_without_questions_to_itself(house, pair):
    for count in (10, 11, 12):
        pair.edit(pair.two, {"present_count": count}, push=False)
    assert pair.two.push(1).results() == ["ok", "ok", "ok"]
    assert (pair.value(pair.two), pair.two.conflicts()) == (12, {})
