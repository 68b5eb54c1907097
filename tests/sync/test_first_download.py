"""A laptop that begins with a large cluster: it comes as one file, goes on where it broke off, and misses nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cdadesk.acts import exchanging
from cdadesk.acts.exchanging import Cancelled, Progress
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.server import accounts
from cdadesk.server.making_ready import Readiness
from cdadesk.store import blobs, whole
from cdadesk.store.store import Edit, Erase, Store
from cdadesk.sync.troubles import LineBroke
from cdadesk.wire.ops import NOTHING_SEEN, Act
from tests.builders import a_setup, a_store, opened, the
from tests.line.bad_line import BadLine, Manners
from tests.serving import PASSWORD, open_database
from tests.sync.large import LEAST, Large, files_of, make_large, shows_all
from tests.sync.served import Furnished, exchanged, serving

MANY = 700


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Large:
    """Return a server's files with a large cluster that lies ready, in several pages."""
    return make_large(tmp_path_factory.mktemp("server"), MANY)


@pytest.fixture
def large(made_once: Large, tmp_path: Path) -> Iterator[Large]:
    """Return a server of this test's own."""
    folder = shutil.copytree(made_once.furnished.file.parent, tmp_path / "server")
    furnished = Furnished(folder / made_once.furnished.file.name, made_once.furnished.town)
    with open_database(furnished.file) as database, serving(furnished) as served:
        readiness = Readiness(database, files_of(furnished), LEAST)
        yield Large(furnished, served, database, readiness, list(made_once.firms))
        readiness.close()


@contextmanager
def a_new_laptop(folder: Path, address: str) -> Iterator[Store]:
    """Sign a laptop in that holds nothing yet."""
    with a_store(folder, "Asha", a_setup()) as store:
        exchanging.sign_in(store, address, "asha", PASSWORD)
        yield store


def watched(store: Store) -> list[Progress]:
    """Exchange, and return what was told meanwhile."""
    told: list[Progress] = []
    exchanging.exchange(store, told.append, lambda: False)
    return told


def test_a_large_cluster_comes_as_one_file(large: Large, tmp_path: Path) -> None:
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        told = watched(store)
        assert shows_all(store, large)
        assert (told[-1].received, max(each.first_came for each in told)) == (MANY, large.size())
        assert store.first.begun() == []
        assert store.blobs.every() == []
        assert store.floors() == store.cursors()


def test_what_was_changed_after_the_file_was_made_comes_behind_it(large: Large, tmp_path: Path) -> None:
    first, second = large.firms[0], large.firms[-1]
    large.change(first, place="Bagru")
    large.change(second, Act.void, void={"by": "b", "at": "2026-03-14T06:30:00.000Z", "reason": "twice"})
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        watched(store)
        found = the(store, Actor, first.id).record
        assert (found.name, found.remarks, found.place) == (first.name, first.remarks, "Bagru")
        assert the(store, Actor, second.id).record.void is not None
        assert store.count(Actor) == MANY - 1


class _Stops:
    """Wants to stop when the progress told says so."""

    def __init__(self, when: str) -> None:
        self._when = when
        self._wants = False

    def watch(self, progress: Progress) -> None:
        """Learn how far it is."""
        is_fetching = 0 < progress.first_came < progress.first_size
        is_taking = 0 < progress.first_size == progress.first_came and progress.received > MANY // 3
        self._wants |= {"fetching": is_fetching, "taking in": is_taking}[self._when]

    def wants(self) -> bool:
        """Say whether somebody pressed Cancel."""
        return self._wants


