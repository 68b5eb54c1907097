"""Laptop or server is killed at each named step of an exchange, and at any moment: nothing is lost, nothing doubled."""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from cdadesk.acts import exchanging
from cdadesk.clock import new_id
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import accounts
from cdadesk.server.database import Database
from cdadesk.store import vault
from cdadesk.store.engine import Database as LaptopDatabase
from cdadesk.store.profile import Profile
from cdadesk.store.store import Edit, Setup, Store
from cdadesk.store.vault import Key
from tests.builders import CHEAP, PASSPHRASE, a_record, a_store, the
from tests.kill.steps import CLIENT, MAKING, SERVER, Step, serve, work
from tests.ledger import Ledger
from tests.memory import a_quick_folder
from tests.programs import SHOP
from tests.serving import PASSWORD, open_database, sqlite_url
from tests.sync.served import Furnished, a_furnished_town, exchanged

KILLS, KILLS_LONG, PARTS = 20, 1000, 10  # in parts, for as many processes
LONGEST = 60  # seconds; a laptop that takes longer hangs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of Unix")


@dataclass
class Yard:
    """A server that runs, Asha's profile, and the ledger of what she saved."""

    furnished: Furnished
    folder: Path
    key: Key
    database: Database
    server: ForkServerProcess | None = None
    address: str = ""
    ledger: Ledger = field(default_factory=Ledger)
    grants_turn: int = 0

    @property
    def scope(self) -> str:
        """Return the scope on which Asha works."""
        return str(self.furnished.town.jaipur)

    def start(self, step: Step | None = None) -> None:
        """Start the server, to die at a step if one is named."""
        self.stop()
        here, there = SHOP.Pipe(duplex=False)
        url = sqlite_url(self.furnished.file).render_as_string(hide_password=False)
        self.server = SHOP.Process(target=serve, args=(url, there, step), daemon=True)
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

    @contextmanager
    def asha(self) -> Iterator[Store]:
        """Open Asha's profile, and point it at the server as it runs now."""
        with Store.open(self.folder, self.key, Setup(hardness=CHEAP)) as store:
            store.link_to(self.address, store.link().token)
            yield store

    def prepare(self, *, edited: bool = True) -> list[UUID]:
        """Let Asha save, and her grants change, so that every step of an exchange has something to do.

        Where nothing that waits was `edited` after it was made, the server takes it in by its short road.
        """
        self.grants_turn += 1
        move = accounts.assign if self.grants_turn % 2 else accounts.unassign
        self.database.write(lambda session: move(session, "asha", self.furnished.town.ludhiana))
        with self.asha() as store:
            made = [a_record(Meeting, place=f"Bagru {n}").changed(scope=self.scope) for n in range(3)]
            store.save(*[Edit(None, each) for each in made[:2]])
            store.save(Edit(None, made[2]))
            if edited:
                held = the(store, Meeting, made[2].id)
                store.save(Edit(held.record, held.record.changed(place="Sanganer"), held.base))
            self.ledger.note(store)
        return [each.id for each in made]

    def laptop(self, step: Step | None, meeting: UUID) -> ForkServerProcess:
        """Start a laptop that saves a meeting and exchanges."""
        started = SHOP.Process(target=work, args=(self.folder, self.key, self.scope, meeting, step), daemon=True)
        started.start()
        return started

    def recover(self, saved: list[UUID], meeting: UUID) -> None:
        """Start again what was killed, exchange, and assert that nothing is lost."""
        if self.server is None or self.server.exitcode is not None:
            self.start()
        assert is_sound(self.folder, self.key)
        with self.asha() as store:
            self.ledger.note(store)
            exchanged(store)
            assert store.standing().all_sent
            assert len(store.get_all(Meeting, saved)) == len(saved)
            if store.get(Meeting, meeting) is not None:
                self.ledger.made_alone.add(meeting)  # else it was never saved, and the server must not know of it
        with self.database.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"

    def check(self) -> None:
        """Hold the server's history against the ledger."""
        self.ledger.check(self.furnished.file)


def is_sound(folder: Path, key: Key) -> bool:
    """Say whether a profile's database is whole."""
    database = LaptopDatabase(Profile(folder).database, key)
    try:
        with database.bare() as connection:
            return [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    finally:
        database.close()


@pytest.fixture
def yard() -> Iterator[Yard]:
    with a_quick_folder() as around, a_yard(around) as made:
        yield made


@contextmanager
def a_yard(around: Path) -> Iterator[Yard]:
    """Give a server that runs, and a laptop that was signed in."""
    furnished, folder = a_furnished_town(around), around / "asha"
    with a_store(folder, "Asha", Setup(hardness=CHEAP)) as store, open_database(furnished.file) as database:
        made = Yard(furnished, folder, vault.unlock(Profile(folder).key_file, PASSPHRASE), database)
        made.start()
        exchanging.sign_in(store, made.address, "asha", PASSWORD)
        exchanged(store)
        store.close()
        yield made
        made.stop()


def kill_laptop(yard: Yard, step: Step) -> None:
    """Kill the laptop at a step."""
    saved, meeting = yard.prepare(), new_id()
    laptop = yard.laptop(step, meeting)
    laptop.join(LONGEST)
    assert laptop.exitcode == -signal.SIGKILL, f"the laptop never came to {step}: {laptop.exitcode}"
    yard.recover(saved, meeting)


def kill_server(yard: Yard, step: Step) -> None:
    """Kill the server at a step."""
    yard.start(step)
    saved, meeting = yard.prepare(edited=step not in MAKING), new_id()
    laptop = yard.laptop(None, meeting)
    laptop.join(LONGEST)
    assert yard.server is not None
    yard.server.join(LONGEST)
    assert yard.server.exitcode == -signal.SIGKILL, f"the server never came to {step}"
    yard.recover(saved, meeting)


def kill_anywhere(yard: Yard, chance: random.Random) -> None:
    """Kill laptop or server at any moment."""
    saved, meeting = yard.prepare(edited=chance.random() < 0.5), new_id()
    laptop = yard.laptop(None, meeting)
    laptop.join(chance.uniform(0, 0.4))
    victim = laptop if chance.random() < 0.5 else yard.server
    assert victim is not None
    victim.kill()
    victim.join(LONGEST)
    laptop.join(LONGEST)
    assert laptop.exitcode is not None
    yard.recover(saved, meeting)


def kill_many(yard: Yard, times: int, seed: int = 20260314) -> None:
    """Kill so many times, every step as often as any other and every third time at any moment."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    steps = [(kill_laptop, step) for step in CLIENT] + [(kill_server, step) for step in (*SERVER, *MAKING)]
    chance.shuffle(steps)
    for turn in range(times):
        if turn % 3 == 2:
            kill_anywhere(yard, chance)
        else:
            kill, step = steps[(turn - turn // 3) % len(steps)]
            kill(yard, step)
        if turn % 20 == 19:
            yard.check()
    yard.check()


def test_an_exchange_that_was_cut_is_told_by_the_next_one(yard: Yard) -> None:
    sending = next(step for step in CLIENT if step.name == "HttpCarrier.exchange")
    kill_laptop(yard, sending)
    with yard.asha() as store:
        newest, cut, *_older = [each.sentence for each in exchanging.past(store)]
    assert newest == ""
    assert "ended in the middle" in cut


def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(yard: Yard) -> None:
    kill_many(yard, KILLS)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_thousand_kills_lose_nothing_and_double_nothing(yard: Yard, part: int) -> None:
    kill_many(yard, KILLS_LONG // PARTS, part)
