"""Lays out the libraries and the program itself, trimmed to what payload.toml keeps."""

import shutil
from pathlib import Path

from installers import program
from installers.bytecode import compiled
from installers.trimming import drop, keep_only
from installers.windows.payload import PAYLOAD


def lay_out_libraries(packages: Path, place: Path) -> None:
    """Make the folder `lib`: byte code without sources, which is smaller and starts as fast."""
    shutil.copytree(packages, place)
    for package, wanted in PAYLOAD["keep"].items():
        keep_only(place / package, wanted["files"])
    drop(place, PAYLOAD["libraries"]["drop"])
    for source in list(place.rglob("*.py")):
        source.with_suffix(".pyc").write_bytes(compiled(source, source.relative_to(place).as_posix()))
        source.unlink()


def lay_out_program(place: Path) -> None:
    """Make the folder `app`: our code with its sources, so that a message can show the line, and its resources.

    Beside it goes a folder `resources` for those that last from one version to the next.
    """
    program.lay_out_program(place, PAYLOAD["program"]["drop"])
    for source in list(place.rglob("*.py")):
        target = source.parent / "__pycache__" / f"{source.stem}.cpython-311.pyc"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(compiled(source, source.relative_to(place).as_posix()))
    for folder in PAYLOAD["program"]["lasting"]:
        lasting = place.parent / "resources" / folder
        lasting.parent.mkdir(exist_ok=True)
        (place / "resources" / folder).rename(lasting)
