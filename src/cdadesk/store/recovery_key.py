"""The recovery key as people write it: five groups of five characters, the last one a check on the others."""

import secrets
import string

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _

_GROUPS, _IN_GROUP = 5, 5
_LENGTH = _GROUPS * _IN_GROUP
_ALPHABET = "".join(each for each in "23456789" + string.ascii_uppercase if each not in "ILO")  # 31, a prime


class MistypedRecoveryKey(Trouble):
    """The check character does not fit: a character is wrong, missing or in another's place."""

    def __init__(self) -> None:
        super().__init__(_("This recovery key has a slip in it. Compare it with the paper, character by character."))


def new() -> str:
    """Return a new key of 118 random bits, such as `7QK2M-...`."""
    drawn = "".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH - 1))
    return _grouped(drawn + _check(drawn))


def read(written: str) -> bytes:
    """Return the key from what a person typed, whatever the case and the hyphens; raises MistypedRecoveryKey."""
    plain = "".join(each for each in written.upper() if each.isalnum())
    if len(plain) != _LENGTH or not set(plain) <= set(_ALPHABET) or _check(plain[:-1]) != plain[-1]:
        raise MistypedRecoveryKey
    return plain.encode()


def _check(drawn: str) -> str:
    """Return the character that a wrong or swapped one betrays: each place weighs otherwise, modulo a prime."""
    weighed = sum(place * _ALPHABET.index(each) for place, each in enumerate(drawn, start=1))
    return _ALPHABET[weighed % len(_ALPHABET)]


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + _IN_GROUP] for at in range(0, _LENGTH, _IN_GROUP))
