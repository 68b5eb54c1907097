"""Frames: how messages lie in a request, an answer or a file on a stick.

`magic "CDA1", type u8, length u32 (big endian), payload`. All messages of a body share the payload of one frame: one
zstd stream, begun with a dictionary, in which `type u8, length u32, canonical JSON` follow each other. What several
messages say (ids, names of keys) is thus written once; an id or a digest takes 17 bytes. A declared size is checked
before anything is unpacked and the limit holds again while unpacking: 6 kB must not become 200 MB.
"""

import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any

import msgspec

from cdadesk.wire import canonical
from cdadesk.wire.dictionary import DICTIONARY
from cdadesk.wire.squeezing import squeezed, stretched

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"CDA1"
_DICTIONARY = zstd.ZstdDict(DICTIONARY, is_raw=True)
_QUICKLY, _SMALL = 3, 19  # what carries one change is packed as small as can be, in half a millisecond
_SHORT = 4096
PLAIN_LIMIT = 32 * 1024 * 1024
PACKED_LIMIT = 8 * 1024 * 1024
DEPTH_LIMIT = 32
_PIECE = 64 * 1024
_HEAD = struct.Struct(">4sBI")
HEAD = _HEAD.size
_INNER = struct.Struct(">BI")


class FrameType(IntEnum):
    """What a frame carries."""

    envelope = 1
    batch = 2
    outcomes = 3
    page = 4
    grants = 5
    blob_have = 6
    blob_part = 7
    end = 8
    enrol = 9
    enrolled = 10
    refused = 11
    set_aside = 12
    bundle = 13
    blob_want = 14
    messages = 15
    apart = 16


_BRANCHES = (dict, list)
RAW = frozenset({FrameType.blob_part, FrameType.bundle})
"""Types that are frames of their own, of bytes as they are: neither JSON nor packed."""
_NOT_MESSAGES = {FrameType.end, FrameType.messages, *RAW}


class BadFrames(ValueError):
    """The bytes are not frames of this protocol: cut off, damaged, hostile, or another program's answer."""


class TooLarge(BadFrames):
    """The frames may be in order, but hold more than the reader takes."""


@dataclass(frozen=True)
class Frame:
    """One message and its type."""

    type: FrameType
    body: Any


@dataclass(frozen=True)
class Written:
    """A message in the bytes that are packed in the end, so that this can be done before its body is sent."""

    type: FrameType
    told: bytes


def pack(*messages: Frame | Written) -> bytes:
    """Return the bytes of a body: one frame that holds all the messages, and needs no end after it.

    What is raw follows as frames of its own, which an end closes.
    """
    raw = [_framed(each.type, bytes(each.body)) for each in messages if isinstance(each, Frame) and each.type in RAW]
    plain = [written(each) if isinstance(each, Frame) else each for each in messages if each.type not in RAW]
    told = [_INNER.pack(each.type, len(each.told)) + each.told for each in plain]
    body = [_framed(FrameType.messages, _deflate(b"".join(told)))] if told or not raw else []
    return b"".join((*body, *raw, _framed(FrameType.end, b""))) if raw else body[0]


def written(message: Frame) -> Written:
    """Write a message out."""
    return Written(message.type, squeezed(canonical.encode(message.body)))


def _framed(kind: FrameType, payload: bytes) -> bytes:
    return _HEAD.pack(MAGIC, kind, len(payload)) + payload


def _deflate(plain: bytes) -> bytes:
    is_short = len(plain) <= _SHORT
    level = _SMALL if is_short else _QUICKLY
    begun_with = _DICTIONARY if is_short else _DICTIONARY.as_prefix  # long ones find more of themselves so
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: level,
        zstd.CompressionParameter.checksum_flag: 1,
    }
    return zstd.compress(plain, options=options, zstd_dict=begun_with)


def unpack(packed: bytes, *, limit: int = PLAIN_LIMIT) -> list[Frame]:
    """Return the messages of a body; raises BadFrames unless every byte is accounted for.

    `limit` is the most bytes that all of them together may unpack to; raises TooLarge for more.
    """
    found: list[Frame] = []
    for kind, payload in _split(packed):
        if kind in RAW:
            limit -= len(payload)
            found.append(_raw(kind, payload, limit))
            continue
        if kind is not FrameType.messages:
            raise BadFrames("a frame that holds no messages")
        messages, size = read_messages(payload, limit=limit)
        limit -= size
        found += messages
    return found


def read_messages(payload: bytes, *, limit: int = PLAIN_LIMIT) -> tuple[list[Frame], int]:
    """Return the messages of one frame, and their size as JSON; raises BadFrames, or TooLarge over the limit."""
    found: list[Frame] = []
    size = 0
    for kind, dense in _apart(_inflate(payload, limit)):
        plain = _stretched(dense)
        size += len(plain)
        if size > limit:
            raise TooLarge("more than the reader takes")
        found.append(Frame(kind, _parse(plain)))
    return found, size


def first_message(packed: bytes, *, most: int) -> Frame:
    """Return the message that a body begins with, and unpack no more than that: who sends it must be asked first.

    Raises BadFrames, or TooLarge where it is over `most` bytes. What comes after it may be anything.
    """
    kind, payload = next(_split(packed), (FrameType.end, b""))
    if kind is not FrameType.messages:
        raise BadFrames("a body that begins with no message")
    beginning = b"".join(islice(_in_pieces(payload, _INNER.size + most), 1))
    found, length = _INNER.unpack_from(beginning.ljust(_INNER.size, b"\0"))
    if length > most:
        raise TooLarge("more than the reader takes")
    dense = beginning[_INNER.size : _INNER.size + length]
    if len(dense) != length:
        raise BadFrames("cut off in a message")
    return Frame(_message(found), _parse(_stretched(dense)))


