"""What the page of one record shows: the record in words, its story, what was said, and what the visitor may do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import new_id
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.scopes import cluster_of, is_private
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import Outcome, Sight
from cdadesk.server import records
from cdadesk.server.pages.file_pages import photos_of
from cdadesk.server.pages.typed_answers import answers_to_choose, can_be_typed
from cdadesk.server.pages.visit import Visit
from cdadesk.server.reading.asked import asked_in
from cdadesk.server.reading.history_view import People, people_of, saves
from cdadesk.server.reading.naming import Names, Pointed, kind_words, names_of, scopes_around, title_from
from cdadesk.server.reading.record_view import words_of
from cdadesk.server.reading.talk import Said, Talk, disputes, sight_of, talk_about, threads, verdicts
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import FieldChange, Standing
from cdadesk.server.scopes import cluster_names
from cdadesk.server.tables import StoredRecord
from cdadesk.server.troubles import NotFound
from cdadesk.wire.ops import Seen
from cdadesk.wire.rights import Doing

_CHILDREN = {
    "actor": ("actor_private",),
    "fair": ("settlement",),
    "interview": ("interview_private",),
    "meeting": ("task",),
    "person": ("person_private",),
}
_MOST_SAVES = 40
_SIGHT = re.compile(r"(?P<epoch>[0-9]{1,15})\.(?P<seq>[0-9]{1,15})\.(?P<replica>[\w-]{0,64})\.(?P<n>[0-9]{1,15})")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Address:
    """Which record a page is about."""

    scope: str
    kind: str
    id: UUID


def address(scope: str, kind: str, record: UUID) -> Address:
    """Return what an address names; raises NotFound for what no record can have."""
    if not _KIND.fullmatch(kind):
        raise NotFound(kind)
    return Address(scope, kind, record)


AnyAddress = Depends(address)


@dataclass(frozen=True)
class Typed:
    """What somebody typed that could not be saved, to be shown again where it was typed, and why."""

    where: str = ""
    text: str = ""
    complaint: str = ""


def standing_of(session: Session, visit: Visit, at: Address) -> Standing:
    """Return a record as it stands; raises NotFound when there is none that the visitor may see."""
    return records.standing(session, visit.member, at.scope, at.kind, at.id)


def written_sight(standing: Standing) -> str:
    """Return as a form carries it which state of a record its page shows."""
    replica, n = standing.newest
    return f"{standing.seen.epoch}.{standing.seen.seq}.{replica}.{n}"


def read_sight(written: str, standing: Standing) -> Sight:
    """Return which state a form's page showed; nobody has seen more than there is."""
    now = sight_of(standing)
    found = _SIGHT.fullmatch(written)
    if found is None:
        return Sight()
    shown = Sight((int(found["epoch"]), int(found["seq"])), found["replica"], int(found["n"]))
    return min(shown, now, key=lambda each: each.position)


def base_of(sight: Sight) -> Seen:
    """Return the base of a change made on a page."""
    return Seen(*sight.position)


def may_erase(visit: Visit, standing: Standing) -> bool:
    """Say whether the visitor may erase what is personal in a record; accounts hold nothing that could be erased."""
    entity = ENTITIES.get(standing.kind)
    is_account = entity is not None and entity.is_account
    return not is_account and visit.member.may(Doing.erase, standing.scope, standing.kind)


def record_facts(session: Session, visit: Visit, standing: Standing, field: str, typed: Typed) -> dict[str, Any]:
    """Return what the template of the record's page names."""
    member = visit.member
    changes = records.field_history(session, member, standing.scope, standing.kind, standing.id)
    talk = talk_about(session, standing)
    names = names_of(session, member, standing.scope, _pointers(standing, changes, talk))
    people = _people(session, changes, talk)
    asked = asked_in(session, member, standing)
    wording = Wording(standing.kind, standing.copy.values, names, asked)
    told = saves(changes, wording, people)
    return {
        "at": standing,
        "view": words_of(standing, names, asked),
        "cluster": _cluster(session, standing),
        "is_private": is_private(standing.scope),
        "saves": told,
        "field_saves": saves(changes, wording, people, field) if field else [],
        "most_saves": _MOST_SAVES,
        "state": talk.state(sight_of(standing)),
        "verdicts": verdicts(talk, people),
        "threads": _about_field(threads(talk, standing, wording, people), field),
        "said_at": _said_at(talk),
        "disputes": [(each, _choices(wording.field(each.path))) for each in disputes(talk, wording, people)],
        "field": field,
        "field_label": wording.label(field) if field else "",
        "photos": photos_of(session, standing),
        "related": _related(session, visit, standing, names),
        "sight": written_sight(standing),
        "once": new_id(),
        "typed": typed,
        "may": _rights(visit, standing),
        "Outcome": Outcome,
        "next_facts": {"scope": standing.scope, "kind": standing.kind, "record": str(standing.id)},
    }


def _pointers(standing: Standing, changes: Iterable[FieldChange], talk: Talk) -> list[Any]:
    told = [value for each in changes for value in (each.before, each.value)]
    offered = [value for each in talk.conflicts for value in (each.kept, each.offered, each.base)]
    parent = standing.copy.values.get("parent_id")
    return [*standing.copy.values.values(), *told, *offered, parent]


def _people(session: Session, changes: Sequence[FieldChange], talk: Talk) -> People:
    authors = {each.by.author for each in changes} | talk.authors
    return people_of(session, authors, {each.by.replica for each in changes} | talk.replicas)


def _cluster(session: Session, standing: Standing) -> tuple[UUID, str] | None:
    cluster = cluster_of(standing.scope)
    return (cluster, cluster_names(session, [cluster]).get(cluster, "")) if cluster else None


def _about_field(found: list[Said], field: str) -> list[Said]:
    return [each for each in found if not field or each.path == field or each.path.startswith(f"{field}/")]


def _said_at(talk: Talk) -> dict[str, int]:
    """Return how many comments there are at each field."""
    counts: dict[str, int] = {}
    for _row, comment in talk.comments:
        path = comment.about_path or ""
        counts[path] = counts.get(path, 0) + 1
    return counts


def _choices(info: FieldInfo | None) -> dict[str, Any]:
    """Return how a page asks for a third value: not at all, from a list, or typed."""
    if info is None or not can_be_typed(info):
        return {"can": False, "answers": []}
    return {"can": True, "answers": answers_to_choose(info)}


def _related(session: Session, visit: Visit, standing: Standing, names: Names) -> list[tuple[str, Pointed]]:
    """Return what the record belongs to, and what belongs to it."""
    parents = [names[each] for each in names if str(each) == standing.copy.values.get("parent_id")]
    kinds = _CHILDREN.get(standing.kind, ())
    rows = select(StoredRecord).where(
        col(StoredRecord.scope).in_(scopes_around(visit.member, standing.scope)),
        col(StoredRecord.kind).in_(kinds),
        col(StoredRecord.hangs_on) == str(standing.id),
    )
    children = [Pointed(row.scope, row.kind, row.id, title_from(row)) for row in session.scalars(rows)] if kinds else []
    children.sort(key=lambda each: (each.kind, each.id))
    return [(kind_words(each.kind), each) for each in (*parents, *children)]


def _rights(visit: Visit, standing: Standing) -> dict[str, bool]:
    member, scope = visit.member, standing.scope
    return {
        "comment": member.may(Doing.write, scope, "comment"),
        "judge": member.may(Doing.write, scope, "verdict"),
        "settle": member.may(Doing.settle, scope, standing.kind),
        "erase": may_erase(visit, standing),
    }
