"""A laptop with something to say, for every test of the exchange."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.domain.actors.actor import Actor
from cdadesk.store.store import Store
from cdadesk.wire.messages import Grants, Role
from tests.builders import SCOPE, HandClock, a_record, a_setup, a_store, opened, saved

GRANTS = Grants("u1", "Kavita", Role.cda, {SCOPE: "Jaipur"}, {}, "g1")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a profile that was signed in once and holds one record that waits."""
    folder = tmp_path_factory.mktemp("made") / "laptop"
    with a_store(folder) as store:
        store.link_to("http://localhost:1", "token")
        store.take(GRANTS)
        saved(store, a_record(Actor, name="Calico Printers"))
    return folder


@pytest.fixture
def clock() -> HandClock:
    """Return the clock on the laptop's wall."""
    return HandClock()


@pytest.fixture
def laptop(made_once: Path, tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    """Return a laptop of a test's own."""
    folder = shutil.copytree(made_once, tmp_path / "laptop")
    with opened(folder, a_setup(clock)) as store:
        yield store
