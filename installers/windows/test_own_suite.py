"""The project's own tests, run by Windows' Python under wine; payload.toml names what is left out, and why."""

import shutil
import uuid
from collections.abc import Iterator

import pytest

from installers.tools import ROOT
from installers.windows import suite
from installers.windows.wine import Laptop

HOURS = 3600.0


@pytest.fixture(scope="module")
def bench(display: None) -> Iterator[Laptop]:
    """Return a laptop with the project on it, and with Python as for a developer."""
    laptop = Laptop(f"bench-{uuid.uuid4().hex[:8]}")
    laptop.start_windows()
    suite.lay_out(ROOT / "build" / "cache", laptop.place)
    yield laptop
    laptop.wine("wineserver", "--kill")
    shutil.rmtree(laptop.place)


@pytest.mark.parametrize("part", suite.parts())
def test_the_projects_own_tests_pass_under_windows_python(bench: Laptop, part: str) -> None:
    left_out = [f"--ignore=tests/{each}" for each in suite.LEFT_OUT]
    python = ("wine", r"..\python\python.exe", "-X", "utf8", "-m", "pytest")
    told = bench.wine(*python, "-q", *left_out, f"tests/{part}", folder="project", timeout=HOURS, CI="true")
    assert told.returncode == 0, told.stdout[-20_000:]
