"""Takes a picture of every place, in both languages and shades and at the two sizes of field laptops.

Run `python -m tests.pictures.take FOLDER`; look at all of them. Nothing that it writes is committed.
"""

import argparse
import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdadesk.gui.desk import Desk
    from cdadesk.gui.workroom import Workroom

# the heights are those of a maximised window above a taskbar
SIZES = {"1366x768": ("1", 1366, 728), "1280x720at125": ("1.25", 1024, 536)}
SHOWN_IN = {"networks": "network", "joint_actions": "fair", "actors": "actor"}
SHOWN = {"Calico", "First fair of Calico in Delhi"}
SETTLED_AFTER_MS = 900


@dataclass
class Forgetful:
    """Remembers nothing, so that each picture begins alike."""

    def recall(self, name: str) -> str:
        """Return nothing for any name."""
        del name
        return ""

    def keep(self, name: str, value: str) -> None:
        """Forget it."""


def take_all(folder: Path, places: Sequence[str]) -> int:
    """Take every picture and return the worst exit code; each size has its process, as Qt reads the scale once."""
    folder.mkdir(parents=True, exist_ok=True)
    worst = 0
    for name, (scale, _width, _height) in SIZES.items():
        environment = os.environ | {"QT_SCALE_FACTOR": scale}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.pictures.take", "--size", name, str(folder), *places]
        worst = max(worst, subprocess.run(command, env=environment, check=False).returncode)
    return worst


def take_one_size(folder: Path, size: str, only: Sequence[str]) -> None:
    """Take the pictures of one size in this process."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the scale must be set before Qt is loaded

    from cdadesk.demo.profile import demo_clock, demo_store  # noqa: PLC0415
    from cdadesk.gui.desk import Desk  # noqa: PLC0415
    from cdadesk.gui.kit.background import Background  # noqa: PLC0415
    from cdadesk.gui.kit.theme import Scheme, Theme  # noqa: PLC0415
    from cdadesk.gui.places.every import PLACES  # noqa: PLC0415
    from cdadesk.gui.workroom import Workroom  # noqa: PLC0415

    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    theme, background = Theme(app), Background()
    with TemporaryDirectory() as where, demo_store(Path(where, "demo")) as store:
        desk = Desk(store, background, demo_clock(), Forgetful())
        room = Workroom(desk, PLACES, theme)
        room.window.resize(*SIZES[size][1:])
        room.window.show()
        for language, scheme in itertools.product(("en", "hi"), (Scheme.LIGHT, Scheme.DARK)):
            room.window.use_language(language)
            room.window.use_scheme(scheme)
            for place in only or [place.key for place in PLACES]:
                room.window.go_to(place)
                _open_something(room, desk, place)
                _settle()
                room.window.grab().save(str(folder / f"{place}-{language}-{scheme}-{size}.png"))
        room.window.close()
        background.close()


def _open_something(room: "Workroom", desk: "Desk", place: str) -> None:
    """Show a record where a place would only show its list."""
    from cdadesk.domain.registry import ENTITIES  # noqa: PLC0415 - as above

    kind = SHOWN_IN.get(place)
    if kind is not None:
        found = desk.store.find(ENTITIES[kind])
        wanted = [held.record.id for held in found if held.record.title() in SHOWN] or [found[0].record.id]
        room.open_record(kind, wanted[0])


def _settle() -> None:
    """Let everything that was asked for come in and be drawn."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415 - as above

    loop = QEventLoop()
    QTimer.singleShot(SETTLED_AFTER_MS, loop.quit)
    loop.exec()


def main() -> int:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("places", nargs="*")
    parser.add_argument("--size", choices=list(SIZES))
    asked = parser.parse_args()
    if asked.size is None:
        return take_all(asked.folder, asked.places)
    take_one_size(asked.folder, asked.size, asked.places)
    return 0


if __name__ == "__main__":
    sys.exit(main())
