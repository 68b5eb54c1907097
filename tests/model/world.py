"""A small world for the model: four laptops with real stores, the real server, and roads between them that fail.

It is made once and copied for every example. Nothing here waits for a disk or a line.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self, cast
from uuid import UUID

import pytest

from cdadesk.clock import instant_text
from cdadesk.domain.kernel.fields import note
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Conflict
from cdadesk.i18n import N_
from cdadesk.server import accounts, restoring
from cdadesk.server.database import Database
from cdadesk.store import opening, vault
from cdadesk.store.engine import Database as LaptopDatabase
from cdadesk.store.forking import Successor
from cdadesk.store.profile import Profile
from cdadesk.store.store import Ask, Held, Setup, Store
from cdadesk.store.troubles import ForkedReplica
from cdadesk.store.vault import Key
from cdadesk.sync import exchange as rounds
from cdadesk.sync.enrolment import Laptop, Proof, enrol
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import LineBroke, TokenRefused
from cdadesk.wire.ops import Leaves, Op
from tests.builders import CHEAP, PASSPHRASE, HandClock, a_store
from tests.kill.steps import SHOP, serve
from tests.memory import a_quick_folder
from tests.model.road import Mishap, Post, Road, in_process
from tests.serving import PASSWORD, Town, furnish, open_database, sqlite_url
from tests.store.samples import NewerThing, Remark, Thing

ALL = 10**9
WITH_VOID = Ask(with_void=True)
Name = tuple[str, UUID]
"""What one op is known by, whatever number it goes under: when it was made, and of which record."""


class Gadget(Record):
    """A kind that only the newer version of the program knows."""

    kind: ClassVar[str] = "gadget"

    says: str | None = note(N_("Says"))


OLD: Mapping[str, type[Record]] = {"thing": Thing, "remark": Remark, "conflict": Conflict}
NEW: Mapping[str, type[Record]] = {"thing": NewerThing, "remark": Remark, "conflict": Conflict, "gadget": Gadget}
LAPTOPS = {"asha one": "asha", "asha two": "asha", "balbir": "balbir", "tara": "tara"}
TWIN = "twin"
UP_TO_DATE = frozenset({"asha two"})


@dataclass
class Desk:
    """One laptop and who sits at it; `forms` are open, and show what was there when they were opened.

    `own` are the ops that its file knows of as its own; `copy` is what they were when its backup was made.
    """

    name: str
    login: str
    key: Key
    store: Store
    road: Road
    clock: HandClock
    newer: bool
    forms: dict[UUID, Held[Thing]] = field(default_factory=dict)
    own: set[Name] = field(default_factory=set)
    copy: set[Name] | None = None

    @property
    def thing(self) -> type[Thing]:
        """Return what this version of the program calls a thing."""
        return NewerThing if self.newer else Thing

    def setup(self) -> Setup:
        """Return what the store stands on."""
        return Setup(clock=self.clock.clock, entities=NEW if self.newer else OLD, hardness=CHEAP)

    def open_again(self) -> None:
        """Close the profile and open it, as the next morning."""
        with closed(self):
            pass

    def exchange(self) -> None:
        """Exchange until nothing waits; go on under a new id, and sign in again, where that is needed."""
        for _try in range(4):
            try:
                rounds.exchange(self.store, self.road, lambda _progress: None, lambda: False)
            except ForkedReplica:
                self.meet_server(self._proof(Proof(token=self.store.link().token)))
            except TokenRefused:
                self.meet_server(self._proof(Proof(self.login, PASSWORD)))
            else:
                return
        raise AssertionError(f"{self.name} does not come to rest")

    def exchange_once(self, most: int, room: int) -> None:
        """Send at most one batch, take one page; a mishap on the road is no matter."""
        batch = self.store.next_to_send(most)
        with suppress(LineBroke, ForkedReplica, TokenRefused):
            rounds.exchange_once(self.store, self.road, rounds.Progress(), batch, room)

    def everything(self) -> Iterator[Any]:
        """Yield every row of every table of the profile."""
        with closed(self):
            database = LaptopDatabase(self.store.profile.database, self.key)
            with database.bare() as connection:
                names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in names:
                    yield from connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - names of tables
            database.close()

    def meet_server(self, proof: Proof) -> None:
        """Sign in: under a new id if the server knows another history of the old one."""
        forked = self.store.is_forked()
        replica = self.store.successor() if forked else self.store.replica
        enrolled = enrol(cast("HttpCarrier", self.road), proof, Laptop(replica, self.name, self.store.me.id, {}))
        if forked:
            self.store.become(Successor(replica, enrolled.token, enrolled.grants))
        else:
            self.store.link_to("http://localhost:1", enrolled.token)
            self.store.take(enrolled.grants)

    def _proof(self, proof: Proof) -> Proof:
        return replace(proof, former=self.store.newest_in_common()) if self.store.is_forked() else proof


@dataclass
class Saved:
    """What the test knows of one op: what it was about, and what it said."""

    scope: str
    record: UUID
    fields: Leaves
    knew: frozenset[Name]
    numbers: set[tuple[str, int]] = field(default_factory=set)
    may_be_lost: bool = False


@dataclass(frozen=True)
class Origin:
    """The folder that every world is copied from."""

    folder: Path
    town: Town
    keys: Mapping[str, Key]

    @property
    def server(self) -> Path:
        """Return the server's database."""
        return self.folder / "server.sqlite3"


