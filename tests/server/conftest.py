"""Databases for the server's tests: every test runs on a SQLite file and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL

from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from tests.postgres import fresh_database
from tests.server.laptops import House
from tests.serving import Town, furnish, open_database, sqlite_url


@dataclass(frozen=True)
class Furnished:
    """A database with people in it, made once and copied for every test."""

    source: URL | Path
    town: Town


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Return a furnished SQLite file."""
    file = tmp_path_factory.mktemp("furnished") / "server.sqlite3"
    with open_database(file) as opened:
        return Furnished(file, furnish(opened))


@pytest.fixture(scope="session")
def furnished_postgres(postgres: URL) -> Iterator[Furnished]:
    """Return a furnished PostgreSQL database."""
    with fresh_database(postgres) as url:
        with open_database(url) as opened:
            town = furnish(opened)
        yield Furnished(url, town)


@pytest.fixture(params=["sqlite", "postgres"])
def furnished(request: pytest.FixtureRequest) -> Furnished:
    """Return the furnished database of one engine."""
    name = "furnished_file" if request.param == "sqlite" else "furnished_postgres"
    made: Furnished = request.getfixturevalue(name)
    return made


@pytest.fixture
def database_url(request: pytest.FixtureRequest, furnished: Furnished, tmp_path: Path) -> Iterator[URL | Path]:
    """Return the address of a furnished database of this test's own."""
    if isinstance(furnished.source, Path):
        yield Path(shutil.copy(furnished.source, tmp_path / "server.sqlite3"))
    else:
        with fresh_database(request.getfixturevalue("postgres"), like=furnished.source) as url:
            yield url


@pytest.fixture
def database(database_url: URL | Path) -> Iterator[Database]:
    """Return a furnished database, open."""
    opened = Database(sqlite_url(database_url) if isinstance(database_url, Path) else database_url)
    yield opened
    opened.close()


@pytest.fixture
def house(database: Database, furnished: Furnished, tmp_path: Path) -> House:
    """Return a server with people, clusters, and laptops to be had."""
    return House(database, furnished.town, Objects(tmp_path / "files"))
