"""Lays out the libraries and the program itself, trimmed to what payload.toml keeps."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from installers.windows.bytecode import compiled
from installers.windows.tools import PAYLOAD, ROOT, BuildFailed, files_in, matching, must, version

_PYBABEL = (sys.executable, "-m", "babel.messages.frontend", "-q")


def lay_out_libraries(packages: Path, place: Path) -> None:
    """Make the folder `lib`: byte code without sources, which is smaller and starts as fast."""
    shutil.copytree(packages, place)
    for package, wanted in PAYLOAD["keep"].items():
        _keep_only(place / package, wanted["files"])
    _drop(place, PAYLOAD["libraries"]["drop"])
    for source in list(place.rglob("*.py")):
        source.with_suffix(".pyc").write_bytes(compiled(source, source.relative_to(place).as_posix()))
        source.unlink()


def lay_out_program(place: Path) -> None:
    """Make the folder `app`: our code with its sources, so that a message can show the line, and its resources.

    Beside it goes a folder `resources` for those that last from one version to the next.
    """
    shutil.copytree(ROOT / "src" / "cdadesk", place / "cdadesk")
    shutil.copytree(ROOT / "resources", place / "resources")
    _drop(place, PAYLOAD["program"]["drop"])
    _compile_catalogues(place / "resources" / "locales")
    for source in list(place.rglob("*.py")):
        target = source.parent / "__pycache__" / f"{source.stem}.cpython-311.pyc"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(compiled(source, source.relative_to(place).as_posix()))
    for folder in PAYLOAD["program"]["lasting"]:
        lasting = place.parent / "resources" / folder
        lasting.parent.mkdir(exist_ok=True)
        (place / "resources" / folder).rename(lasting)
    card = place / f"cdadesk-{version()}.dist-info" / "METADATA"
    card.parent.mkdir()
    card.write_text(f"Metadata-Version: 2.1\nName: cdadesk\nVersion: {version()}\n", encoding="utf-8")


def _keep_only(folder: Path, patterns: Iterable[str]) -> None:
    kept = {found for pattern in patterns for found in matching(folder, pattern)}
    for each in list(files_in(folder)):
        if each not in kept:
            each.unlink()
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()


def _drop(folder: Path, patterns: Iterable[str]) -> None:
    for pattern in patterns:
        for found in list(folder.glob(pattern)):
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink(missing_ok=True)


def _compile_catalogues(locales: Path) -> None:
    for folder in sorted(locales.glob("*/LC_MESSAGES")):
        source = ROOT / "resources" / "locales" / folder.parent.name / "LC_MESSAGES" / "cdadesk.po"
        if not source.exists():
            raise BuildFailed(f"there is no catalogue {source}")
        must(*_PYBABEL, "compile", "-i", source, "-o", folder / "cdadesk.mo")
