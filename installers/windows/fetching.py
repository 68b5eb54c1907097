"""Fetches Python and the libraries for Windows, each by its hash, into a folder that the next build uses again."""

import hashlib
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installers.tools import must, say
from installers.windows.payload import HERE, PAYLOAD

_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
_WHEELS = ("--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--platform", "win_amd64")


@dataclass(frozen=True)
class Fetched:
    """Where the parts lie: Python's own tree, newer builds of some of its libraries, and the packages."""

    python: Path
    newer: Path
    packages: Path


def fetch(cache: Path) -> Fetched:
    """Return the parts that the locks name; what was fetched for the same lock is used again."""
    return fetch_with(cache, HERE / "requirements-win.txt")


def fetch_with(cache: Path, lock: Path) -> Fetched:
    """Return the parts with other packages, namely those that a lock of hashes names."""
    python = _once(cache, HERE / "runtime.lock", _fetch_python)
    newer = _once(cache, HERE / "newer.lock", _fetch_newer)
    return Fetched(python / "cp311", newer / "deploy_libs", _once(cache, lock, _fetch_packages))


def _once(cache: Path, lock: Path, fetch: Callable[[Path, Path], None]) -> Path:
    name = f"{lock.stem}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    place, unfinished = cache / name, cache / f"{name}.part"
    if not place.is_dir():
        say(f"fetching what {lock.name} names")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        fetch(lock, unfinished)
        unfinished.rename(place)
    return place


def _fetch_python(lock: Path, place: Path) -> None:
    """Unpack the source package by hand: its hash is checked before pip would run its setup.py."""
    must(*_PIP, "download", "--no-deps", "--require-hashes", "--no-binary=:all:", "-d", place, "-r", lock)
    (package,) = place.glob("*.tar.gz")
    with tarfile.open(package) as archive:
        (data,) = (each for each in archive.getmembers() if each.name.endswith("/data.zip"))
        archive.extract(data, place, filter="data")
    shutil.unpack_archive(place / data.name, place)
    package.unlink()


def _fetch_newer(lock: Path, place: Path) -> None:
    must(*_PIP, "download", *_WHEELS, "--python-version", "3.13", "-d", place, "-r", lock)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        for name in PAYLOAD["runtime"]["newer"]:
            files.extract(f"deploy_libs/{name}", place)
    wheel.unlink()


def _fetch_packages(lock: Path, place: Path) -> None:
    must(*_PIP, "install", *_WHEELS, "--python-version", "3.11", "--no-compile", "--target", place, "-r", lock)
