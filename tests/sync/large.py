"""A server on which a large cluster lies ready, for laptops that begin."""

import random
import string
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.payload import leaves
from cdadesk.server import accounts, intake, making_ready, records
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.intake import Draft
from cdadesk.server.making_ready import Readiness
from cdadesk.store.store import Store
from cdadesk.wire.messages import Result
from cdadesk.wire.ops import Act
from tests.serving import open_database
from tests.sync.served import Furnished, Served, a_furnished_town

LEAST = 100
WORDS = random.Random(7)  # noqa: S311 - words that zstd can make little of


@dataclass
class Large:
    """A server with a large cluster that lies ready, and people in it."""

    furnished: Furnished
    served: Served
    database: Database
    readiness: Readiness
    firms: list[Actor] = field(default_factory=list)

    @property
    def objects(self) -> Objects:
        """Return where the server's files lie."""
        return files_of(self.furnished)

    def write(self, count: int) -> None:
        """Let Balbir write firms down on the server's pages."""
        for at in range(0, count, 50):
            made = [self._a_firm(at + n) for n in range(min(count - at, 50))]
            self.save(*(Draft(each.scope, each.kind, each.id, leaves(each)) for each in made))
            self.firms += made

    def save(self, *drafts: Draft) -> None:
        """Let Balbir save on the server's pages."""
        with self.database.reading() as session:
            balbir = next(each for each in accounts.members(session) if each.login == "balbir")
        outcomes = intake.write_down(self.database, balbir, drafts)
        assert {each.result for each in outcomes} == {Result.ok}

    def change(self, firm: Actor, act: Act = Act.set, **fields: object) -> None:
        """Let Balbir change what stands there."""
        with self.database.reading() as session:
            balbir = next(each for each in accounts.members(session) if each.login == "balbir")
            found = records.standing(session, balbir, firm.scope, firm.kind, firm.id)
        self.save(Draft(firm.scope, firm.kind, firm.id, fields, found.seen, act))

    def make_ready(self) -> None:
        """Let the file be made."""
        self.readiness.make(self.served.scope).result(timeout=120)

    def size(self) -> int:
        """Return how large the file is."""
        return sum(len(b"".join(self.objects.stream(each))) for each in self.objects.names())

    def _a_firm(self, number: int) -> Actor:
        remarks = "".join(WORDS.choices(string.ascii_letters + string.digits, k=600))
        return Actor(id=new_id(), scope=self.served.scope, name=f"Actor {number}", remarks=remarks)


def make_large(folder: Path, many: int, *, ready: bool = True) -> Large:
    """Make a server's files with so many firms in a cluster; it lies ready in several pages, if it is to."""
    furnished = a_furnished_town(folder)
    with pytest.MonkeyPatch.context() as patched, open_database(furnished.file) as database:
        patched.setattr(making_ready, "ROOM", 64 * 1024)
        readiness = Readiness(database, files_of(furnished), LEAST)
        made = Large(furnished, Served("", furnished.town), database, readiness)
        made.write(many)
        if ready:
            made.make_ready()
        readiness.close()
    return made


def files_of(furnished: Furnished) -> Objects:
    """Return where a server keeps its files."""
    return Objects(furnished.file.parent / "files")


def shows_all(store: Store, large: Large) -> bool:
    """Say whether a laptop shows all firms, and as they were written."""
    found = {held.record.id: held.record for held in store.find(Actor)}
    return found == {each.id: each for each in large.firms}
