"""A small world for the model: four laptops with real stores, the real server, and roads between them that fail.

It is made once and copied for every example. Nothing here waits for a disk or a line.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.server import accounts, restoring
from cdadesk.server.files.dropping import drop_unknown
from cdadesk.server.tables import Scope
from cdadesk.store.store import Ask, Setup, Store
from cdadesk.store.vault import Key
from cdadesk.sync.enrolment import Proof
from cdadesk.wire.ops import NOTHING_SEEN, Leaves, Seen
from tests.builders import CHEAP, HandClock
from tests.model.desk import LATE, NEW, NOTHING_BEFORE, OLD, TWIN, UP_TO_DATE, Desk, Name, Saved, closed
from tests.model.place import FIRST, LAPTOPS, Origin, Place
from tests.model.road import Mishap, Road
from tests.serving import PASSWORD

WITH_VOID = Ask(with_void=True)


class World:
    """One copy of the origin, with all its laptops open."""

    def __init__(self, origin: Origin, place: Place) -> None:
        self.folder, self.town = place.folder, origin.town
        self.database, self.objects = place.database, place.objects
        shutil.copytree(origin.folder, self.folder)
        self._place, self._post = place, place.open_way()
        self._clocks, self._keys = 0, origin.keys
        self.desks = {name: self._desk(name, origin.keys[name]) for name in LAPTOPS}
        self.saved: dict[Name, Saved] = {
            name: replace(said, numbers=set(said.numbers)) for name, said in origin.saved.items()
        }
        self.desks[FIRST].own = set(self.saved)
        self.erased: dict[UUID, set[str]] = {}
        self.secrets: dict[str, Name] = {}
        self.papers: dict[UUID, bytes] = {}
        self.sticks: list[Path] = []
        self.rewound = False
        self.taken_away: set[str] = set()

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

    def note(self, desk: Desk, before: Mapping[UUID, Leaves] = NOTHING_BEFORE) -> set[Name]:
        """Write down what waits on a laptop, and return by which names it is known."""
        waits = desk.waiting(before)
        for name, said in waits.items():
            self.saved.setdefault(name, said).numbers.update(said.numbers)
        desk.own |= waits.keys()
        return set(waits)

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

    def come_late(self, login: str) -> None:
        """Sign in a laptop that nobody used before."""
        late = self._desk(LATE, self._keys[LATE], next(name for name, whose in LAPTOPS.items() if whose == login))
        self.desks[LATE] = late
        late.meet_server(Proof(login, PASSWORD))

    def hold_up_making(self, pages: int) -> None:
        """Let the next file that is made stand still after so many pages."""
        self._place.objects.hold_up(pages)

    def make_ready(self, scope: str) -> None:
        """Let the server make a first download, as some laptop made it do that begins elsewhere."""
        if self._place.making is not None:
            self._place.making.make(scope)
            self._place.making.wait()

    def end_making(self) -> None:
        """Let the server end what it was making."""
        if self._place.making is not None:
            self._place.making.end()

    def new_stick(self) -> Path:
        """Return the folder of a new stick."""
        self.sticks.append(self.folder / f"stick {len(self.sticks) + 1}")
        self.sticks[-1].mkdir()
        return self.sticks[-1]

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
            drop_unknown(self.database, self.objects)  # as the server does when it starts
            self.rewound = True

    def assign(self, login: str, cluster: UUID) -> None:
        """Let a person work on a cluster."""
        self.database.write(lambda session: accounts.assign(session, login, cluster))

    def unassign(self, login: str, cluster: UUID) -> None:
        """Take a cluster from a person."""
        self.taken_away |= {cluster_scope(cluster), private_scope(cluster)}
        with suppress(accounts.NotFound):
            self.database.write(lambda session: accounts.unassign(session, login, cluster))

    def become_quiet(self) -> None:
        """Let every late request arrive, and all exchange until nobody has news."""
        self.end_making()
        for desk in self.desks.values():
            while desk.road.late:
                desk.road.deliver_late()
            desk.road.next = Mishap.none
        for desk in self.desks.values():
            self._exchange(desk)
        for _round in range(3):  # what the last one sends, and sends anew, the first hears in the next
            for desk in filter(self._has_news, self.desks.values()):
                self._exchange(desk)

    def _exchange(self, desk: Desk) -> None:
        desk.exchange()
        self.note(desk)

    def _has_news(self, desk: Desk) -> bool:
        """Say whether anything waits for a laptop, or on it."""
        with self.database.reading() as session:
            heads = {each.scope: Seen(each.epoch, each.seq) for each in session.scalars(select(Scope))}
        missing = {scope for scope, seen in desk.store.cursors().items() if heads.get(scope, NOTHING_SEEN) != seen}
        return bool(missing or desk.store.standing().waiting or desk.store.sticks.to_carry())

    def all_of(self, desk: Desk) -> Iterator[Record]:
        """Yield all that a laptop shows."""
        for entity in (NEW if desk.newer else OLD).values():
            yield from (held.record for held in desk.store.find(entity, WITH_VOID))
