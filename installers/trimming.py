"""Leaves out of a folder what a list does not keep."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from installers.tools import files_in, matching


def keep_only(folder: Path, patterns: Iterable[str]) -> None:
    """Keep the files that the patterns name; raises BuildFailed for one that names nothing."""
    kept = {found for pattern in patterns for found in matching(folder, pattern)}
    for each in list(files_in(folder)):
        if each not in kept:
            each.unlink()
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()


def drop(folder: Path, patterns: Iterable[str]) -> None:
    """Remove what the patterns name, if it is there."""
    for pattern in patterns:
        for found in list(folder.glob(pattern)):
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink(missing_ok=True)
