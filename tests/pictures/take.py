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

# the heights are those of a maximised window above a taskbar
SIZES = {"1366x768": ("1", 1366, 728), "1280x720at125": ("1.25", 1024, 536)}


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

    from cdadesk.gui.kit.theme import Scheme, Theme  # noqa: PLC0415
    from cdadesk.gui.main_window import MainWindow  # noqa: PLC0415
    from tests.pictures.samples import sample_places, say  # noqa: PLC0415

    app = QApplication([])
    window = MainWindow(sample_places(), Theme(app), Forgetful())
    window.resize(*SIZES[size][1:])
    window.show()
    places = only or [entry.key for entry in sample_places()]
    for language, scheme in itertools.product(("en", "hi"), (Scheme.LIGHT, Scheme.DARK)):
        window.use_language(language)
        window.use_scheme(scheme)
        window.top_bar.show_clusters(
            [("jaipur", say("Jaipur block printing", "जयपुर ब्लॉक प्रिंटिंग")), ("b", "B")], "jaipur"
        )
        window.top_bar.show_person(say("Kiran", "किरण"))
        window.status_line.show_saved(say("Saved 14:32 on this laptop", "14:32 पर इसी लैपटॉप में सहेजा गया"))
        window.status_line.show_sync(
            say(
                "12 changes wait to be sent (40 KB), last exchange 3 days ago",
                "12 बदलाव भेजने बाकी (40 KB), पिछला आदान-प्रदान 3 दिन पहले",
            )
        )
        for place in places:
            window.go_to(place)
            if place == "networks":
                window.undo_bar.offer(say("The meeting is in the trash.", "बैठक कूड़ेदान में है।"), lambda: None)
            app.processEvents()
            window.grab().save(str(folder / f"{place}-{language}-{scheme}-{size}.png"))
    window.close()


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
