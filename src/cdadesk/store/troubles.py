"""What can go wrong with the files of a profile, each in a sentence that is shown as it stands."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _


class DiskFull(Trouble):
    """There is no room for what was to be written."""

    def __init__(self) -> None:
        super().__init__(_("The disk is full. Nothing was lost: make room on it, then try again."))


class DiskFailed(Trouble):
    """The operating system could not read or write the file."""

    def __init__(self) -> None:
        super().__init__(_("The disk could not be read or written. Check it, then start the program again."))


class FileInUse(Trouble):
    """Another program holds the database."""

    def __init__(self) -> None:
        super().__init__(
            _("Another program is using the database, perhaps a backup or a virus scanner. Try again in a minute.")
        )


class ReadOnlyFile(Trouble):
    """The file or its folder must not be written."""

    def __init__(self) -> None:
        super().__init__(_("The database cannot be changed: its file or folder is read-only."))


class DamagedDatabase(Trouble):
    """The file was changed by something else, or the disk lost part of it."""

    def __init__(self) -> None:
        super().__init__(_("The database file is damaged. Leave it as it is, and restore the newest backup."))


class KeyDoesNotFit(Trouble):
    """The key opens the key file, but not this database."""

    def __init__(self) -> None:
        super().__init__(
            _("The key does not open this database: they do not belong together, or the file is damaged at its start.")
        )


class NewerDatabase(Trouble):
    """The file was written by a newer version of the program."""

    def __init__(self) -> None:
        super().__init__(
            _("A newer version of the program wrote this database. Install that version; nothing was changed here.")
        )


class CannotOpenFile(Trouble):
    """The operating system refuses to open the file."""

    def __init__(self) -> None:
        super().__init__(_("The database file cannot be opened. Check that its folder may be read and written."))


_OF_FILES: dict[int | None, type[Trouble]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: ReadOnlyFile,
    errno.EPERM: ReadOnlyFile,
    errno.EROFS: ReadOnlyFile,
}


@contextmanager
def file_troubles_told() -> Iterator[None]:
    """Turn what the operating system says of a file into a sentence."""
    try:
        yield
    except OSError as error:
        raise _OF_FILES.get(error.errno, DiskFailed)() from error


class NoSuchProfile(Trouble):
    """A file of the profile is not there."""

    def __init__(self, missing: Path) -> None:
        super().__init__(_("There is no profile here: {file} is missing.").format(file=missing))


class ProfileExists(Trouble):
    """The folder is taken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_("There is something in the folder {folder} already.").format(folder=folder))


class ProfileInUse(Trouble):
    """Another window, or the console, has this profile open."""

    def __init__(self) -> None:
        super().__init__(_("This profile is open in another window. Close that one first."))


class BackupFailed(Trouble):
    """The copy that is taken before an upgrade cannot be read back."""

    def __init__(self) -> None:
        super().__init__(
            _("The database was not upgraded: the backup before it could not be read back. Nothing was changed.")
        )


class NothingToUndo(Trouble):
    """What was saved has been changed since, or cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be undone any more: it was changed since, or it is a word that stays."))


class ForkedReplica(Trouble):
    """The server knows another history of this replica: the profile was copied, or restored from a backup."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This profile was copied or restored: the server knows changes of it that are not here. "
                "Nothing was sent and nothing is lost. Look under Exchange at what will be sent again, and go on."
            )
        )


class ServerRewound(Trouble):
    """The server holds less than it held before, and does not know that it was put back to a backup."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server holds less than at the last exchange. It was probably restored from a backup without being "
                "told so. Nothing was exchanged and nothing is lost; tell the administrator."
            )
        )


class DamagedFile(Trouble):
    """A photo or paper on the disk is not what was written, or is gone."""

    def __init__(self) -> None:
        super().__init__(
            _("This photo or paper is damaged on this laptop's disk. If it was sent, it can be fetched again.")
        )


class NotHere(Trouble):
    """The file of an attachment was not fetched yet."""

    def __init__(self) -> None:
        super().__init__(_("This photo or paper is not on this laptop yet. Fetch it when there is a connection."))


class ChangedWhileRead(Trouble):
    """A file grew, shrank or went while it was copied."""

    def __init__(self) -> None:
        super().__init__(_("The file changed while it was read, so nothing was kept of it. Try again."))
