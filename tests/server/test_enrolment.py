"""Enrolment: a name and a password once, a token from then on; clusters made offline find their place."""

import datetime as dt

import pytest
from sqlalchemy import select

from cdadesk.clock import Clock, new_id
from cdadesk.server import accounts, devices, passwords, recovered
from cdadesk.server.tables import DeviceToken, Replica, StoredEnrolment, User
from cdadesk.server.taking import Sender
from cdadesk.wire.author import AuthorProof, author_of
from cdadesk.wire.enrol import Enrolled, Refused
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Refusal
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change as Said
from cdadesk.wire.pages import Row, SetAside
from tests.server.laptops import NOON, Change, House, again
from tests.serving import PASSWORD


class WalkingClock:
    """A clock that goes only when a test says so."""

    def __init__(self) -> None:
        self.at = NOON

    def go(self, seconds: int) -> None:
        """Let time pass."""
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock(house: House) -> WalkingClock:
    """Let the server read a clock of the test."""
    walking = WalkingClock()
    house.database.clock = Clock(lambda: walking.at)
    return walking


def refusal(answer):
    """Return status and code of a refusal, whose sentence must be one."""
    read = Refused.read(answer.body)
    assert read.sentence.endswith(".")
    return answer.status, read.code


def test_a_laptop_gets_a_token_and_hears_what_it_may_see(house):
    answer = house.enrol("asha", user="  Asha ")
    enrolled = Enrolled.read(answer.body)
    assert (answer.status, enrolled.grants.name, enrolled.grants.role) == (200, "Asha", "cda")
    assert set(enrolled.grants.scopes) == {"programme", house.jaipur, house.jaipur_private}
    assert len(enrolled.token) == 32  # hex digits: 128 bits


def test_whoever_reads_the_database_finds_neither_token_nor_password(house):
    laptop = house.laptop("asha")
    with house.database.reading() as session:
        kept = [*session.scalars(select(DeviceToken.digest)), *session.scalars(select(User.password_hash))]
        assert session.scalars(select(StoredEnrolment.laptop)).all() == ["laptop of asha"]
    assert not [each for each in kept if laptop.token in each or PASSWORD in each]
    assert all(each.startswith("$argon2id$") for each in kept[1:])


@pytest.mark.parametrize("told", [{"password": "wrong horse"}, {"user": "nobody"}, {"user": "", "password": ""}])
def test_a_wrong_name_and_a_wrong_password_sound_the_same(house, told):
    assert refusal(house.enrol("asha", **told)) == (403, "sign_in")


def test_wrong_passwords_slow_the_next_try_down(house, clock):
    for _try in range(passwords.FREE_TRIES + 1):
        assert house.enrol("asha", password="guess").status == 403
    answer = house.enrol("asha")
    assert refusal(answer) == (429, "too_many_tries")
    assert answer.wait > 0
    assert house.enrol("balbir").status == 200
    clock.go(answer.wait)
    assert house.enrol("asha").status == 200
    assert house.enrol("asha", password="guess").status == 403
    assert house.enrol("asha").status == 200


def test_the_wait_grows_but_not_for_ever(house, clock):
    waits = []
    for _try in range(20):
        answer = house.enrol("asha", password="guess")
        if answer.status == 429:
            waits.append(answer.wait)
            clock.go(answer.wait)
    assert waits == sorted(waits)
    assert waits[0] < 5
    assert waits[-1] <= passwords.LONGEST_WAIT + 1


def test_a_name_that_nobody_has_is_slowed_down_too(house, clock):
    answers = [house.enrol("asha", user="nobody").status for _try in range(passwords.FREE_TRIES + 2)]
    assert answers[-1] == 429


def test_who_may_not_sign_in_any_more_cannot(house):
    laptop = house.laptop("asha")
    house.database.write(lambda session: accounts.disable(session, "asha", NOON))
    assert refusal(house.enrol("asha")) == (403, "sign_in")
    assert laptop.pull().status == 401


def test_clusters_made_offline_become_scopes_of_their_agent(house):
    cluster = new_id()
    asha = house.laptop("asha", clusters={str(cluster): "Sanganer"})
    assert {str(cluster), f"{cluster}:private"} <= set(asha.grants.scopes)
    asha.save(Change(cluster, {"name": "Sanganer"}, str(cluster), "cluster"))
    assert asha.push().results() == ["ok"]


def test_the_same_cluster_may_be_brought_again_by_its_agent(house):
    cluster = {str(new_id()): "Sanganer", house.jaipur: "Jaipur"}
    asha = house.laptop("asha", clusters=cluster)
    assert house.enrol("asha", replica=asha.replica, clusters=cluster).status == 200
    assert house.enrol("asha", clusters=cluster).status == 200


def test_a_cluster_of_others_is_refused_with_a_reason_and_nothing_is_kept(house):
    brought = {str(new_id()): "Mine", house.jaipur: "Jaipur"}
    answer = house.enrol("balbir", clusters=brought)
    assert refusal(answer) == (403, "cluster")
    assert "Jaipur" in Refused.read(answer.body).sentence
    balbir = house.laptop("balbir")
    assert set(balbir.grants.scopes) == {"programme", house.ludhiana, f"{house.ludhiana}:private"}


