"""How this program came to be on this computer: installed on Windows, from a Debian package, or run from its source."""

from dataclasses import dataclass
from pathlib import Path

from cdadesk.version import program_version

WINDOWS, DEBIAN, SOURCE = "windows", "debian", "source"
_BASE = "base.id"
_BEFORE = ("prog.before", "prog/app.before")


@dataclass(frozen=True)
class Installed:
    """The program as it lies here; `home` is the folder of the installation, None where there is none of its own."""

    version: str
    platform: str = SOURCE
    home: Path | None = None

    @property
    def base(self) -> str:
        """Return the name of Python and libraries beneath our own code; empty if they are not ours."""
        file = self.home / "prog" / _BASE if self.home else None
        return file.read_text(encoding="ascii").strip() if file and file.is_file() else ""

    @property
    def way_back(self) -> Path | None:
        """Return the program that puts the version before in its place; None if none is kept."""
        if self.home is None or not any((self.home / each).is_dir() for each in _BEFORE):
            return None
        found = self.home / "back.exe"
        return found if found.is_file() else None


def here() -> Installed:
    """Return how this program is installed."""
    app = Path(__file__).resolve().parent.parent
    if (app.parent / _BASE).is_file():
        return Installed(program_version(), WINDOWS, app.parent.parent)
    if (app.parent / "start.py").is_file() and app.name == "app":
        return Installed(program_version(), DEBIAN)
    return Installed(program_version())
