"""Files at the server: kept as far as they come, verified before they count, given only to who may read the record."""

import threading
from pathlib import Path
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.server.files import checking
from cdadesk.server.files.holding import Held, Keeper, Named
from cdadesk.server.files.lane import Incoming, Lane
from cdadesk.server.files.objects import Objects
from cdadesk.server.troubles import UnknownToken
from cdadesk.wire import frames
from cdadesk.wire.blobs import PIECE, Holding, Part, pack, unpack
from cdadesk.wire.frames import BadFrames, Frame, FrameType
from cdadesk.wire.messages import Envelope
from tests.server.desks import HASH, PHOTO, Desk
from tests.server.laptops import House


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    """Return where files lie."""
    return Objects(tmp_path / "files")


@pytest.fixture
def asha(house: House, objects: Objects) -> Desk:
    """Return Asha at her laptop."""
    return Desk(house, house.laptop("asha"), objects)


def at(house: House, objects: Objects, login: str) -> Desk:
    """Return somebody else at a laptop of their own."""
    return Desk(house, house.laptop(login), objects)


def part(scope: str, record: UUID, offset: int, contents: bytes, total: int = len(PHOTO)) -> Part:
    """Return some bytes of the photo."""
    return Part(scope, record, HASH, offset, total, contents)


def test_a_file_comes_in_pieces_is_verified_and_can_be_had_from_any_place(house, asha, objects):
    record = asha.names(house.jaipur)
    assert asha.holds(house.jaipur, record).held == {HASH: 0}
    assert asha.sends(part(house.jaipur, record, 0, PHOTO[:PIECE])).held == {HASH: PIECE}
    assert asha.holds(house.jaipur, record).held == {HASH: PIECE}
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)
    assert asha.holds(house.jaipur, record).whole == (HASH,)
    for offset in (0, 5, PIECE, len(PHOTO) - 3, len(PHOTO), len(PHOTO) + 9):
        assert asha.fetches(house.jaipur, record, offset, 1000) == PHOTO[offset : offset + 1000]
    assert list(checking.problems(house.database, objects)) == []
    assert len(list(objects.names())) == 1


def test_what_came_of_a_part_before_the_line_broke_is_kept_to_the_byte(house, asha):
    record = asha.names(house.jaipur)
    packed = frames.pack(Frame(FrameType.blob_part, part(house.jaipur, record, 0, PHOTO[:PIECE]).payload()))
    incoming, lane = Incoming(), asha.lane()
    for at in range(0, 100_123, 1000):
        assert list(incoming.feed(packed[at : min(at + 1000, 100_123)])) == []
    rest = incoming.rest()
    assert rest is not None
    lane.take(rest)
    held = asha.holds(house.jaipur, record).held[HASH]
    assert 99_000 < held < 100_123
    assert asha.sends(part(house.jaipur, record, held, PHOTO[held:][:PIECE])).held == {HASH: held + PIECE}


@pytest.mark.parametrize("came", [0, 5, 9, 20, 60])
def test_too_little_of_a_part_is_nothing(came):
    packed = frames.pack(Frame(FrameType.blob_part, part("x", new_id(), 0, PHOTO[:PIECE]).payload()))
    incoming = Incoming()
    assert list(incoming.feed(packed[:came])) == []
    assert incoming.rest() is None


def test_a_part_that_comes_twice_or_too_early_changes_nothing(house, asha, objects):
    record = asha.names(house.jaipur)
    first = part(house.jaipur, record, 0, PHOTO[:PIECE])
    asha.sends(first)
    assert asha.sends(first).held == {HASH: PIECE}
    assert asha.sends(part(house.jaipur, record, PIECE + 1, b"x")).held == {HASH: PIECE}
    assert asha.sends(part(house.jaipur, record, PIECE - 10, PHOTO[PIECE - 10 : PIECE + 10])).held == {HASH: PIECE + 10}
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)
    assert list(checking.problems(house.database, objects)) == []


def test_pieces_that_only_a_database_from_a_backup_knows_are_sent_again(house, asha, objects):
    record = asha.names(house.jaipur)
    asha.sends(part(house.jaipur, record, 0, PHOTO[:PIECE]))
    objects.drop(*objects.names())  # joined after the backup was made
    assert asha.sends_all(house.jaipur, record).held == {HASH: 0}
    assert asha.holds(house.jaipur, record).held == {HASH: 0}
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)
    assert list(checking.problems(house.database, objects)) == []


def test_a_file_of_which_all_had_come_when_the_server_was_ended_is_completed_by_the_next_question(
    house, asha, objects, monkeypatch
):
    def is_ended(*_told: object) -> Held:
        raise SystemExit

    record = asha.names(house.jaipur)
    monkeypatch.setattr(Keeper, "_join", is_ended)
    with pytest.raises(SystemExit):
        asha.sends_all(house.jaipur, record)
    monkeypatch.undo()
    assert asha.holds(house.jaipur, record).whole == (HASH,)
    assert asha.fetches(house.jaipur, record, 0, 1000) == PHOTO[:1000]
    assert list(checking.problems(house.database, objects)) == []


def test_another_file_than_its_check_sum_says_is_thrown_away_and_told(house, asha, objects):
    record = asha.names(house.jaipur)
    wrong = bytes(len(PHOTO))
    told = asha.sends_all(house.jaipur, record, wrong)
    assert (told.wrong, told.held, told.whole) == ((HASH,), {HASH: 0}, ())
    assert list(objects.names()) == []
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)


