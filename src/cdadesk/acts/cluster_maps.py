"""Keeping maps of the cluster: a frozen copy of today's links, a wished one, and the map as a paper."""

import datetime as dt
import io
from collections import Counter
from typing import Any

from cdadesk.acts.papers import Printing, letterhead
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.study.cluster_map import (
    ClusterMap,
    ClusterMapSnapshot,
    MapKind,
    Spot,
    folded,
    map_on,
    read_snapshot,
)
from cdadesk.i18n import _, format_day, speaking
from cdadesk.reports.blocks import Block
from cdadesk.reports.paper import draw
from cdadesk.reports.sections import Section, blocks_of
from cdadesk.reports.study.annexes import difference
from cdadesk.reports.study.setting import map_parts
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

_LONGEST = 190

__all__ = ["Printing", "among", "frozen_today", "map_pdf", "wished_from"]


def frozen_today(store: Store, scope: str, today: dt.date) -> dict[str, Any]:
    """Return what a map of today begins with: a copy of the links that are recorded of the actors.

    The first map of a cluster is today's, each further one a later one.
    """
    shown = map_on(_actors(store, scope), today)
    names = _own_names(shown)
    nodes = [_node(spot, names[spot.key]) for spot in shown.spots]
    links = [
        {
            "one": names[tie.one],
            "other": names[tie.other],
            "relation_type": tie.relation_type,
            "strength": tie.strength,
        }
        for tie in shown.ties
    ]
    kept = store.count(ClusterMapSnapshot, Ask(scopes=[scope], equals={"map_kind": [MapKind.today.value]}))
    kind = MapKind.later if kept else MapKind.today
    return {"map_on": today, "map_kind": kind, "nodes": _lines(nodes), "links": _lines(links)}


def wished_from(shown: ClusterMapSnapshot, today: dt.date) -> dict[str, Any]:
    """Return what a wished map begins with: all that stands on another one."""
    copied = {name: getattr(shown, name) for name in ("nodes", "links", "policy_words", "world_words")}
    return {"map_on": today, "map_kind": MapKind.wished} | copied


def among(store: Store, shown: ClusterMapSnapshot, today: dt.date) -> tuple[ClusterMap, ...]:
    """Return a map, then today's, then all others of the cluster: an actor stands at one place on each of them."""
    kept = [held.record for held in store.find(ClusterMapSnapshot, Ask(scopes=[shown.scope], order=("map_on",)))]
    of_today = [each for each in kept if each.map_kind is MapKind.today]
    now = read_snapshot(of_today[-1]) if of_today else map_on(_actors(store, shown.scope), today)
    others = [read_snapshot(each) for each in kept if each.id != shown.id and each not in of_today[-1:]]
    return (read_snapshot(shown), now, *others)


def map_pdf(store: Store, shown: ClusterMapSnapshot, printing: Printing) -> bytes:
    """Return a map as a PDF of one page, with what is different from today's."""
    file = io.BytesIO()
    with speaking(printing.language):
        maps = among(store, shown, printing.on)
        head = letterhead(store, shown.scope, [], printing.on)
        which = _(shown.map_kind.label) if shown.map_kind else ""
        when = format_day(shown.map_on) if shown.map_on else ""
        parts = [*map_parts(maps[0], maps[1:], ""), *difference(maps[1], maps[0])]
        blocks: list[Block] = blocks_of([Section("1", which or _("Cluster map"), tuple(parts))])[1:]
        draw(head.paper(_("Cluster map"), ", ".join(filter(None, (which, when)))), blocks, file)
    return file.getvalue()


def _actors(store: Store, scope: str) -> list[Actor]:
    return [held.record for held in store.find(Actor, Ask(scopes=[scope], order=("name",)))]


def _own_names(shown: ClusterMap) -> dict[str, str]:
    """Return a name for each actor that no other has: links are kept by names."""
    found: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for spot in shown.spots:
        taken[folded(spot.name)] += 1
        nth = taken[folded(spot.name)]
        found[spot.key] = f"{spot.name[:_LONGEST]} ({nth})" if nth > 1 else spot.name[:_LONGEST]
    return found


def _node(spot: Spot, name: str) -> dict[str, Any]:
    return {"actor": spot.key, "name": name, "actor_kind": spot.actor_kind, "frame": spot.frame}


def _lines(values: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    numbered = zip(values, orders(len(values)), strict=True)
    return {str(new_id()): value | {"order": order} for value, order in numbered}
