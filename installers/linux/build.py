"""Builds the Debian package: `python3 dev.py deb`. One package for Debian 12 and 13 on 64-bit machines."""

import argparse
import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from installers.licences import gather
from installers.program import lay_out_program
from installers.tools import (
    ROOT,
    BuildFailed,
    digest,
    digest_of_folders,
    files_in,
    must,
    must_come_out_again,
    read_toml,
    say,
    version,
)
from installers.trimming import drop, keep_only

HERE = Path(__file__).resolve().parent
PAYLOAD = read_toml(HERE / "payload.toml")
_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-deps", "--require-hashes")
_COMMANDS = {"cdadesk": "window", "cdadesk-cli": "console"}
_AFTER = """#!/bin/sh
set -e
python3 -m compileall -q /usr/lib/cdadesk || true
"""
_BEFORE = """#!/bin/sh
set -e
find /usr/lib/cdadesk -name __pycache__ -type d -prune -exec rm -rf {} +
"""


def main() -> int:
    """Do what the command line asks for and return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py deb", description="Build the Debian package.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "linux", help="the folder for what is made")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "cache", help="the folder for what is fetched")
    parser.add_argument("--twice", action="store_true", help="build once more and compare, bit by bit")
    asked = parser.parse_args()
    try:
        package = build(asked.out.resolve(), asked.cache.resolve())
        say(f"{package.stat().st_size / 1_000_000:.1f} MB  {digest(package)}  {package}")
        if asked.twice:
            must_come_out_again("installers.linux.build", [package], "--cache", asked.cache)
    except (BuildFailed, OSError) as problem:
        say(f"not built: {problem}")
        return 1
    return 0


def build(out: Path, cache: Path) -> Path:
    """Build the package and return its path; raises BuildFailed."""
    root = out / "root"
    shutil.rmtree(root, ignore_errors=True)
    home = root / "usr" / "lib" / "cdadesk"
    home.mkdir(parents=True)
    fetched = {python: _fetched(cache, python) for python in PAYLOAD["system"]["pythons"]}
    _lay_out_libraries(fetched, home)
    lay_out_program(home / "app", PAYLOAD["program"]["drop"])
    shutil.copyfile(HERE / "start.py", home / "start.py")
    _lay_out_entries(root)
    _must_work(home)
    gather(next(iter(fetched.values())), root / "usr" / "share" / "doc" / "cdadesk")
    _write_control(root)
    return _pack(root, out / f"cdadesk_{version()}_amd64.deb")


def _fetched(cache: Path, python: str) -> Path:
    """Return the libraries for one Python, fetched once for each state of the lock."""
    lock = _lock()
    place = cache / f"linux-{python}-{hashlib.sha256(lock.encode()).hexdigest()[:16]}"
    unfinished = place.with_name(f"{place.name}.part")
    if not place.is_dir():
        say(f"fetching the libraries for Python {python}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        (unfinished / "lock.txt").write_text(lock, encoding="utf-8")
        platforms = [word for each in PAYLOAD["system"]["platforms"] for word in ("--platform", each)]
        how = ("--only-binary=:all:", "--implementation", "cp", "--python-version", python, "--no-compile", *platforms)
        must(*_PIP, *how, "--target", unfinished, "-r", unfinished / "lock.txt")
        (unfinished / "lock.txt").unlink()
        unfinished.rename(place)
    return place


def _lock() -> str:
    """Return the part of requirements.lock that the program needs: what it needs on Windows, less `without`."""
    windows = (ROOT / "installers" / "windows" / "requirements-win.txt").read_text(encoding="utf-8")
    wanted = set(re.findall(r"(?m)^([a-z0-9._-]+)==", windows)) - set(PAYLOAD["system"]["without"])
    blocks = re.split(r"(?m)^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    return "".join(block for block in blocks if block.partition("==")[0] in wanted)


def _lay_out_libraries(fetched: dict[str, Path], home: Path) -> None:
    """Put what is the same for every Python into `lib`, and the rest beside it.

    A folder `….libs` stays beside the library that was compiled for one Python: only there is it looked for.
    """
    first, *others = fetched.values()
    alike = {each.name for each in first.iterdir() if all(_is_same(each, other / each.name) for other in others)}
    shared = {name for name in alike if not name.endswith(".libs")}
    for python, folder in fetched.items():
        for each in sorted(folder.iterdir()):
            place = home / ("lib" if each.name in shared else f"lib{python}") / each.name
            if not place.exists():
                place.parent.mkdir(exist_ok=True)
                (shutil.copytree if each.is_dir() else shutil.copyfile)(each, place)
    for package, wanted in PAYLOAD["keep"].items():
        keep_only(home / "lib" / package, wanted["files"])
    for folder in sorted(home.glob("lib*")):
        drop(folder, PAYLOAD["libraries"]["drop"])


def _must_work(home: Path) -> None:
    """Let the program try itself, with the libraries beside it and no others; raises BuildFailed."""
    must(sys.executable, "-I", "-S", "-B", home / "start.py", "window", "--self-test")


def _is_same(one: Path, other: Path) -> bool:
    if not other.exists():
        return False
    look = digest_of_folders if one.is_dir() else digest
    return look(one) == look(other)


def _lay_out_entries(root: Path) -> None:
    """Put the commands, the entry of the menu and its picture where Debian looks for them."""
    commands, menu = root / "usr" / "bin", root / "usr" / "share" / "applications"
    pictures = root / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps"
    for folder in (commands, menu, pictures):
        folder.mkdir(parents=True)
    for name, what in _COMMANDS.items():
        line = f'#!/bin/sh\nexec /usr/bin/python3 -I /usr/lib/cdadesk/start.py {what} "$@"\n'
        (commands / name).write_text(line, encoding="ascii")
        (commands / name).chmod(0o755)
    shutil.copyfile(HERE / "cdadesk.desktop", menu / "cdadesk.desktop")
    shutil.copyfile(ROOT / "resources" / "icons" / "cdadesk.svg", pictures / "cdadesk.svg")


def _write_control(root: Path) -> None:
    folder = root / "DEBIAN"
    folder.mkdir()
    size = sum(each.stat().st_size for each in files_in(root)) // 1024
    fields = {
        "Package": "cdadesk",
        "Version": version(),
        "Architecture": "amd64",
        "Maintainer": "cdadesk contributors <cdadesk@localhost>",
        "Installed-Size": str(size),
        "Depends": ", ".join(PAYLOAD["system"]["depends"]),
        "Recommends": ", ".join(PAYLOAD["system"]["recommends"]),
        "Section": "misc",
        "Priority": "optional",
        "Description": "desk of a Cluster Development Agent\n Interviews, meetings, trust and fair cost-sharing.",
    }
    lines = "".join(f"{name}: {told}\n" for name, told in fields.items())
    (folder / "control").write_text(lines, encoding="utf-8")
    for name, script in (("postinst", _AFTER), ("prerm", _BEFORE)):
        (folder / name).write_text(script, encoding="ascii")
        (folder / name).chmod(0o755)


def _pack(root: Path, package: Path) -> Path:
    say("packing")
    committed = must("git", "log", "-1", "--format=%ct").strip()
    os.environ["SOURCE_DATE_EPOCH"] = committed  # the same bytes from one commit
    for each in [*root.rglob("*"), root]:
        os.utime(each, (int(committed), int(committed)))
        each.chmod(0o755 if each.is_dir() or each.stat().st_mode & 0o100 else 0o644)
    must("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, package)
    return package


if __name__ == "__main__":
    sys.exit(main())
