"""Small things that every step of the build needs."""

import hashlib
import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class BuildFailed(Exception):
    """The installer cannot be built; the text says why."""


def say(text: str) -> None:
    """Tell the person at the console what happens."""
    print(f"installer: {text}", flush=True)


def must(*command: str | Path, folder: Path = ROOT) -> str:
    """Run a command and return what it says; raises BuildFailed with that if it does not work."""
    fixed = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=folder, env=fixed, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def version() -> str:
    """Return the version of the program, such as `0.1.0`."""
    return str(read_toml(ROOT / "pyproject.toml")["project"]["version"])


def wanted_libraries() -> list[str]:
    """Return the requirements of the program as it names them."""
    return list(read_toml(ROOT / "pyproject.toml")["project"]["dependencies"])


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and below, always in the same order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_folders(*folders: Path) -> str:
    """Return one SHA-256 over names and contents of all files in the folders."""
    listing = "".join(
        f"{digest(each)}  {each.relative_to(folder)}\n" for folder in folders for each in files_in(folder)
    )
    return hashlib.sha256(listing.encode()).hexdigest()


def must_come_out_again(module: str, made: Iterable[Path], *how: str | Path) -> None:
    """Build once more, elsewhere and in a process of its own; raises BuildFailed if one bit is another."""
    say("building once more, to compare")
    with tempfile.TemporaryDirectory() as folder:
        must(sys.executable, "-m", module, "--out", folder, *how)
        other = [each.name for each in made if digest(each) != digest(Path(folder, each.name))]
    if other:
        raise BuildFailed(f"a second build made other bytes: {', '.join(other)}")
    say("the second build made the same bytes")


def matching(folder: Path, pattern: str) -> list[Path]:
    """Return what a pattern of payload.toml names; raises BuildFailed if that is nothing."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise BuildFailed(f"payload.toml names what is not there: {pattern} in {folder.name}")
    return found


def python_minor() -> str:
    """Return the minor version of the Python that builds, such as `3.11`."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"
