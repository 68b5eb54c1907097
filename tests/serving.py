"""A real server for tests: a process of its own on a free port, people and clusters in it.

with open_database(folder / "server.sqlite3") as database:
    town = furnish(database)
with running_server(database_url) as server:
    HttpCarrier(server.address) ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID

from sqlalchemy import URL, make_url
from sqlalchemy.orm import Session

from cdadesk.clock import Clock, new_id
from cdadesk.server import accounts, beginnings, schema, scopes
from cdadesk.server.accounts import Member, NewUser
from cdadesk.server.database import Database
from cdadesk.wire.messages import Role
from tests.programs import Program, Start, heard, started

PASSWORD = "correct horse"
PEOPLE = {
    "asha": Role.cda,
    "balbir": Role.cda,
    "tara": Role.ta,
    "omkar": Role.programme_officer,
    "aditi": Role.auditor,
    "admin": Role.administrator,
}


@dataclass(frozen=True)
class Town:
    """What a furnished server holds: Asha works on Jaipur, Balbir on Ludhiana, all others see both."""

    jaipur: UUID
    ludhiana: UUID
    people: dict[str, Member]


@dataclass(frozen=True)
class RunningServer:
    """A server process that answers."""

    address: str
    process: Program


def sqlite_url(path: Path) -> URL:
    """Return the address of a database file."""
    return URL.create("sqlite", database=str(path))


@cache
def _in_newest_shape() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "empty.sqlite3")
        database = Database(sqlite_url(file))
        schema.upgrade(database)
        database.close()
        return file.read_bytes()


@contextmanager
def open_database(url: URL | str | Path, clock: Clock | None = None) -> Iterator[Database]:
    """Open a database in its newest shape; a new file is a copy of one that took all the steps."""
    if isinstance(url, Path) and not url.exists():
        url.write_bytes(_in_newest_shape())
    database = Database(sqlite_url(url) if isinstance(url, Path) else make_url(url), clock)
    try:
        schema.upgrade(database)
        database.write(lambda session: beginnings.ensure(session, database.clock.now()))
        yield database
    finally:
        database.close()


def furnish(database: Database) -> Town:
    """Add two clusters and the people of these tests; everybody's password is `PASSWORD`."""
    jaipur, ludhiana = new_id(), new_id()

    def work(session: Session) -> dict[str, Member]:
        now = database.clock.now()
        scopes.make_cluster(session, jaipur, "Jaipur", now)
        scopes.make_cluster(session, ludhiana, "Ludhiana", now)
        for login, role in PEOPLE.items():
            accounts.add_user(session, NewUser(login, login.title(), role, PASSWORD), now)
            for cluster in {"asha": [jaipur], "balbir": [ludhiana]}.get(login, [jaipur, ludhiana]):
                accounts.assign(session, login, cluster)
        return {member.login: member for member in accounts.members(session)}

    return Town(jaipur, ludhiana, database.write(work))


@contextmanager
def running_server(url: URL | str | Path, *options: str, start: Start = started) -> Iterator[RunningServer]:
    """Start cdadesk-server on a database, wait until it says that it is ready, and stop it in the end."""
    address = sqlite_url(url) if isinstance(url, Path) else make_url(url)
    arguments = ["serve", "--port", "0", "--database", address.render_as_string(hide_password=False), *options]
    with heard(start, "cdadesk.server.command", *arguments, PYTHONWARNINGS="default") as (process, told):
        try:
            yield RunningServer(_ready(told), process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _ready(told: IO[str]) -> str:
    said = []
    for line in told:
        said.append(line)
        if "is ready at" in line:
            return line.split()[-1]
    raise AssertionError(f"the server did not start: {''.join(said)}")
