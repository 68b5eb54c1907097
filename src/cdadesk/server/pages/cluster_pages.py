"""Clusters: the list, one in short with its pictures, and the sums of several side by side for the programme."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from cdadesk.domain.trust.words import not_claimed
from cdadesk.reports.pictures import Room
from cdadesk.reports.stacked_bars import SOURCE_NAMES, Bar, draw_stacked_bars
from cdadesk.reports.step_line import TrustHistory, draw_step_line
from cdadesk.server.pages.rendering import show
from cdadesk.server.pages.svg import LETTER, to_svg
from cdadesk.server.pages.visit import READERS, AnyVisit, require
from cdadesk.server.reading.cluster_view import ClusterView, cluster_sums, cluster_view
from cdadesk.server.scopes import cluster_names
from cdadesk.server.troubles import NotFound
from cdadesk.wire.messages import Role

router = APIRouter()
_LINE_HEIGHT = 1.35
_WIDE, _NARROW = (700.0, 250.0), (372.0, 240.0)
_BARS_ON_NARROW = 4


@router.get("/clusters")
def clusters_page(visit: AnyVisit) -> Response:
    """List the clusters that the visitor may see."""
    require(visit, *READERS)
    with visit.database.reading() as session:
        names = cluster_names(session, list(visit.member.clusters))
        sums = cluster_sums(session, names, visit.database.clock.today())
    return show(visit, "clusters.html", clusters=sums)


@router.get("/clusters/{cluster}")
def cluster_page(visit: AnyVisit, cluster: UUID) -> Response:
    """Show one cluster."""
    require(visit, *READERS)
    if cluster not in visit.member.clusters:
        raise NotFound(str(cluster))
    with visit.database.reading() as session:
        name = cluster_names(session, [cluster]).get(cluster, "")
        view = cluster_view(session, cluster, name, visit.database.clock.today())
    return show(visit, "cluster.html", view=view, pictures=_pictures(view), not_claimed=not_claimed())


@router.get("/programme")
def programme_page(visit: AnyVisit) -> Response:
    """Show the sums of the clusters assigned, side by side; no record, no name."""
    require(visit, Role.programme_officer)
    with visit.database.reading() as session:
        names = cluster_names(session, list(visit.member.clusters))
        sums = cluster_sums(session, names, visit.database.clock.today())
    return show(visit, "programme.html", clusters=sums, sources=SOURCE_NAMES)


def _pictures(view: ClusterView) -> dict[str, Any]:
    """Return for each picture its wide and its narrow form: a page knows no width before it is shown."""
    lines = {str(each.network.id): _lines(each.history, f"t{at}") for at, each in enumerate(view.networks)}
    bars = [each.bar for each in view.fairs if each.parts]
    return {"trust": lines, "fairs": _bars(bars) if bars else ()}


def _lines(history: TrustHistory, name: str) -> tuple[Markup, Markup]:
    wide, narrow = (draw_step_line(history, Room(*size, LETTER * _LINE_HEIGHT)) for size in (_WIDE, _NARROW))
    return to_svg(wide, f"{name}w"), to_svg(narrow, f"{name}n")


def _bars(bars: list[Bar]) -> tuple[Markup, Markup]:
    wide = draw_stacked_bars(bars, Room(*_WIDE, LETTER * _LINE_HEIGHT))
    narrow = draw_stacked_bars(bars[-_BARS_ON_NARROW:], Room(*_NARROW, LETTER * _LINE_HEIGHT))
    return to_svg(wide, "fw"), to_svg(narrow, "fn")
