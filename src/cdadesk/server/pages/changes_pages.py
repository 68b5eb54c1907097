"""What came in, change by change, for whoever audits: who changed what when, without a way to write."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.server import records
from cdadesk.server.pages.rendering import show
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, require
from cdadesk.server.queueing import TALK
from cdadesk.server.reading.history_view import people_of
from cdadesk.server.reading.naming import kind_words, title_from
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import Arrival
from cdadesk.server.scopes import cluster_names
from cdadesk.server.tables import StoredRecord
from cdadesk.server.troubles import NotFound

router = APIRouter()
_ON_A_PAGE = 50
_UNSAID = ("order", "parent_id", "missing", "certainty", "left_so")
AnyPlace = Annotated[int | None, Query(ge=1, le=2**53)]


@router.get("/changes")
def changes_page(visit: AnyVisit, cluster: UUID | None = None, before: AnyPlace = None) -> Response:
    """List the newest changes of a cluster."""
    require(visit, *READERS)
    chosen = cluster or next(iter(visit.member.clusters), None)
    if chosen is not None and chosen not in visit.member.clusters:
        raise NotFound(str(chosen))
    with visit.database.reading() as session:
        names = cluster_names(session, list(visit.member.clusters))
        found = _arrivals(session, visit, chosen, before)
        lines = _lines(session, chosen, found)
    older = found[-1].seen.seq if len(found) == _ON_A_PAGE else None
    return show(visit, "changes.html", lines=lines, clusters=names, chosen=chosen, older=older)


def _arrivals(session: Session, visit: Visit, cluster: UUID | None, before: int | None) -> list[Arrival]:
    if cluster is None:
        return []
    return records.came_in(session, visit.member, cluster_scope(cluster), _ON_A_PAGE, before)


def _lines(session: Session, cluster: UUID | None, found: list[Arrival]) -> list[dict[str, object]]:
    scope = cluster_scope(cluster) if cluster else ""
    people = people_of(session, (each.author for each in found), (each.replica for each in found))
    rows = select(StoredRecord).where(
        col(StoredRecord.scope) == scope,
        col(StoredRecord.kind).in_({each.kind for each in found}),
        col(StoredRecord.id).in_({each.record for each in found}),
    )
    known = {(row.kind, row.id): row for row in session.scalars(rows)}
    lines: list[dict[str, object]] = []
    for each in found:
        row = known.get((each.kind, each.record))
        wording = Wording(each.kind, row.values if row else {}, {})
        told = {
            "scope": scope,
            "title": _title(row) if row else "",
            "kind": kind_words(each.kind),
            "fields": _fields(each, wording),
            "author": people.author(each.author),
            "device": people.device(each.replica),
        }
        lines.append(told | {"change": each})
    return lines


def _title(row: StoredRecord) -> str:
    """Return what a change is about; of a conflict the field, as its record calls it."""
    path, about = row.values.get("path"), row.values.get("about_kind")
    if row.kind == "conflict" and isinstance(path, str) and isinstance(about, str):
        return Wording(about, {}, {}).label(path)
    return title_from(row)


def _fields(arrival: Arrival, wording: Wording) -> list[str]:
    """Return the fields that a change touched, each once: of lists only that they were touched."""
    if arrival.kind in TALK:
        return []
    heads = {path.split("/")[0]: path for path in sorted(arrival.paths, key=wording.place)}
    return [wording.label(head) for head in heads if head not in _UNSAID]
