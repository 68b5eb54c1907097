"""Accounts and the pages' way in: users, sessions, and what a page reads and writes."""

import datetime as dt

import pytest

from cdadesk.clock import Clock, new_id
from cdadesk.server import accounts, records, sessions
from cdadesk.server.accounts import NewUser
from cdadesk.server.intake import Draft, write_down
from cdadesk.server.troubles import LoginTaken, NotFound, TooManyTries, WeakPassword, WrongPassword
from cdadesk.wire.messages import Role
from tests.server.laptops import NOON, Change, again
from tests.serving import PASSWORD


@pytest.mark.parametrize(
    ("new", "trouble"),
    [
        (NewUser("  ASHA", "Asha", Role.cda, "long enough"), LoginTaken),
        (NewUser("neha", "Neha", Role.cda, "short"), WeakPassword),
    ],
)
def test_a_user_that_cannot_be_is_refused(house, new, trouble):
    with pytest.raises(trouble):
        house.database.write(lambda session: accounts.add_user(session, new, NOON))


@pytest.mark.parametrize("ask", [accounts.assign, accounts.unassign])
@pytest.mark.parametrize(("login", "cluster"), [("nobody", "jaipur"), ("admin", None)])
def test_only_clusters_and_people_that_are_here_come_together(house, ask, login, cluster):
    which = house.town.jaipur if cluster else new_id()
    with pytest.raises(NotFound):
        house.database.write(lambda session: ask(session, login, which))


def test_assigning_twice_is_once(house):
    for _time in range(2):
        house.database.write(lambda session: accounts.assign(session, "balbir", house.town.jaipur))
    with house.database.reading() as session:
        balbir = next(each for each in accounts.members(session) if each.login == "balbir")
    assert set(balbir.clusters) == {house.town.jaipur, house.town.ludhiana}


class TestSessions:
    def test_a_session_stands_for_its_person_until_it_is_closed(self, house):
        token, member = sessions.sign_in(house.database, "Tara ", PASSWORD)
        with house.database.reading() as session:
            assert sessions.member_of(session, token, house.database.clock.now()) == member
        sessions.sign_out(house.database, token)
        with house.database.reading() as session:
            assert sessions.member_of(session, token, house.database.clock.now()) is None

    def test_a_session_ends_by_itself(self, house):
        token, _member = sessions.sign_in(house.database, "tara", PASSWORD)
        later = house.database.clock.now() + sessions.LASTS + dt.timedelta(seconds=1)
        with house.database.reading() as session:
            assert sessions.member_of(session, token, later) is None

    def test_a_wrong_password_opens_none_and_slows_the_next_down(self, house):
        house.database.clock = Clock(lambda: NOON)
        for _try in range(4):
            with pytest.raises(WrongPassword):
                sessions.sign_in(house.database, "tara", "guess")
        with pytest.raises(TooManyTries):
            sessions.sign_in(house.database, "tara", PASSWORD)

    def test_made_up_tokens_open_nothing(self, house):
        with house.database.reading() as session:
            for token in ("", "made up", "half\ud83d"):
                assert sessions.member_of(session, token, NOON) is None


