"""Profiles: one person, one folder, one encrypted file. Here is where its files lie and which profiles there are."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from cdadesk.clock import new_id
from cdadesk.store import files

_CARD = "profile.json"


@dataclass(frozen=True)
class Profile:
    """One profile's folder; the name and language on its card can be read before it is unlocked."""

    folder: Path
    name: str = ""
    language: str = "en"

    @property
    def key_file(self) -> Path:
        """Return the file that keeps the wrapped key."""
        return self.folder / "key.json"

    @property
    def database(self) -> Path:
        """Return the encrypted database."""
        return self.folder / "cdadesk.db"

    @property
    def lock(self) -> Path:
        """Return the file that is locked while the profile is open."""
        return self.folder / "lock"

    @property
    def logs(self) -> Path:
        """Return the folder of the log files."""
        return self.folder / "logs"

    @property
    def backups(self) -> Path:
        """Return the folder of the copies that are taken before an upgrade."""
        return self.folder / "backups"

    @property
    def files(self) -> Path:
        """Return the folder of the photos and papers, each encrypted under a name that tells nothing."""
        return self.folder / "files"

    def write_card(self) -> None:
        """Write down what the sign-in window shows; nothing else of a profile is plain text."""
        card = {"version": 1, "name": self.name, "language": self.language}
        files.replace(self.folder / _CARD, json.dumps(card, ensure_ascii=False).encode())


def at(folder: Path) -> Profile:
    """Return the profile in a folder; a card that is missing or damaged costs the name, not the profile."""
    try:
        card = json.loads((folder / _CARD).read_bytes())
        return Profile(folder, str(card["name"]), str(card["language"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Profile(folder, folder.name)


def default_root() -> Path:
    """Return the folder in which profiles lie unless the person chose another."""
    return platformdirs.user_data_path("cdadesk", appauthor=False) / "profiles"


def profiles(root: Path | None = None) -> list[Profile]:
    """Return the profiles on this laptop, by name."""
    folder = root or default_root()
    found = [at(path.parent) for path in folder.glob("*/key.json")]
    return sorted(found, key=lambda each: (each.name.casefold(), each.folder))


def new_folder(name: str, root: Path | None = None) -> Path:
    """Return a folder that is not taken yet, for a person of this name."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "profile"
    return (root or default_root()) / f"{plain[:40]}-{new_id().hex[-6:]}"
