"""Sticks at the server: taken like a batch of their sender, whoever brings them; what is not right changes nothing."""

import hashlib

import pytest

from cdadesk.clock import new_id
from cdadesk.server import devices, posted
from cdadesk.server.command import main
from cdadesk.server.tables import StoredFile
from cdadesk.wire import bundle
from cdadesk.wire.blobs import PIECE, Holding, Part
from cdadesk.wire.bundle import About, Layer
from cdadesk.wire.enrol import Refused
from cdadesk.wire.frames import Frame, FrameType
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Outcomes, Refusal, Result
from tests.server.laptops import NOON, Change
from tests.server.sticks import carry, read, writer


@pytest.fixture
def asha(house):
    return writer(house, "asha")


@pytest.fixture
def tara(house):
    return writer(house, "tara")


def a_meeting(house, **fields):
    return Change(new_id(), fields or {"place": "Bagru"}, house.jaipur)


def code_of(answer):
    return answer.status, Refused.read(answer.body).code


def test_grants_tell_colleagues_their_keys_and_the_scopes_that_both_hold(house, asha, tara):
    asha.laptop.pull()
    tara.laptop.pull()
    [theirs] = asha.laptop.grants.colleagues
    assert (theirs.name, theirs.keys) == ("Tara", tara.keys.public)
    assert set(theirs.scopes) == {house.jaipur, house.jaipur_private}
    assert [each.name for each in tara.laptop.grants.colleagues] == ["Asha"]
    assert asha.laptop.grants.known_as == asha.keys.public.sign


def test_who_shares_no_cluster_or_only_reads_is_no_colleague(house, asha):
    writer(house, "balbir")
    writer(house, "omkar")
    asha.laptop.pull()
    assert asha.laptop.grants.colleagues == ()


