"""Entries that could be one actor: found by name, merged into the one that is kept, and parted again by undo."""

import re
from uuid import UUID

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.folding import fold
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved

_APART = re.compile(r"[\W_]+")


class NothingToMerge(Trouble):
    """The entries are not there any more, or are one already."""

    def __init__(self) -> None:
        super().__init__(_("These entries are one already, or no longer here."))


def could_be_the_same(store: Store, scope: str) -> list[list[Actor]]:
    """Return groups of actors with the same name, however it is written; the oldest entry of each comes first."""
    groups: dict[str, list[Actor]] = {}
    for held in store.find(Actor, Ask(equals={"merged_into": None}, scopes=[scope])):
        key = _APART.sub(" ", fold(held.record.name or "")).strip()
        if key:
            groups.setdefault(key, []).append(held.record)
    found = [sorted(group, key=lambda actor: actor.id) for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: group[0].title().casefold())


def merge(store: Store, kept: UUID, others: list[UUID]) -> Saved:
    """Say of the other entries that they are the same as the one that is kept; raises NothingToMerge."""
    losers = [
        held for held in store.get_all(Actor, others) if held.record.merged_into is None and held.record.id != kept
    ]
    if not losers:
        raise NothingToMerge
    return store.save(*(Edit(held.record, held.record.changed(merged_into=kept), held.base) for held in losers))
