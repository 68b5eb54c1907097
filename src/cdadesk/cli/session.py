"""What the verbs share: finding the profile, asking for its passphrase, opening it, writing files."""

import ctypes
import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdadesk import i18n
from cdadesk.acts import illustration
from cdadesk.cli.console import Console
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store import profile, vault
from cdadesk.store.store import Setup, Store
from cdadesk.store.vault import Key

if sys.platform == "win32":
    import msvcrt


class NoProfileChosen(Trouble):
    """There is no profile, or more than one."""


class CannotReadFile(Trouble):
    """A file that was named cannot be read."""

    def __init__(self, file: str) -> None:
        super().__init__(_("The file {file} cannot be read.").format(file=file))


class CannotWriteFile(Trouble):
    """A file that was named cannot be written."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("The file {file} cannot be written.").format(file=file))


class NobodyToAsk(Trouble):
    """A secret is needed, and there is nobody at the keyboard."""

    def __init__(self, option: str) -> None:
        super().__init__(_("Nobody is here to type it: name a file with {option}.").format(option=option))


@dataclass(frozen=True)
class Session:
    """An open profile, and where the verb writes; `today` is the day of an illustrative profile or of the clock."""

    store: Store
    console: Console
    today: date


@contextmanager
def opened(asked: Namespace, console: Console) -> Iterator[Session]:
    """Open the profile that is meant; raises a Trouble."""
    setup = Setup()
    folder, key = unlocked(asked)
    with Store.open(folder, key, setup) as store:
        yield Session(store, console, illustration.today(store, setup.clock))


def unlocked(asked: Namespace) -> tuple[Path, Key]:
    """Return the folder of the profile that is meant and the key to it, and speak its language from now on."""
    folder = _folder(asked.profile)
    if not asked.language:
        speak(profile.at(folder).language)
    return folder, vault.unlock(profile.at(folder).key_file, passphrase(asked))


def speak(language: str) -> None:
    """Use a language that there is a catalogue for; a profile may name one that is not here."""
    if language in i18n.LANGUAGES:
        i18n.use_language(language)


if sys.platform == "win32":

    def _somebody_types() -> bool:
        """Say whether the input is a keyboard; NUL, where nobody ever types, calls itself a terminal, too."""
        mode = ctypes.c_ulong()
        there = ctypes.c_void_p(msvcrt.get_osfhandle(sys.stdin.fileno()))
        return bool(ctypes.windll.kernel32.GetConsoleMode(there, ctypes.byref(mode)))

else:

    def _somebody_types() -> bool:
        return sys.stdin.isatty()


def passphrase(asked: Namespace) -> str:
    """Return the passphrase, from its file or from the keyboard."""
    return secret(asked.passphrase_file, _("Passphrase: "), "--passphrase-file")


def secret(file: str | None, prompt: str, option: str) -> str:
    """Return the first line of a file (`-`: of the input), or what is typed unseen; raises a Trouble."""
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file is not None:
        return _first_line(file)
    if not _somebody_types():
        raise NobodyToAsk(option)
    return getpass.getpass(prompt)


def write_file(path: Path, content: bytes) -> None:
    """Write a file; raises CannotWriteFile."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CannotWriteFile(path) from error


def _first_line(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotReadFile(file) from error


def _folder(chosen: Path | None) -> Path:
    if chosen is not None:
        return chosen
    found = profile.profiles()
    if len(found) == 1:
        return found[0].folder
    if not found:
        raise NoProfileChosen(_("There is no profile on this laptop yet. Make one with: cdadesk-cli init --name NAME"))
    folders = "; ".join(str(each.folder) for each in found)
    raise NoProfileChosen(_("There are several profiles. Choose one with --profile: {folders}").format(folders=folders))
