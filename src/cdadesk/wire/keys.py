"""Keys of a replica and of the server: what it signs with, and what is sealed to it."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

SEED_BYTES = 32
SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class PublicKeys:
    """The public half: whoever holds it can check a signature, and seal something to its owner. Both are base64."""

    sign: str
    seal: str

    def plain(self) -> dict[str, str]:
        """Return the keys as the wire carries them."""
        return {"sign": self.sign, "seal": self.seal}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "PublicKeys":
        """Read keys; raises ValueError, KeyError or TypeError when they are none."""
        return cls(_key(plain["sign"]), _key(plain["seal"]))

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Say whether the owner signed this."""
        try:
            VerifyKey(_from_text(self.sign)).verify(content, signature)
        except (BadSignatureError, ValueError):
            return False
        return True

    def sealed(self, content: bytes) -> bytes:
        """Return the content so that only the owner can read it."""
        return bytes(SealedBox(PublicKey(_from_text(self.seal))).encrypt(content))


@dataclass(frozen=True)
class Keys:
    """Both halves, which follow from one secret."""

    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Keys":
        """Return keys that nobody had before."""
        return cls(os.urandom(SEED_BYTES))

    @classmethod
    def read(cls, written: str) -> "Keys":
        """Read what `written` wrote."""
        return cls(_from_text(written))

    @property
    def written(self) -> str:
        """Return the secret as text."""
        return _text(self.seed)

    @property
    def public(self) -> PublicKeys:
        """Return the half that others may know."""
        return PublicKeys(_text(bytes(self._signing.verify_key)), _text(bytes(self._sealing.public_key)))

    def signature(self, content: bytes) -> bytes:
        """Return the signature under a content."""
        return bytes(self._signing.sign(content).signature)

    def opened(self, sealed: bytes) -> bytes | None:
        """Return what was sealed to these keys, None if it was sealed to others or changed since."""
        try:
            return bytes(SealedBox(self._sealing).decrypt(sealed))
        except (CryptoError, ValueError, TypeError):
            return None

    @property
    def _signing(self) -> SigningKey:
        return SigningKey(self._derived(b"cdadesk sign"))

    @property
    def _sealing(self) -> PrivateKey:
        return PrivateKey(self._derived(b"cdadesk seal"))

    def _derived(self, purpose: bytes) -> bytes:
        return hashlib.blake2b(self.seed, digest_size=SEED_BYTES, person=purpose).digest()


def signature_text(signature: bytes) -> str:
    """Return a signature as text."""
    return _text(signature)


def read_signature(text: Any) -> bytes:
    """Read a signature; raises ValueError when it is none."""
    signature = _from_text(text)
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("a signature of another length")
    return signature


def _key(text: Any) -> str:
    if len(_from_text(text)) != SEED_BYTES:
        raise ValueError("a key of another length")
    return str(text)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _from_text(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) > 100:
        raise ValueError("no key")
    return base64.b64decode(text, validate=True)
