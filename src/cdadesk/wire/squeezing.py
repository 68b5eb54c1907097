"""Ids and digests inside messages: 16 bytes behind a byte that no text holds, instead of 32 or 36 digits."""

import re
from binascii import hexlify, unhexlify
from collections.abc import Iterator, Sequence

_ID, _DIGEST = b"\xff", b"\xfe"  # bytes that are in no UTF-8
_SPELLED = re.compile(  # one beginning for both, so that whatever begins otherwise is passed over quickly
    rb"[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24})"
)
_DIGITS = bytes(b"x"[0] if each in b"0123456789abcdef-" else b" "[0] for each in range(256))
_LONG = 64 * 1024
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
    told, done = list[bytes](), 0
    for begin, end in _spelled_in(plain):
        told += (plain[done:begin], _condense_all(plain[begin:end]))
        done = end
    return b"".join((*told, plain[done:]))


def stretched(dense: bytes) -> bytes:
    """Return the bytes as they were before `squeezed`; raises ValueError if they never were."""
    told, done = list[bytes](), 0
    for marked in _marked_in(dense):
        told += (dense[done : marked.start()], _spell(marked[0]))
        done = marked.end()
    return b"".join((*told, dense[done:]))


def _spelled_in(plain: bytes) -> Iterator[tuple[int, int]]:
    """Yield where digits and dashes begin and end that are enough for an id or a digest; all else is only skipped."""
    digits, end = plain.translate(_DIGITS), 0
    while (begin := digits.find(b"x" * 32, end)) >= 0:
        end = digits.find(b" ", begin)
        end = len(plain) if end < 0 else end
        if plain[begin - 1 : begin] in (b'"', b"/"):
            yield begin, end


def _marked_in(dense: bytes) -> Iterator[re.Match[bytes]]:
    """Yield ids and digests, those that follow each other as one; raises ValueError for one that is cut off."""
    end = 0
    nearest = {mark: dense.find(mark) for mark in (_ID, _DIGEST)}
    while any(at >= 0 for at in nearest.values()):
        begin = min(at for at in nearest.values() if at >= 0)
        marked = _DENSE.match(dense, begin)
        if marked is None:
            raise ValueError("an id that is cut off")
        yield marked
        end = marked.end()
        nearest = {mark: dense.find(mark, end) if 0 <= at < end else at for mark, at in nearest.items()}


def _condense(found: re.Match[bytes]) -> bytes:
    spelled = found[0]
    return _DIGEST + unhexlify(spelled) if len(spelled) == 32 else _ID + unhexlify(spelled.replace(b"-", b""))


def _condense_all(spelled: bytes) -> bytes:
    """Condense what may be a whole column of ids, or of digests."""
    if _are_ids(spelled):
        return _marked(_ID, unhexlify(spelled.replace(b"-", b"")))
    if len(spelled) % 32 == 0 and b"-" not in spelled:
        return _marked(_DIGEST, unhexlify(spelled))
    return _SPELLED.sub(_condense, spelled)


def _are_ids(spelled: bytes) -> bool:
    """Say whether digits and dashes are ids without anything between them."""
    count = len(spelled) // 36
    dashes = [spelled[at::36] for at in (8, 13, 18, 23)]
    return len(spelled) == 36 * count and spelled.count(b"-") == 4 * count and set(dashes) == {b"-" * count}


def _marked(mark: bytes, told: bytes) -> bytes:
    return mark + mark.join([told[at : at + 16] for at in range(0, len(told), 16)])


def _spell(marked: bytes) -> bytes:
    """Spell out all ids and digests that follow each other."""
    marks, told = marked[::_WIDTH], hexlify(marked)
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
