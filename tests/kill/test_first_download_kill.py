"""Laptop or server is killed at each step of a first download: it goes on at a whole piece, and nothing is lost."""

import os
import random
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import text, update

from cdadesk.acts import exchanging
from cdadesk.server import first_downloads
from cdadesk.server.files import checking
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.making_ready import Readiness
from cdadesk.server.tables import FirstDownload
from cdadesk.store import vault
from cdadesk.store.blobs import KEPT
from cdadesk.store.profile import Profile
from cdadesk.store.store import Setup, Store
from cdadesk.store.vault import Key
from cdadesk.wire.ops import NOTHING_SEEN
from tests.builders import CHEAP, PASSPHRASE, a_store
from tests.kill.steps import FETCHING, MAKING_READY, Side, Step, begin, serve
from tests.kill.test_exchange_kill import LONGEST, is_sound
from tests.memory import a_quick_folder
from tests.programs import SHOP
from tests.serving import PASSWORD, open_database, sqlite_url
from tests.sync.large import LEAST, Large, files_of, make_large, shows_all
from tests.sync.served import Furnished, exchanged

MANY = 640
KILLS_LONG = 100
GIVES = Step(Side.before, "cdadesk.server.files.lane", "Lane.answer")
FEW = [
    Step(Side.after, "cdadesk.store.blobs", "Blobs.take"),
    Step(Side.before, "cdadesk.store.coming_first", "ComingFirst.forget"),
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of Unix")


@dataclass
class Scene:
    """A large cluster at a server, ready or not, and a profile that was signed in and holds nothing yet."""

    large: Large
    folder: Path
    key: Key
    server: ForkServerProcess | None = None
    address: str = ""

    def start(self, step: Step | None = None) -> None:
        """Start the server, to die at a step if one is named."""
        self.stop()
        here, there = SHOP.Pipe(duplex=False)
        url = sqlite_url(self.large.furnished.file).render_as_string(hide_password=False)
        told = (url, there, step, ("--ready-from", str(LEAST)))
        self.server = SHOP.Process(target=serve, args=told, daemon=True)
        self.server.start()
        there.close()
        self.address = here.recv()
        here.close()

    def stop(self) -> None:
        """Stop the server."""
        if self.server is not None:
            self.server.kill()
            self.server.join(LONGEST)
            self.server.close()
            self.server = None

    def laptop(self, step: Step | None = None) -> ForkServerProcess:
        """Start a laptop that begins."""
        with self.opened() as store:
            store.link_to(self.address, store.link().token)
        started = SHOP.Process(target=begin, args=(self.folder, self.key, step), daemon=True)
        started.start()
        return started

    def opened(self) -> Store:
        """Open the profile."""
        return Store.open(self.folder, self.key, Setup(hardness=CHEAP))

    def copied(self, folder: Path) -> "Scene":
        """Return the same in a folder of its own; a server that runs stays where it is."""
        old = self.large.furnished
        there = old.file.parent if self.server else shutil.copytree(old.file.parent, folder / "server")
        large = replace(self.large, furnished=Furnished(there / old.file.name, old.town))
        return replace(self, large=large, folder=shutil.copytree(self.folder, folder / "laptop"))

    def recover(self) -> None:
        """Start the laptop again, and assert that it goes on at a whole piece and misses nothing."""
        assert is_sound(self.folder, self.key)
        with self.opened() as store:
            store.link_to(self.address, store.link().token)
            for each in store.first.begun():
                held = store.blobs.begin(each.ready.sha256, each.ready.size).held
                assert held % KEPT == 0 or store.blobs.holds(each.ready.sha256)
            exchanged(store)
            assert shows_all(store, self.large)
            assert store.first.begun() == []
            assert store.blobs.every() == []
            assert store.floors() == store.cursors()
        with self.opened() as store:  # what no table knows is swept when the profile is opened
            assert not list(store.blobs.folder.glob("*"))
        with open_database(self.large.furnished.file) as database, database.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return a server that runs, where the cluster lies ready; laptops of it are copied."""
    with a_quick_folder() as around:
        scene = a_scene(around, is_ready=True)
        scene.start()
        yield scene
        scene.stop()


@pytest.fixture(scope="module")
def not_ready() -> Iterator[Scene]:
    """Return what is copied where the server is to make the file itself."""
    with a_quick_folder() as around:
        yield a_scene(around, is_ready=False)


@pytest.fixture
def around() -> Iterator[Path]:
    """Return a folder of this test's own."""
    with a_quick_folder() as folder:
        yield folder


def a_scene(around: Path, *, is_ready: bool) -> Scene:
    """Make server and profile; nothing runs afterwards."""
    (around / "server").mkdir()
    large, folder = make_large(around / "server", MANY, ready=is_ready), around / "laptop"
    with a_store(folder, "Asha", Setup(hardness=CHEAP)) as store:
        scene = Scene(large, folder, vault.unlock(Profile(folder).key_file, PASSPHRASE))
        scene.start()
        exchanging.sign_in(store, scene.address, "asha", PASSWORD)
        scene.stop()
    return scene


def kill_laptop(scene: Scene, step: Step) -> None:
    """Kill a laptop that begins at a step."""
    laptop = scene.laptop(step)
    laptop.join(LONGEST)
    assert laptop.exitcode == -signal.SIGKILL, f"the laptop never came to {step}: {laptop.exitcode}"
    scene.recover()


def kill_server(scene: Scene, step: Step) -> None:
    """Kill the server at a step while a laptop begins."""
    scene.start(step)
    laptop = scene.laptop()
    assert scene.server is not None
    scene.server.join(LONGEST)
    assert scene.server.exitcode == -signal.SIGKILL, f"the server never came to {step}"
    laptop.join(LONGEST)
    scene.start()
    scene.recover()
    scene.stop()


def assert_made_again(scene: Scene) -> None:
    """Assert that what was ended in the middle is let go in time, and the file made after all."""
    furnished = scene.large.furnished
    objects = files_of(furnished)
    with open_database(furnished.file) as database:
        long_ago = database.clock.now().replace(year=2020)
        half = (FirstDownload.sha256.is_(None),)  # type: ignore[union-attr]
        database.write(lambda session: session.execute(update(FirstDownload).where(*half).values(begun_at=long_ago)))
    with open_database(furnished.file) as database:  # as at the next start
        readiness = Readiness(database, objects, LEAST)
        readiness.make(scene.large.served.scope).result(LONGEST)
        readiness.close()
        drop_gone(database, objects)
        with database.reading() as session:
            made = first_downloads.newest(session, scene.large.served.scope, 1)
        assert made is not None
        assert list(checking.problems(database, objects)) == []


@pytest.mark.parametrize("step", FEW, ids=str)
def test_a_laptop_that_is_killed_while_it_begins_goes_on_where_it_was(ready: Scene, around: Path, step: Step) -> None:
    kill_laptop(ready.copied(around), step)


def test_a_piece_that_came_before_the_kill_is_not_fetched_again(ready: Scene, around: Path) -> None:
    scene = ready.copied(around)
    laptop = scene.laptop(FEW[0])
    laptop.join(LONGEST)
    with scene.opened() as store:
        (begun,) = store.first.begun()
        assert store.blobs.begin(begun.ready.sha256, begun.ready.size).held == KEPT
        assert store.floors()[begun.scope] == NOTHING_SEEN


def test_a_server_that_is_killed_while_it_makes_a_file_makes_it_again(not_ready: Scene, around: Path) -> None:
    scene = not_ready.copied(around)
    kill_server(scene, Step(Side.before, "cdadesk.server.first_downloads", "finish"))
    assert_made_again(scene)


@pytest.mark.long
@pytest.mark.parametrize("step", FETCHING, ids=str)
def test_a_laptop_is_killed_at_each_step(ready: Scene, around: Path, step: Step) -> None:
    kill_laptop(ready.copied(around), step)


@pytest.mark.long
@pytest.mark.parametrize("step", MAKING_READY, ids=str)
def test_a_server_is_killed_at_each_step(not_ready: Scene, around: Path, step: Step) -> None:
    scene = not_ready.copied(around)
    kill_server(scene, step)
    assert_made_again(scene)


@pytest.mark.long
def test_a_server_is_killed_while_it_gives_a_file(ready: Scene, around: Path) -> None:
    ready.stop()
    kill_server(ready.copied(around), GIVES)
    ready.start()


@pytest.mark.long
def test_a_laptop_is_killed_at_any_moment(ready: Scene, around: Path) -> None:
    chance = random.Random(20260314)  # noqa: S311 - moments, not secrets
    for turn in range(KILLS_LONG):
        scene = ready.copied(around / str(turn))
        laptop = scene.laptop()
        laptop.join(chance.uniform(0, 1.5))
        laptop.kill()
        laptop.join(LONGEST)
        scene.recover()
        shutil.rmtree(around / str(turn))
