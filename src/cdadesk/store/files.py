"""Files that are replaced whole or not at all, even when the power fails in between."""

import contextlib
import os
import sys
from pathlib import Path

from cdadesk.store.troubles import file_troubles_told


def replace(path: Path, content: bytes) -> None:
    """Write the file anew: afterwards it holds the old content or the new one, never a part. Raises a Trouble."""
    beside = path.with_name(f"{path.name}.new")
    with file_troubles_told():
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        settle_folder(path.parent)


def settle_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and does it by itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network folders cannot; the file itself is flushed already
            os.fsync(opened)
    finally:
        os.close(opened)
