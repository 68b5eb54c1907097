"""A running server with an invented cluster in it, and browsers that visit it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.server.database import Database
from tests.server.laptops import House
from tests.server.pages.sample import Sample, fill
from tests.server.pages.visitor import Visitor
from tests.serving import RunningServer, furnish, open_database, running_server


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return an empty database: what differs between SQLite and PostgreSQL is tried elsewhere."""
    with open_database(tmp_path / "server.sqlite3") as opened:
        yield opened


@pytest.fixture
def house(database: Database) -> House:
    """Return a server with people, clusters, and laptops to be had."""
    return House(database, furnish(database))


@pytest.fixture
def sample(house: House) -> Sample:
    """Return what Asha has sent."""
    return fill(house)


@pytest.fixture
def server(sample: Sample, tmp_path: Path) -> Iterator[RunningServer]:
    """Return a server process that serves the sample."""
    with running_server(tmp_path / "server.sqlite3") as running:
        yield running


@pytest.fixture
def tara(server: RunningServer) -> Iterator[Visitor]:
    """Return the advisor, signed in."""
    with Visitor(server.address) as visitor:
        visitor.sign_in("tara")
        yield visitor
