"""One demo for all tests that only read it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.demo.profile import demo_store
from cdadesk.demo.story import Story, read_story
from cdadesk.store.store import Store
from tests.builders import a_setup


@pytest.fixture(scope="session")
def story() -> Story:
    """Return the files of the Jaipur cluster."""
    return read_story("jaipur")


@pytest.fixture(scope="session")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return the demo's store, open."""
    with demo_store(shutil.copytree(demo_folder, tmp_path_factory.mktemp("open") / "profile"), a_setup()) as store:
        yield store
