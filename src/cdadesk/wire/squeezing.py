"""Ids and digests inside messages: 16 bytes behind a byte that no text holds, instead of 32 or 36 digits."""

import re
from binascii import hexlify, unhexlify
from collections.abc import Sequence

_ID, _DIGEST = b"\xff", b"\xfe"  # bytes that are in no UTF-8
_SPELLED = re.compile(  # one beginning for both, so that whatever begins otherwise is passed over quickly
    rb"[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24})"
)
_WHERE_SPELLED = re.compile(rb'["/][0-9a-f-]{32,}')  # where they stand in a long message; this is passed over quickly
_LONG = 64 * 1024
_IDS = re.compile(rb"(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})+")
_DENSE = re.compile(rb"[\xfe\xff].{16}(?:[\xfe\xff].{16})*", re.DOTALL)
_WIDTH = 17  # bytes of an id or a digest
_MANY = 16  # from here on a column of them is better spelled digit by digit
_OF_DIGEST = range(32)  # where each of its digits stands
_OF_ID = [at + sum(at >= dash for dash in (8, 12, 16, 20)) for at in range(32)]


def squeezed(plain: bytes) -> bytes:
    """Return the bytes with ids and digests in 16 bytes each, behind a byte that no text holds.

    In a long message those amid a text stay as they are: to look for them there takes longer than all else.
    """
    if len(plain) < _LONG:
        return _SPELLED.sub(_condense, plain)
    return _WHERE_SPELLED.sub(_condense_all, plain)


def stretched(dense: bytes) -> bytes:
    """Return the bytes as they were before `squeezed`; raises ValueError if they never were."""
    plain = _DENSE.sub(_spell, dense)
    if _ID in plain or _DIGEST in plain:
        raise ValueError("an id that is cut off")
    return plain


def _condense(found: re.Match[bytes]) -> bytes:
    spelled = found[0]
    return _DIGEST + unhexlify(spelled) if len(spelled) == 32 else _ID + unhexlify(spelled.replace(b"-", b""))


def _condense_all(found: re.Match[bytes]) -> bytes:
    """Condense what may be a whole column of ids, or of digests."""
    begun, spelled = found[0][:1], found[0][1:]
    if _IDS.fullmatch(spelled):
        return begun + _marked(_ID, unhexlify(spelled.replace(b"-", b"")))
    if len(spelled) % 32 == 0 and b"-" not in spelled:
        return begun + _marked(_DIGEST, unhexlify(spelled))
    return begun + _SPELLED.sub(_condense, spelled)


def _marked(mark: bytes, told: bytes) -> bytes:
    return mark + mark.join([told[at : at + 16] for at in range(0, len(told), 16)])


def _spell(found: re.Match[bytes]) -> bytes:
    """Spell out all ids and digests that follow each other."""
    marks, told = found[0][::_WIDTH], hexlify(found[0])
    if len(marks) >= _MANY and (_ID not in marks or _DIGEST not in marks):
        return _spread(told, _OF_DIGEST if _ID not in marks else _OF_ID)
    each = [told[at : at + 32] for at in range(2, len(told), 2 * _WIDTH)]
    return b"".join([_dashed(digits) if mark == _ID[0] else digits for mark, digits in zip(marks, each, strict=True)])


def _spread(told: bytes, places: Sequence[int]) -> bytes:
    """Return a column spelled out, the first digits of all at once, then the second: there are many, and few digits."""
    width = places[-1] + 1
    spelled = bytearray(b"-") * (len(told) // (2 * _WIDTH) * width)
    for at, place in enumerate(places):
        spelled[place::width] = told[2 + at :: 2 * _WIDTH]
    return bytes(spelled)


def _dashed(digits: bytes) -> bytes:
    return b"-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
