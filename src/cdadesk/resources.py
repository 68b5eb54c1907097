"""Finds the files of resources/, from a source tree, an installed package or a frozen program."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
# the source tree; what an update of the installed program replaces; what it leaves, because it hardly ever changes
_ROOTS = (_HERE.parent.parent / "resources", _HERE / "resources", _HERE.parent / "resources")


def path(*parts: str) -> Path:
    """Return the path of one resource; raises FileNotFoundError if the program was installed without it."""
    for root in _ROOTS:
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(_ROOTS[0].joinpath(*parts))


def read_json(*parts: str) -> Any:
    """Return what a JSON resource holds."""
    return json.loads(path(*parts).read_text(encoding="utf-8"))