def test_a_revoked_laptop_disappears_and_its_stick_is_refused(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    house.database.write(lambda session: devices.revoke(session, asha.laptop.replica, NOON))
    tara.laptop.pull()
    assert tara.laptop.grants.colleagues == ()
    assert code_of(carry(house, tara.laptop, asha.stick())) == (403, "stick_sender")


def test_the_advisor_brings_a_stick_and_its_sender_learns_what_became_of_it(house, asha, tara):
    change = a_meeting(house)
    asha.laptop.save(change)
    reply = read(carry(house, tara.laptop, asha.stick()), asha)
    assert [each.result for each in reply.outcomes.outcomes] == [Result.ok]
    assert Outcomes.read(reply.inside[FrameType.outcomes]).last_n == 1
    assert [row.id for each in reply.page.slices for row in each.rows] == [change.record]
    tara.laptop.pull_all()
    assert tara.laptop.sees(house.jaipur, "meeting", change.record) == {"place": "Bagru"}


def test_a_stick_brought_twice_is_answered_alike_and_taken_once(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    payload = asha.stick()
    first, second = (read(carry(house, tara.laptop, payload), asha) for _time in range(2))
    assert first.outcomes == second.outcomes
    asha.laptop.pull_all()
    assert asha.laptop.cursors[house.jaipur].seq == 1


def test_a_stick_that_comes_after_its_laptop_was_online_is_no_fork(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    late = asha.stick()
    asha.laptop.save(a_meeting(house))
    assert asha.laptop.push().results() == ["ok", "ok"]
    reply = read(carry(house, tara.laptop, late), asha)
    assert (reply.outcomes.refusal, [each.result for each in reply.outcomes.outcomes]) == (None, [Result.ok])


def test_the_second_of_two_sticks_waits_for_the_first(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    asha.laptop.save(a_meeting(house))
    one, two = asha.stick(1, 1), asha.stick(2, 2)
    early = read(carry(house, tara.laptop, two), asha)
    assert (early.outcomes.refusal, early.outcomes.last_n) == (Refusal.gap, 0)
    assert FrameType.outcomes not in early.inside  # by the time it is read the gap may be filled
    for payload in (one, two):
        assert read(carry(house, tara.laptop, payload), asha).outcomes.refusal is None


def test_what_travelled_apart_is_taken_but_its_outcome_is_not_for_a_carrier_who_may_not_read_it(house, asha):
    aditi = writer(house, "aditi")
    private = Change(new_id(), {"remarks": "afraid of the buyer"}, house.jaipur_private, kind="actor_private")
    asha.laptop.save(private)
    asha.laptop.save(a_meeting(house))
    reply = read(carry(house, aditi.laptop, asha.stick(apart=(1,))), asha)
    assert [each.n for each in reply.outcomes.outcomes] == [2]
    assert Outcomes.read(reply.inside[FrameType.outcomes]).last_n == 2
    asha.laptop.pull_all()
    assert asha.laptop.sees(house.jaipur_private, "actor_private", private.record)


def test_the_rights_are_those_of_the_sender_not_of_the_carrier(house, asha, tara):
    verdict = Change(new_id(), {"outcome": "approved"}, house.jaipur, kind="verdict")
    asha.laptop.save(verdict)
    reply = read(carry(house, tara.laptop, asha.stick()), asha)
    assert [each.code for each in reply.outcomes.outcomes] == ["rights"]


def test_whoever_carries_must_be_enrolled(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    tara.laptop.token = "made up"
    assert carry(house, tara.laptop, asha.stick()).status == 401


def test_a_changed_byte_anywhere_is_noticed(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    payload = asha.stick()
    for at in (10, len(payload) // 2, len(payload) - 70, len(payload) - 1):
        damaged = payload[:at] + bytes([payload[at] ^ 1]) + payload[at + 1 :]
        assert carry(house, tara.laptop, damaged).status in (400, 403), at
    asha.laptop.pull_all()
    assert house.jaipur not in asha.laptop.cursors


def test_a_stick_signed_by_another_than_it_says_is_refused(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    asha.keys = tara.keys
    assert code_of(carry(house, tara.laptop, asha.stick())) == (403, "stick_signature")


def test_who_puts_their_own_name_on_the_stick_of_another_is_refused(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    opened = bundle.read(asha.stick())
    about = About(str(tara.laptop.replica), NOON, first=1, last=1)
    frames = [Frame(FrameType.envelope, {"replica": str(asha.laptop.replica)})]
    forged = bundle.make(about, [Layer(frames, {bundle.SERVER: tara.server})], tara.keys)
    assert opened.about.sender == str(asha.laptop.replica)
    assert carry(house, tara.laptop, forged).status == 400


def test_a_stick_for_another_server_is_refused(house, asha, tara):
    asha.laptop.save(a_meeting(house))
    asha.server = Keys.new().public
    assert code_of(carry(house, tara.laptop, asha.stick())) == (403, "stick_receiver")


def test_a_stick_without_changes_asks_for_news(house, asha, tara):
    change = a_meeting(house)
    asha.laptop.save(change)
    house.post(asha.laptop.request(1, 1))  # the answer is lost on the way
    reply = read(carry(house, tara.laptop, asha.stick(first=0)), asha)
    assert reply.outcomes is None
    assert [row.id for each in reply.page.slices for row in each.rows] == [change.record]


def test_a_stick_that_came_by_post_is_answered_with_a_file(house, asha, tmp_path):
    asha.laptop.save(a_meeting(house))
    file = tmp_path / "cdadesk-asha.cda"
    file.write_bytes(bundle.file_of([asha.stick()]))
    answered = posted.take_file(house.database, house.objects, file, tmp_path)
    assert answered.lines == ("Asha: 1 change taken.",)
    [back] = bundle.bundles_in(answered.back.read_bytes())
    inside = back.open(str(asha.laptop.replica), asha.keys)
    assert Outcomes.read(inside[FrameType.outcomes]).last_n == 1
    once_more = posted.take_file(house.database, house.objects, file, tmp_path)
    assert once_more.back != answered.back  # no answer is overwritten


@pytest.mark.parametrize("content", [b"", b"CDA1", b"PK\x03\x04 a zip", b"\0" * 100])
def test_a_file_that_is_no_stick_is_told_in_a_sentence(house, tmp_path, content, capsys, database_url):
    file = tmp_path / "holiday.cda"
    file.write_bytes(content)
    address = database_url if isinstance(database_url, str) else None
    with pytest.raises(posted.NoStick, match=r"holiday\.cda"):
        posted.take_file(house.database, house.objects, file, tmp_path)
    if address:
        assert main(["stick", "--database", address, str(file)]) == 1
        assert "holiday.cda" in capsys.readouterr().err


PHOTO = bytes(range(256)) * 1500
PHOTO_HASH = hashlib.sha256(PHOTO).hexdigest()


def of_photo(house, asha, record, *offsets):
    """Return the payload of a bundle with parts of the photo of a record."""
    parts = [Part(house.jaipur, record, PHOTO_HASH, at, len(PHOTO), PHOTO[at : at + PIECE]) for at in offsets]
    frames = [Frame(FrameType.blob_part, each.payload()) for each in parts]
    about = About(str(asha.laptop.replica), NOON, files=len(parts))
    return bundle.make(about, [Layer(frames, {bundle.SERVER: asha.server})], asha.keys)


def test_photos_on_a_stick_are_taken_once_their_record_is_there_and_in_their_order(house, asha, tara):
    photo = {"sha256": PHOTO_HASH, "size": len(PHOTO), "about_kind": "meeting", "media_type": "image/jpeg"}
    asha.laptop.save(Change(new_id(), photo, house.jaipur, "attachment"))
    record = asha.laptop.entries[0].record
    first, second = of_photo(house, asha, record, 0), of_photo(house, asha, record, PIECE)
    assert read(carry(house, tara.laptop, first), asha).outcomes.refusal is Refusal.gap
    asha.laptop.push()
    assert read(carry(house, tara.laptop, second), asha).outcomes.refusal is Refusal.gap
    assert read(carry(house, tara.laptop, first), asha).outcomes is None
    told = read(carry(house, tara.laptop, second), asha)
    assert Holding.read(told.inside[FrameType.blob_have]).whole == (PHOTO_HASH,)
    with house.database.reading() as session:
        assert session.get(StoredFile, (house.jaipur, PHOTO_HASH)).size == len(PHOTO)