def test_a_check_sum_alone_opens_nothing(house, asha, objects):
    """Balbir learns the check sum of Asha's photo, and names it in his own cluster: the photo stays hers."""
    record = asha.names(house.jaipur)
    asha.sends_all(house.jaipur, record)
    balbir = at(house, objects, "balbir")
    assert balbir.holds(house.jaipur, record) == Holding(house.jaipur)
    assert balbir.fetches(house.jaipur, record) == b""
    own = balbir.names(house.ludhiana)
    assert balbir.holds(house.ludhiana, own).held == {HASH: 0}
    assert balbir.fetches(house.ludhiana, own) == b""
    assert balbir.fetches(house.ludhiana, record) == b""


def test_the_advisor_reads_and_brings_the_auditor_sees_nothing_confidential_and_the_office_no_file_of_a_cluster(
    house, asha, objects
):
    record, secret = asha.names(house.jaipur), asha.names(house.jaipur_private)
    asha.sends_all(house.jaipur_private, secret)
    tara, aditi, omkar = (at(house, objects, login) for login in ("tara", "aditi", "omkar"))
    assert tara.fetches(house.jaipur_private, secret, 0, 10) == PHOTO[:10]
    assert aditi.sends(part(house.jaipur, record, 0, b"x")) == Holding(house.jaipur)
    assert aditi.fetches(house.jaipur_private, secret) == omkar.fetches(house.jaipur_private, secret) == b""
    assert aditi.holds(house.jaipur, record).held == {HASH: 0}
    assert tara.sends(part(house.jaipur, record, 0, PHOTO[:1])).held == {HASH: 1}  # it may have come to her by a stick
    assert omkar.holds(house.jaipur, record) == Holding(house.jaipur)
    assert at(house, objects, "admin").holds(house.jaipur, record) == Holding(house.jaipur)


@pytest.mark.parametrize("total", [len(PHOTO) - 1, len(PHOTO) + 1, 2**40])
def test_no_more_comes_in_than_the_record_says(house, asha, objects, total):
    record = asha.names(house.jaipur)
    assert asha.sends(part(house.jaipur, record, 0, PHOTO[:PIECE], total)) == Holding(house.jaipur)
    assert not (objects.place / "pieces").exists()


def test_the_original_of_a_scaled_photo_goes_the_same_way(house, asha):
    record = asha.names(house.jaipur, "1" * 64, 9, original_sha256=HASH, original_size=len(PHOTO))
    assert asha.sends_all(house.jaipur, record).whole == (HASH,)


def test_whoever_shows_no_good_token_gets_nothing(house, asha):
    lane = Lane(house.database, asha.objects)
    envelope = Envelope(asha.laptop.replica, "another", "", {}, (0, ""), 10**6)
    with pytest.raises(UnknownToken):
        lane.take(Frame(FrameType.envelope, envelope.plain()))


@pytest.mark.parametrize(
    "frame",
    [
        Frame(FrameType.batch, {}),
        Frame(FrameType.blob_have, {"scope": "x", "files": {"a": "no id"}}),
        Frame(FrameType.blob_want, {"scope": "x"}),
    ],
)
def test_nonsense_is_refused(house, asha, frame):
    lane = asha.lane()
    with pytest.raises(BadFrames):
        lane.take(frame)
    with pytest.raises(BadFrames):
        Lane(house.database, asha.objects).take(frame)


@pytest.mark.parametrize("payload", [b"", b"\0\0\0\xff", b"\0\0\0\2{}rest", b"\xff\xff\xff\xff"])
def test_what_is_no_part_is_refused(payload):
    with pytest.raises(BadFrames):
        list(Incoming().feed(frames.pack(Frame(FrameType.blob_part, payload))))


def test_nothing_may_follow_the_end_of_a_request():
    incoming = Incoming()
    assert list(incoming.feed(pack([], [part("x", new_id(), 0, b"x")]))) != []
    assert incoming.is_whole
    with pytest.raises(BadFrames):
        list(incoming.feed(b"CDA1\x08\0\0\0\0"))


def test_a_frame_that_says_it_is_enormous_is_refused_at_its_head():
    with pytest.raises(BadFrames):
        list(Incoming().feed(b"CDA1\x07\x7f\xff\xff\xff"))


def test_two_requests_at_once_make_one_file(house, asha, objects):
    record = asha.names(house.jaipur)
    named = Named(house.jaipur, record, HASH, len(PHOTO), "image/jpeg", "")
    keepers = [Keeper(house.database, objects) for _each in range(3)]

    def send(keeper: Keeper) -> None:
        for at in range(0, len(PHOTO), 100_000):
            keeper.take(named, part(house.jaipur, record, at, PHOTO[at : at + 100_000]))

    threads = [threading.Thread(target=send, args=(each,)) for each in keepers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    asha.sends_all(house.jaipur, record)
    assert asha.fetches(house.jaipur, record, 0, 1000) == PHOTO[:1000]
    assert list(checking.problems(house.database, objects)) == []


def test_a_file_that_was_harmed_or_lies_there_unknown_is_found_by_the_check(house, asha, objects):
    record = asha.names(house.jaipur)
    asha.sends_all(house.jaipur, record)
    objects.put("pieces/x/left", [b"over"])
    (whole,) = [each for each in objects.names() if each.startswith("files/")]
    (objects.place / whole).write_bytes(b"harmed")
    said = list(checking.problems(house.database, objects))
    assert f"File {HASH}" in said[0]
    assert "1 file lies there" in said[1]


def test_a_part_read_from_a_frame_is_the_part_that_was_packed():
    sent = part("x", new_id(), 7, b"bytes", 12)
    assert unpack(pack([], [sent, sent])) == ([], [sent, sent])
