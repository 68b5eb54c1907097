"""The question sets that come with the program, ready to be asked."""

from functools import cache

from cdadesk.questions.form import Form
from cdadesk.questions.sources import ENGLISH, HINDI, KnownSet, compiled, known_sets, read_table
from cdadesk.questions.troubles import UnknownSet
from cdadesk.questions.xforms import read_form


def find_set(code: str) -> KnownSet:
    """Return a set by its code; raises UnknownSet."""
    for one in known_sets():
        if one.code == code:
            return one
    raise UnknownSet(code, tuple(each.code for each in known_sets()))


def set_for(actor_kind: str) -> KnownSet | None:
    """Return the set that is made for actors of a kind; None for a kind that none was made for."""
    return next((one for one in known_sets() if actor_kind in one.actor_kinds), None)


@cache
def open_set(code: str) -> Form:
    """Return the form of a set; raises UnknownSet."""
    return read_form(compiled(find_set(code)).read_text(encoding="utf-8"))


def consent_script(language: str) -> str:
    """Return what is read aloud before the first question, in a language of the program."""
    (line,) = (line for line in read_table("consent.csv") if line["name"] == "script")
    return line[f"label::{HINDI if language == 'hi' else ENGLISH}"]
