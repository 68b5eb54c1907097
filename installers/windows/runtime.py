"""Lays out Python for the program: signed binaries, the C runtime, and the standard library in two files."""

import datetime as dt
import shutil
import subprocess
import zipfile
from pathlib import Path

from installers.bytecode import compiled
from installers.tools import BuildFailed, matching
from installers.windows.fetching import Fetched
from installers.windows.packs import pack_modules, sources_in
from installers.windows.payload import HERE, PAYLOAD

_RUNTIME = PAYLOAD["runtime"]
_START = HERE / "cdadesk_start.py"
_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
_LONG_AGO = (2020, 1, 1, 0, 0, 0)  # an archive remembers times; ours must not change from build to build
# only this Python's own folders are searched, whatever the machine's variables say
_SEARCHED = "python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n"


def lay_out(parts: Fetched, place: Path) -> None:
    """Make the folder `runtime` of the program."""
    place.mkdir(parents=True)
    for name in _RUNTIME["binaries"]:
        (binary,) = matching(parts.python, name)
        _must_be_signed(binary)
        shutil.copyfile(binary, place / binary.name)
    for folder, names in ((parts.newer, "newer"), (parts.packages / "shiboken6", "microsoft")):
        for name in _RUNTIME[names]:
            (binary,) = matching(folder, name)
            shutil.copyfile(binary, place / name)
    (place / "python311._pth").write_bytes(_SEARCHED.encode("ascii"))
    _pack_standard_library(parts.python / "Lib", place)


def _must_be_signed(binary: Path) -> None:
    """Check the publisher's signature as of the day of the release: its certificate has run out since."""
    wanted = PAYLOAD["signed"]
    released = dt.datetime.fromisoformat(wanted["on"]).replace(tzinfo=dt.UTC)
    when = ("-time", str(int(released.timestamp())), "-ignore-timestamp", "-ignore-cdp", "-ignore-crl")
    command = ("osslsigncode", "verify", "-CAfile", _AUTHORITIES, *when, "-in", str(binary))
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    if "Succeeded" not in told or f"O={wanted['by']}" not in told.replace("O = ", "O="):
        raise BuildFailed(f"{binary.name} is not signed by the {wanted['by']}:\n{told}")


def _pack_standard_library(library: Path, place: Path) -> None:
    """Put what Python needs to come up into its own archive, and all else into the pack of the folder."""
    left_out = set(_RUNTIME["without"])
    sources = {name: each for name, each in sources_in(library).items() if not left_out.intersection(name.split("/"))}
    first = {name: each for name, each in sources.items() if name.startswith(tuple(_RUNTIME["first"]))}
    with zipfile.ZipFile(place / "python311.zip", "w") as archive:
        for name, source in sorted(first.items()):
            archive.writestr(zipfile.ZipInfo(f"{name}c", _LONG_AGO), compiled(source, name))
    pack_modules(place, {name: each for name, each in sources.items() if name not in first})
    (place / f"{_START.name}c").write_bytes(compiled(_START, _START.name))
