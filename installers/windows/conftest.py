"""An imitated Windows for each test, and installers of several versions."""

import shutil
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from installers.tools import ROOT, version
from installers.windows.payload import HERE
from installers.windows.setups import Packing
from installers.windows.wine import DISPLAY, Laptop, is_ready

BUILT = ROOT / "build" / "windows"
IMAGE = BUILT / "work" / "prog"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip with a word where there is no Windows to try on."""
    if not is_ready() or not (IMAGE / "base.id").exists():
        why = "needs `python3 dev.py installer` and installers/windows/setup_wine.sh, as root"
        for item in items:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    with subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp"]) as server:
        yield
        server.terminate()


@pytest.fixture(scope="session")
def fresh_windows(display: None) -> Iterator[Laptop]:
    """Return a Windows on which nothing is installed; others are copied from it."""
    laptop = Laptop(f"fresh-{uuid.uuid4().hex[:8]}")
    laptop.start_windows()
    yield laptop
    shutil.rmtree(laptop.place)


@pytest.fixture
def laptop(fresh_windows: Laptop) -> Iterator[Laptop]:
    laptop = Laptop(f"laptop-{uuid.uuid4().hex[:8]}")
    shutil.copytree(fresh_windows.place / "prefix", laptop.place / "prefix", symlinks=True)
    yield laptop
    laptop.wine("wineserver", "--kill")
    shutil.rmtree(laptop.place)


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the installer as it is given to people."""
    return BUILT / f"cdadesk-{version()}-setup.exe"


@pytest.fixture(scope="session")
def packing() -> Packing:
    """Return how installers of other versions are packed from the same program, only quicker."""
    return Packing(IMAGE, BUILT / "work" / "launcher" / "cdadesk.ico", "0.0.9", options=("-DQUICK",))


@pytest.fixture(scope="session")
def older(packing: Packing) -> Path:
    return _packed(packing)


@pytest.fixture(scope="session")
def newer(packing: Packing) -> Path:
    return _packed(replace(packing, version="9.0.0"))


def _packed(packing: Packing) -> Path:
    """Return a full installer; one that was packed since program and script were changed is used again."""
    made = BUILT / "tried" / f"cdadesk-{packing.version}-setup.exe"
    made.parent.mkdir(exist_ok=True)
    last_change = max(each.stat().st_mtime for each in (IMAGE / "base.id", *HERE.glob("*.ns?")))
    if not made.exists() or made.stat().st_mtime < last_change:
        packing.full(made.parent)
    return made
