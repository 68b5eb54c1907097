"""Bundles: frames for a stick, signed by who sends them and sealed to who may read them.

The payload of a `bundle` frame is `length of the head (4 bytes, big endian), head, layers, signature`. Each layer is a
secret box around frames; its key is sealed to every receiver. Head and layers are signed together, so that nobody can
give a letter another sender, another receiver or another place in its row.
"""

import base64
import datetime as dt
import hashlib
import json
import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from cdadesk.clock import instant_text, read_instant
from cdadesk.wire import canonical
from cdadesk.wire.blobs import Part
from cdadesk.wire.frames import RAW, BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.keys import SIGNATURE_BYTES, Keys, PublicKeys
from cdadesk.wire.messages import Batch
from cdadesk.wire.ops import Op, Stub

SERVER = "server"
VERSION = 1
MOST = 1536 * 1024
"""The bytes of one bundle: it must also fit through /carry, in one request."""
FILE_MOST = 64 * 1024 * 1024
"""The bytes of one file; a reader refuses more before it reads any of it."""
SUFFIX = ".cda"
_PLAIN_MOST = 16 * 1024 * 1024
_HEAD_MOST = 64 * 1024
_LAYERS_MOST = 8
_LENGTH = struct.Struct(">I")
_CONTEXT = b"cdadesk bundle 1"
_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


class NewerBundle(BadFrames):
    """A newer version of the program made it."""


class NotSealedToUs(BadFrames):
    """None of the layers can be opened with these keys."""


Box = tuple[Mapping[str, str], bytes]
"""A layer as it lies in a bundle: its key as sealed to each receiver, and the secret box."""


