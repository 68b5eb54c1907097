"""The key of a profile, and the file that keeps it: one random key, wrapped once for each way to unlock it.

The key file is JSON: a version, slots (`passphrase`, `recovery`), and a checksum that tells damage from a wrong
passphrase. Only this module knows what lies in it.
"""

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store import files, recovery_key
from cdadesk.store.troubles import NoSuchProfile, file_troubles_told

VERSION = 1
SHORTEST = 8
_KEY_BYTES = 32

Slot = dict[str, Any]


class WrongPassphrase(Trouble):
    """The passphrase opens nothing here."""

    def __init__(self) -> None:
        super().__init__(_("This passphrase is not right. Check capital letters and the keyboard's language."))


class PassphraseTooShort(Trouble):
    """The passphrase would be guessed in an afternoon."""

    def __init__(self) -> None:
        super().__init__(_("Choose a longer passphrase: at least {least} characters.").format(least=SHORTEST))


class WrongRecoveryKey(Trouble):
    """The recovery key is well written, but belongs to another profile."""

    def __init__(self) -> None:
        super().__init__(_("This recovery key belongs to another profile, or a newer one has replaced it."))


class KeyFileDamaged(Trouble):
    """The key file is not what was written."""

    def __init__(self) -> None:
        super().__init__(
            _("The key file of this profile is damaged. Restore it from a backup; without it the data stay locked.")
        )


class NewerKeyFile(Trouble):
    """A newer version of the program wrote the key file."""

    def __init__(self) -> None:
        super().__init__(_("A newer version of the program wrote this profile. Install that version to open it."))


@dataclass(frozen=True)
class Hardness:
    """How much work one guess of the passphrase costs: bytes of memory and passes over them."""

    memory: int = 64 * 1024 * 1024
    passes: int = 3


FIELD = Hardness()


@dataclass(frozen=True)
class Key:
    """The key of a profile's files; it is never written anywhere but wrapped."""

    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class Fresh:
    """A new key, and the recovery key to print: it is shown once and kept nowhere."""

    key: Key
    recovery: str


def create(path: Path, passphrase: str, hardness: Hardness = FIELD) -> Fresh:
    """Make a key and its file; raises PassphraseTooShort."""
    key, written = Key(os.urandom(_KEY_BYTES)), recovery_key.new()
    _write(path, [_passphrase_slot(key, passphrase, hardness), _recovery_slot(key, written)])
    return Fresh(key, written)


def unlock(path: Path, passphrase: str) -> Key:
    """Return the key; raises WrongPassphrase, KeyFileDamaged, NewerKeyFile or NoSuchProfile."""
    slot = _slot(path, "passphrase")
    return _unwrapped(slot, lambda: _stretched(passphrase, slot), WrongPassphrase)


def unlock_with_recovery(path: Path, written: str) -> Key:
    """Return the key by the recovery key; raises MistypedRecoveryKey, WrongRecoveryKey, or what unlock raises."""
    return _unwrapped(_slot(path, "recovery"), lambda: _recovery_wrap(written), WrongRecoveryKey)


def change_passphrase(path: Path, key: Key, passphrase: str, hardness: Hardness = FIELD) -> None:
    """Let another passphrase open the profile, and the old one no longer; the recovery key stays."""
    _replace_slot(path, _passphrase_slot(key, passphrase, hardness))


def renew_recovery(path: Path, key: Key) -> str:
    """Return a new recovery key; the one on paper opens nothing from now on."""
    written = recovery_key.new()
    _replace_slot(path, _recovery_slot(key, written))
    return written


def sealed(slots: list[Slot]) -> bytes:
    """Return the content of a key file that holds these slots."""
    content = {"version": VERSION, "slots": slots, "sum": _checksum(slots)}
    return json.dumps(content, indent=1).encode()


def _passphrase_slot(key: Key, passphrase: str, hardness: Hardness) -> Slot:
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    slot: Slot = {
        "kind": "passphrase",
        "kdf": "argon2id",
        "memory": hardness.memory,
        "passes": hardness.passes,
        "salt": _b64(os.urandom(argon2id.SALTBYTES)),
    }
    return slot | {"wrapped": _b64(SecretBox(_stretched(passphrase, slot)).encrypt(key.raw))}


def _recovery_slot(key: Key, written: str) -> Slot:
    return {"kind": "recovery", "wrapped": _b64(SecretBox(_recovery_wrap(written)).encrypt(key.raw))}


def _stretched(passphrase: str, slot: Slot) -> bytes:
    """Derive the wrapping key; NFKC first, so that another keyboard's way to write a letter opens the same lock."""
    plain = unicodedata.normalize("NFKC", passphrase).encode()
    derived: bytes = argon2id.kdf(
        _KEY_BYTES, plain, _from_b64(slot["salt"]), opslimit=slot["passes"], memlimit=slot["memory"]
    )
    return derived


def _recovery_wrap(written: str) -> bytes:
    """Derive the wrapping key; the recovery key is random, so that no slow function is needed."""
    return hashlib.blake2b(recovery_key.read(written), digest_size=_KEY_BYTES, person=b"cdadesk recovery").digest()


def _unwrapped(slot: Slot, wrap: Callable[[], bytes], refusal: type[Trouble]) -> Key:
    try:
        return Key(SecretBox(wrap()).decrypt(_from_b64(slot["wrapped"])))
    except CryptoError as error:
        raise refusal from error
    except (KeyError, ValueError, TypeError) as error:
        raise KeyFileDamaged from error


def _slot(path: Path, kind: str) -> Slot:
    slot = next((each for each in _read(path) if each.get("kind") == kind), None)
    if slot is None:
        raise KeyFileDamaged
    return slot


def _replace_slot(path: Path, slot: Slot) -> None:
    _write(path, [each for each in _read(path) if each["kind"] != slot["kind"]] + [slot])


def _read(path: Path) -> list[Slot]:
    if not path.exists():
        raise NoSuchProfile(path)
    with file_troubles_told():
        plain = path.read_bytes()
    try:
        content = json.loads(plain)
        if content["version"] > VERSION:
            raise NewerKeyFile
        slots: list[Slot] = content["slots"]
        if content["sum"] != _checksum(slots):
            raise KeyFileDamaged
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileDamaged from error
    return slots


def _write(path: Path, slots: list[Slot]) -> None:
    files.replace(path, sealed(slots))


def _checksum(slots: list[Slot]) -> str:
    return hashlib.sha256(json.dumps(slots, sort_keys=True).encode()).hexdigest()


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _from_b64(written: str) -> bytes:
    return base64.b64decode(written, validate=True)
