"""Bringing an update here: from a real server in pieces, from a stick; what is not whole does not stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from cdadesk.store.troubles import DiskFull
from cdadesk.sync import updates
from cdadesk.sync.carrier import Cancelled
from cdadesk.sync.http import never
from cdadesk.sync.sticks import StickAway
from cdadesk.sync.troubles import ServerAway
from cdadesk.sync.updates import NoUpdateThere, ServerShelf, UpdateDamaged, UpdateNotFetched
from cdadesk.wire.release import NAME, Part, Release
from tests.releases import FULL, write_release
from tests.serving import RunningServer, running_server


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the server offers; each test writes its release into it anew."""
    return tmp_path_factory.mktemp("updates")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, offered: Path) -> Iterator[RunningServer]:
    """Return a server with a release."""
    with running_server(tmp_path_factory.mktemp("server") / "s.sqlite3", "--updates", str(offered)) as running:
        yield running


@pytest.fixture
def release(offered: Path) -> Release:
    """Return the release that is offered."""
    return write_release(offered)


@pytest.fixture
def shelf(server: RunningServer) -> Iterator[ServerShelf]:
    """Return the server's updates as a laptop reaches them."""
    reached = ServerShelf(server.address, never)
    yield reached
    reached.close()


def quiet(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def test_the_release_and_its_file_come_as_they_lie_there(shelf, release, offered, tmp_path):
    assert shelf.release() == (offered / NAME).read_bytes()
    told: list[tuple[int, int]] = []
    file = shelf.fetch(release.parts[0], tmp_path / "here", lambda *how_far: told.append(how_far))
    assert file.read_bytes() == FULL
    assert told[-1] == (len(FULL), len(FULL))


def test_what_broke_off_goes_on_where_it_broke(shelf, release, tmp_path):
    part = release.parts[0]
    (tmp_path / f"{part.name}.part").write_bytes(FULL[:100_000])
    told: list[int] = []
    assert shelf.fetch(part, tmp_path, lambda done, _total: told.append(done)).read_bytes() == FULL
    assert min(told) > 100_000


def test_what_the_person_stopped_is_kept_for_the_next_time(server, release, tmp_path):
    part, stop = release.parts[0], []
    shelf = ServerShelf(server.address, lambda: bool(stop))

    def tell(_done: int, _total: int) -> None:
        stop.append(True)
        raise Cancelled

    with pytest.raises(Cancelled):
        shelf.fetch(part, tmp_path, tell)
    shelf.close()
    assert 0 < (tmp_path / f"{part.name}.part").stat().st_size <= len(FULL)
    assert not (tmp_path / part.name).exists()


@pytest.mark.parametrize("spoilt", [b"X" + FULL[1:], FULL[:-1], FULL + b"more"])
def test_a_file_that_is_not_what_was_signed_is_thrown_away(shelf, release, offered, tmp_path, spoilt):
    part = release.parts[0]
    (offered / part.name).write_bytes(spoilt)
    if spoilt.startswith(FULL):  # no more is read than was said
        assert shelf.fetch(part, tmp_path, quiet).read_bytes() == FULL
        return
    with pytest.raises(UpdateDamaged):
        shelf.fetch(part, tmp_path, quiet)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_said(shelf, release, offered, tmp_path):
    (offered / release.parts[0].name).unlink()
    with pytest.raises(UpdateNotFetched):
        shelf.fetch(release.parts[0], tmp_path, quiet)


def test_a_server_without_a_release_has_none(shelf, release, offered):
    (offered / NAME).unlink()
    assert shelf.release() == b""


def test_nothing_but_that_folder_is_handed_out(server, release):
    for path in ("/updates/../s.sqlite3", "/updates/%2e%2e/s.sqlite3", "/updates/..%2fs.sqlite3"):
        request = requests.Request("GET", server.address).prepare()
        request.url = server.address + path
        with requests.Session() as session:
            assert session.send(request, allow_redirects=False).status_code == 404, path


def test_a_page_of_the_network_is_no_release(shelf, release, offered):
    (offered / NAME).unlink()
    (offered / NAME).mkdir()
    try:
        assert shelf.release() == b""
    finally:
        (offered / NAME).rmdir()


def test_nobody_there_is_said_as_always(tmp_path):
    shelf = ServerShelf("http://127.0.0.1:9", never)
    with pytest.raises(ServerAway):
        shelf.release()
    shelf.close()


def test_a_disk_without_room_is_said_before_anything_is_fetched(shelf, tmp_path):
    huge = Part("huge.exe", "windows", 400_000_000_000_000, "0" * 64)
    with pytest.raises(DiskFull):
        shelf.fetch(huge, tmp_path, quiet)
    assert list(tmp_path.iterdir()) == []


def test_a_stick_is_read_at_its_top_or_in_its_folder(tmp_path, release, offered):
    write_release(tmp_path / "stick" / "updates")
    place, content = updates.release_on_stick(tmp_path / "stick")
    assert place == tmp_path / "stick" / "updates"
    assert updates.release_on_stick(place)[1] == content
    file = updates.take_from_stick(place, release.parts[0], tmp_path / "here", quiet)
    assert file.read_bytes() == FULL


def test_a_stick_that_holds_none_half_of_one_or_is_gone(tmp_path, release):
    (tmp_path / "stick").mkdir()
    with pytest.raises(NoUpdateThere):
        updates.release_on_stick(tmp_path / "stick")
    with pytest.raises(NoUpdateThere):
        updates.take_from_stick(tmp_path / "stick", release.parts[0], tmp_path / "here", quiet)
    (tmp_path / "stick" / release.parts[0].name).write_bytes(FULL[:50])
    with pytest.raises(UpdateDamaged):
        updates.take_from_stick(tmp_path / "stick", release.parts[0], tmp_path / "here", quiet)
    assert list((tmp_path / "here").iterdir()) == []
    with pytest.raises(StickAway):
        updates.release_on_stick(tmp_path / "pulled out")
