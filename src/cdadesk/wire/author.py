"""Author ids that nobody can take over: each follows from a key, and whoever brings one shows that they hold it.

A profile writes under such an id from its first day, long before a server knows it, and no server has to remember whose
it is: one that was put back to a backup can check it all the same.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdadesk.wire import canonical
from cdadesk.wire.keys import Keys, PublicKeys, read_signature, signature_text

_CONTEXT = b"cdadesk author 1"
_VERSION = 8  # of a UUID whose digits its maker chose


def author_of(sign: str) -> UUID:
    """Return the author id that follows from a signing key."""
    digits = hashlib.blake2b(sign.encode(), digest_size=16, person=b"cdadesk author").digest()
    chosen = int.from_bytes(digits) & ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=chosen | _VERSION << 76 | 0x2 << 62)


def follows_from_a_key(author: str) -> bool:
    """Say whether an author id is one that only the holder of its key may bring; those of older programs are not."""
    try:
        return UUID(author).version == _VERSION
    except ValueError:
        return False


@dataclass(frozen=True)
class AuthorProof:
    """That who brings an author id on a laptop holds its key: the signing key, and its signature under both."""

    sign: str
    signature: str

    @classmethod
    def made(cls, keys: Keys, author: str, replica: UUID) -> "AuthorProof":
        """Return the proof for a laptop."""
        return cls(keys.public.sign, signature_text(keys.signature(_to_sign(author, replica))))

    def holds(self, author: str, replica: UUID) -> bool:
        """Say whether it is right for this author on this laptop."""
        if str(author_of(self.sign)) != author:
            return False
        return PublicKeys(self.sign, "").signed(_to_sign(author, replica), read_signature(self.signature))

    def plain(self) -> dict[str, str]:
        """Return the proof as the wire carries it."""
        return {"sign": self.sign, "signature": self.signature}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "AuthorProof":
        """Read a proof; raises ValueError, KeyError or TypeError when it is none."""
        read_signature(plain["signature"])
        return cls(PublicKeys.read({"sign": plain["sign"], "seal": plain["sign"]}).sign, str(plain["signature"]))


def _to_sign(author: str, replica: UUID) -> bytes:
    return _CONTEXT + canonical.encode({"author": author, "replica": str(replica)})
