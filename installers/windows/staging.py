"""Lays out the libraries and the program itself, trimmed to what payload.toml keeps."""

import shutil
from pathlib import Path

from installers import program
from installers.bytecode import compiled
from installers.trimming import drop, keep_only
from installers.windows.packs import pack_modules, sources_in
from installers.windows.payload import PAYLOAD


def lay_out_libraries(packages: Path, place: Path) -> None:
    """Make the folder `lib`: byte code in one file, without sources, and beside it all else."""
    shutil.copytree(packages, place)
    for package, wanted in PAYLOAD["keep"].items():
        keep_only(place / package, wanted["files"])
    drop(place, PAYLOAD["libraries"]["drop"])
    pack_modules(place, sources_in(place))
    for source in list(place.rglob("*.py")):
        source.unlink()


def lay_out_program(place: Path) -> None:
    """Make the folder `app`: our code in one file, its sources, so that a message can show the line, and its resources.

    Beside it goes a folder `resources` for those that last from one version to the next.
    """
    program.lay_out_program(place, PAYLOAD["program"]["drop"])
    sources = sources_in(place)
    looked_for = {
        name: each for name, each in sources.items() if name.startswith(tuple(PAYLOAD["program"]["looked_for"]))
    }
    pack_modules(place, {name: each for name, each in sources.items() if name not in looked_for})
    for name, source in looked_for.items():
        target = source.parent / "__pycache__" / f"{source.stem}.cpython-311.pyc"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(compiled(source, name))
    for folder in PAYLOAD["program"]["lasting"]:
        lasting = place.parent / "resources" / folder
        lasting.parent.mkdir(exist_ok=True)
        (place / "resources" / folder).rename(lasting)
