"""Writing a paper to the disk: whole or not at all, and never over another file unasked."""

from itertools import count
from pathlib import Path

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class CouldNotWrite(Trouble):
    """A file could not be written where it was wanted."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("“{file}” cannot be written there. Choose another folder.").format(file=file))


def free_name(file: Path) -> Path:
    """Return the file's name, or the next one that is not taken yet."""
    if not file.exists():
        return file
    others = (file.with_name(f"{file.stem} ({number}){file.suffix}") for number in count(2))
    return next(each for each in others if not each.exists())


def write_file(file: Path, content: bytes) -> None:
    """Write a file, in place of one of that name only when all of it is written; raises CouldNotWrite."""
    unfinished = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as error:
        raise CouldNotWrite(file) from error
