"""Identities of the demo that are the same wherever it is made, so that two laptops and the server mean one record."""

import datetime as dt
import hashlib
from uuid import UUID

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)


def stable_id(name: str, at: dt.datetime) -> UUID:
    """Return the UUIDv7 of an instant whose random part follows from a name."""
    drawn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:10], "big")
    first, second = drawn >> 68, drawn & ((1 << 62) - 1)
    return UUID(int=((at - _EPOCH) // _MILLISECOND) << 80 | 0x7 << 76 | first << 64 | 0b10 << 62 | second)
