"""What goes between laptop and server about files: which are there, pieces of them, and which are wanted.

A file is asked for by its check sum and by the attachment that names it: who may read that record may have the file. A
check sum alone opens nothing. The ready-made first download of a scope is asked for like a file, as that of no
attachment: who may read the scope may have it.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cdadesk.wire import canonical, frames
from cdadesk.wire.frames import BadFrames, Frame, FrameType, parse_plain

PIECE = 256 * 1024
"""The most bytes of a file in one part."""

NO_ATTACHMENT = UUID(int=0)
"""What stands for the attachment where a first download is meant."""

HEAD_MOST = 1024
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Have:
    """The question which files the server has; `files` maps check sums to the attachments that name them."""

    scope: str
    files: Mapping[str, UUID]

    def plain(self) -> dict[str, Any]:
        """Return the question as the wire carries it."""
        return {"scope": self.scope, "files": {sha256: str(record) for sha256, record in self.files.items()}}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Have":
        """Read the question; raises ValueError, KeyError or TypeError when it is none."""
        return cls(str(plain["scope"]), {str(sha256): UUID(record) for sha256, record in plain["files"].items()})


@dataclass(frozen=True)
class Holding:
    """The answer: how many bytes of each file are there, and which are whole.

    What is `wrong` came in full and was another file than its check sum says: it was thrown away. A file that is in
    none of them is not told of: no such attachment, or not for whoever asks.
    """

    scope: str
    held: Mapping[str, int] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the answer as the wire carries it; empty options are left out."""
        plain: dict[str, Any] = {"scope": self.scope, "held": dict(self.held), "whole": list(self.whole)}
        return plain | ({"wrong": list(self.wrong)} if self.wrong else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Holding":
        """Read the answer; raises ValueError, KeyError or TypeError when it is none."""
        held = {str(sha256): int(size) for sha256, size in plain["held"].items()}
        whole, wrong = (tuple(str(each) for each in plain.get(name, ())) for name in ("whole", "wrong"))
        return cls(str(plain["scope"]), held, whole, wrong)


@dataclass(frozen=True)
class Part:
    """Some bytes of a file, as they lie in it: not packed, since photos are packed already."""

    scope: str
    record: UUID
    sha256: str
    offset: int
    total: int
    contents: bytes

    def payload(self) -> bytes:
        """Return the payload of the frame: the length of its head, the head, the bytes."""
        head = canonical.encode(
            {
                "scope": self.scope,
                "record": str(self.record),
                "sha256": self.sha256,
                "offset": self.offset,
                "total": self.total,
            }
        )
        return _LENGTH.pack(len(head)) + head + self.contents

    @classmethod
    def read(cls, payload: bytes) -> "Part":
        """Read a payload, or as much as came of it; raises BadFrames when it is none, or its head did not come."""
        try:
            (length,) = _LENGTH.unpack_from(payload)
            if length > HEAD_MOST or len(payload) < _LENGTH.size + length:
                raise BadFrames("no head of a part")
            plain = parse_plain(payload[_LENGTH.size : _LENGTH.size + length])
            contents = payload[_LENGTH.size + length :]
            part = cls(
                scope=str(plain["scope"]),
                record=UUID(plain["record"]),
                sha256=str(plain["sha256"]),
                offset=_count(plain["offset"]),
                total=_count(plain["total"]),
                contents=contents,
            )
        except (struct.error, AttributeError, LookupError, TypeError, ValueError) as error:
            raise BadFrames("not a part of a file") from error
        if len(contents) > PIECE or part.offset + len(contents) > part.total:
            raise BadFrames("a part that is too long")
        return part


@dataclass(frozen=True)
class Want:
    """The wish for some bytes of a file."""

    scope: str
    record: UUID
    sha256: str
    offset: int
    most: int

    def plain(self) -> dict[str, Any]:
        """Return the wish as the wire carries it."""
        return {
            "scope": self.scope,
            "record": str(self.record),
            "sha256": self.sha256,
            "offset": self.offset,
            "most": self.most,
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Want":
        """Read the wish; raises ValueError, KeyError or TypeError when it is none."""
        return cls(
            scope=str(plain["scope"]),
            record=UUID(plain["record"]),
            sha256=str(plain["sha256"]),
            offset=_count(plain["offset"]),
            most=_count(plain["most"]),
        )


def pack(messages: Sequence[Frame], parts: Sequence[Part] = ()) -> bytes:
    """Return the bytes of a body: the messages in one frame, each part in one of its own."""
    return frames.pack(*messages, *(Frame(FrameType.blob_part, each.payload()) for each in parts))


def unpack(packed: bytes) -> tuple[list[Frame], list[Part]]:
    """Return messages and parts of a body; raises BadFrames unless every byte is accounted for."""
    found = frames.unpack(packed)
    parts = [Part.read(each.body) for each in found if each.type is FrameType.blob_part]
    return [each for each in found if each.type is not FrameType.blob_part], parts


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise ValueError("number")
    return value
