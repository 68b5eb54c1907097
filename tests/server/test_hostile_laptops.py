"""What a laptop may try that was taken over, stolen or written by somebody else: none of it gets further."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from cdadesk.clock import new_id
from cdadesk.server import devices, recovered
from cdadesk.server.carrying import answer_carry
from cdadesk.server.database import Database
from cdadesk.server.exchange import Answer, answer_enrol, answer_sync
from cdadesk.server.files.objects import Objects
from cdadesk.wire.enrol import ENROLMENT_MOST, Enrolled
from cdadesk.wire.frames import Frame, FrameType, pack
from cdadesk.wire.messages import Envelope
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change as Said
from cdadesk.wire.pages import Row, SetAside
from tests.server.laptops import Change, House, Laptop


def told_of(laptop: Laptop) -> tuple[str, int, str]:
    """Return how a successor names a laptop."""
    return (str(laptop.replica), len(laptop.entries), laptop.h(len(laptop.entries)))


def go_on(house: House, laptop: Laptop, replica=None):
    """Enrol a successor of a laptop by its token."""
    return house.enrol("asha", replica=replica or new_id(), password="", token=laptop.token, former=told_of(laptop))


def bring(house: House, laptop: Laptop, scope: str, made_at: str = "2026-03-14T06:30:00.000Z") -> int:
    """Let a laptop say that a restored server lost a row, and return the status of the answer."""
    said = Said(Seen(1, 9), str(new_id()), "x", made_at, made_at, {"place": "Bagru"})
    row = Row(9, "meeting", new_id(), (said,))
    envelope = Envelope(None, laptop.token, "", {}, (0, laptop.h(0)), 1_000)
    aside = SetAside(((scope, row),))
    frames = (Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.set_aside, aside.plain()))
    return house.post(pack(*frames)).status


def test_a_token_does_not_open_another_laptop_of_the_same_person(house):
    stolen, other = house.laptop("asha"), house.laptop("asha")
    assert go_on(house, stolen, other.replica).status == 401
    assert other.pull().status == 200


def test_who_asks_once_more_for_the_same_successor_is_let_in(house):
    restored, successor = house.laptop("asha"), new_id()
    assert go_on(house, restored, successor).status == 200
    assert go_on(house, restored, successor).status == 200


def test_a_laptop_that_is_shut_out_takes_its_successors_along(house):
    stolen = house.laptop("asha")
    successor = new_id()
    enrolled = Enrolled.read(go_on(house, stolen, successor).body)
    house.database.write(lambda session: devices.revoke(session, stolen.replica, house.database.clock.now()))
    assert Laptop(house.post, stolen.member, enrolled, successor).pull().status == 401


def test_nobody_writes_in_the_name_of_the_server(house):
    assert house.enrol("asha", author="server").status == 403


def test_an_enrolment_is_not_unpacked_beyond_what_one_can_hold(house):
    bomb = pack(Frame(FrameType.enrol, {"user": "asha", "clusters": "x" * ENROLMENT_MOST}))
    assert answer_enrol(house.database, bomb).status == 413


def carried(database: Database, body: bytes) -> Answer:
    """Answer a laptop that carries; where files lie does not matter here."""
    return answer_carry(database, Objects(Path("nowhere")), body)


def stranger(laptop: Laptop, *more: Frame) -> bytes:
    """Return a request of somebody who shows no token that is known."""
    envelope = Envelope(None, "0" * 32, "", {}, (0, laptop.h(0)), 1_000)
    return pack(Frame(FrameType.envelope, envelope.plain()), *more)


def most_memory(work: Callable[[], Answer]) -> tuple[int, int]:
    """Return the status of an answer, and the most memory that it took to find it."""
    tracemalloc.start()
    try:
        return work().status, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("answer", [answer_sync, carried])
def test_what_a_stranger_brings_is_not_unpacked(house, answer):
    asha = house.laptop("asha")
    bomb = stranger(asha, Frame(FrameType.batch, {"ops": "x" * 15 * 1024 * 1024}))
    assert len(bomb) < 10_000
    answer(house.database, stranger(asha))  # what is read once only is not counted
    status, most = most_memory(lambda: answer(house.database, bomb))
    assert (status, most < 2 * 1024 * 1024) == (401, True), most


@pytest.mark.parametrize("answer", [answer_sync, carried])
def test_a_known_laptop_that_brings_too_much_is_told_so(house, answer):
    asha = house.laptop("asha")
    envelope = Envelope(None, asha.token, "", {}, (0, asha.h(0)), 1_000)
    much = Frame(FrameType.batch, {"ops": "x" * 17 * 1024 * 1024})
    assert answer(house.database, pack(Frame(FrameType.envelope, envelope.plain()), much)).status == 413


def test_a_token_that_was_damaged_on_the_way_sends_nobody_to_sign_in_again(house):
    asha = house.laptop("asha")
    asha.save(Change(new_id(), {"remarks": "".join(str(new_id()) for _each in range(20_000))}, house.jaipur))
    whole = asha.request(1, 1)
    statuses = set()
    for at in range(20, 140, 3):  # where the token lies, and around it
        statuses.add(house.post(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :]).status)
    assert not statuses & {200, 401}


def test_an_envelope_comes_first_and_once(house):
    asha = house.laptop("asha")
    envelope = Frame(FrameType.envelope, Envelope(None, asha.token, "", {}, (0, asha.h(0)), 1_000).plain())
    aside = Frame(FrameType.set_aside, SetAside(()).plain())
    assert house.post(pack(envelope, aside)).status == 200
    assert house.post(pack(aside, envelope)).status == 400
    assert house.post(pack(envelope, envelope)).status == 400


def test_rows_of_scopes_out_of_reach_are_not_kept_as_recovered(house):
    asha = house.laptop("asha")
    for scope in ("x", house.ludhiana, house.jaipur):
        assert bring(house, asha, scope) == 200
    with house.database.reading() as session:
        assert [each.scope for each in recovered.summary(session)] == [house.jaipur]


def test_rows_that_nobody_could_read_again_are_refused(house):
    assert bring(house, house.laptop("asha"), house.jaipur, made_at="nonsense") == 400


@pytest.mark.parametrize("seq", [0, 1, 500])
def test_a_cursor_does_not_sound_out_how_far_a_scope_of_others_is(house, seq):
    asha, balbir = house.laptop("asha"), house.laptop("balbir")
    asha.save(Change(new_id(), {"place": "Bagru"}, house.jaipur))
    asha.push()
    balbir.cursors[house.jaipur] = Seen(1, seq)
    assert balbir.pull().outcomes is None
