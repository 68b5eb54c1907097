"""A laptop for each test of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.store.store import Setup, Store
from tests.builders import HandClock, a_setup, a_store
from tests.store.samples import SAMPLES


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
