"""Lays out our own code and its resources, as every installer carries them."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from installers.tools import ROOT, must, version
from installers.trimming import drop

_PYBABEL = (sys.executable, "-m", "babel.messages.frontend", "-q")


def lay_out_program(place: Path, without: Iterable[str]) -> None:
    """Make a folder with the package, its resources, compiled catalogues, and the card that tells the version."""
    shutil.copytree(ROOT / "src" / "cdadesk", place / "cdadesk")
    shutil.copytree(ROOT / "resources", place / "resources")
    drop(place, without)
    for source in sorted((ROOT / "resources" / "locales").glob("*/LC_MESSAGES/cdadesk.po")):
        folder = place / source.parent.relative_to(ROOT)
        must(*_PYBABEL, "compile", "-i", source, "-o", folder / "cdadesk.mo")
    card = place / f"cdadesk-{version()}.dist-info" / "METADATA"
    card.parent.mkdir()
    card.write_text(f"Metadata-Version: 2.1\nName: cdadesk\nVersion: {version()}\n", encoding="utf-8")
