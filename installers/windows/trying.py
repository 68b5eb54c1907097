"""What tests of an installed program need again and again."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    """Wait for a window whose title fits the pattern, and return its number."""
    search = ("xdotool", "search", "--sync", "--onlyvisible", "--name", title)
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        # it stumbles over windows that go while it looks at them
        with contextlib.suppress(subprocess.CalledProcessError):
            return _on_the_display(*search).split()[0]
    raise AssertionError(f"no window {title}")


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # Windows may still look at it


@dataclass(frozen=True)
class Window:
    """The main window, and somebody at its keyboard."""

    number: str
    process: subprocess.Popen[str]

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other, such as `ctrl+s`."""
        _on_the_display("xdotool", "windowfocus", "--sync", self.number, "key", "--delay", "100", *keys)

    def types(self, text: str) -> None:
        """Type a text."""
        _on_the_display("xdotool", "windowfocus", "--sync", self.number, "type", "--delay", "100", text)

    def is_left(self) -> None:
        """Quit by the keyboard, and wait until all is written and gone."""
        self.presses("ctrl+q")
        self.process.wait(LONG)


@contextmanager
def a_window(laptop: Laptop, profile: str, place: str, title: str, language: str = "en") -> Iterator[Window]:
    """Open the demo in a folder at one of its places; whatever is on that day, the demo's passphrase opens it."""
    memory = laptop.path(profile) / "window.ini"
    if memory.parent.exists():
        memory.write_text(f"[window]\nplace={place}\n", encoding="ascii")
    asked = ("--demo", "--profile", profile, "--language", language)
    with laptop.running("wine", rf"{INSTALLED}\prog\cdadesk.exe", *asked) as process:
        yield Window(until_shown(f"^{title} .+ cdadesk$"), process)


def photograph(target: Path) -> None:
    """Keep a picture of all that is on the display, once two looks at it are alike."""
    target.parent.mkdir(parents=True, exist_ok=True)
    look = ("import", "-window", "root", "-format", "%#", "-identify", str(target))
    seen = ""
    while seen != (now := _on_the_display(*look)):
        seen = now


def _on_the_display(*command: str) -> str:
    surroundings = os.environ | {"DISPLAY": DISPLAY, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=LONG, check=True).stdout
