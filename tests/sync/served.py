"""Real laptops at a real server process: profiles that a person signed in, in clusters of the town."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from cdadesk.acts import exchanging
from cdadesk.acts.exchanging import Progress
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.server import accounts
from cdadesk.store.store import Edit, Store
from tests.builders import HandClock, a_record, a_setup, a_store, the
from tests.serving import PASSWORD, Town, furnish, open_database, running_server

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Served:
    """A furnished server that runs: Asha and Balbir both work on Jaipur."""

    address: str
    town: Town

    @property
    def scope(self) -> str:
        """Return the scope of the cluster that both work on."""
        return cluster_scope(self.town.jaipur)


@dataclass(frozen=True)
class Furnished:
    """A database with a town in it, to be served; copy the file for a test that wants it to itself."""

    file: Path
    town: Town


def a_furnished_town(folder: Path) -> Furnished:
    """Make a database in which Balbir works on Jaipur, too."""
    file = folder / "server.sqlite3"
    with open_database(file) as database:
        town = furnish(database)

        def work(session: Session) -> None:
            accounts.assign(session, "balbir", town.jaipur)

        database.write(work)
    return Furnished(file, town)


@contextmanager
def serving(furnished: Furnished) -> Iterator[Served]:
    """Start a server on a furnished database."""
    with running_server(furnished.file) as server:
        yield Served(server.address, furnished.town)


@contextmanager
def a_served_town(folder: Path) -> Iterator[Served]:
    """Start a server with people in it."""
    with serving(a_furnished_town(folder)) as served:
        yield served


@contextmanager
def a_laptop(folder: Path, served: Served, login: str, clock: HandClock | None = None) -> Iterator[Store]:
    """Make a profile, sign it in, and fetch what is there."""
    with a_store(folder, login.title(), a_setup(clock)) as store:
        exchanging.sign_in(store, served.address, login, PASSWORD)
        exchanged(store)
        yield store


def exchanged(store: Store) -> Progress:
    """Exchange until nothing waits."""
    return exchanging.exchange(store, lambda _progress: None, lambda: False)


def written(store: Store, entity: type[R], scope: str, **values: Any) -> R:
    """Save a new record in a cluster of the town."""
    record = a_record(entity, **values).changed(scope=scope)
    store.save(Edit(None, record))
    return record


def rewritten(store: Store, record: R, **values: Any) -> None:
    """Save other values over what this laptop shows of a record."""
    held = the(store, type(record), record.id)
    store.save(Edit(held.record, held.record.changed(**values), held.base))