@pytest.mark.parametrize("meanwhile", ["nothing", "a record moves up", "the file is gone"])
@pytest.mark.parametrize("when", ["fetching", "taking in"])
def test_what_was_stopped_goes_on_where_it_was(large: Large, tmp_path: Path, when: str, meanwhile: str) -> None:
    folder, stops = tmp_path / "new", _Stops(when)
    with a_new_laptop(folder, large.served.address) as store:
        with pytest.raises(Cancelled):
            exchanging.exchange(store, stops.watch, stops.wants)
        held = store.count(Actor)
        assert 0 < held < MANY
        assert store.floors()[large.served.scope] == NOTHING_SEEN
    late = large.firms[-30]
    if meanwhile == "a record moves up":
        large.change(late, place="Bagru")
        large.firms[-30] = late.changed(place="Bagru")
    elif meanwhile == "the file is gone":
        large.objects.drop(*large.objects.names())
    with opened(folder, a_setup()) as store:
        began_at = [each.first_came for each in watched(store) if each.first_size]
        assert shows_all(store, large)
        assert store.blobs.every() == []
        if meanwhile != "the file is gone":
            assert began_at[1] > 0, "it began from its first byte again"


def test_a_line_that_breaks_again_and_again_brings_it_all_the_same(large: Large, tmp_path: Path) -> None:
    with BadLine(large.served.address) as line, a_new_laptop(tmp_path / "new", line.address) as store:
        exchanges = 0
        with line.behaving(Manners(cut_down=100_000)):
            while store.cursors()[large.served.scope].seq < MANY and exchanges < 20:
                exchanges += 1
                try:
                    exchanged(store)
                except LineBroke:
                    continue
        exchanged(store)
        assert shows_all(store, large)
        assert exchanges < 20


def test_a_damaged_file_is_thrown_away_and_the_pages_bring_it(large: Large, tmp_path: Path) -> None:
    (name,) = large.objects.names()
    contents = bytearray(b"".join(large.objects.stream(name)))
    contents[len(contents) // 2] ^= 1
    large.objects.put(name, [bytes(contents)])
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        told = watched(store)
        assert shows_all(store, large)
        assert [each.first_came for each in told if each.first_size].count(0) == 2, "it was tried again"


def test_a_scope_that_comes_anew_comes_by_pages(large: Large, tmp_path: Path) -> None:
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        watched(store)
        with store._database.writing() as connection:  # noqa: SLF001 - as after sums that differ
            whole.begin(connection, large.served.scope, whole.Why.differs)
        assert all(not each.first_size for each in watched(store))
        assert shows_all(store, large)


def test_what_is_erased_meanwhile_is_not_kept_in_a_half_fetched_file(large: Large, tmp_path: Path) -> None:
    stops = _Stops("fetching")
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        with pytest.raises(Cancelled):
            exchanging.exchange(store, stops.watch, stops.wants)
        (begun,) = store.first.begun()
        mine = store.find(Actor)[0]
        store.save(Erase(mine.record, ("remarks", "missing/remarks"), mine.base))
        assert store.first.begun() == []
        assert not list(store.blobs.folder.glob("*"))
        watched(store)
        assert the(store, Actor, mine.record.id).record.remarks is None
        assert store.count(Actor) == MANY
        assert begun.scope == large.served.scope


def test_own_words_go_out_before_the_file_comes_in(large: Large, tmp_path: Path) -> None:
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        store.save(Edit(None, Actor(id=new_id(), scope=large.served.scope, name="Mine")))
        told = watched(store)
        assert told[0].waiting == 0
        assert store.count(Actor) == MANY + 1


def test_where_the_disk_has_no_room_for_the_file_the_pages_bring_it(
    large: Large, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "SPARE", 2**60)
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        told = watched(store)
        assert shows_all(store, large)
        assert all(not each.first_size for each in told)
        assert store.first.begun() == []


def test_a_cluster_that_is_taken_away_meanwhile_leaves_nothing_of_its_file(large: Large, tmp_path: Path) -> None:
    stops = _Stops("fetching")
    with a_new_laptop(tmp_path / "new", large.served.address) as store:
        with pytest.raises(Cancelled):
            exchanging.exchange(store, stops.watch, stops.wants)
        cluster = large.furnished.town.jaipur
        large.database.write(lambda session: accounts.unassign(session, "asha", cluster))
        watched(store)
        assert store.count(Actor) == 0
        assert store.first.begun() == []
        assert not list(store.blobs.folder.glob("*"))
