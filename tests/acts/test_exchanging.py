"""Signing in and exchanging, as the window and the console do it, at real servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import exchanging
from cdadesk.acts.illustration import OnlyInvented
from cdadesk.demo.profile import demo_store
from cdadesk.server.demo import USERS
from cdadesk.store.store import Store
from tests.builders import a_setup
from tests.serving import PASSWORD, furnish, open_database, running_server


@pytest.fixture
def demo(own_demo: Path) -> Iterator[Store]:
    with demo_store(own_demo, a_setup()) as store:
        yield store


def test_the_demo_never_speaks_to_another_machine(demo: Store) -> None:
    with pytest.raises(OnlyInvented, match="invented"):
        exchanging.sign_in(demo, "https://office.example", "asha", PASSWORD)
    demo.link_to("https://office.example", "as an older version left it")
    with pytest.raises(OnlyInvented):
        exchanging.exchange(demo, lambda _progress: None, lambda: False)


def test_the_demo_leaves_nothing_at_a_server_for_real_work_on_this_machine(demo: Store, tmp_path: Path) -> None:
    url = tmp_path / "server.sqlite3"
    with open_database(url) as database:
        furnish(database)
    with running_server(url) as server, pytest.raises(OnlyInvented):
        exchanging.sign_in(demo, server.address, "asha", PASSWORD)
    assert not exchanging.line(demo).open
    assert demo.standing().records > 0


def test_the_demo_exchanges_with_the_demo_server_on_this_machine(demo: Store, tmp_path: Path) -> None:
    asha = next(user for user in USERS if user.login == "asha")
    with running_server(tmp_path / "demo.sqlite3", "--demo") as server:
        exchanging.sign_in(demo, server.address, asha.login, asha.password)
        exchanging.exchange(demo, lambda _progress: None, lambda: False)
    assert exchanging.line(demo).open
    assert demo.standing().all_sent