def make_origin(folder: Path) -> Origin:
    """Make server and laptops, sign all in, and let each fetch what is there."""
    keys = {}  # the tables are those of the newer version: a migration would have made them
    with open_database(folder / "server.sqlite3") as database:
        town = furnish(database)
        for name, login in LAPTOPS.items():
            setup = Setup(entities=NEW, hardness=CHEAP)
            with a_store(folder / name, login.title(), setup) as store:
                keys[name] = vault.unlock(Profile(folder / name).key_file, PASSPHRASE)
                desk = Desk(name, login, keys[name], store, Road(in_process(database)), HandClock(), newer=True)
                desk.meet_server(Proof(login, PASSWORD))
                desk.exchange()
    return Origin(folder, town, keys)


@contextmanager
def closed(desk: Desk) -> Iterator[None]:
    """Close a profile as long as the block lasts."""
    desk.store.close()
    desk.forms.clear()
    yield
    desk.store = Store.open(desk.store.profile.folder, desk.key, desk.setup())


class Place:
    """Where one world after the other lives, with the same engines: new ones put every statement together anew."""

    can_be_put_back = True

    def __init__(self) -> None:
        self._open = ExitStack()
        self.folder = self._open.enter_context(a_quick_folder()) / "world"
        self.clock = HandClock()
        self.database = Database(sqlite_url(self.folder / "server.sqlite3"), self.clock.clock)
        self._engines: dict[tuple[Path, bytes], LaptopDatabase] = {}

    def __enter__(self) -> Self:
        patch = self._open.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(opening, "Database", self._engine)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def open_way(self) -> Post:
        """Return the way to the server of the world that begins."""
        return in_process(self.database)

    def close_way(self) -> None:
        """End what the world needed."""

    def _engine(self, path: Path, key: Key) -> LaptopDatabase:
        return self._engines.setdefault((path, key.raw), LaptopDatabase(path, key))


class HttpPlace(Place):
    """The same with a server process and HTTP between it and the laptops."""

    can_be_put_back = False  # the process would have to end for it

    def open_way(self) -> Post:
        here, there = SHOP.Pipe(duplex=False)
        url = sqlite_url(self.folder / "server.sqlite3").render_as_string(hide_password=False)
        self._server = SHOP.Process(target=serve, args=(url, there, None), daemon=True)
        self._server.start()
        self._line = HttpCarrier(here.recv())
        return self._line.post

    def close_way(self) -> None:
        self._line.close()
        self._server.kill()
        self._server.join()
        self._server.close()


