"""Compiles cdadesk.exe and cdadesk-cli.exe."""

import shutil
import sys
from pathlib import Path

from installers.tools import ROOT, must, version
from installers.windows.payload import HERE

_LIKE = "x86_64-w64-mingw32-"
# small, safe, and the same bytes each time
_CAREFUL = (
    "-Os",
    "-s",
    "-municode",
    "-Wall",
    "-Werror",
    "-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp",
)


def compile_launchers(work: Path, place: Path) -> None:
    """Make both programs in a folder; `work` is for what lies between."""
    shutil.copytree(HERE / "launcher", work, dirs_exist_ok=True)
    make_icon(work / "cdadesk.ico")
    _compile(work, place / "cdadesk.exe", "-DWINDOW", "-mwindows")
    _compile(work, place / "cdadesk-cli.exe")


def make_icon(icon: Path) -> None:
    """Draw the program's mark in the sizes that Windows asks for."""
    sizes = [16, 24, 32, 48, 64, 128, 256]
    mark = ROOT / "resources" / "icons" / "cdadesk.svg"
    must(sys.executable, "-m", "installers.windows.icon", mark, icon, *map(str, sizes))


def _compile(work: Path, program: Path, *how: str) -> None:
    numbers = ",".join([*version().split("."), "0"])
    told = (f"-DVERSION_NUMBERS={numbers}", f'-DVERSION_TEXT=\\"{version()}\\"', f'-DPROGRAM_FILE=\\"{program.name}\\"')
    must(f"{_LIKE}windres", *told, "launcher.rc", "-O", "coff", "-o", "launcher.res", folder=work)
    must(f"{_LIKE}gcc", *_CAREFUL, *how, "-o", program, "launcher.c", "launcher.res", folder=work)
