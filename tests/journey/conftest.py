"""A furnished server on either engine, as a real process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.gui.conftest import dressed, no_timer_is_left, theme, windows_really_go
from tests.server.conftest import Furnished, database_url, furnished, furnished_file, furnished_postgres
from tests.serving import RunningServer, running_server

__all__ = [
    "database_url",
    "dressed",
    "furnished",
    "furnished_file",
    "furnished_postgres",
    "no_timer_is_left",
    "theme",
    "windows_really_go",
]


@pytest.fixture
def server(database_url: URL | Path, furnished: Furnished) -> Iterator[RunningServer]:
    """Return a server process with people in it: Asha works on Jaipur, Tara advises."""
    with running_server(database_url) as running:
        yield running
