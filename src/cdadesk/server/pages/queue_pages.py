"""The queue: what waits for the visitor, as cards, and the way from one record to the next."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.pages.rendering import record_address, show
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, go, require
from cdadesk.server.reading.naming import kinds_words
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
        shown = [each for each in places if _fits(each, cluster, kind)]
        first = (max(page, 1) - 1) * _ON_A_PAGE
        found = cards(session, visit.member, shown[first : first + _ON_A_PAGE], names)
    return show(
        visit,
        "queue.html",
        groups=[(urgency, list(group)) for urgency, group in groupby(found, key=lambda card: card.place.urgency)],
        total=len(shown),
        waiting=len(places),
        page=max(page, 1),
        pages=-(-len(shown) // _ON_A_PAGE),
        chosen={"cluster": cluster, "kind": kind},
        clusters=_clusters([each for each in places if _fits(each, "", kind)], names),
        kinds=_kinds([each for each in places if _fits(each, cluster, "")]),
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


def _fits(place: Place, cluster: str, kind: str) -> bool:
    scope, of_kind, _record = place.address
    return (not cluster or str(cluster_of(scope)) == cluster) and (not kind or of_kind == kind)


def _clusters(places: Sequence[Place], names: Mapping[UUID, str]) -> list[tuple[str, str, int]]:
    return _counted(places, lambda each: str(cluster_of(each.address[0])), lambda key: names.get(UUID(key), ""))


def _kinds(places: Sequence[Place]) -> list[tuple[str, str, int]]:
    return _counted(places, lambda each: each.address[1], kinds_words)


def _counted(
    places: Sequence[Place], key_of: Callable[[Place], str], words: Callable[[str], str]
) -> list[tuple[str, str, int]]:
    """Return each key with its words and how many places there are of it, by the words."""
    counts: dict[str, int] = {}
    for each in places:
        counts[key_of(each)] = counts.get(key_of(each), 0) + 1
    return sorted(((key, words(key), count) for key, count in counts.items()), key=lambda each: each[1])
