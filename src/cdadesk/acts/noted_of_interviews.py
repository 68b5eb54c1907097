"""What was noted with actors because somebody told it in an interview, and how it goes when that consent is taken back.

A link goes off the maps with the name at its other end, a first will with its words; that something stood there stays.
"""

from collections.abc import Iterator, Mapping
from typing import TypeVar
from uuid import UUID

from cdadesk.acts.happenings import happenings, people_of
from cdadesk.domain.actors.actor import Actor, ActorPrivate, AttitudeEntry, Relation, RelationType
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot, folded, on_a_map
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Erase

N = TypeVar("N", Relation, AttitudeEntry)
_Pair = tuple[frozenset[UUID | None], RelationType | None]
_SAID_WITH_A_TIE = ("name", "actor_kind")


def without_what_was_noted(store: Store, interview: Interview, gone: Void) -> Iterator[Edit | Erase]:
    """Yield what takes the links and the first will of an interview away, and names that its links alone brought in."""
    private = private_scope(UUID(interview.scope))
    for sheet in store.find(ActorPrivate, Ask(scopes=[private], with_void=True)):
        yield from _without_will(sheet, interview, gone)
    actors = store.find(Actor, Ask(scopes=[interview.scope], with_void=True))
    new = {made.record.id for made in actors if _came_of(store, made.record, actors, interview)}
    for held in actors:
        yield from _without_links(held, interview, gone)
        if held.record.id in new:
            yield Erase(held.record, ("name",), held.base)
    pairs = _told_only_there(actors, interview)
    for shown in store.find(ClusterMapSnapshot, Ask(scopes=[interview.scope], with_void=True)) if pairs else ():
        yield from _off_the_map(shown, new, pairs)


def _without_will(held: Held[ActorPrivate], interview: Interview, gone: Void) -> Iterator[Edit | Erase]:
    sheet, theirs = held.record, _theirs(held.record.attitudes, interview)
    if theirs:
        yield Edit(sheet, sheet.changed(attitudes=sheet.attitudes | _taken_out(theirs, gone)), held.base)
        paths = (f"attitudes/{key}/{name}" for key in theirs for name in ("attitude", "remark"))
        yield Erase(sheet, tuple(paths), held.base)


def _without_links(held: Held[Actor], interview: Interview, gone: Void) -> Iterator[Edit | Erase]:
    actor, theirs = held.record, _theirs(held.record.relations, interview)
    if theirs:
        yield Edit(actor, actor.changed(relations=actor.relations | _taken_out(theirs, gone)), held.base)
        yield Erase(actor, tuple(f"relations/{key}/other" for key in theirs), held.base)


def _theirs(lines: Mapping[str, N], interview: Interview) -> dict[str, N]:
    return {key: line for key, line in lines.items() if line.interview == interview.id}


def _taken_out(lines: Mapping[str, N], gone: Void) -> dict[str, N]:
    return {key: line.changed(void=line.void or gone) for key, line in lines.items()}


def _came_of(store: Store, actor: Actor, actors: list[Held[Actor]], interview: Interview) -> bool:
    """Say whether an actor was put on the list by a link of an interview, and nothing was written of it since."""
    links = [line for held in actors for line in held.record.relations.values() if line.other == actor.id]
    made = any(line.new_entry and line.interview == interview.id for line in links)
    if not made or any(line.interview != interview.id for line in links) or people_of(store, actor):
        return False
    filled = (name for name in describe(Actor) if not actor.blank(name))
    return set(filled) <= set(_SAID_WITH_A_TIE) and not _stands_elsewhere(store, actor)


def _stands_elsewhere(store: Store, actor: Actor) -> bool:
    noted = store.find_ids(ActorPrivate, Ask(equals={"parent_id": actor.id}))
    return bool(noted) or any(not isinstance(each.record, Actor) for each in happenings(store, actor))


def _told_only_there(actors: list[Held[Actor]], interview: Interview) -> set[_Pair]:
    """Return who is linked with whom, and how, by what one interview told and nobody else."""
    told: set[_Pair] = set()
    kept: set[_Pair] = set()
    for held in actors:
        for line in held.record.relations.values():
            pair = frozenset((held.record.id, line.other)), on_a_map(line.relation_type)
            if line.interview == interview.id:
                told.add(pair)
            elif line.void is None:
                kept.add(pair)
    return told - kept


def _off_the_map(held: Held[ClusterMapSnapshot], gone: set[UUID], pairs: set[_Pair]) -> Iterator[Erase]:
    """Yield what erases from a map that was kept: the names that are gone, and the ends of the links that are."""
    shown = held.record
    nodes = [f"nodes/{key}/name" for key, node in shown.nodes.items() if node.actor in gone]
    at = {folded(node.name): node.actor for node in shown.nodes.values() if node.name}
    ends = [
        f"links/{key}/{end}"
        for key, link in shown.links.items()
        if (frozenset(at.get(folded(name)) for name in (link.one, link.other)), link.relation_type) in pairs
        for end in ("one", "other")
    ]
    if nodes or ends:
        yield Erase(shown, (*nodes, *ends), held.base)
