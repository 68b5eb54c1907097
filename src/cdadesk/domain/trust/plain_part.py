"""Reads the ladder's JSON piece by piece, and says in a sentence which piece is wrong."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _

Words = Mapping[str, str]  # one text in several languages, by language code


class BrokenLadder(Trouble):
    """A ladder cannot be used as it is written; the sentence names the place."""


class PlainPart:
    """A piece of a ladder as JSON holds it; it knows where it stands, so that a complaint can say so."""

    def __init__(self, plain: object, place: str) -> None:
        self._place = place
        if not isinstance(plain, Mapping):
            raise self.wrong(_("names and values are expected here"))
        self._plain = plain

    def wrong(self, what: str) -> BrokenLadder:
        sentence = _("The trust ladder cannot be used. At {place}: {what}.")
        return BrokenLadder(sentence.format(place=self._place or _("the beginning"), what=what))

    def number(self, key: str) -> int:
        value = self._plain.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(_("“{key}” must be a whole number from 1 upwards").format(key=key))
        return value

    def text(self, key: str) -> str:
        value = self._plain.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(_("“{key}” must be a text").format(key=key))
        return value

    def yes_or_no(self, key: str) -> bool:
        value = self._plain.get(key)
        if not isinstance(value, bool):
            raise self.wrong(_("“{key}” must be true or false").format(key=key))
        return value

    def share(self, key: str) -> Fraction:
        try:
            value = Fraction(self.text(key))
        except (ValueError, ZeroDivisionError):
            value = Fraction(-1)
        if not 0 <= value <= 1:
            raise self.wrong(_("“{key}” must be a fraction between 0 and 1, such as 1/2").format(key=key))
        return value

    def words(self, key: str) -> Words:
        """Return a text in several languages; English must be among them."""
        part = self.part(key)
        part.text("en")
        return {code: part.text(code) for code in part.names()}

    def names(self) -> list[str]:
        return list(self._plain)

    def part(self, key: str) -> "PlainPart":
        return PlainPart(self._plain.get(key), f"{self._place} {key}".strip())

    def parts(self, key: str) -> Iterator["PlainPart"]:
        """Yield the pieces of a list; each is placed by its id, or by its number where it has none."""
        value = self._plain.get(key)
        if not isinstance(value, list) or not value:
            raise self.wrong(_("“{key}” must be a list that is not empty").format(key=key))
        for number, piece in enumerate(value, start=1):
            name = piece.get("id", number) if isinstance(piece, Mapping) else number
            yield PlainPart(piece, f"{key} {name}")
