"""Intake: what was sent is taken once, whole groups only, and a repeated batch hears the same answer."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from cdadesk.clock import new_id
from cdadesk.server import checking
from cdadesk.server.tables import History, StoredRecord
from cdadesk.wire.messages import Refusal
from cdadesk.wire.ops import Act, Stub, item_id
from tests.server.laptops import Change, House, Laptop, again, found


def a_meeting(house: House, **told) -> Change:
    """Return a new meeting of Jaipur."""
    usual = {"record": new_id(), "fields": {"place": "Bagru"}, "scope": house.jaipur}
    return Change(**(usual | told))


def stored(house: House, table=StoredRecord) -> int:
    """Return how many rows of a table there are."""
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def asha(house: House) -> Laptop:
    """Return the laptop of Asha."""
    return house.laptop("asha")


@pytest.fixture(autouse=True)
def _all_is_in_order(database):
    yield
    assert list(checking.problems(database)) == []


def test_a_save_is_taken_and_comes_back_numbered(house, asha):
    meeting = a_meeting(house, fields={"place": "Bagru", "present_count": 11})
    asha.save(meeting)
    reply = asha.push()
    assert (reply.results(), reply.told().last_n) == (["ok"], 1)
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru", "present_count": 11}
    assert found(reply.told().outcomes, 1).seen == asha.cursors[house.jaipur]


def test_a_repeated_batch_hears_the_same_and_changes_nothing(house, asha):
    for _save in range(3):
        asha.save(a_meeting(house))
    first = asha.push().told()
    assert asha.push().told() == first
    assert (stored(house), stored(house, History)) == (3, 3)


def test_a_run_cut_otherwise_hears_what_was_answered_before(house, asha):
    for _save in range(4):
        asha.save(a_meeting(house))
    first = [*asha.push(1, 2).told().outcomes, *asha.push(3, 4).told().outcomes]
    assert list(asha.push(2, 3).told().outcomes) == first[1:3]
    assert list(asha.push(1, 4).told().outcomes) == first
    assert stored(house, History) == 4


def test_a_run_that_overlaps_takes_only_what_is_new(house, asha):
    asha.save(a_meeting(house))
    asha.push()
    asha.save(a_meeting(house))
    assert asha.push(1, 2).results() == ["ok", "ok"]
    assert stored(house, History) == 2


def test_a_gap_is_refused_and_says_where_to_go_on(house, asha):
    for _save in range(3):
        asha.save(a_meeting(house))
    asha.push(1, 1)
    told = asha.push(3, 3).told()
    assert (told.refusal, told.last_n, told.outcomes) == (Refusal.gap, 1, ())
    assert stored(house) == 1


def test_a_laptop_restored_from_a_backup_is_told_so_before_anything_is_taken(house, asha):
    for _save in range(3):
        asha.save(a_meeting(house))
    asha.push()
    del asha.entries[1:]
    assert asha.pull().told().refusal is Refusal.fork
    asha.save(a_meeting(house, fields={"place": "Sanganer"}))
    assert asha.push(2, 2).told().refusal is Refusal.fork
    assert stored(house) == 3


def test_a_clone_that_went_on_from_the_same_state_is_told_so(house, asha):
    asha.save(a_meeting(house))
    clone = Laptop(house.post, asha.member, house_enrolled(asha), asha.replica)
    clone.entries = list(asha.entries)
    asha.save(a_meeting(house))
    clone.save(a_meeting(house, fields={"place": "Sanganer"}))
    clone.save(a_meeting(house))
    assert asha.push().told().refusal is None
    assert clone.push().told().refusal is Refusal.fork
    assert clone.push(3, 3).told().refusal is Refusal.fork
    assert stored(house) == 2


def house_enrolled(laptop: Laptop):
    """Return what a clone of a laptop holds of its enrolment."""
    return type("Enrolled", (), {"token": laptop.token, "grants": laptop.grants})()


def test_a_chain_that_leads_elsewhere_is_no_request(house, asha):
    asha.save(a_meeting(house))
    sent = asha.entries[0]
    request_of_another = Laptop(house.post, asha.member, house_enrolled(asha), asha.replica)
    request_of_another.entries = [replace(sent, fields={"place": "Sanganer"})]
    request_of_another.h = asha.h
    assert request_of_another.push().status == 400
    assert stored(house) == 0


def test_a_stub_keeps_its_place_and_sets_nothing(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.save(again(meeting, fields={"present_count": 9}))
    asha.entries[0] = Stub(1, asha.entries[0].digest())
    reply = asha.push()
    assert (reply.results(), found(reply.told().outcomes, 1).seen) == (["ok", "ok"], None)
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"present_count": 9}


def test_a_record_that_holds_nothing_yet_is_there(house, asha):
    meeting = a_meeting(house, fields={})
    asha.save(meeting)
    asha.push()
    tara = house.laptop("tara")
    tara.pull()
    assert tara.sees(house.jaipur, "meeting", meeting.record) == {}


def test_one_save_over_the_wall_is_taken_on_both_sides(house, asha):
    person = new_id()
    asha.save(
        Change(person, {"name": "R."}, house.jaipur, "person"),
        Change(person, {"leader_signals": ["opinion_leader"]}, house.jaipur_private, "person_private"),
    )
    assert asha.push().results() == ["ok", "ok"]
    assert asha.sees(house.jaipur_private, "person_private", person) == {"leader_signals": ["opinion_leader"]}


def test_a_void_hides_and_a_restore_brings_back(house, asha):
    meeting = a_meeting(house)
    gone = {"by": "asha", "at": "2026-03-14T06:30:00.000Z", "reason": "twice"}
    asha.save(meeting)
    asha.save(again(meeting, fields={"void": gone}, act=Act.void))
    asha.push()
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru", "void": gone}
    asha.save(again(meeting, fields={}, act=Act.restore, base=asha.base(house.jaipur, meeting.record)))
    asha.push(3)
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru"}


class TestReissued:
    """A restored or cloned replica takes a new id and issues again what it does not know to be acknowledged."""

    def test_what_was_taken_is_answered_and_not_taken_again(self, house, asha):
        meeting = a_meeting(house)
        asha.save(meeting)
        asha.save(again(meeting, fields={"present_count": 9}))
        first = asha.push(1, 1).told().outcomes[0]
        newcomer = house.laptop("asha")
        for n, change in enumerate([meeting, again(meeting, fields={"present_count": 9})], start=1):
            newcomer.save(replace(change, was=(str(asha.replica), n, asha.h(n))))
        reply = newcomer.push()
        assert found(reply.told().outcomes, 1) == first
        assert reply.results() == ["ok", "merged"]
        assert stored(house, History) == 2

    def test_an_op_of_which_only_the_number_is_known_is_taken(self, house, asha):
        asha.save(a_meeting(house))
        asha.push()
        newcomer = house.laptop("asha")
        newcomer.save(a_meeting(house, was=(str(asha.replica), 1, "00" * 16)))
        newcomer.push()
        assert stored(house) == 2

    def test_the_answers_to_others_are_not_given_away(self, house, asha):
        asha.save(a_meeting(house))
        asha.push()
        balbir = house.laptop("balbir")
        balbir.save(Change(new_id(), {"place": "x"}, house.ludhiana, was=(str(asha.replica), 1, asha.h(1))))
        assert found(balbir.push().told().outcomes, 1).seen == balbir.cursors[house.ludhiana]


class TestRejected:
    """One bad save never blocks a laptop: its group is laid aside, all else goes on."""

    def test_one_op_that_cannot_be_taken_rejects_its_group_and_nothing_else(self, house, asha):
        asha.save(a_meeting(house))
        asha.save(a_meeting(house), a_meeting(house, fields={"place": "x" * 5000}), a_meeting(house))
        asha.save(a_meeting(house))
        reply = asha.push()
        assert reply.results() == ["ok", "rejected:group", "rejected:shape", "rejected:group", "ok"]
        assert (reply.told().last_n, stored(house)) == (5, 2)
        assert "Place" in found(reply.told().outcomes, 3).sentence

    def test_a_rejected_batch_hears_the_same_again(self, house, asha):
        asha.save(a_meeting(house, fields={"present_count": "many"}))
        first = asha.push().told()
        assert asha.push().told() == first
        assert first.last_n == 1

    def test_later_changes_of_what_was_never_made_join_it(self, house, asha):
        meeting = a_meeting(house, fields={"place": "x" * 5000})
        asha.save(meeting)
        asha.save(again(meeting, fields={"present_count": 9}))
        assert asha.push().results() == ["rejected:shape", "rejected:joined"]
        asha.save(again(meeting, fields={"present_count": 10}))
        assert asha.push(3).results() == ["rejected:joined"]
        assert stored(house) == 0

    def test_the_mended_record_is_taken_and_goes_on(self, house, asha):
        meeting = a_meeting(house, fields={"place": "x" * 5000, "present_count": 9})
        asha.save(meeting)
        asha.push()
        asha.save(again(meeting, fields={"present_count": 9}, resolves=(item_id(asha.replica, 1),)))
        asha.save(again(meeting, fields={"place": "Bagru"}))
        assert asha.push(2).results() == ["ok", "ok"]
        assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru", "present_count": 9}

    def test_a_rejected_change_of_a_record_does_not_block_the_next(self, house, asha):
        meeting = a_meeting(house)
        asha.save(meeting)
        asha.save(again(meeting, fields={"present_count": -1}))
        asha.save(again(meeting, fields={"present_count": 9}))
        assert asha.push().results() == ["ok", "rejected:shape", "ok"]

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            ("shape", {"kind": "Meeting!"}),
            ("shape", {"fields": {"a//b": 1}}),
            ("shape", {"fields": {"": 1}}),
            ("shape", {"fields": {"x" * 301: 1}}),
            ("shape", {"fields": {"what\nis": 1}}),
            ("shape", {"fields": {"place": "zero\x00byte"}}),
            ("shape", {"fields": {"place": "half\ud83d"}}),
            ("shape", {"fields": {"unknown": [{"half\ud83d": 1}]}, "kind": "kind_of_tomorrow"}),
            ("shape", {"fields": {"present_count": "many"}}),
            ("shape", {"fields": {"present_count": 10**15}}),
            ("shape", {"fields": {"held_on": "14 March"}}),
            ("shape", {"fields": {"kind_of_meeting": "x", "void": "yes"}}),
            ("shape", {"fields": {"void": None}, "act": Act.void}),
            ("shape", {"fields": {"place": "x"}, "act": Act.restore}),
            ("shape", {"fields": {"attendance/01a2/status": "perhaps"}}),
            ("size", {"fields": {"text": "x" * 300_000}, "kind": "kind_of_tomorrow"}),
            ("private", {"fields": {"leader_signals": []}, "kind": "person_private"}),
            ("rights", {"scope": "programme"}),
            ("rights", {"scope": "no scope"}),
            ("rights", {"kind": "verdict", "fields": {"outcome": "approved"}}),
            ("rights", {"kind": "conflict", "fields": {"path": "present_count"}}),
            ("author", {"author": "somebody else"}),
        ],
    )
    def test_what_no_record_can_hold_is_rejected_with_a_sentence(self, house, asha, code, told):
        asha.save(a_meeting(house, **told))
        reply = asha.push()
        assert reply.results() == [f"rejected:{code}"]
        assert found(reply.told().outcomes, 1).sentence.endswith(".")
        assert stored(house) == 0

    def test_others_cannot_write_where_they_only_read(self, house, asha):
        meeting = a_meeting(house)
        asha.save(meeting)
        asha.push()
        for login in ("tara", "omkar", "aditi", "admin", "balbir"):
            laptop = house.laptop(login)
            laptop.save(again(meeting, fields={"place": "mine"}))
            assert laptop.push().results() == ["rejected:rights"], login
        asha.pull()
        assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru"}

    def test_too_many_changes_in_one_save_are_rejected_but_one_large_field_is_not(self, house, asha):
        asha.save(*[a_meeting(house) for _op in range(201)])
        asha.save(
            a_meeting(house, fields={"a": "x" * 40_000}, kind="tomorrow"),
            a_meeting(house, fields={"b": "x" * 30_000}, kind="tomorrow"),
        )
        asha.save(a_meeting(house, fields={"account": "x" * 100_000}, kind="tomorrow"))
        results = asha.push().results()
        assert set(results[:203]) == {"rejected:size"}
        assert results[203:] == ["ok"]

    def test_a_record_does_not_grow_beyond_its_limit_bit_by_bit(self, house, asha):
        record = new_id()
        for part in range(3):
            asha.save(Change(record, {f"part_{part}": "x" * 100_000}, house.jaipur, "kind_of_tomorrow"))
        assert asha.push().results() == ["ok", "ok", "rejected:size"]


class TestNewerThanTheServer:
    def test_unknown_fields_are_kept(self, house, asha):
        meeting = a_meeting(house, fields={"place": "Bagru", "weather": "dust", "attendance/01a2/mood": "good"})
        asha.save(meeting)
        assert asha.push().results() == ["ok"]
        assert asha.sees(house.jaipur, "meeting", meeting.record) == meeting.fields

    def test_unknown_kinds_are_kept(self, house, asha):
        thing = a_meeting(house, kind="kind_of_tomorrow", fields={"any/path/at/all": {"deep": [1, "two", None]}})
        asha.save(thing)
        assert asha.push().results() == ["ok"]
        assert asha.sees(house.jaipur, "kind_of_tomorrow", thing.record) == thing.fields


class TestWrittenOnce:
    def test_a_comment_stays_as_it_was_said(self, house, asha):
        comment = a_meeting(house, kind="comment", fields={"text": "Who came?"})
        asha.save(comment)
        asha.save(again(comment, fields={"text": "Who came late?"}))
        asha.save(again(comment, fields={"void": {"by": "a", "at": "2026-03-14T06:30:00.000Z"}}, act=Act.void))
        assert asha.push().results() == ["ok", "rejected:create_only", "rejected:create_only"]

    def test_a_question_set_goes_into_the_trash_and_comes_back_and_asks_the_same(self, house, asha):
        kept = a_meeting(house, kind="question_set", fields={"name": "Looms", "code": "looms"})
        asha.save(kept)
        asha.save(again(kept, fields={"void": {"by": "a", "at": "2026-03-14T06:30:00.000Z"}}, act=Act.void))
        asha.save(again(kept, fields={"void": None}, act=Act.restore))
        asha.save(again(kept, fields={"name": "Other looms"}))
        assert asha.push().results() == ["ok", "ok", "ok", "rejected:create_only"]

    def test_nobody_adds_to_the_words_of_another(self, house, asha):
        comment = a_meeting(house, kind="comment", fields={"text": "Who came?"})
        asha.save(comment)
        asha.push()
        tara = house.laptop("tara")
        tara.save(again(comment, fields={"about_path": "present_count"}))
        assert tara.push().results() == ["rejected:create_only"]

    def test_a_large_one_may_come_in_pieces(self, house, asha):
        settlement = a_meeting(house, kind="settlement", fields={"account": {"lines": "x" * 70_000}})
        asha.save(settlement)
        asha.save(again(settlement, fields={"check_code": "abc"}))
        assert asha.push().results() == ["ok", "ok"]


class TestClosed:
    @pytest.fixture
    def plan(self, house, asha):
        """Return a plan that was approved."""
        made = a_meeting(house, kind="action_plan", fields={"revision": 1, "status": "approved"})
        asha.save(made)
        asha.push()
        return made

    def test_a_plan_that_was_approved_takes_no_change_from_anybody(self, house, asha, plan):
        asha.save(again(plan, fields={"remarks": "later"}))
        asha.save(again(plan, fields={"status": "draft"}))
        asha.save(again(plan, fields={"void": {"by": "a", "at": "2026-03-14T06:30:00.000Z"}}, act=Act.void))
        other = house.laptop("asha")
        other.save(again(plan, fields={"reason": "new facts"}))
        assert asha.push().results() == ["ok", *["rejected:closed"] * 3]
        assert other.push().results() == ["rejected:closed"]
        asha.pull()
        assert asha.sees(house.jaipur, "action_plan", plan.record) == plan.fields

    def test_what_says_the_same_or_only_leaves_a_finding_is_taken(self, asha, plan):
        asha.save(again(plan, fields={"revision": 1}))
        asha.save(again(plan, fields={"left_so/lines": "known"}))
        asha.save(again(plan, fields={"void": None}, act=Act.restore))
        assert asha.push().results() == ["ok", "ok", "ok", "ok"]

    def test_a_name_in_it_can_still_be_erased(self, house, asha):
        plan = a_meeting(house, kind="action_plan", fields={"status": "approved", "remarks": "A name"})
        asha.save(plan)
        asha.save(again(plan, fields={"remarks": None}, act=Act.erase))
        assert asha.push().results() == ["ok", "ok"]
        asha.pull()
        assert asha.sees(house.jaipur, "action_plan", plan.record) == {"status": "approved"}


def test_two_laptops_in_one_scope_meet(house, asha):
    meeting = a_meeting(house)
    asha.save(meeting)
    asha.push()
    other = house.laptop("asha")
    other.pull()
    assert other.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru"}
    other.save(again(meeting, fields={"present_count": 9}, base=other.base(house.jaipur, meeting.record)))
    other.push()
    asha.pull()
    assert asha.sees(house.jaipur, "meeting", meeting.record) == {"place": "Bagru", "present_count": 9}
