"""One running server with an invented cluster in it, and people who visit its pages.

The server is shared by all that one process tests, in whatever order: a test that writes makes a record of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.server.laptops import House
from tests.server.pages.sample import Sample, fill
from tests.server.pages.visitor import Visitor
from tests.serving import RunningServer, furnish, open_database, running_server

SignIn = Callable[[str], Visitor]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sample, RunningServer]]:
    """Return what Asha's laptop has sent, and the server process that shows it."""
    file = tmp_path_factory.mktemp("pages") / "server.sqlite3"
    with open_database(file) as database:
        sample = fill(House(database, furnish(database)))
        with running_server(file) as server:
            yield sample, server


@pytest.fixture(scope="session")
def sample(served: tuple[Sample, RunningServer]) -> Sample:
    """Return what Asha's laptop has sent."""
    return served[0]


@pytest.fixture(scope="session")
def server(served: tuple[Sample, RunningServer]) -> RunningServer:
    """Return the server process."""
    return served[1]


@pytest.fixture(scope="session")
def signed_in(server: RunningServer) -> Iterator[SignIn]:
    """Return people with a browser, signed in once."""
    with ExitStack() as stack:
        known: dict[str, Visitor] = {}

        def sign_in(login: str) -> Visitor:
            if login not in known:
                known[login] = stack.enter_context(Visitor(server.address))
                assert known[login].sign_in(login).status == 200
            return known[login]

        yield sign_in


@pytest.fixture
def tara(signed_in: SignIn) -> Visitor:
    """Return the advisor."""
    return signed_in("tara")


@pytest.fixture
def stranger(server: RunningServer) -> Iterator[Visitor]:
    """Return somebody who is not signed in."""
    with Visitor(server.address) as visitor:
        yield visitor
