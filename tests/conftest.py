"""What holds for every test: which ones run, a clean environment, and nothing left behind."""

import gc
import os
import shutil
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from cdadesk import i18n
from tests.postgres import postgres

__all__ = ["postgres"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile(
    "fast",
    max_examples=25,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


gc.disable()  # until all tests are collected: what is loaded meanwhile stays


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what was loaded, and look at new objects less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer --long, which `dev.py test --long` passes on."""
    parser.addoption("--long", action="store_true", help="run the tests marked long, and many Hypothesis examples")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how hard Hypothesis looks."""
    settings.load_profile("long" if config.getoption("--long") else "fast")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out, unless they are asked for."""
    if config.getoption("--long"):
        return
    long_ones = [item for item in items if item.get_closest_marker("long")]
    if long_ones:
        config.hook.pytest_deselected(items=long_ones)
        items[:] = [item for item in items if item not in long_ones]


@pytest.fixture(scope="session", autouse=True)
def folders_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests, and the programs they start, out of the profile of the person who runs them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Give the next test English, whatever this one spoke."""
    yield
    i18n.use_language("en")


@pytest.fixture(autouse=True)
def no_thread_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test whose threads outlive it, and say who started them."""
    starters: dict[threading.Thread, str] = {}
    really_start = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        starters[thread] = "".join(traceback.format_stack(limit=6)[:-1])
        really_start(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    yield
    for thread, starter in starters.items():
        thread.join(timeout=0 if thread.name.startswith("AnyIO worker") else 5)  # those belong to a running server
        if thread.is_alive() and not thread.name.startswith("AnyIO worker"):
            pytest.fail(f"thread {thread.name!r} outlives its test; it was started here:\n{starter}")


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """Close the windows that a test opened and left, so that the next one meets none of them."""
    before = _windows()
    yield
    for window in _windows() - before:
        window.close()
        window.deleteLater()


def _windows() -> set[Any]:
    widgets = sys.modules.get("PySide6.QtWidgets")  # most tests never load Qt, and must not because of this
    app = widgets and widgets.QApplication.instance()
    return set(app.topLevelWidgets()) if app else set()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return the browser that page tests drive; without one they are skipped."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("chromium is not installed: no page is tried in a real browser")
    return Path(found)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demo that nobody has open and that no test changes."""
    from cdadesk.demo.profile import demo_store  # noqa: PLC0415 - few tests want it
    from tests.builders import a_setup  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("demo") / "profile"
    demo_store(folder, a_setup()).close()
    return folder


@pytest.fixture
def own_demo(demo_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the demo that the test may change."""
    return Path(shutil.copytree(demo_folder, tmp_path / "profile"))
