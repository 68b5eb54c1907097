"""Releases for tests: a key, a file that stands for an installer, and what is said of it."""

import datetime as dt
import hashlib
from pathlib import Path

from nacl.signing import SigningKey

from cdadesk.acts.updating import Updates
from cdadesk.installed import WINDOWS, Installed
from cdadesk.wire import release as releases
from cdadesk.wire.release import NAME, Part, Release

KEY = SigningKey(bytes(range(32)))
TRUSTED = {"release": bytes(KEY.verify_key)}
HERE, BASE = "0.1.0", "0123456789abcdef"
FULL = b"MZ an installer " * 20_000
SMALL = b"MZ our own code " * 500


def a_part(name: str, content: bytes, base: str = "") -> Part:
    """Return what a release says of a file for Windows."""
    return Part(name, releases.WINDOWS, len(content), hashlib.sha256(content).hexdigest(), base)


def write_release(folder: Path, version: str = "0.2.0", key: SigningKey = KEY, parts: tuple[Part, ...] = ()) -> Release:
    """Lay a release into a folder, by default with a full and a small installer, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = f"cdadesk-{version}-setup.exe", f"cdadesk-{version}-update.exe"
    for name, content in zip(names, (FULL, SMALL), strict=True):
        (folder / name).write_bytes(content)
    told = parts or (a_part(names[0], FULL), a_part(names[1], SMALL, BASE))
    news = {"en": "Sticks are read faster.", "hi": "स्टिक अब जल्दी पढ़ी जाती है।"}
    made = Release(version, dt.date(2027, 1, 5), news, told)
    (folder / NAME).write_bytes(releases.sealed(made, {"release": key}))
    return made


def updates_in(folder: Path, base: str = BASE) -> Updates:
    """Return the ways of a program that is installed on Windows in a folder."""
    (folder / "prog").mkdir(parents=True, exist_ok=True)
    (folder / "prog" / "base.id").write_text(base, encoding="ascii")
    return Updates(Installed(HERE, WINDOWS, folder), TRUSTED, folder / "updates")
