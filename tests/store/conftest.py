"""A laptop for each test of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.store.store import Held, Setup, Store
from tests.builders import SCOPE, HandClock, a_record, a_setup, a_store, saved, the
from tests.store.samples import SAMPLES, Thing
from tests.store.server import DictServer, exchange


@pytest.fixture
def clock() -> HandClock:
    """Return the clock on the laptop's wall."""
    return HandClock()


@pytest.fixture
def setup(clock: HandClock) -> Setup:
    """Return what the store stands on."""
    return a_setup(clock, SAMPLES)


@pytest.fixture
def store(tmp_path: Path, setup: Setup) -> Iterator[Store]:
    """Return an open store of sample records."""
    with a_store(tmp_path / "laptop", setup=setup) as made:
        yield made


@pytest.fixture
def server() -> DictServer:
    """Return a server that knows nothing yet."""
    return DictServer()


@pytest.fixture
def both(store: Store, server: DictServer) -> Held[Thing]:
    """Return a record that laptop and server hold alike."""
    record = saved(store, a_record(Thing, name="Loom", count=1, words="old", my_notes="mine"))
    exchange(store, server, [SCOPE])
    return the(store, Thing, record.id)
