"""Where the worlds of the model live, one after the other, and the folder that each is copied from."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.server import accounts
from cdadesk.server.database import Database
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.files.objects import Objects
from cdadesk.store import opening, vault
from cdadesk.store.engine import Database as LaptopDatabase
from cdadesk.store.profile import Profile
from cdadesk.store.store import Edit, Setup
from cdadesk.store.vault import Key
from cdadesk.sync.enrolment import Proof
from cdadesk.sync.http import HttpCarrier
from tests.builders import CHEAP, PASSPHRASE, HandClock, a_store
from tests.kill.steps import serve
from tests.memory import a_quick_folder
from tests.model.desk import LATE, NEW, Desk, Name, Saved
from tests.model.making import LEAST, Making, SlowObjects, in_small_pieces
from tests.model.road import Post, Road, in_process
from tests.programs import SHOP
from tests.serving import PASSWORD, Town, furnish, open_database, sqlite_url
from tests.store.samples import Thing

FILES = "files"
FIRST = "asha one"
LAPTOPS = {FIRST: "asha", "asha two": "asha", "balbir": "balbir", "tara": "tara"}
_STOCK = 4
READY_FROM = ("--ready-from", str(LEAST))


@dataclass(frozen=True)
class Origin:
    """The folder that every world is copied from, and what everybody has seen by then."""

    folder: Path
    town: Town
    keys: Mapping[str, Key]
    things: Sequence[UUID]
    saved: Mapping[Name, Saved]


def make_origin(folder: Path) -> Origin:
    """Make server and laptops, sign all in, write a little, and let each fetch what is there."""
    keys, made, saved = {}, [], {}
    objects = Objects(folder / FILES)
    with open_database(folder / "server.sqlite3") as database:
        town = furnish(database)
        database.write(lambda session: accounts.assign(session, "asha", town.ludhiana))
        for name, login in LAPTOPS.items():
            setup = Setup(entities=NEW, hardness=CHEAP)  # a migration would have made the newer tables
            with a_store(folder / name, login.title(), setup) as store:
                keys[name] = _key(folder / name)
                road = Road(in_process(database, objects))
                desk = Desk(name, login, keys[name], store, road, HandClock(), newer=True)
                desk.meet_server(Proof(login, PASSWORD))
                if name == FIRST:
                    made = [Thing(id=new_id(), scope=str(scope), name="Loom") for scope in (town.ludhiana, town.jaipur)]
                    store.save(*[Edit(None, each) for each in (*made, *_stock(made))])
                    saved = desk.waiting()
                desk.exchange()
        _make_ready(database, objects, made)
    with a_store(folder / LATE, LATE.title(), Setup(entities=NEW, hardness=CHEAP)):  # nobody signed it in yet
        keys[LATE] = _key(folder / LATE)
    return Origin(folder, town, keys, [each.id for each in made], saved)


def _stock(made: Sequence[Thing]) -> list[Thing]:
    """Return things that nobody touches: a laptop that begins has something to fetch."""
    return [Thing(id=new_id(), scope=each.scope, name=f"Bobbin {n}", count=n) for each in made for n in range(_STOCK)]


def _make_ready(database: Database, objects: Objects, made: Sequence[Thing]) -> None:
    with in_small_pieces(), closing(Making(database, SlowObjects(objects))) as making:
        for each in made:
            making.make(each.scope)
        making.wait()


def _key(folder: Path) -> Key:
    return vault.unlock(Profile(folder).key_file, PASSPHRASE)


class Place:
    """Where one world after the other lives, with the same engines: new ones put every statement together anew."""

    can_be_put_back = True

    def __init__(self) -> None:
        self._open = ExitStack()
        self.folder = self._open.enter_context(a_quick_folder()) / "world"
        self.clock = HandClock()
        self.database = Database(sqlite_url(self.folder / "server.sqlite3"), self.clock.clock)
        self.objects = SlowObjects(Objects(self.folder / FILES))
        self.making: Making | None = None
        self.database.after_erasing(lambda: drop_gone(self.database, self.objects))
        self._engines: dict[tuple[Path, bytes], LaptopDatabase] = {}

    def __enter__(self) -> Self:
        patch = self._open.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(opening, "Database", self._engine)
        self._open.enter_context(in_small_pieces())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def open_way(self) -> Post:
        """Return the way to the server of the world that begins."""
        self.making = Making(self.database, self.objects)
        return in_process(self.database, self.objects, self.making)

    def close_way(self) -> None:
        """End what the world needed."""
        if self.making is not None:
            self.making.close()
            self.making = None

    def _engine(self, path: Path, key: Key) -> LaptopDatabase:
        return self._engines.setdefault((path, key.raw), LaptopDatabase(path, key))


class HttpPlace(Place):
    """The same with a server process and HTTP between it and the laptops."""

    can_be_put_back = False  # the process would have to end for it

    def open_way(self) -> Post:
        here, there = SHOP.Pipe(duplex=False)
        url = sqlite_url(self.folder / "server.sqlite3").render_as_string(hide_password=False)
        self._server = SHOP.Process(target=serve, args=(url, there, None, READY_FROM), daemon=True)
        self._server.start()
        self._line = HttpCarrier(here.recv())
        return self._line.post

    def close_way(self) -> None:
        self._line.close()
        self._server.kill()
        self._server.join()
        self._server.close()
