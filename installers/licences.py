"""Gathers the licences of all that is shipped, and says how Qt can be exchanged for another build."""

import shutil
from email.parser import HeaderParser
from pathlib import Path

from installers.tools import ROOT, files_in

_COMMON = ROOT / "installers" / "licence_texts"
_OURS = {"cdadesk.txt": "LICENSE", "icons.txt": "resources/icons/LICENSE", "fonts.txt": "resources/fonts/OFL.txt"}
_NOTICE = """cdadesk is under the Apache License 2.0 (cdadesk.txt).

It ships with these parts, each under its own licence; the texts lie beside this file, in a folder a part.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3 (LGPL-3.txt with GPL-3.txt). You may
exchange them for builds of your own: they are the files in the folders lib/PySide6 and lib/shiboken6. Their sources:
https://download.qt.io/official_releases/ and https://code.qt.io/.

"""


def gather(packages: Path, place: Path, more: str = "") -> None:
    """Make a folder of all licence texts, with NOTICE.txt that lists the parts; `more` is said in it as well."""
    place.mkdir(parents=True)
    for name, source in _OURS.items():
        shutil.copyfile(ROOT / source, place / name)
    for text in files_in(_COMMON):
        shutil.copyfile(text, place / text.name)
    lines = [_copy_texts(folder, place) for folder in sorted(packages.glob("*.dist-info"))]
    (place / "NOTICE.txt").write_text(_NOTICE + more + "\n".join(lines) + "\n", encoding="utf-8", newline="\r\n")


def _copy_texts(folder: Path, place: Path) -> str:
    """Copy one library's texts and return its line in the notice."""
    told = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
    name = f"{told['Name']} {told['Version']}"
    for text in files_in(folder):
        if any(word in text.name.lower() for word in ("licen", "copying", "notice", "authors")):
            target = place / told["Name"] / text.name
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, target)
    classes = [each.rsplit("::", 1)[-1].strip() for each in told.get_all("Classifier", []) if "License ::" in each]
    said = told["License-Expression"] or "; ".join(classes) or told["License"] or "see its folder"
    return f"{name}: {said.splitlines()[0]}"