class World:
    """One copy of the origin, with all its laptops open."""

    def __init__(self, origin: Origin, place: Place) -> None:
        self.folder, self.town, self.database = place.folder, origin.town, place.database
        shutil.copytree(origin.folder, self.folder)
        self._place, self._post = place, place.open_way()
        self._clocks = 0
        self.desks = {name: self._desk(name, origin.keys[name]) for name in LAPTOPS}
        self.saved: dict[Name, Saved] = {}
        self.erased: dict[UUID, set[str]] = {}
        self.secrets: dict[str, Name] = {}
        self.rewound = False

    def _desk(self, name: str, key: Key, like: str = "") -> Desk:
        self._clocks += 1
        clock, newer = HandClock(), (like or name) in UP_TO_DATE
        clock.advance(milliseconds=self._clocks)  # no two ops are made in one millisecond: it tells them apart
        setup = Setup(clock=clock.clock, entities=NEW if newer else OLD, hardness=CHEAP)
        store = Store.open(self.folder / name, key, setup)
        return Desk(name, LAPTOPS[like or name], key, store, Road(self._post), clock, newer)

    @property
    def jaipur(self) -> str:
        """Return the scope on which both laptops of Asha work."""
        return str(self.town.jaipur)

    @property
    def ludhiana(self) -> str:
        """Return the scope on which Balbir works."""
        return str(self.town.ludhiana)

    def close(self) -> None:
        """Let go of everything."""
        for desk in self.desks.values():
            desk.store.close()
        self._place.close_way()
        self.database.close()
        shutil.rmtree(self.folder)

    def note(self, desk: Desk) -> set[Name]:
        """Write down what waits on a laptop, and return by which names it is known."""
        replica, waits = str(desk.store.replica), set()
        batch = desk.store.next_to_send(ALL)
        for entry in batch.entries if batch else ():
            if isinstance(entry, Op):
                name = (instant_text(entry.made_at), entry.record)
                said = Saved(entry.scope, entry.record, dict(entry.fields), frozenset(desk.own))
                self.saved.setdefault(name, said).numbers.add((replica, entry.n))
                waits.add(name)
        desk.own |= waits
        return waits

    def back_up(self, desk: Desk) -> None:
        """Copy a profile, as a person does before a journey."""
        desk.open_again()
        with closed(desk):
            shutil.rmtree(self._copy_of(desk), ignore_errors=True)
            shutil.copytree(self.folder / desk.name, self._copy_of(desk))
        desk.copy = set(desk.own)

    def put_back(self, desk: Desk) -> None:
        """Put the copy in the place of the profile: what was saved since and not sent is gone, as with the disk."""
        if desk.copy is None:
            return
        for name in self.note(desk) - desk.copy:
            self.saved[name].may_be_lost = True
        with closed(desk):
            shutil.rmtree(self.folder / desk.name)
            shutil.copytree(self._copy_of(desk), self.folder / desk.name)
        desk.own = set(desk.copy)
        self.note(desk)

    def clone(self, desk: Desk) -> None:
        """Copy a profile to a second laptop, on which work goes on, too."""
        self.note(desk)
        with closed(desk):
            shutil.copytree(self.folder / desk.name, self.folder / TWIN)
        self.desks[TWIN] = self._desk(TWIN, desk.key, desk.name)
        self.desks[TWIN].own = set(desk.own)

    def _copy_of(self, desk: Desk) -> Path:
        return self.folder / f"copy of {desk.name}"

    def back_up_server(self) -> None:
        """Copy the server's database."""
        self.database.close()
        shutil.copy(self.folder / "server.sqlite3", self.folder / "server.copy")

    def put_server_back(self) -> None:
        """Put the copy of the server's database in its place, as an administrator does after a fire."""
        if (self.folder / "server.copy").exists():
            self.database.close()
            shutil.copy(self.folder / "server.copy", self.folder / "server.sqlite3")
            self._place.clock.advance(hours=1)
            self.database.write(lambda session: restoring.begin_epoch(session, self.database.clock.now()))
            self.rewound = True

    def assign(self, login: str, cluster: UUID) -> None:
        """Let a person work on a cluster."""
        self.database.write(lambda session: accounts.assign(session, login, cluster))

    def unassign(self, login: str, cluster: UUID) -> None:
        """Take a cluster from a person."""
        with suppress(accounts.NotFound):
            self.database.write(lambda session: accounts.unassign(session, login, cluster))

    def become_quiet(self) -> None:
        """Let every late request arrive, and all exchange until nobody has news."""
        for desk in self.desks.values():
            while desk.road.late:
                desk.road.deliver_late()
            desk.road.next = Mishap.none
        for _round in range(3):  # what the last one sends, and sends anew, the first hears in the next
            for desk in self.desks.values():
                desk.exchange()
                self.note(desk)

    def all_of(self, desk: Desk) -> Iterator[Record]:
        """Yield all that a laptop shows."""
        for entity in (NEW if desk.newer else OLD).values():
            yield from (held.record for held in desk.store.find(entity, WITH_VOID))
