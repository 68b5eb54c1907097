"""Finds the files of resources/, from a source tree, an installed package or a frozen program."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_ROOTS = (_HERE.parent.parent / "resources", _HERE / "resources", _HERE.parent / "resources")


def root() -> Path:
    """Return the folder of the resources; raises FileNotFoundError if the program was installed without it."""
    for place in _ROOTS:
        if place.is_dir():
            return place
    raise FileNotFoundError(_ROOTS[0])


def path(*parts: str) -> Path:
    """Return the path of one resource."""
    return root().joinpath(*parts)


def read_json(*parts: str) -> Any:
    """Return what a JSON resource holds."""
    return json.loads(path(*parts).read_text(encoding="utf-8"))
