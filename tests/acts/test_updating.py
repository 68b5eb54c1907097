"""Updates as the person meets them: never older, never foreign, and never without a copy that was read back."""

from pathlib import Path

import pytest
from nacl.signing import SigningKey

from cdadesk.acts import updating
from cdadesk.acts.updating import NothingNewer, UpdateCannotStart, UpdateNotOurs, Updates
from cdadesk.domain.actors.actor import Actor
from cdadesk.installed import Installed, here
from cdadesk.store.troubles import DiskFailed
from cdadesk.sync.http import never
from cdadesk.sync.updates import UpdateDamaged
from tests.builders import HandClock, a_record, a_setup, a_store, opened, saved, the
from tests.releases import FULL, HERE, SMALL, TRUSTED, updates_in, write_release
from tests.serving import running_server


@pytest.fixture
def clock() -> HandClock:
    """Return the clock on the wall."""
    return HandClock()


@pytest.fixture
def store(tmp_path, clock):
    """Return the profile of a person."""
    with a_store(tmp_path / "kavita", setup=a_setup(clock)) as made:
        yield made


@pytest.fixture
def ways(tmp_path) -> Updates:
    """Return how the program is updated that is installed here."""
    return updates_in(tmp_path / "programs")


def quiet(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def test_the_small_installer_comes_from_the_stick_and_is_offered(ways, tmp_path):
    write_release(tmp_path / "stick")
    offer = updating.look_on_stick(ways, tmp_path / "stick")
    assert (offer.release.version, offer.on_stick) == ("0.2.0", True)
    assert ways.found(offer) is None
    assert updating.fetch(ways, offer, quiet, never).read_bytes() == SMALL
    assert ways.found(offer) is not None


def test_who_has_other_libraries_gets_the_full_one(tmp_path):
    ways = updates_in(tmp_path / "programs", base="another")
    write_release(tmp_path / "stick")
    offer = updating.look_on_stick(ways, tmp_path / "stick")
    assert updating.fetch(ways, offer, quiet, never).read_bytes() == FULL


@pytest.mark.parametrize("version", [HERE, "0.0.9"])
def test_what_is_not_newer_is_not_taken(ways, tmp_path, version):
    write_release(tmp_path / "stick", version)
    with pytest.raises(NothingNewer, match="not newer"):
        updating.look_on_stick(ways, tmp_path / "stick")


def test_what_somebody_else_signed_is_not_taken(ways, tmp_path):
    write_release(tmp_path / "stick", key=SigningKey(bytes(32)))
    with pytest.raises(UpdateNotOurs, match="not taken"):
        updating.look_on_stick(ways, tmp_path / "stick")


def test_an_installer_that_was_changed_after_it_came_is_not_started(ways, store, tmp_path):
    write_release(tmp_path / "stick")
    offer = updating.look_on_stick(ways, tmp_path / "stick")
    file = updating.fetch(ways, offer, quiet, never)
    file.write_bytes(SMALL[:-1] + b"!")
    with pytest.raises(UpdateDamaged):
        updating.make_ready(store, ways, offer)


def test_a_copy_that_opens_is_made_first_and_only_the_newest_two_stay(ways, store, clock, tmp_path):
    write_release(tmp_path / "stick")
    offer = updating.look_on_stick(ways, tmp_path / "stick")
    updating.fetch(ways, offer, quiet, never)
    record = saved(store, a_record(Actor, name="Calico Printers"))
    for _time in range(3):
        clock.advance(minutes=1)
        updating.make_ready(store, ways, offer)
    copies = store.automatic_copies()
    assert [copy.at for copy in copies] == sorted((copy.at for copy in copies), reverse=True)
    assert len(copies) == 2
    with opened(copies[0].path, a_setup(clock)) as copy:
        assert the(copy, Actor, record.id).record.name == "Calico Printers"


def test_without_a_copy_nothing_is_started(ways, store, tmp_path):
    write_release(tmp_path / "stick")
    offer = updating.look_on_stick(ways, tmp_path / "stick")
    updating.fetch(ways, offer, quiet, never)
    store.profile.backups.write_text("in the way", encoding="utf-8")
    with pytest.raises(DiskFailed):
        updating.make_ready(store, ways, offer)


def test_an_installer_that_the_system_does_not_start_is_said(tmp_path):
    (tmp_path / "setup.exe").write_bytes(FULL)
    with pytest.raises(UpdateCannotStart, match=r"setup\.exe"):
        updating.start(tmp_path / "setup.exe")


def test_the_server_is_asked_once_a_day_and_what_it_said_is_remembered(ways, store, clock, tmp_path):
    write_release(tmp_path / "offered")
    assert updating.is_due(store, clock.clock)
    with running_server(tmp_path / "server.sqlite3", "--updates", str(tmp_path / "offered")) as server:
        store.link_to(server.address, "token")
        offer = updating.ask_server(store, ways, clock.clock, never)
        assert offer is not None
        assert not updating.is_due(store, clock.clock)
        assert updating.heard(store, ways) == offer
        assert updating.fetch(ways, offer, quiet, never).read_bytes() == SMALL
    assert updating.heard(store, Updates(Installed("0.2.0", "windows"), TRUSTED, ways.shelf)) is None
    clock.advance(days=-400)
    assert updating.is_due(store, clock.clock)


def test_what_was_fetched_for_this_version_is_cleared_away(ways, tmp_path):
    ways.shelf.mkdir(parents=True)
    for name in (f"cdadesk-{HERE}-setup.exe", "cdadesk-0.2.0-setup.exe.part"):
        (ways.shelf / name).write_bytes(b"MZ")
    updating.tidy(ways)
    assert [file.name for file in ways.shelf.iterdir()] == ["cdadesk-0.2.0-setup.exe.part"]


def test_run_from_its_source_the_program_takes_none(tmp_path):
    assert not Updates.of(here(), Path(tmp_path)).possible
