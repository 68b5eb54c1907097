"""Opening a paper with another program: a copy in plain, for as long as the profile is open, and no longer."""

import re
from pathlib import Path

from cdadesk.acts import attaching
from cdadesk.acts.file_kinds import ending
from cdadesk.domain.attachment import Attachment
from cdadesk.store.store import Store
from cdadesk.store.troubles import file_troubles_told

_UNFIT = re.compile(r"[^\w \-().]+")
_LONGEST = 60


def has_program(attachment: Attachment) -> bool:
    """Say whether some program of this machine may open a file of this type; others are only saved."""
    return bool(ending(attachment.file_type()))


def opened_copy(store: Store, attachment: Attachment) -> Path:
    """Return a copy in plain that another program can open; it goes when the profile is closed.

    Its ending says what the file is, whatever it is called elsewhere. Raises NotHere or DamagedFile.
    """
    folder = store.opened_files / str(attachment.id)
    path = folder / f"{plain_name(attachment)}{ending(attachment.file_type())}"
    if not path.exists():
        with file_troubles_told():
            folder.mkdir(parents=True, exist_ok=True)
            write_copy(store, attachment, path)
            path.chmod(0o400)
    return path


def write_copy(store: Store, attachment: Attachment, to: Path) -> None:
    """Write the file in plain where somebody wants it; raises a Trouble, with nothing left behind."""
    beside = to.with_name(f"{to.name}.part")
    try:
        with file_troubles_told(), beside.open("wb") as file:
            for some in attaching.contents(store, attachment):
                file.write(some)
        with file_troubles_told():
            beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


def name_of_copy(attachment: Attachment) -> str:
    """Return the name under which a copy is kept: never one that a machine would run, whatever its writer called it."""
    return plain_name(attachment) + (ending(attachment.file_type()) or ".bin")


def plain_name(attachment: Attachment) -> str:
    """Return a name for a copy, by what it shows; no part of it can lead elsewhere."""
    named = Path(attachment.file_name or "").stem or attachment.title()
    return _UNFIT.sub("_", attachment.caption or named).strip(" .")[:_LONGEST] or "file"