class TestPages:
    @pytest.fixture
    def meeting(self, house):
        """Let Asha send a meeting and change it once."""
        asha = house.laptop("asha")
        change = Change(new_id(), {"place": "Bagru", "present_count": 9}, house.jaipur)
        asha.save(change)
        asha.save(again(change, fields={"present_count": 11}))
        asha.push()
        return change

    def test_the_newest_comes_first(self, house, meeting):
        tara = house.town.people["tara"]
        with house.database.reading() as session:
            found = records.came_in(session, tara, house.jaipur)
            older = records.came_in(session, tara, house.jaipur, limit=1, before=found[0].seen.seq)
        assert [(each.record, each.paths) for each in found] == [
            (meeting.record, ("present_count",)),
            (meeting.record, ("place", "present_count")),
        ]
        assert older == found[1:]

    def test_a_record_says_what_it_is_and_how_new(self, house, meeting):
        tara = house.town.people["tara"]
        with house.database.reading() as session:
            found = records.standing(session, tara, house.jaipur, "meeting", meeting.record)
            assert records.all_of(session, tara, house.jaipur, "meeting") == [found]
        assert (found.copy.values, found.seen.seq, found.newest[1]) == (meeting.fields | {"present_count": 11}, 2, 2)

    def test_the_history_of_a_field_names_what_stood_before(self, house, meeting):
        tara = house.town.people["tara"]
        with house.database.reading() as session:
            found = records.field_history(session, tara, house.jaipur, "meeting", meeting.record)
        assert [(each.before, each.value, each.stood) for each in found if each.path == "present_count"] == [
            (None, 9, True),
            (9, 11, True),
        ]
        assert {each.by.author for each in found} == {str(house.town.people["asha"].id)}

    def test_what_could_not_be_taken_lies_open(self, house, meeting):
        asha = house.laptop("asha")
        asha.save(again(meeting, fields={"held_on": "soon"}))
        asha.push()
        with house.database.reading() as session:
            (letter,) = records.dead_letters(session, house.town.people["tara"], house.jaipur)
        assert (letter.code, letter.record) == ("shape", meeting.record)
        assert b'"held_on":"soon"' in letter.entry

    @pytest.mark.parametrize("login", ["balbir", "admin"])
    def test_who_may_not_see_a_scope_finds_nothing_there(self, house, meeting, login):
        member = house.town.people[login]
        with house.database.reading() as session:
            for ask in (records.came_in, records.dead_letters):
                with pytest.raises(NotFound):
                    ask(session, member, house.jaipur)
            for ask in (records.standing, records.field_history):
                with pytest.raises(NotFound):
                    ask(session, member, house.jaipur, "meeting", meeting.record)
            with pytest.raises(NotFound):
                records.all_of(session, member, house.jaipur, "meeting")
            with pytest.raises(NotFound):
                records.standing(session, house.town.people["tara"], house.jaipur, "meeting", new_id())

    def test_a_verdict_on_the_page_reaches_the_laptop(self, house, meeting):
        verdict = new_id()
        fields = {"about_kind": "meeting", "about_id": str(meeting.record), "outcome": "returned", "reason": "Who?"}
        tara = house.town.people["tara"]
        (outcome,) = write_down(house.database, tara, [Draft(house.jaipur, "verdict", verdict, fields)])
        asha = house.laptop("asha")
        asha.pull()
        assert (outcome.result, asha.sees(house.jaipur, "verdict", verdict)) == ("ok", fields)
        asha.pull()
        assert asha.grants.people[str(tara.id)] == "Tara"

    def test_a_page_may_do_no_more_than_a_laptop(self, house, meeting):
        draft = Draft(house.jaipur, "meeting", meeting.record, {"place": "mine"})
        for login in ("tara", "omkar", "admin", "aditi"):
            (outcome,) = write_down(house.database, house.town.people[login], [draft])
            assert (outcome.result, outcome.code) == ("rejected", "rights")

    def test_a_save_of_a_page_is_taken_whole_or_not_at_all(self, house):
        tara = house.town.people["tara"]
        good = Draft(house.jaipur, "comment", new_id(), {"text": "Good."})
        bad = Draft(house.jaipur, "comment", new_id(), {"text": "x" * 6000})
        assert [each.code for each in write_down(house.database, tara, [good, bad])] == ["group", "shape"]
        mended = Draft(house.jaipur, "comment", bad.record, {"text": "Shorter."})
        outcomes = write_down(house.database, tara, [good, mended])
        assert [(each.n, each.result) for each in outcomes] == [(1, "ok"), (2, "ok")]
        with house.database.reading() as session:
            assert records.dead_letters(session, tara, house.jaipur) == []
