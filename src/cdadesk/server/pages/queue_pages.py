"""The queue: what waits for the visitor, as cards, and the way from one record to the next."""

from itertools import groupby

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.pages.filters import by_cluster, by_kind, fits
from cdadesk.server.pages.rendering import record_address, show
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, go, require
from cdadesk.server.reading.queue import FOR_ADVISORS, FOR_AGENTS, Place, cards, queue
from cdadesk.server.scopes import cluster_names
from cdadesk.wire.messages import Role

router = APIRouter()
_ON_A_PAGE = 30


@router.get("/queue")
def queue_page(visit: AnyVisit, cluster: str = "", kind: str = "", page: int = 1) -> Response:
    """Show what waits, of all clusters or one, of all kinds or one."""
    with visit.database.reading() as session:
        places = _places(session, visit)
        names = cluster_names(session, list(visit.member.clusters))
        shown = [each for each in places if fits(each.address, cluster, kind)]
        first = (max(page, 1) - 1) * _ON_A_PAGE
        found = cards(session, visit.member, shown[first : first + _ON_A_PAGE], names)
    addresses = [each.address for each in places]
    return show(
        visit,
        "queue.html",
        groups=[(urgency, list(group)) for urgency, group in groupby(found, key=lambda card: card.place.urgency)],
        total=len(shown),
        waiting=len(places),
        page=max(page, 1),
        pages=-(-len(shown) // _ON_A_PAGE),
        chosen={"cluster": cluster, "kind": kind},
        clusters=by_cluster([each for each in addresses if fits(each, "", kind)], names),
        kinds=by_kind([each for each in addresses if fits(each, cluster, "")]),
        is_advisor=visit.is_one_of(Role.ta),
    )


@router.get("/queue/next")
def next_in_queue(visit: AnyVisit, scope: str = "", kind: str = "", record: str = "", back: int = 0) -> Response:
    """Go to the record that waits after this one, or before it; at the end, back to the queue."""
    with visit.database.reading() as session:
        places = _places(session, visit)
    addresses = [(each.address[0], each.address[1], str(each.address[2])) for each in places]
    here = (scope, kind, record)
    at = addresses.index(here) + (-1 if back else 1) if here in addresses else 0
    if not 0 <= at < len(places):
        return go("/queue")
    return go(record_address(*places[at].address))


def _places(session: Session, visit: Visit) -> list[Place]:
    require(visit, *READERS)
    scopes = [each for each in visit.member.readable() if cluster_of(each) is not None]
    return queue(session, scopes, FOR_ADVISORS if visit.is_one_of(Role.ta) else FOR_AGENTS)
