"""What the programme office reads of single records: those that an advisor approved, as they were approved."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.pages.filters import by_cluster, by_kind, fits
from cdadesk.server.pages.record_facts import Address, address
from cdadesk.server.pages.rendering import show
from cdadesk.server.pages.visit import AnyVisit, require
from cdadesk.server.reading.approved import approvals, approved_record, read_approved
from cdadesk.server.reading.naming import kind_words
from cdadesk.server.reading.record_view import words_of
from cdadesk.server.scopes import cluster_names
from cdadesk.wire.messages import Role

router = APIRouter()
At = Annotated[Address, Depends(address)]
_ON_A_PAGE = 30


@router.get("/approved")
def approved_page(visit: AnyVisit, cluster: str = "", kind: str = "", page: int = 1) -> Response:
    """List what is approved in the clusters assigned: all of it, or one cluster, or one kind."""
    require(visit, Role.programme_officer)
    with visit.database.reading() as session:
        held = approvals(session, visit.member)
        names = cluster_names(session, list(visit.member.clusters))
        fitting = [each for each in held if fits(*each.address[:2], cluster, kind)]
        first = (max(page, 1) - 1) * _ON_A_PAGE
        shown = read_approved(session, fitting[first : first + _ON_A_PAGE])
    counted = Counter(each.address[:2] for each in held)
    lines = [(each, kind_words(each.standing.kind), names.get(each.cluster, "")) for each in shown]
    return show(
        visit,
        "approved.html",
        lines=lines,
        total=len(held),
        page=max(page, 1),
        pages=-(-len(fitting) // _ON_A_PAGE),
        chosen={"cluster": cluster, "kind": kind},
        clusters=by_cluster(counted, names, kind),
        kinds=by_kind(counted, cluster),
    )


@router.get("/approved/{scope}/{kind}/{record}")
def approved_record_page(visit: AnyVisit, at: At) -> Response:
    """Show one approved record, to be read only."""
    require(visit, Role.programme_officer)
    with visit.database.reading() as session:
        found, names = approved_record(session, visit.member, (at.scope, at.kind, at.id))
        clusters = cluster_names(session, list(visit.member.clusters))
    view = words_of(found.standing, names)
    cluster = cluster_of(at.scope)
    return show(
        visit, "approved_record.html", view=view, found=found, cluster=clusters.get(cluster, "") if cluster else ""
    )
