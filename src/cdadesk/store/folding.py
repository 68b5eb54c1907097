"""Folding: how differently one word may be written and still be found."""

import re
import unicodedata

_NUKTA = "\u093c"
_JOINERS = dict.fromkeys((0x200C, 0x200D, ord(_NUKTA)))
_NASALS = {  # each nasal consonant stands before its own class only
    "ङ": "कखगघ",
    "ञ": "चछजझ",
    "ण": "टठडढ",
    "न": "तथदध",
    "म": "पफबभ",
}
_HOMORGANIC = re.compile("|".join(f"{nasal}\u094d(?=[{own}])" for nasal, own in _NASALS.items()))
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return the text as the search compares it: हिन्दी = हिंदी, गाँव = गांव, सड़क = सडक, Café = cafe."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text).casefold().translate(_JOINERS).replace("ँ", "ं")
    return unicodedata.normalize("NFC", _MARKS.sub("", _HOMORGANIC.sub("ं", plain)))


def question(text: str) -> str:
    """Return what a person typed as a question of FTS5: every word or its beginning; empty if there is no word."""
    return " ".join(f'"{word}"*' for word in _words(fold(text)))


def _words(folded: str) -> list[str]:
    """Split as the tokenizer does: letters, digits and marks hold together, all else parts."""
    apart = "".join(each if unicodedata.category(each)[0] in "LNM" else " " for each in folded)
    return apart.split()
