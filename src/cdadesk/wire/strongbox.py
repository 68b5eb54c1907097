"""A locked file, for what leaves laptop and server: SecretBox locks, zstd packs.

Its key follows by Argon2id from a passphrase, or it is a new one that is sealed to whoever shall open the file.
"""

import base64
import json
import os
import sys
import unicodedata
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from cdadesk.wire.keys import Keys, PublicKeys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"CDA-STRONGBOX-1\n"
SEALED_MAGIC = b"CDA-SEALED-1\n"
PLAIN_LIMIT = 1024 * 1024 * 1024
_MEMORY_MOST = 1024 * 1024 * 1024
_PASSES_MOST = 20


class BadBox(ValueError):
    """The bytes are no strongbox, or damaged."""


class WrongKey(BadBox):
    """The passphrase does not open it, or somebody has changed it."""


@dataclass(frozen=True)
class Work:
    """How much work one guess of the passphrase costs: bytes of memory and passes over them."""

    memory: int = 64 * 1024 * 1024
    passes: int = 3


def lock(content: bytes, passphrase: str, work: Work) -> bytes:
    """Return the bytes of a file that only this passphrase opens."""
    salt = os.urandom(argon2id.SALTBYTES)
    head = {"memory": work.memory, "passes": work.passes, "salt": base64.b64encode(salt).decode()}
    box = SecretBox(_stretched(passphrase, salt, work))
    return MAGIC + json.dumps(head).encode() + b"\n" + bytes(box.encrypt(zstd.compress(content)))


def seal(content: bytes, receiver: PublicKeys) -> bytes:
    """Return the bytes of a file that only the owner of these keys opens, and not even who wrote it."""
    key = os.urandom(SecretBox.KEY_SIZE)
    head = {"key": base64.b64encode(receiver.sealed(key)).decode()}
    return SEALED_MAGIC + json.dumps(head).encode() + b"\n" + bytes(SecretBox(key).encrypt(zstd.compress(content)))


def is_sealed(packed: bytes) -> bool:
    """Say whether a file is sealed to somebody, and no passphrase opens it."""
    return packed.startswith(SEALED_MAGIC)


def unseal(packed: bytes, keys: Keys) -> bytes:
    """Return the content; raises BadBox for what is none, WrongKey where it is sealed to others or damaged."""
    head, _line, locked = packed.removeprefix(SEALED_MAGIC).partition(b"\n")
    try:
        key = keys.opened(base64.b64decode(json.loads(head)["key"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise BadBox("no sealed file") from error
    if key is None:
        raise WrongKey("sealed to others")
    return _opened(key, locked)


def unlock(packed: bytes, passphrase: str) -> bytes:
    """Return the content; raises BadBox for what is none, WrongKey where the passphrase does not open it."""
    if not packed.startswith(MAGIC):
        raise BadBox("no strongbox")
    head, _line, locked = packed[len(MAGIC) :].partition(b"\n")
    try:
        told = json.loads(head)
        work = Work(int(told["memory"]), int(told["passes"]))
        if not (0 < work.memory <= _MEMORY_MOST and 0 < work.passes <= _PASSES_MOST):
            raise BadBox("asks for too much work")
        key = _stretched(passphrase, base64.b64decode(told["salt"], validate=True), work)
    except (ValueError, KeyError, TypeError) as error:
        raise BadBox("no strongbox") from error
    return _opened(key, locked)


def _opened(key: bytes, locked: bytes) -> bytes:
    try:
        return _unpacked(SecretBox(key).decrypt(locked))
    except (CryptoError, ValueError, TypeError) as error:
        raise WrongKey("another key, or damaged") from error


def _stretched(passphrase: str, salt: bytes, work: Work) -> bytes:
    """Derive the key; NFKC first, so that another keyboard's way to write a letter opens the same lock."""
    plain = unicodedata.normalize("NFKC", passphrase).encode()
    derived: bytes = argon2id.kdf(SecretBox.KEY_SIZE, plain, salt, opslimit=work.passes, memlimit=work.memory)
    return derived


def _unpacked(packed: bytes) -> bytes:
    unpacker = zstd.ZstdDecompressor()
    plain = unpacker.decompress(packed, max_length=PLAIN_LIMIT)
    if not unpacker.eof:
        raise BadBox("more than the reader takes")
    return plain
