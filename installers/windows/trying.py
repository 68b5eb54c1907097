"""What tests of an installed program need again and again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers.windows.wine import DISPLAY, INSTALLED, LONG, RECORDS, Laptop


def works(laptop: Laptop, folder: str = INSTALLED) -> bool:
    """Say whether the installed program does its self-test."""
    done = laptop.wine("wine", rf"{folder}\prog\cdadesk.exe", "--self-test")
    return done.returncode == 0 and "network: not used" in done.stdout


def leave_records(laptop: Laptop) -> Path:
    """Leave what stands for a person's records."""
    records = laptop.path(RECORDS) / "profiles" / "one"
    records.mkdir(parents=True)
    (records / "cdadesk.db").write_bytes(b"a person's work")
    return records / "cdadesk.db"


@contextmanager
def held_open(laptop: Laptop) -> Iterator[None]:
    """Open the window, and keep it open."""
    with laptop.running("wine", rf"{INSTALLED}\prog\cdadesk.exe"):
        until_shown("cdadesk")
        yield


def until_shown(title: str) -> str:
    """Wait for a window and return its number."""
    search = ("xdotool", "search", "--sync", "--onlyvisible", "--name", title)
    found = subprocess.run(
        search, env=os.environ | {"DISPLAY": DISPLAY}, capture_output=True, text=True, timeout=LONG, check=True
    )
    return found.stdout.split()[0]


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
