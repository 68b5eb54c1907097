"""The same lane over a store that speaks S3: pieces, wholes, reading from any place, and letting go."""

import hashlib
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cdadesk.clock import new_id
from cdadesk.server import accounts
from cdadesk.server.files import checking
from cdadesk.server.files.holding import Keeper, Named
from cdadesk.server.files.objects import Objects
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.wire.blobs import PIECE, Part
from tests.server.desks import PHOTO, Desk
from tests.server.laptops import House

LARGE = bytes(range(256)) * 40_000
HASH = hashlib.sha256(LARGE).hexdigest()


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Return the address of a store that speaks S3, with an empty bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    told = {"aws_access_key_id": "tests", "aws_secret_access_key": "tests-secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **told).create_bucket(Bucket="photos")
    yield address
    server.stop()


@pytest.fixture
def objects(s3: str, monkeypatch: pytest.MonkeyPatch) -> Objects:
    """Return the store as an administrator sets it up: an address, and the environment."""
    for name, value in {
        "AWS_ENDPOINT": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests-secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    store = Objects("s3://photos/cdadesk")
    store.drop(*store.names())
    return store


def named_by_a_record(desk: Desk, scope: str, sha256: str, size: int) -> Named:
    """Return a file that an attachment names."""
    return Named(scope, desk.names(scope, sha256, size), sha256, size, "image/jpeg", "")


def test_a_file_is_taken_in_pieces_joined_and_read_from_any_place(house: House, objects: Objects) -> None:
    desk = Desk(house, house.laptop("asha"), objects)
    named = named_by_a_record(desk, house.jaipur_private, HASH, len(LARGE))
    keeper = Keeper(house.database, objects)
    for at in range(0, len(LARGE), PIECE):
        part = Part(named.scope, named.record, HASH, at, len(LARGE), LARGE[at : at + PIECE])
        held = keeper.take(named, part)
    assert held.is_whole
    assert b"".join(keeper.stream(named)) == LARGE
    assert keeper.read(named, 5_000_000, 100) == LARGE[5_000_000:5_000_100]
    assert list(checking.problems(house.database, objects)) == []
    assert len(list(objects.names())) == 1
    objects.drop(*objects.names(), "never was there")
    assert "missing or damaged" in next(checking.problems(house.database, objects))


def test_another_file_than_was_said_leaves_nothing(house: House, objects: Objects) -> None:
    desk = Desk(house, house.laptop("asha"), objects)
    named = named_by_a_record(desk, house.jaipur, "0" * 64, 3)
    held = Keeper(house.database, objects).take(named, Part(named.scope, named.record, named.sha256, 0, 3, b"abc"))
    assert held.is_wrong
    assert list(objects.names()) == []


def test_a_photo_moves_to_another_cluster_is_fetched_there_and_erased(house: House, objects: Objects) -> None:
    house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
    asha, balbir = (Desk(house, house.laptop(login), objects) for login in ("asha", "balbir"))
    actor = new_id()
    asha.changes(house.jaipur, actor, "actor", name="Ajmeri Printers")
    photo = asha.names(house.jaipur, parent_id=str(actor), about_kind="actor")
    asha.sends_all(house.jaipur, photo)
    asha.moves(house.jaipur, actor, "actor", house.ludhiana)
    assert balbir.fetches(house.ludhiana, photo, PIECE, 100) == PHOTO[PIECE : PIECE + 100]
    assert list(checking.problems(house.database, objects)) == []
    balbir.laptop.pull_all()
    balbir.erases(house.ludhiana, photo)
    assert list(objects.names()) == []


def test_a_store_that_is_away_is_said_in_words(house: House, objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "")
    with pytest.raises(StoreOfFilesFailed, match="cannot be reached at nowhere://"):
        Objects("nowhere://x").put("a", [b"b"])
