"""Sealed files: encrypted piece by piece, so that a large one never stands in memory and any place can be read alone.

A file begins with its head: magic, 16 random bytes, its size. Every 64 KiB are sealed for themselves
(XChaCha20-Poly1305) under the random bytes and their place; the head is authenticated with each of them. So nothing
can be changed, swapped, cut off or added without being noticed.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError

from cdadesk.store import files
from cdadesk.store.troubles import DamagedFile, file_troubles_told

MAGIC = b"CDAF1"
PIECE = 64 * 1024
_HEAD = struct.Struct(">5s16sQ")
_TAG = 16


class SealedFile:
    """One file under a key; it is written once, from its beginning to its end, and read wherever one likes."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def size(self) -> int:
        """Return how many bytes it holds or will hold; raises DamagedFile."""
        with self._opened() as file:
            return _read_head(file)[1]

    def read(self, offset: int, most: int) -> bytes:
        """Return some of its bytes, fewer only at its end; raises DamagedFile if they are not what was written."""
        found = bytearray()
        with self._opened() as file:
            head, size = _read_head(file)
            end = min(offset + most, size)
            for place in range(offset // PIECE, -(-end // PIECE)):
                found += self._piece(file, head, size, place)
        skip = offset % PIECE
        return bytes(found[skip : skip + max(end - offset, 0)])

    def pieces(self) -> Iterator[bytes]:
        """Yield all of it, piece by piece; raises DamagedFile if it is not what was written."""
        with self._opened() as file:
            head, size = _read_head(file)
            for place in range(-(-size // PIECE)):
                yield self._piece(file, head, size, place)

    def held(self) -> int:
        """Return how many bytes of a file that is still being written lie in whole pieces; 0 if it was not begun."""
        try:
            with self._opened() as file:
                size = _read_head(file)[1]
                length = file.seek(0, os.SEEK_END)
        except DamagedFile:
            return 0
        return size if length == _length(size) else (length - _HEAD.size) // (PIECE + _TAG) * PIECE

    def write(self, contents: Iterator[bytes], size: int, after: int = 0) -> int:
        """Write what follows `after` bytes, as far as it comes, flushed to the disk; return how much is held then.

        `after` is 0, or what `held` returned. Raises a Trouble of the disk; what does not fill a piece is not kept.
        """
        with file_troubles_told():
            if not after:
                self.path.write_bytes(_HEAD.pack(MAGIC, os.urandom(16), size))
            with self.path.open("r+b") as file:
                head, _size = _read_head(file)
                file.seek(_place(after // PIECE))
                file.truncate()
                held = self._write_on(file, head, contents, (after, size))
                file.flush()
                os.fsync(file.fileno())
            files.settle_folder(self.path.parent)
        return held

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with file_troubles_told():
            try:
                file = self.path.open("rb")
            except FileNotFoundError as error:
                raise DamagedFile from error
            with file:
                yield file

    def _write_on(self, file: BinaryIO, head: bytes, contents: Iterator[bytes], span: tuple[int, int]) -> int:
        held, size = span
        waiting = bytearray()
        for some in contents:
            waiting += some
            while len(waiting) >= PIECE or (waiting and held + len(waiting) >= size):
                piece = bytes(waiting[:PIECE])
                file.write(self._sealed(head, held // PIECE, piece))
                held += len(piece)
                del waiting[:PIECE]
        return held

    def _piece(self, file: BinaryIO, head: bytes, size: int, place: int) -> bytes:
        file.seek(_place(place))
        length = min(PIECE, size - place * PIECE)
        sealed = file.read(length + _TAG)
        try:
            opened: bytes = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed, head, _nonce(head, place), self._key
            )
        except (CryptoError, ValueError, TypeError) as error:
            raise DamagedFile from error
        if len(opened) != length:
            raise DamagedFile
        return opened

    def _sealed(self, head: bytes, place: int, piece: bytes) -> bytes:
        sealed: bytes = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(piece, head, _nonce(head, place), self._key)
        return sealed


def _read_head(file: BinaryIO) -> tuple[bytes, int]:
    head = file.read(_HEAD.size)
    if len(head) != _HEAD.size or not head.startswith(MAGIC):
        raise DamagedFile
    return head, _HEAD.unpack(head)[2]


def _nonce(head: bytes, place: int) -> bytes:
    return bytes(_HEAD.unpack(head)[1]) + place.to_bytes(8, "big")


def _place(piece: int) -> int:
    return _HEAD.size + piece * (PIECE + _TAG)


def _length(size: int) -> int:
    """Return how long a file is that holds so many bytes."""
    return _HEAD.size + size + -(-size // PIECE) * _TAG
