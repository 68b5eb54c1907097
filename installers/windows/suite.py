"""Puts the project and its tests beside Windows' Python, so that they can be run there; see test_wine.py."""

import shutil
import sys
from pathlib import Path

import dev
from installers.tools import ROOT, must
from installers.windows.fetching import fetch_with
from installers.windows.payload import PAYLOAD

_LISTED = PAYLOAD["tests"]
LEFT_OUT: dict[str, str] = _LISTED["left_out"]


def lay_out(cache: Path, place: Path) -> None:
    """Make `python`, in which the libraries lie as in a .venv, and `project` as it stands in this clone."""
    cache.mkdir(parents=True, exist_ok=True)
    lock = cache / "tests.lock"
    lock.write_text(_lock_of_tests(), encoding="utf-8")
    parts = fetch_with(cache, lock)
    shutil.copytree(parts.python, place / "python")
    for name in PAYLOAD["runtime"]["newer"]:
        shutil.copyfile(parts.newer / name, place / "python" / "DLLs" / name)
    packages = place / "python" / "Lib" / "site-packages"
    shutil.copytree(parts.packages, packages, dirs_exist_ok=True)
    (packages / "cdadesk.pth").write_text("../../../project/src\n", encoding="ascii")
    # Qt brings no fonts for a display that nobody sees, and says so in the first test with a window
    shutil.copytree(ROOT / "resources" / "fonts", packages / "PySide6" / "lib" / "fonts")
    _copy_project(place / "project")


def parts() -> list[str]:
    """Return the parts of the tests, each a run of its own: folders of tests/, and the files that lie in none."""
    top = ROOT / "tests"
    folders = sorted(each.name for each in top.iterdir() if any(each.rglob("test_*.py")) and each.name not in LEFT_OUT)
    return [*folders, *sorted(each.name for each in top.glob("test_*.py"))]


def _lock_of_tests() -> str:
    """Return the lock without what serves only the checks, and the browser that is not there."""
    blocks = dev.lock_for_windows().splitlines(keepends=True)
    kept, is_wanted = [], True
    for line in blocks:
        if not line.startswith(" "):
            is_wanted = line.partition("==")[0] not in _LISTED["without"]
        if is_wanted:
            kept.append(line)
    return "".join(kept)


def _copy_project(place: Path) -> None:
    tracked = must("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    for name in filter(None, tracked):
        target = place / name
        if (ROOT / name).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    for catalogue in place.glob("resources/locales/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        must(sys.executable, "-m", "babel.messages.frontend", "-q", "compile", "-i", catalogue, "-o", compiled)
