"""Which record is meant: by its id, the end of it, its short code, its name, or part of a name that fits no other."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import LANGUAGES, _, speaking
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store

R = TypeVar("R", bound=Record)

_SHORTEST = 6
_TOLD = 5


class NothingOfThatName(Trouble):
    """No record fits, or more than one."""


def short_id(record: Record) -> str:
    """Return the end of an id, under which a record can be named on the command line."""
    return record.id.hex[-8:]


def choose(store: Store, entity: type[R], typed: str) -> Held[R]:
    """Return the one record that is meant; raises NothingOfThatName."""
    if (record := _as_id(typed)) and (held := store.get(entity, record)):
        return held
    return _only(_(entity.label), typed, _fitting(store.find(entity), typed))


def choose_any(store: Store, typed: str) -> Held[Record]:
    """Return the record of any kind with that id, or that end of an id; raises NothingOfThatName."""
    ending = typed.casefold().replace("-", "")
    found = [
        (entity, record)
        for entity in ENTITIES.values()
        for record in store.find_ids(entity, Ask(with_void=True))
        if len(ending) >= _SHORTEST and record.hex.endswith(ending)
    ]
    held = [each for entity, record in found if (each := store.get(entity, record))]
    return _only(_("Record"), typed, held)


def choose_line(label: str, typed: str, titles: Sequence[tuple[str, str]]) -> str:
    """Return the key of the one line that is meant, of pairs of key and title; raises NothingOfThatName."""
    exact = [pair for pair in titles if pair[1].casefold() == typed.casefold()]
    found = exact or [pair for pair in titles if typed.casefold() in pair[1].casefold()]
    if len(found) != 1:
        raise _unclear(label, typed, [title for _key, title in found])
    return found[0][0]


def _as_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _fitting(all_held: Sequence[Held[R]], typed: str) -> list[Held[R]]:
    """Return what fits best: what is named so exactly comes before what only contains the words."""
    words = typed.casefold()
    tests: tuple[Callable[[Held[R]], bool], ...] = (
        lambda held: len(words) >= _SHORTEST and held.record.id.hex.endswith(words.replace("-", "")),
        lambda held: (getattr(held.record, "code", None) or "").casefold() == words,
        lambda held: words in _titles(held.record),
        lambda held: any(words in title for title in _titles(held.record)),
    )
    for test in tests:
        if found := [held for held in all_held if test(held)]:
            return found
    return []


def _titles(record: Record) -> set[str]:
    """Return what a record is called in each language: a day is written otherwise in another."""
    titles = set()
    for code in LANGUAGES:
        with speaking(code):
            titles.add(record.title().casefold())
    return titles


def _only(label: str, typed: str, found: Sequence[Held[R]]) -> Held[R]:
    if len(found) == 1:
        return found[0]
    raise _unclear(label, typed, [f"{held.record.title()} ({short_id(held.record)})" for held in found])


def _unclear(label: str, typed: str, titles: Sequence[str]) -> NothingOfThatName:
    if not titles:
        return NothingOfThatName(_("{label}: nothing here is called “{typed}”.").format(label=label, typed=typed))
    said = _("{label}: “{typed}” may be several: {titles}. Write more of the name, or the id.")
    return NothingOfThatName(said.format(label=label, typed=typed, titles="; ".join(titles[:_TOLD])))
