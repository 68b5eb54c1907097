"""A laptop of the model: a real store, a road to the server that fails, and who sits there."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, cast
from uuid import UUID

from cdadesk.acts import file_lane
from cdadesk.clock import instant_text
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.fields import note
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Conflict
from cdadesk.i18n import N_
from cdadesk.store.engine import Database as LaptopDatabase
from cdadesk.store.forking import Successor
from cdadesk.store.store import Held, Setup, Store
from cdadesk.store.troubles import ForkedReplica
from cdadesk.store.vault import Key
from cdadesk.sync import carrying
from cdadesk.sync import exchange as rounds
from cdadesk.sync import files as lane
from cdadesk.sync.enrolment import Laptop, Proof, enrol
from cdadesk.sync.files import FileProgress, Wanted
from cdadesk.sync.http import HttpCarrier, never
from cdadesk.sync.troubles import LineBroke, TokenRefused
from cdadesk.wire.ops import Act, Leaves, Op
from tests.builders import CHEAP, HandClock
from tests.model.road import Road
from tests.serving import PASSWORD
from tests.store.samples import NewerThing, Remark, Thing

Name = tuple[str, UUID]
"""What one op is known by, whatever number it goes under: when it was made, and of which record."""


class Gadget(Record):
    """A kind that only the newer version of the program knows."""

    kind: ClassVar[str] = "gadget"

    says: str | None = note(N_("Says"))


OLD: Mapping[str, type[Record]] = {"thing": Thing, "remark": Remark, "conflict": Conflict, "attachment": Attachment}
NEW: Mapping[str, type[Record]] = {**OLD, "thing": NewerThing, "gadget": Gadget}
TWIN, LATE = "twin", "late"
ALL = 10**9
NOTHING_BEFORE: Mapping[UUID, Leaves] = {}
UP_TO_DATE = frozenset({"asha two"})


@dataclass
class Saved:
    """What the test knows of one op: what it was about, what it said, and what its writer saw there before."""

    scope: str
    record: UUID
    fields: Leaves
    knew: frozenset[Name]
    saw: Leaves
    numbers: set[tuple[str, int]] = field(default_factory=set)
    may_be_lost: bool = False


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

    def waiting(self, before: Mapping[UUID, Leaves] = NOTHING_BEFORE) -> dict[Name, Saved]:
        """Return what waits here, by the names it is known by; `before` is what was seen of its records."""
        batch, found = self.store.next_to_send(ALL), {}
        for entry in batch.entries if batch else ():
            if isinstance(entry, Op):
                told = {} if entry.act is Act.move else dict(entry.fields)
                said = Saved(entry.scope, entry.record, told, frozenset(self.own), before.get(entry.record, {}))
                said.numbers.add((str(self.store.replica), entry.n))
                found[instant_text(entry.made_at), entry.record] = said
        return found

    def open_again(self) -> None:
        """Close the profile and open it, as the next morning."""
        with closed(self):
            pass

    def exchange(self, stopped: Callable[[], bool] = never) -> None:
        """Exchange until nothing waits; go on under a new id, and sign in again, where that is needed."""
        for _try in range(4):
            try:
                self._exchange(stopped)
            except ForkedReplica:
                self.meet_server(self._proof(Proof(token=self.store.link().token)))
            except TokenRefused:
                self.meet_server(self._proof(Proof(self.login, PASSWORD)))
            else:
                return
        raise AssertionError(f"{self.name} does not come to rest")

    def _exchange(self, stopped: Callable[[], bool]) -> None:
        """Do what the program does at each exchange: records, then what is carried for others, then files."""
        line = cast("HttpCarrier", self.road)
        rounds.exchange(self.store, line, lambda _progress: None, stopped)
        if carrying.carry(self.store, line, stopped):
            rounds.exchange(self.store, line, lambda _progress: None, stopped)
        file_lane.send_ready(self.store, line, stopped=stopped)

    def send_files(self) -> None:
        """Send the files that may go; a mishap on the road is no matter."""
        with suppress(LineBroke, TokenRefused):
            file_lane.send_ready(self.store, self.road)

    def fetch(self, paper: Attachment) -> FileProgress:
        """Fetch the file of an attachment, as far as the server gives it."""
        assert paper.sha256 is not None
        assert paper.size is not None
        if self.store.blobs.holds(paper.sha256):
            return FileProgress()
        wanted = [Wanted(paper.scope, paper.id, paper.sha256, paper.size)]
        return lane.fetch(self.store, self.road, wanted, file_lane.nobody, never)

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

    def journal(self) -> set[Name]:
        """Return the ops that the profile still holds with what they say, sent or not."""
        rows = [str(value) for row in self.everything() for value in row if str(value).startswith('{"act":')]
        entries = map(json.loads, rows)
        return {(each["made_at"], UUID(each["record"])) for each in entries}

    def meet_server(self, proof: Proof) -> None:
        """Sign in: under a new id if the server knows another history of the old one."""
        forked = self.store.is_forked()
        replica = self.store.heir().replica if forked else self.store.replica
        author, own = self.store.first_author(replica)
        enrolled = enrol(cast("HttpCarrier", self.road), proof, Laptop(replica, self.name, author, {}, proof=own))
        if forked:
            self.store.become(Successor(replica, enrolled.token, enrolled.grants))
        else:
            self.store.link_to("http://localhost:1", enrolled.token)
            self.store.take(enrolled.grants)

    def _proof(self, proof: Proof) -> Proof:
        return replace(proof, former=self.store.newest_in_common()) if self.store.is_forked() else proof


@contextmanager
def closed(desk: Desk) -> Iterator[None]:
    """Close a profile as long as the block lasts."""
    desk.store.close()
    desk.forms.clear()
    yield
    desk.store = Store.open(desk.store.profile.folder, desk.key, desk.setup())
