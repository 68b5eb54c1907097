"""The catalogues keep what the program fills in, and `dev.py check` sees what is wrong with them."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dev
from cdadesk import i18n

ENTRY = """msgid "Held on"
msgstr "{hindi}"
"""


def filled_in(text: str) -> set[str]:
    """Return the names that a text leaves open for the program to fill in."""
    return set(re.findall(r"\{[^}]*\}|%\(\w+\)s", text))


def test_every_language_but_english_has_a_catalogue():
    assert {po.parts[-3] for po in dev.catalogues()} == set(i18n.LANGUAGES) - {"en"}


@pytest.mark.parametrize("po", [pytest.param(po, id=po.parts[-3]) for po in dev.catalogues()])
def test_a_translation_fills_in_what_its_text_fills_in(po: Path):
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parts[-3])
    for entry in catalogue:
        *_, text = (entry.id,) if isinstance(entry.id, str) else entry.id
        translations = (entry.string,) if isinstance(entry.string, str) else entry.string
        translated = [filled_in(translation) for translation in translations if text and translation]
        assert all(names <= filled_in(text) for names in translated), f"cannot be filled in: {entry.id}"
        assert translated[-1:] in ([], [filled_in(text)]), f"leaves something out: {entry.id}"


def test_a_translated_entry_is_complete():
    assert list(dev.unfinished(ENTRY.format(hindi="तारीख"))) == []


def test_an_empty_translation_is_named():
    assert "Held on" in next(dev.unfinished(ENTRY.format(hindi="")))


def test_one_empty_plural_form_is_named():
    plural = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} दिन"\nmsgstr[1] ""\n'
    assert "{n} day" in next(dev.unfinished(plural))


def test_a_translation_of_several_lines_is_not_taken_for_an_empty_one():
    assert list(dev.unfinished('msgid ""\n"Held\\n"\n"on"\nmsgstr ""\n"तारीख\\n"\n"यह"\n')) == []


def test_a_guessed_translation_is_named():
    assert "Held on" in next(dev.unfinished("#, fuzzy, python-brace-format\n" + ENTRY.format(hindi="तारीख")))
