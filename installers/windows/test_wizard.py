"""The wizard by keyboard, in both languages; pictures are left in build/windows/pictures to be looked at."""

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from installers.windows.conftest import BUILT
from installers.windows.trying import Window, a_window, photograph, until_shown
from installers.windows.wine import Laptop


@dataclass(frozen=True)
class Spoken:
    """How to choose a language, and what the wizard and the first place are called in it."""

    code: str
    choosing: tuple[str, ...]
    wizard: str
    today: str


SPOKEN = [Spoken("en", (), "cdadesk Setup", "Today"), Spoken("hi", ("Down",), "cdadesk सेटअप", "आज")]


def shown(title: str, process: subprocess.Popen[str], name: str) -> Window:
    """Wait for a window and keep a picture of it."""
    window = Window(until_shown(title), process)
    photograph(BUILT / "pictures" / f"{name}.png")
    return window


def until_there(file: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the wizard has made a file."""
    while not file.exists():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
            assert file.exists()


@pytest.mark.parametrize("spoken", SPOKEN, ids=lambda spoken: spoken.code)
def test_the_wizard_is_gone_through_by_keyboard_and_opens_the_program(
    laptop: Laptop, older: Path, spoken: Spoken
) -> None:
    laptop.gets_fonts_of_india()
    with laptop.running("wine", laptop.carry(older)) as setup:
        shown("^cdadesk$", setup, f"{spoken.code}-1-language").presses(*spoken.choosing, "Return")
        shown(f"^{spoken.wizard}", setup, f"{spoken.code}-2-welcome").presses("Return")
        shown(f"^{spoken.wizard}", setup, f"{spoken.code}-3-folder").presses("Return")
        until_there(laptop.path(r"C:\users\root\Desktop\cdadesk.lnk"), setup)
        shown(f"^{spoken.wizard}", setup, f"{spoken.code}-4-done").presses("Return")
        shown("^cdadesk$", setup, f"{spoken.code}-5-program")


@pytest.mark.parametrize("spoken", SPOKEN, ids=lambda spoken: spoken.code)
def test_the_demo_is_opened_in_either_language(laptop: Laptop, older: Path, spoken: Spoken) -> None:
    laptop.install(older)
    with a_window(laptop, r"C:\demo", "today", spoken.today, spoken.code) as window:
        photograph(BUILT / "pictures" / f"{spoken.code}-6-demo.png")
        window.is_left()