@dataclass(frozen=True)
class About:
    """What can be read from outside: who sends it, when by their clock, which part of how many, and which ops it has.

    `first` and `last` are 0 where it carries none. One that carries `files`, so many parts of them, carries no ops.
    """

    sender: str
    made_at: dt.datetime
    part: int = 1
    parts: int = 1
    first: int = 0
    last: int = 0
    files: int = 0

    def plain(self) -> dict[str, Any]:
        """Return it as the head carries it."""
        plain: dict[str, Any] = {
            "version": VERSION,
            "from": self.sender,
            "made_at": instant_text(self.made_at),
            "part": [self.part, self.parts],
            "run": [self.first, self.last],
        }
        return plain | ({"files": self.files} if self.files else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "About":
        """Read it; raises NewerBundle, ValueError, KeyError or TypeError."""
        if _whole(plain["version"]) > VERSION:
            raise NewerBundle("a newer bundle")
        (part, parts), (first, last) = plain["part"], plain["run"]
        numbers = [_whole(each) for each in (part, parts, first, last, plain.get("files", 0))]
        if not 1 <= part <= parts or first > last:
            raise ValueError("part or run")
        sender = str(plain["from"])
        return cls(sender if sender == SERVER else str(UUID(sender)), read_instant(plain["made_at"]), *numbers)


@dataclass(frozen=True)
class Layer:
    """Frames, and who may read them: receiver to public keys."""

    frames: Sequence[Frame]
    receivers: Mapping[str, PublicKeys]


@dataclass(frozen=True)
class Bundle:
    """A bundle as it came: nothing of it is to be believed before `is_signed` said so."""

    payload: bytes
    about: About
    layers: tuple[Box, ...]

    @property
    def id(self) -> str:
        """Return what tells this bundle from every other."""
        return canonical.digest(self.payload)

    @property
    def receivers(self) -> frozenset[str]:
        """Return who can read any of it."""
        return frozenset(name for keys, _box in self.layers for name in keys)

    def is_signed(self, keys: PublicKeys) -> bool:
        """Say whether the owner of the keys made it, and nobody changed it since."""
        signed, signature = self.payload[:-SIGNATURE_BYTES], self.payload[-SIGNATURE_BYTES:]
        return keys.signed(_to_sign(signed), signature)

    def open(self, receiver: str, keys: Keys) -> dict[FrameType, Any]:
        """Return the messages for a receiver by their type; raises NotSealedToUs, or BadFrames for nonsense inside."""
        found: dict[FrameType, Any] = {}
        for frame in self._frames(receiver, keys):
            if frame.type in found or frame.type in RAW:
                raise BadFrames("a message too many")
            found[frame.type] = frame.body
        return found

    def parts_of_files(self, receiver: str, keys: Keys) -> list[Part]:
        """Return the parts of files for a receiver; raises NotSealedToUs, or BadFrames for nonsense inside."""
        frames = list(self._frames(receiver, keys))
        if any(frame.type is not FrameType.blob_part for frame in frames):
            raise BadFrames("something else than files")
        return [Part.read(frame.body) for frame in frames]

    def _frames(self, receiver: str, keys: Keys) -> Iterator[Frame]:
        left = _PLAIN_MOST
        mine = [(sealed[receiver], box) for sealed, box in self.layers if receiver in sealed]
        if not mine:
            raise NotSealedToUs("not for this receiver")
        for sealed_key, box in mine:
            for frame in unpack(_unboxed(sealed_key, box, keys), limit=left):
                yield frame
                left -= len(frame.body if frame.type in RAW else canonical.encode(frame.body))


def make(about: About, layers: Sequence[Layer], keys: Keys) -> bytes:
    """Return the payload of a bundle, sealed and signed."""
    boxes, sealed = [], []
    for layer in layers:
        content_key = os.urandom(SecretBox.KEY_SIZE)
        boxes.append(bytes(SecretBox(content_key).encrypt(pack(*layer.frames))))
        sealed.append({name: _text(each.sealed(content_key)) for name, each in layer.receivers.items()})
    told = [{"to": to, "size": len(box)} for to, box in zip(sealed, boxes, strict=True)]
    head = canonical.encode(about.plain() | {"layers": told})
    signed = _LENGTH.pack(len(head)) + head + b"".join(boxes)
    return signed + keys.signature(_to_sign(signed))


def read(payload: bytes) -> Bundle:
    """Read the outside of a bundle; raises NewerBundle, or BadFrames when it is none."""
    try:
        head, rest = _head_of(payload)
        about = About.read(head)
        return Bundle(payload, about, tuple(_layers(head["layers"], rest)))
    except BadFrames:
        raise
    except _MISFITS as error:
        raise BadFrames("not a bundle") from error


def file_of(payloads: Sequence[bytes]) -> bytes:
    """Return the bytes of a file that holds these bundles."""
    return pack(*(Frame(FrameType.bundle, each) for each in payloads))


def bundles_in(file: bytes) -> list[Bundle]:
    """Return the bundles of a file; raises BadFrames unless it holds nothing else, from its first to its last byte."""
    frames = unpack(file, limit=FILE_MOST)
    if any(frame.type is not FrameType.bundle for frame in frames):
        raise BadFrames("not a file of bundles")
    return [read(frame.body) for frame in frames]


def batch_apart(batch: Batch, apart: Mapping[int, Op]) -> Batch:
    """Return a batch in which the ops that are not for everybody are stubs: its chain stays what it is."""
    entries = tuple(Stub(each.n, each.digest()) if each.n in apart else each for each in batch.entries)
    return Batch(batch.h_before, batch.h_after, entries)


def batch_whole(batch: Batch, apart: Sequence[Op]) -> Batch:
    """Put the ops that travelled apart back in place of their stubs; raises BadFrames where they do not fit."""
    found = {each.n: each for each in apart}
    entries = tuple(found.pop(each.n, each) for each in batch.entries)
    for before, after in zip(batch.entries, entries, strict=True):
        if before.digest() != after.digest():
            raise BadFrames("an op that is not the one of its stub")
    if found:
        raise BadFrames("an op without a stub")
    return Batch(batch.h_before, batch.h_after, entries)


def _to_sign(signed: bytes) -> bytes:
    return _CONTEXT + hashlib.sha256(signed).digest()


def _head_of(payload: bytes) -> tuple[Any, bytes]:
    if len(payload) > MOST or len(payload) < _LENGTH.size + SIGNATURE_BYTES:
        raise ValueError("size")
    length = _LENGTH.unpack_from(payload)[0]
    head = payload[_LENGTH.size : _LENGTH.size + length]
    if length > _HEAD_MOST or len(head) != length:
        raise ValueError("head")
    return json.loads(head), payload[_LENGTH.size + length : -SIGNATURE_BYTES]


def _layers(told: Any, boxes: bytes) -> Iterator[Box]:
    if not 1 <= len(told) <= _LAYERS_MOST:
        raise ValueError("layers")
    at = 0
    for each in told:
        size = _whole(each["size"])
        yield {str(name): str(key) for name, key in each["to"].items()}, boxes[at : at + size]
        at += size
    if at != len(boxes):
        raise ValueError("size of the layers")


def _unboxed(sealed_key: str, box: bytes, keys: Keys) -> bytes:
    try:
        content_key = keys.opened(base64.b64decode(sealed_key, validate=True))
        if content_key is None:
            raise NotSealedToUs("sealed to other keys")
        return bytes(SecretBox(content_key).decrypt(box))
    except NotSealedToUs:
        raise
    except (CryptoError, ValueError, TypeError) as error:
        raise BadFrames("damaged inside") from error


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise ValueError("number")
    return value
