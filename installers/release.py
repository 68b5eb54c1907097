"""Signs a release: `python3 dev.py release -- key FILE` once, then `-- sign --key FILE --news CHANGES.json` for each.

What comes out is the folder `updates`, the same for the server (`cdadesk-server serve --updates DIR`) and for a stick.
"""

import argparse
import base64
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from nacl.signing import SigningKey

from cdadesk.clock import Clock
from cdadesk.wire import release
from cdadesk.wire.release import DEBIAN, WINDOWS, Part, Release
from installers.tools import ROOT, BuildFailed, digest, say, version

_SUMS = "SHA256SUMS"


def main() -> int:
    """Do what the command line asks for and return the exit code."""
    asked = _parser().parse_args()
    try:
        asked.act(asked)
    except (BuildFailed, OSError, ValueError) as problem:
        say(f"not done: {problem}")
        return 1
    return 0


def make_key(asked: argparse.Namespace) -> None:
    """Write a new secret key into a file and print the line for resources/updates/keys.txt; raises FileExistsError."""
    key = SigningKey.generate()
    with os.fdopen(os.open(asked.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(written(bytes(key)) + "\n")
    say(f"secret key: {asked.file}. Keep it apart from all else, and a copy of it; this line goes in keys.txt:")
    print(f"{asked.name} {written(bytes(key.verify_key))}")


def written(key: bytes) -> str:
    """Return a key as it is written down."""
    return base64.b64encode(key).decode("ascii")


def sign(asked: argparse.Namespace) -> None:
    """Gather the installers of this version into a folder and write what the release says of itself, signed."""
    news = json.loads(asked.news.read_text(encoding="utf-8")) if asked.news else {}
    found = gather(asked.windows, asked.debian, asked.out)
    key = SigningKey(base64.b64decode(asked.key.read_text(encoding="ascii").strip(), validate=True))
    made = write(asked.out, version(), found, news, {asked.name: key})
    say(f"version {made.version}: {len(made.parts)} files, signed, in {asked.out}")


def gather(windows: Path, debian: Path, out: Path) -> list[Part]:
    """Copy what was built of this version and return what it is; raises BuildFailed if there is nothing."""
    out.mkdir(parents=True, exist_ok=True)
    base_file = windows / "work" / "prog" / "base.id"
    base = base_file.read_text(encoding="ascii").strip() if base_file.exists() else ""
    wanted = (
        (windows / f"cdadesk-{version()}-setup.exe", WINDOWS, ""),
        (windows / f"cdadesk-{version()}-update.exe", WINDOWS, base),
        (debian / f"cdadesk_{version()}_amd64.deb", DEBIAN, ""),
    )
    parts = [part_of(file, platform, base, out) for file, platform, base in wanted if file.exists()]
    if not parts:
        raise BuildFailed(f"no installer of version {version()} was built; see docs/releasing.md")
    return parts


def part_of(file: Path, platform: str, base: str, out: Path) -> Part:
    """Copy one file into the folder of the release and return what it is."""
    if file.parent != out:
        shutil.copyfile(file, out / file.name)
    return Part(file.name, platform, file.stat().st_size, digest(file), base)


def write(
    out: Path, number: str, parts: list[Part], news: Mapping[str, str], keys: Mapping[str, SigningKey]
) -> Release:
    """Write `update.json` and the sums beside the files; the day is that on which it is signed."""
    made = Release(number, Clock().today(), dict(news), tuple(parts))
    (out / release.NAME).write_bytes(release.sealed(made, keys))
    sums = "".join(f"{each.sha256}  {each.name}\n" for each in parts)
    (out / _SUMS).write_text(sums, encoding="ascii")
    return made


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py release", description="Sign a release, so that programs take it.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    making = verbs.add_parser("key", help="make the key of a release")
    making.add_argument("file", type=Path, help="the file that will hold the secret key")
    making.set_defaults(act=make_key)
    signing = verbs.add_parser("sign", help="sign the installers that were built")
    signing.add_argument("--key", type=Path, required=True, help="the file of the secret key")
    signing.add_argument("--news", type=Path, help='what is new, by language: {"en": "…", "hi": "…"}')
    signing.add_argument("--windows", type=Path, default=ROOT / "build" / "windows")
    signing.add_argument("--debian", type=Path, default=ROOT / "build" / "linux")
    signing.add_argument("--out", type=Path, default=ROOT / "build" / "updates", help="the folder of the release")
    signing.set_defaults(act=sign)
    for each in (making, signing):
        each.add_argument("--name", type=_key_name, default="release", help="name of the key")
    return parser


def _key_name(typed: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", typed):
        raise argparse.ArgumentTypeError("small letters, figures and hyphens only")
    return typed


if __name__ == "__main__":
    sys.exit(main())