@pytest.mark.parametrize("login", ["tara", "omkar", "aditi", "admin"])
def test_only_agents_bring_clusters(house, login):
    assert refusal(house.enrol(login, clusters={str(new_id()): "Mine"})) == (403, "cluster")


def test_what_was_written_before_enrolment_is_the_persons_own(house):
    asha = house.laptop("asha", author="who I was offline")
    asha.save(Change(new_id(), {"place": "x"}, house.jaipur, author="who I was offline"))
    assert asha.push().results() == ["ok"]
    assert asha.pull().grants is None
    assert asha.grants.people["who I was offline"] == "Asha"


@pytest.mark.parametrize("stolen", ["alias", "user id", "account"])
def test_nobody_enrols_as_somebody_else(house, stolen):
    house.laptop("tara", author="who Tara was")
    tara = house.town.people["tara"]
    told = {"alias": {"author": "who Tara was"}, "user id": {"author": str(tara.id)}, "account": {"replica": tara.id}}
    assert refusal(house.enrol("asha", **told[stolen])) == (403, "laptop")


def told_by(keys: Keys, replica, **told):
    """Return what a profile tells of its author id, with what shows that it is its own."""
    author = str(author_of(keys.public.sign))
    return {"author": author, "replica": replica, "proof": AuthorProof.made(keys, author, replica)} | told


def test_who_holds_the_key_of_an_author_id_may_bring_it(house):
    told = told_by(Keys.new(), new_id())
    asha = house.laptop("asha", **told)
    asha.save(Change(new_id(), {"place": "x"}, house.jaipur, author=told["author"]))
    assert asha.push().results() == ["ok"]
    assert house.enrol("balbir", **told_by(Keys.new(), new_id(), author=told["author"])).status == 403


@pytest.mark.parametrize("shown", ["nothing", "another key", "the proof of another laptop"])
def test_an_author_id_is_not_given_to_who_only_knows_it(house, shown):
    mine, replica = Keys.new(), new_id()
    author = str(author_of(mine.public.sign))
    proofs = {
        "nothing": None,
        "another key": AuthorProof.made(Keys.new(), author, replica),
        "the proof of another laptop": AuthorProof.made(mine, author, new_id()),
    }
    told = {"author": author, "replica": replica, "proof": proofs[shown]}
    assert refusal(house.enrol("balbir", **told)) == (403, "author")
    assert house.enrol("asha", **told_by(mine, new_id())).status == 200


def test_an_id_of_an_older_program_is_not_given_to_others_once_something_came_under_it(house):
    asha = house.laptop("asha")
    said = Said(Seen(1, 9), str(new_id()), "who Balbir was", "2026-03-14T06:30:00.000Z", "2026-03-14T06:30:00.000Z", {})
    brought = SetAside(((house.jaipur, Row(9, "meeting", new_id(), (said,))),))
    sender = Sender(asha.replica, asha.member)
    house.database.write(lambda session: recovered.keep(session, sender, brought, NOON))
    assert refusal(house.enrol("asha", author="who Balbir was")) == (403, "author")
    assert house.enrol("asha", author="who Asha was").status == 200


def test_a_profile_stays_with_its_person(house):
    asha = house.laptop("asha")
    assert refusal(house.enrol("balbir", replica=asha.replica)) == (403, "laptop")


def test_a_new_token_ends_the_old_one(house):
    asha = house.laptop("asha")
    again_asha = house.laptop("asha", replica=asha.replica)
    assert (asha.pull().status, again_asha.pull().status) == (401, 200)


def test_a_token_is_good_for_its_own_laptop_only(house):
    asha, balbir = house.laptop("asha"), house.laptop("balbir")
    balbir.token = asha.token
    balbir.save(Change(new_id(), {"place": "Bagru"}, house.ludhiana))
    assert balbir.push().told().refusal is Refusal.fork
    balbir.token = ""
    assert balbir.pull().status == 401


def test_a_revoked_laptop_is_shut_out_until_its_person_signs_in_again(house):
    asha = house.laptop("asha")
    meeting = Change(new_id(), {"place": "Bagru"}, house.jaipur)
    asha.save(meeting)
    asha.push()
    house.database.write(lambda session: devices.revoke(session, asha.replica, NOON))
    asha.save(again(meeting, fields={"present_count": 3}))
    answer = house.post(asha.request(2, 2))
    assert refusal(answer) == (401, "token")
    back = house.laptop("asha", replica=asha.replica)
    back.entries = asha.entries
    assert back.push().results() == ["ok", "ok"]


def test_the_list_of_laptops_says_whose_and_when(house, clock):
    asha = house.laptop("asha")
    clock.go(3600)
    balbir = house.laptop("balbir")
    clock.go(3600)
    asha.pull()
    with house.database.reading() as session:
        found = devices.devices(session)
    assert [(each.replica, each.name, each.seen_at) for each in found] == [
        (balbir.replica, "Balbir", None),
        (asha.replica, "Asha", clock.at),
    ]


def test_the_accounts_own_replicas_are_no_laptops_and_cannot_be_revoked(house):
    with house.database.reading() as session:
        assert devices.devices(session) == []
        assert len(session.scalars(select(Replica.id)).all()) == len(house.town.people)
    tara = house.town.people["tara"]
    with pytest.raises(devices.NotFound):
        house.database.write(lambda session: devices.revoke(session, tara.id, NOON))
