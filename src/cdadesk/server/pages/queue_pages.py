"""The queue: what waits for the visitor, as cards, and the way from one record to the next."""

from itertools import groupby
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.pages.filters import by_cluster, by_kind, fits, total
from cdadesk.server.pages.rendering import record_address, show
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, go, require
from cdadesk.server.queueing import Urgency
from cdadesk.server.reading.queue import FOR_ADVISORS, FOR_AGENTS, beside, cards, count, queue
from cdadesk.server.scopes import cluster_names
from cdadesk.wire.messages import Role

router = APIRouter()
_ON_A_PAGE = 30


@router.get("/queue")
def queue_page(visit: AnyVisit, cluster: str = "", kind: str = "", page: int = 1) -> Response:
    """Show what waits, of all clusters or one, of all kinds or one."""
    scopes, wanted = _asked(visit)
    with visit.database.reading() as session:
        counted = count(session, scopes, wanted)
        shown = total(counted, cluster, kind)
        pages = -(-shown // _ON_A_PAGE)
        page = min(max(page, 1), max(pages, 1))  # any number may stand in an address
        names = cluster_names(session, list(visit.member.clusters))
        chosen = [each for each in scopes if fits(each, "", cluster, "")]
        places = queue(session, chosen, wanted, kind, slice((page - 1) * _ON_A_PAGE, page * _ON_A_PAGE))
        found = cards(session, visit.member, places, names)
    return show(
        visit,
        "queue.html",
        groups=[(urgency, list(group)) for urgency, group in groupby(found, key=lambda card: card.place.urgency)],
        total=shown,
        waiting=total(counted),
        page=page,
        pages=pages,
        chosen={"cluster": cluster, "kind": kind},
        clusters=by_cluster(counted, names, kind),
        kinds=by_kind(counted, cluster),
        is_advisor=visit.is_one_of(Role.ta),
    )


@router.get("/queue/next")
def next_in_queue(visit: AnyVisit, scope: str = "", kind: str = "", record: str = "", back: int = 0) -> Response:
    """Go to the record that waits after this one, or before it; at the end, back to the queue."""
    scopes, wanted = _asked(visit)
    here = (scope, kind, _id(record))
    with visit.database.reading() as session:
        place = beside(session, scopes, wanted, here, back=bool(back))
    return go("/queue") if place is None else go(record_address(*place.address))


def _asked(visit: Visit) -> tuple[list[str], frozenset[Urgency]]:
    """Return the scopes that the visitor reads, and what waits for such a visitor."""
    require(visit, *READERS)
    scopes = [each for each in visit.member.readable() if cluster_of(each) is not None]
    return scopes, FOR_ADVISORS if visit.is_one_of(Role.ta) else FOR_AGENTS


def _id(record: str) -> UUID:
    try:
        return UUID(record)
    except ValueError:
        return UUID(int=0)  # an address that somebody typed: no record is called so
