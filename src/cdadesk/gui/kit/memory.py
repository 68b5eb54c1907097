"""What a window remembers from one day to the next: sizes, splits, the last place. Never anything a person wrote."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings


class Memory(Protocol):
    """Small texts by name; a name never kept is recalled as an empty text."""

    def recall(self, name: str) -> str:
        """Return what was kept under the name."""

    def keep(self, name: str, value: str) -> None:
        """Keep a value for the next time."""


class FileMemory:
    """Keeps in an INI file; what cannot be written is forgotten, never complained about."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def recall(self, name: str) -> str:
        """Return what was kept under the name."""
        return str(self._settings.value(name, ""))

    def keep(self, name: str, value: str) -> None:
        """Keep a value for the next time."""
        self._settings.setValue(name, value)
        self._settings.sync()


def written(state: QByteArray) -> str:
    """Write the bytes that Qt describes a geometry with as a text."""
    return bytes(state.toBase64().data()).decode("ascii")


def read(text: str) -> QByteArray:
    """Read the bytes back from a text; nonsense becomes no bytes, which Qt ignores."""
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))
