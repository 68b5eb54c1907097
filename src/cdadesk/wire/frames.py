"""Frames: how messages lie in a request, an answer or a file on a stick.

`magic "CDA1", type u8, length u32 (big endian), payload`; the payload is zstd over canonical JSON. A declared size is
checked before anything is unpacked and the limit holds again while unpacking: 6 kB must not become 200 MB.
"""

import json
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from cdadesk.wire import canonical

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"CDA1"
_OPTIONS: dict[int, int] = {zstd.CompressionParameter.compression_level: 3, zstd.CompressionParameter.checksum_flag: 1}
PLAIN_LIMIT = 32 * 1024 * 1024
PACKED_LIMIT = 8 * 1024 * 1024
DEPTH_LIMIT = 32
_HEAD = struct.Struct(">4sBI")


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


class BadFrames(ValueError):
    """The bytes are not frames of this protocol: cut off, damaged, hostile, or another program's answer."""


class TooLarge(BadFrames):
    """The frames may be in order, but hold more than the reader takes."""


@dataclass(frozen=True)
class Frame:
    """One message and its type."""

    type: FrameType
    body: Any


def pack(*messages: Frame) -> bytes:
    """Return the bytes of the messages, closed by an end frame."""
    return b"".join(_pack_one(each) for each in (*messages, Frame(FrameType.end, {})))


def _pack_one(message: Frame) -> bytes:
    payload = b"" if message.type is FrameType.end else zstd.compress(canonical.encode(message.body), options=_OPTIONS)
    return _HEAD.pack(MAGIC, message.type, len(payload)) + payload


def unpack(packed: bytes, *, limit: int = PLAIN_LIMIT) -> list[Frame]:
    """Return the messages up to the end frame; raises BadFrames unless every byte is accounted for.

    `limit` is the most bytes that all payloads together may unpack to; raises TooLarge for more.
    """
    found: list[Frame] = []
    for kind, payload in _split(packed):
        if kind is FrameType.end:
            return found
        plain = _inflate(payload, limit)
        limit -= len(plain)
        found.append(Frame(kind, _parse(plain)))
    raise BadFrames("no end frame")


def _split(packed: bytes) -> Iterator[tuple[FrameType, bytes]]:
    at = 0
    while at < len(packed):
        if len(packed) - at < _HEAD.size:
            raise BadFrames("cut off in a head")
        magic, kind, length = _HEAD.unpack_from(packed, at)
        at += _HEAD.size
        if magic != MAGIC or length > PACKED_LIMIT or len(packed) - at < length:
            raise BadFrames("not a frame, or cut off")
        if kind == FrameType.end and (length or at != len(packed)):
            raise BadFrames("bytes after the end")
        yield _type(kind), packed[at : at + length]
        at += length


def _type(kind: int) -> FrameType:
    try:
        return FrameType(kind)
    except ValueError as error:
        raise BadFrames("unknown type") from error


def _inflate(payload: bytes, limit: int) -> bytes:
    try:
        declared = zstd.get_frame_info(payload).decompressed_size
        if not declared:
            raise BadFrames("a payload must say its size")
        if declared > limit:
            raise TooLarge("more than the reader takes")
        unpacker = zstd.ZstdDecompressor()
        plain = unpacker.decompress(payload, max_length=declared + 1)
    except zstd.ZstdError as error:
        raise BadFrames("damaged payload") from error
    if not unpacker.eof or unpacker.unused_data or len(plain) != declared:
        raise BadFrames("payload of another size")
    return plain


def _parse(plain: bytes) -> Any:
    try:
        body = json.loads(plain, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadFrames("payload is not JSON without floats") from error
    if _is_deep(body):
        raise BadFrames("payload is nested too deep")
    return body


def _refuse(number: str) -> Any:
    raise ValueError(number)


def _is_deep(body: Any) -> bool:
    """Say whether a body is nested so deep that a reader which calls itself could be brought down."""
    level = [body]
    for _depth in range(DEPTH_LIMIT):
        level = [each for parent in level for each in _children(parent)]
        if not level:
            return False
    return True


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
