"""The bytes of a photo go when nobody needs them any more, and go along when its record moves."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from cdadesk.clock import new_id
from cdadesk.domain.attachment import plain_picture
from cdadesk.server import accounts, records
from cdadesk.server.files import checking
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.files.holding import Keeper, Named
from cdadesk.server.files.objects import Objects
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.server.pages.file_pages import photos_of
from cdadesk.server.tables import StoredRecord
from cdadesk.wire.blobs import PIECE, Part
from cdadesk.wire.ops import Act
from tests.photographs import a_jpeg, a_picture
from tests.server.desks import HASH, PHOTO, Desk
from tests.server.laptops import House

LARGE = bytes(range(255, -1, -1)) * 3000
LARGE_HASH = hashlib.sha256(LARGE).hexdigest()
SMALL = plain_picture(a_jpeg(a_picture(60, 40)))


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    """Return where files lie."""
    return Objects(tmp_path / "files")


@pytest.fixture
def asha(house: House, objects: Objects) -> Desk:
    """Return Asha, who works on both clusters, at her laptop."""
    house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
    return Desk(house, house.laptop("asha"), objects)


@pytest.fixture
def balbir(house: House, objects: Objects) -> Desk:
    """Return the agent of the other cluster at his laptop."""
    return Desk(house, house.laptop("balbir"), objects)


def lies(objects: Objects) -> list[bytes]:
    """Return all bytes that lie anywhere in the store."""
    return [b"".join(objects.stream(each)) for each in objects.names()]


def rows(house: House) -> list[object]:
    """Return what the server still notes of files."""
    with house.database.reading() as session:
        return [
            *session.execute(text("SELECT sha256 FROM blob UNION ALL SELECT sha256 FROM blob_piece")),
            *session.execute(text("SELECT object FROM gone_object")),
        ]


def test_an_erased_photo_leaves_no_byte_neither_scaled_nor_as_it_was_taken(house, asha, objects):
    told = {"original_sha256": LARGE_HASH, "original_size": len(LARGE), "thumbnail": SMALL, "caption": "Ravi"}
    photo = asha.names(house.jaipur, **told)
    asha.sends_all(house.jaipur, photo)
    asha.sends_all(house.jaipur, photo, LARGE, LARGE_HASH)
    assert sorted(lies(objects)) == sorted([PHOTO, LARGE])
    asha.erases(house.jaipur, photo)
    assert lies(objects) == []
    assert rows(house) == []
    with house.database.reading() as session:
        told = "".join(str(row) for row in session.execute(text("SELECT fields FROM history")))
        told += "".join(str(row) for row in session.execute(text('SELECT "values" FROM record')))
    assert not any(each in told for each in (SMALL["jpeg"], "Ravi", HASH, LARGE_HASH))
    assert asha.fetches(house.jaipur, photo) == b""


def test_what_had_come_of_a_file_goes_too(house, asha, objects):
    photo = asha.names(house.jaipur)
    asha.sends(Part(house.jaipur, photo, HASH, 0, len(PHOTO), PHOTO[:PIECE]))
    assert lies(objects) == [PHOTO[:PIECE]]
    asha.erases(house.jaipur, photo)
    assert (lies(objects), rows(house)) == ([], [])


def test_a_file_stays_as_long_as_an_attachment_needs_it_also_one_in_the_trash(house, asha, objects):
    first, second = asha.names(house.jaipur), asha.names(house.jaipur, "1" * 64, 5, original_sha256=HASH)
    asha.sends_all(house.jaipur, first)
    asha.changes(house.jaipur, second, act=Act.void, void={"by": "a", "at": "2026-03-14T06:30:00.000Z", "reason": ""})
    asha.erases(house.jaipur, first)
    assert lies(objects) == [PHOTO]
    asha.erases(house.jaipur, second)
    assert lies(objects) == []


def test_one_file_in_two_scopes_is_erased_only_where_that_was_asked(house, asha, objects):
    shown, hidden = asha.names(house.jaipur), asha.names(house.jaipur_private)
    asha.sends_all(house.jaipur, shown)
    asha.sends_all(house.jaipur_private, hidden)
    asha.erases(house.jaipur_private, hidden)
    assert asha.fetches(house.jaipur, shown, 0, 9) == PHOTO[:9]
    assert lies(objects) == [PHOTO]


def test_a_file_that_was_replaced_before_goes_with_the_one_that_took_its_place(house, asha, objects):
    photo = asha.names(house.jaipur)
    asha.sends_all(house.jaipur, photo)
    asha.changes(house.jaipur, photo, sha256=LARGE_HASH, size=len(LARGE))
    asha.sends_all(house.jaipur, photo, LARGE, LARGE_HASH)
    asha.erases(house.jaipur, photo, "caption")
    assert sorted(lies(objects)) == sorted([PHOTO, LARGE])
    asha.erases(house.jaipur, photo, "sha256")
    assert lies(objects) == []


def test_what_was_on_its_way_when_the_photo_was_erased_is_not_kept(house, asha, objects):
    photo = asha.names(house.jaipur)
    named, keeper = Named(house.jaipur, photo, HASH, len(PHOTO), "image/jpeg", ""), Keeper(house.database, objects)
    keeper.take(named, Part(house.jaipur, photo, HASH, 0, len(PHOTO), PHOTO[:PIECE]))
    asha.erases(house.jaipur, photo)
    keeper.take(named, Part(house.jaipur, photo, HASH, 0, len(PHOTO), PHOTO))
    assert (lies(objects), rows(house)) == ([], [])


class _Away(Objects):
    """A store that does not answer."""

    def drop(self, *names: str) -> None:
        if names:
            raise StoreOfFilesFailed(str(self.place))


def test_bytes_that_could_not_be_deleted_go_when_their_store_is_back(house, tmp_path, caplog):
    place = tmp_path / "files"
    asha = Desk(house, house.laptop("asha"), _Away(place))
    photo = asha.names(house.jaipur)
    Objects(place).put("left", [b"x"])
    keeper = Keeper(house.database, Objects(place))
    named = Named(house.jaipur, photo, HASH, len(PHOTO), "image/jpeg", "")
    assert keeper.take(named, Part(house.jaipur, photo, HASH, 0, len(PHOTO), PHOTO)).is_whole
    asha.erases(house.jaipur, photo)
    assert "could not be deleted yet" in caplog.text
    assert asha.fetches(house.jaipur, photo) == b""
    drop_gone(house.database, Objects(place))
    assert (lies(Objects(place)), rows(house)) == ([b"x"], [])


@pytest.fixture
def moved(house: House, asha: Desk) -> UUID:
    """Return a photo, scaled and as it was taken, whose actor went to the other cluster."""
    actor = new_id()
    asha.changes(house.jaipur, actor, "actor", name="Ajmeri Printers")
    about = {"parent_id": str(actor), "about_kind": "actor"}
    photo = asha.names(house.jaipur, **about, original_sha256=LARGE_HASH, original_size=len(LARGE))
    asha.sends_all(house.jaipur, photo)
    asha.sends(Part(house.jaipur, photo, LARGE_HASH, 0, len(LARGE), LARGE[:PIECE]))
    asha.moves(house.jaipur, actor, "actor", house.ludhiana)
    asha.laptop.pull_all()
    return photo


def test_the_agent_of_the_other_cluster_fetches_the_photo_of_what_moved_there(house, balbir, moved, objects):
    found = b"".join(balbir.fetches(house.ludhiana, moved, at) for at in range(0, len(PHOTO), PIECE))
    assert found == PHOTO
    assert list(checking.problems(house.database, objects)) == []


def test_the_photo_is_found_on_its_record_where_both_lie_now(house, moved):
    with house.database.reading() as session:
        (stored,) = session.scalars(select(StoredRecord).where(col(StoredRecord.kind) == "actor"))
        actor = records.standing(session, house.town.people["balbir"], house.ludhiana, "actor", stored.id)
        (photo,) = photos_of(session, actor)
    assert photo.page.endswith(str(moved))
    assert photo.file


def test_what_had_come_of_the_original_goes_on_where_the_record_lies_now(house, asha, balbir, moved, objects):
    assert asha.holds(house.ludhiana, moved, LARGE_HASH).held == {LARGE_HASH: PIECE}
    rest = Part(house.ludhiana, moved, LARGE_HASH, PIECE, len(LARGE), LARGE[PIECE:])
    assert asha.sends(rest).whole == (LARGE_HASH,)
    assert balbir.fetches(house.ludhiana, moved, 0, 99, LARGE_HASH) == LARGE[:99]
    assert list(checking.problems(house.database, objects)) == []


def test_a_photo_erased_where_it_went_leaves_nothing_where_it_was(house, balbir, moved, objects):
    balbir.laptop.pull_all()
    balbir.erases(house.ludhiana, moved)
    assert (lies(objects), rows(house)) == ([], [])


def test_who_stays_keeps_the_file_that_somebody_else_takes_along(house, asha, balbir, objects):
    actor, stays = new_id(), asha.names(house.jaipur)
    asha.sends_all(house.jaipur, stays)
    asha.changes(house.jaipur, actor, "actor", name="Ajmeri Printers")
    goes = asha.names(house.jaipur, parent_id=str(actor), about_kind="actor")
    asha.moves(house.jaipur, actor, "actor", house.ludhiana)
    asha.laptop.pull_all()
    balbir.laptop.pull_all()
    balbir.erases(house.ludhiana, goes)
    assert asha.fetches(house.jaipur, stays, 0, 9) == PHOTO[:9]
    asha.erases(house.jaipur, stays)
    assert (lies(objects), rows(house)) == ([], [])


def test_a_wrong_file_sent_where_the_photo_was_does_not_harm_the_one_that_moved(house, asha, balbir, moved, objects):
    again = asha.names(house.jaipur)
    assert asha.sends_all(house.jaipur, again, bytes(len(PHOTO))).wrong == (HASH,)
    assert balbir.fetches(house.ludhiana, moved, 0, 99) == PHOTO[:99]
    assert list(checking.problems(house.database, objects)) == []
