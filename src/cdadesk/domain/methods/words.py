"""Texts of the data, in several languages."""

from collections.abc import Mapping

from cdadesk.i18n import language

Words = Mapping[str, str]
"""One text by language code; English is always among them."""


def said(words: Words) -> str:
    """Return a text in the language in use, or in English where that is missing."""
    return words.get(language(), words["en"])
