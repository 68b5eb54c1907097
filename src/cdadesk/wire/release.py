"""What a release says of itself: `update.json`, the same at the server and on a stick, signed with Ed25519.

The file is JSON of two members: `release`, a text that is itself JSON, and `signatures`, for the name of each key the
signature (base64) over `cdadesk release 1`, a line feed and that text in UTF-8. It has no expiry: a laptop may hear of
it after months, by a clock that is wrong by years.
"""

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

NAME = "update.json"
MOST = 64 * 1024
FILE_MOST = 500_000_000
WINDOWS, DEBIAN = "windows", "debian"
_CONTEXT = b"cdadesk release 1\n"
_KEY_BYTES = 32
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MISFITS = (AttributeError, KeyError, TypeError, ValueError, RecursionError)

Keys = Mapping[str, bytes]
"""The public keys that are trusted, 32 bytes each, by their names."""


class NotARelease(ValueError):
    """The file is damaged, or something else."""


class NotSigned(ValueError):
    """No key that is trusted has signed it."""


@dataclass(frozen=True)
class Part:
    """One file of a release. One with a `base` holds our own code only and fits what has the same base beneath."""

    name: str
    platform: str
    size: int
    sha256: str
    base: str = ""

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read one; raises ValueError for what could not be such a file."""
        part = cls(plain["name"], plain["platform"], plain["size"], plain["sha256"], plain.get("base", ""))
        fits = _FILE_NAME.fullmatch(part.name) and _SHA256.fullmatch(part.sha256) and isinstance(part.size, int)
        if not fits or not 0 < part.size <= FILE_MOST or not isinstance(part.base, str):
            raise ValueError("not a file of a release")
        return part


@dataclass(frozen=True)
class Release:
    """A version of the program: its number, the local day it was made, its news by language, its files."""

    version: str
    day: dt.date
    news: Mapping[str, str]
    parts: tuple[Part, ...]

    def part_for(self, platform: str, base: str) -> Part | None:
        """Return the file for an installed program: the small one if it fits, else the full one, None if none fits."""
        ours = [each for each in self.parts if each.platform == platform and each.base in ("", base)]
        return min(ours, key=lambda each: each.size, default=None)

    def news_in(self, language: str) -> str:
        """Return what is new in a language, or else in English."""
        return self.news.get(language) or self.news.get("en", "")


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as figures that can be compared; empty for what is none, which is older than all."""
    found = _VERSION.fullmatch(version)
    return tuple(int(each) for each in found.groups()) if found else ()


def sealed(release: Release, keys: Mapping[str, SigningKey]) -> bytes:
    """Return the content of `update.json`, signed by each key."""
    plain = {
        "version": release.version,
        "day": release.day.isoformat(),
        "news": dict(release.news),
        "parts": [{name: told for name, told in vars(part).items() if told != ""} for part in release.parts],
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    signed = {name: key.sign(_CONTEXT + text.encode()).signature for name, key in keys.items()}
    signatures = {name: base64.b64encode(each).decode("ascii") for name, each in signed.items()}
    return json.dumps({"release": text, "signatures": signatures}, ensure_ascii=False, indent=1).encode() + b"\n"


def read(content: bytes, trusted: Keys) -> Release:
    """Return the release of an `update.json`; raises NotARelease or NotSigned, and believes nothing before that."""
    if len(content) > MOST:
        raise NotARelease
    try:
        outer = json.loads(content)
        text, signatures = outer["release"], dict(outer["signatures"])
        signed = _CONTEXT + text.encode()
    except _MISFITS as error:
        raise NotARelease from error
    if not any(_is_signed(signed, key, signatures.get(name)) for name, key in trusted.items()):
        raise NotSigned
    try:
        return _release(json.loads(text))
    except _MISFITS as error:
        raise NotARelease from error


def read_keys(text: str) -> dict[str, bytes]:
    """Return the keys of `keys.txt`; raises ValueError for a line that is none."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    keys = {name: base64.b64decode(key, validate=True) for name, key in lines}
    if any(len(key) != _KEY_BYTES for key in keys.values()):
        raise ValueError("a key has 32 bytes")
    return keys


def _is_signed(signed: bytes, key: bytes, signature: object) -> bool:
    try:
        VerifyKey(key).verify(signed, base64.b64decode(str(signature), validate=True))
    except (CryptoError, ValueError, TypeError, binascii.Error):
        return False
    return True


def _release(plain: Mapping[str, Any]) -> Release:
    parts = tuple(Part.of_plain(each) for each in plain["parts"])
    news = {str(language): str(told) for language, told in plain["news"].items()}
    if not numbers(plain["version"]):
        raise ValueError("no version")
    return Release(plain["version"], dt.date.fromisoformat(plain["day"]), news, parts)