def check_undamaged(packed: bytes, *, limit: int = PLAIN_LIMIT) -> None:
    """Raise BadFrames unless all check sums of a body are right; nothing of it is kept or read."""
    for kind, payload in _split(packed):
        if kind is FrameType.messages:
            limit -= sum(len(each) for each in _in_pieces(payload, _PIECE, limit))


def read_head(head: bytes) -> tuple[FrameType, int]:
    """Return type and length of the payload that follows a head of `HEAD` bytes; raises BadFrames if it is none."""
    magic, kind, length = _HEAD.unpack(head)
    if magic != MAGIC or length > PACKED_LIMIT:
        raise BadFrames("not a frame")
    return _type(kind), length


def _raw(kind: FrameType, payload: bytes, left: int) -> Frame:
    if left < 0:
        raise TooLarge("more than the reader takes")
    return Frame(kind, payload)


def _split(packed: bytes) -> Iterator[tuple[FrameType, bytes]]:
    """Yield the frames of a body: one of messages stands alone, several are closed by an end."""
    at = frames = 0
    while at < len(packed):
        kind, length = _head(packed, at)
        at += _HEAD.size
        if kind is FrameType.end:
            if length or not frames or at != len(packed):
                raise BadFrames("an end of nothing, or bytes after it")
            return
        yield kind, packed[at : at + length]
        at += length
        frames += 1
    if frames != 1:
        raise BadFrames("no end frame")


def _head(packed: bytes, at: int) -> tuple[FrameType, int]:
    if len(packed) - at < _HEAD.size:
        raise BadFrames("cut off in a head")
    magic, kind, length = _HEAD.unpack_from(packed, at)
    if magic != MAGIC or length > PACKED_LIMIT or len(packed) - at - _HEAD.size < length:
        raise BadFrames("not a frame, or cut off")
    return _type(kind), length


def _apart(plain: bytes) -> Iterator[tuple[FrameType, bytes]]:
    at = 0
    while at < len(plain):
        if len(plain) - at < _INNER.size:
            raise BadFrames("cut off before a message")
        kind, length = _INNER.unpack_from(plain, at)
        at += _INNER.size
        if len(plain) - at < length:
            raise BadFrames("cut off in a message")
        yield _message(kind), plain[at : at + length]
        at += length


def _message(kind: int) -> FrameType:
    found = _type(kind)
    if found in _NOT_MESSAGES:
        raise BadFrames("no message")
    return found


def _type(kind: int) -> FrameType:
    try:
        return FrameType(kind)
    except ValueError as error:
        raise BadFrames("unknown type") from error


def _inflate(payload: bytes, limit: int) -> bytes:
    try:
        declared = _declared(payload, limit)
        unpacker = zstd.ZstdDecompressor(zstd_dict=_DICTIONARY)
        plain = unpacker.decompress(payload, max_length=declared + 1)
    except zstd.ZstdError as error:
        raise BadFrames("damaged payload") from error
    if not unpacker.eof or unpacker.unused_data or len(plain) != declared:
        raise BadFrames("payload of another size")
    return plain


def _in_pieces(payload: bytes, size: int, limit: int = PLAIN_LIMIT) -> Iterator[bytes]:
    """Yield what a payload unpacks to, piece by piece; raises BadFrames where it turns out to be damaged."""
    try:
        left = _declared(payload, limit)
        unpacker = zstd.ZstdDecompressor(zstd_dict=_DICTIONARY)
        piece = unpacker.decompress(payload, max_length=size)
        while piece and not unpacker.eof:
            yield piece
            left -= len(piece)
            piece = unpacker.decompress(b"", max_length=size)
    except zstd.ZstdError as error:
        raise BadFrames("damaged payload") from error
    if not unpacker.eof or unpacker.unused_data or len(piece) != left:
        raise BadFrames("payload of another size")
    yield piece


def _declared(payload: bytes, limit: int) -> int:
    declared = zstd.get_frame_info(payload).decompressed_size
    if declared is None:
        raise BadFrames("a payload must say its size")
    if declared > limit:
        raise TooLarge("more than the reader takes")
    return declared


def _stretched(dense: bytes) -> bytes:
    try:
        return stretched(dense)
    except ValueError as error:
        raise BadFrames("an id that is cut off") from error


def _parse(plain: bytes) -> Any:
    try:
        body = _json(plain)
    except (ValueError, RecursionError) as error:
        raise BadFrames("payload is not JSON without floats") from error
    if not _is_surely_flat(plain) and _is_deep(body):
        raise BadFrames("payload is nested too deep")
    return body


def _json(plain: bytes) -> Any:
    try:
        return _quick.decode(plain)
    except (ValueError, RecursionError):  # half a character may pass; what is no JSON, or holds floats, is refused here
        return json.loads(plain, parse_constant=_refuse, parse_float=_refuse)


def parse_plain(plain: bytes) -> Any:
    """Read JSON as frames carry it; raises BadFrames for floats, and for what is nested too deep."""
    return _parse(plain)


def _refuse(number: str) -> Any:
    raise ValueError(number)


_quick = msgspec.json.Decoder(float_hook=_refuse)


def _is_surely_flat(plain: bytes) -> bool:
    """Say whether so little begins in a text that it cannot be nested deep: so it is with runs, however long."""
    return plain.count(b"[") + plain.count(b"{") < DEPTH_LIMIT


def _is_deep(body: Any) -> bool:
    """Say whether a body is nested so deep that a reader which calls itself could be brought down."""
    level = [body] if isinstance(body, _BRANCHES) else []
    for _depth in range(DEPTH_LIMIT - 1):
        level = [
            each
            for parent in level
            for each in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(each, _BRANCHES)
        ]
        if not level:
            return False
    return any(level)
