"""Canonical JSON and digests: the same bytes on every machine."""

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

DIGEST_BYTES = 16
length_bytes = struct.Struct(">Q").pack
"""A length, as it stands before each part of what a digest is taken over."""
_json = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


_quick = msgspec.json.Encoder(order="deterministic")


def encode(value: Any) -> bytes:
    """Return UTF-8 JSON with sorted keys and no spaces, of values that hold no floats.

    Half a character, which a text cut in the wrong place ends in, passes through: refusing it is a matter of shape.
    """
    try:
        return _quick.encode(value)
    except (TypeError, UnicodeEncodeError):  # half a character, or keys that are no texts
        return _json.encode(value).encode(errors="surrogatepass")


def each(values: Sequence[Any]) -> list[bytes]:
    """Return the JSON of each value, quicker than one by one; raises ValueError for half a character."""
    return _quick.encode_lines(values).split(b"\n")[: len(values)]


def texts(encoded: Sequence[bytes]) -> list[str]:
    """Return JSON of many values as text, quicker than one by one: none of it holds a line break."""
    return b"\n".join(encoded).decode().split("\n")[: len(encoded)]


def written(value: Any) -> str:
    """Return the same as text."""
    return encode(value).decode(errors="surrogatepass")


def read(written: str | bytes) -> Any:
    """Return what was written down so, or as any other JSON; raises ValueError where it is none."""
    try:
        return msgspec.json.decode(written)
    except (ValueError, RecursionError):  # half a character; and what is none at all is refused in one way everywhere
        return json.loads(written)


def digest(*parts: bytes) -> str:
    """Return SHA-256 over the parts, cut to 16 bytes, as hex.

    The chain guards a laptop's ops against mix-ups, and the sender of a chain gains nothing from a collision in it;
    half the digest keeps a message that carries one change small.
    """
    joined = b"".join([piece for part in parts for piece in (length_bytes(len(part)), part)])
    return hashlib.sha256(joined).hexdigest()[: 2 * DIGEST_BYTES]


def salted(salt: bytes, values: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of (salt, path, value) for each path: the same as one by one, and quicker for many."""
    begun, sha256 = length_bytes(len(salt)) + salt, hashlib.sha256
    found = {}
    for path, value in values.items():
        name = path.encode()
        joined = b"".join((begun, length_bytes(len(name)), name, length_bytes(len(value)), value))
        found[path] = sha256(joined).hexdigest()[: 2 * DIGEST_BYTES]
    return found
