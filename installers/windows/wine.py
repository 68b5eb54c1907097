"""A laptop to try the installers on: wine 10 in a root of its own, which setup_wine.sh makes."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from installers.tools import ROOT

WINE_ROOT = Path(os.environ.get("CDADESK_WINE_ROOT", ROOT / "build" / "wine"))
DISPLAY = ":79"
LONG = 600  # seconds after which something hangs; nothing here waits for time to pass
INSTALLED = r"C:\users\root\AppData\Local\Programs\cdadesk"
RECORDS = r"C:\users\root\AppData\Local\cdadesk"


def is_ready() -> bool:
    """Say whether setup_wine.sh was run, also since the machine was started."""
    return (WINE_ROOT / "proc" / "self").exists()


class Laptop:
    """One imitated Windows with disks of its own."""

    def __init__(self, name: str) -> None:
        self.place = WINE_ROOT / "w" / name
        self._inside = f"/w/{name}"
        self._believes: dict[str, str] = {}
        self.place.mkdir(parents=True, exist_ok=True)

    def start_windows(self, architecture: str = "win64") -> None:
        """Make the disk C: as a fresh Windows has it."""
        self.wine("wineboot", "--init", WINEARCH=architecture)
        self.wine("wineserver", "--wait")

    def wine(
        self, *command: str, folder: str = ".", timeout: float = LONG, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of Windows, or one of wine's own, to its end; `folder` is one of the laptop's place."""
        return subprocess.run(
            self._command(command, environment, folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[str]]:
        """Let a program run as long as the block lasts."""
        with subprocess.Popen(self._command(command, {}), text=True, stdout=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                self.wine("wineserver", "--kill")
                process.kill()

    @contextmanager
    def in_the_year(self, year: int) -> Iterator[None]:
        """Let the laptop's clock stand in another year as long as the block lasts."""
        self.wine("wineserver", "--kill")
        self._believes = {
            "FAKETIME": f"@{year}-01-01 10:00:00",
            "FAKETIME_DISABLE_SHM": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "LD_PRELOAD": "/usr/$LIB/faketime/libfaketime.so.1",
            "NO_FAKE_STAT": "1",
        }
        try:
            yield
        finally:
            self.wine("wineserver", "--kill")
            self._believes = {}

    def gets_fonts_of_india(self) -> None:
        """Let windows that are not drawn by Qt write Devanagari, as Windows does by itself."""
        for font in (ROOT / "resources" / "fonts").glob("NotoSansDevanagari-*.ttf"):
            shutil.copyfile(font, self.path(rf"C:\windows\Fonts\{font.name}"))
        key = r"HKCU\Software\Wine\Fonts\Replacements"
        for replaced in ("MS Shell Dlg", "Tahoma"):
            self.wine("wine", "reg", "add", key, "/v", replaced, "/d", "Noto Sans Devanagari", "/f")

    def carry(self, file: Path) -> str:
        """Put a file on the laptop, as from a stick, and return its path there."""
        shutil.copyfile(file, self.place / file.name)
        return "Z:" + f"{self._inside}/{file.name}".replace("/", "\\")

    def path(self, there: str) -> Path:
        """Return where a path of C: really lies."""
        return self.place / "prefix" / "drive_c" / there.removeprefix("C:\\").replace("\\", "/")

    def install(self, installer: Path, *more: str) -> int:
        """Install without questions and return the installer's exit code; a folder after `/D=` stays without quotes."""
        return self.wine("wine", self.carry(installer), "/S", *" ".join(more).split()).returncode

    def uninstall(self, folder: str = INSTALLED) -> int:
        """Remove the program without questions and return the exit code; `_?=` makes it stay until it is done."""
        return self.wine("wine", rf"{folder}\uninstall.exe", "/S", f"_?={folder}").returncode

    def ask(self, *arguments: str, folder: str = INSTALLED) -> subprocess.CompletedProcess[str]:
        """Run the installed program's console."""
        return self.wine("wine", rf"{folder}\prog\cdadesk-cli.exe", *arguments)

    def registered(self) -> str:
        """Return the version that Windows shows among its programs, or nothing."""
        key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\cdadesk"
        told = self.wine("wine", "reg", "query", key, "/v", "DisplayVersion").stdout.split()
        return told[-1] if "DisplayVersion" in told else ""

    def _command(self, command: Sequence[str], environment: dict[str, str], folder: str = ".") -> list[str]:
        known = {
            "DISPLAY": DISPLAY,
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "WINEPREFIX": f"{self._inside}/prefix",
        }
        told = [f"{name}={value}" for name, value in (known | self._believes | environment).items()]
        return ["chroot", str(WINE_ROOT), "env", "-i", "-C", f"{self._inside}/{folder}", *told, *command]
