"""Where actors stand on the cluster map: rows by what they are, in an order that keeps links short.

The same maps give the same places; a place is shared by all maps that are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from math import ceil

from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.study.cluster_map import ClusterMap, Frame, Spot, folded

_SWEEPS = 12
_SHIFT = 0.18  # of a cell: rows that alternate keep straight links out of the labels below


class Tier(IntEnum):
    """The groups of rows from top to bottom."""

    WORLD = 0
    POLICY = 1
    INPUTS = 2
    FIRMS = 3
    GROUPS = 4
    MARKET = 5
    HELPERS = 6


_TIERS: Mapping[ActorKind, Tier] = {
    ActorKind.supplier: Tier.INPUTS,
    ActorKind.job_worker: Tier.INPUTS,
    ActorKind.firm_micro_artisan: Tier.FIRMS,
    ActorKind.firm_industrial: Tier.FIRMS,
    ActorKind.association: Tier.GROUPS,
    ActorKind.cooperative: Tier.GROUPS,
    ActorKind.shg: Tier.GROUPS,
    ActorKind.consortium: Tier.GROUPS,
    ActorKind.trader: Tier.MARKET,
    ActorKind.exporter: Tier.MARKET,
    ActorKind.buyer: Tier.MARKET,
}
_FRAMES: Mapping[Frame, Tier] = {Frame.world: Tier.WORLD, Frame.policy: Tier.POLICY}


@dataclass(frozen=True)
class Place:
    """A place in the picture: the row counted from the top, and how far to the right, from 0 to 1."""

    tier: Tier
    row: int
    across: float


def tier_of(spot: Spot) -> Tier:
    """Return the group of rows in which an actor stands; one of no kind stands with the helpers."""
    if spot.frame in _FRAMES:
        return _FRAMES[spot.frame]
    return _TIERS.get(spot.actor_kind, Tier.HELPERS) if spot.actor_kind else Tier.HELPERS


@lru_cache(maxsize=64)
def places(maps: tuple[ClusterMap, ...], in_a_row: int) -> Mapping[str, Place]:
    """Return a place for each actor of the maps, at most so many in one row."""
    spots = _spots(maps)
    near = _neighbours(maps)
    tiers = _tiers(spots.values())
    found = _spread(tiers, in_a_row)
    for _sweep in range(_SWEEPS):
        for tier, keys in tiers.items():
            mean = {key: _mean([found[each].across for each in near[key] if each in found]) for key in keys}
            tiers[tier] = sorted(keys, key=lambda key: (mean[key], folded(spots[key].name), key))
            found = _spread(tiers, in_a_row)
    return found


def _spots(maps: Iterable[ClusterMap]) -> dict[str, Spot]:
    return {spot.key: spot for each in reversed(list(maps)) for spot in each.spots}


def _tiers(spots: Iterable[Spot]) -> dict[Tier, list[str]]:
    tiers: dict[Tier, list[str]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: (folded(spot.name), spot.key)):
        tiers[tier_of(spot)].append(spot.key)
    return {tier: tiers[tier] for tier in sorted(tiers)}


def _neighbours(maps: Iterable[ClusterMap]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for each in maps:
        for tie in each.ties:
            near[tie.one].append(tie.other)
            near[tie.other].append(tie.one)
    return near


def _spread(tiers: Mapping[Tier, Sequence[str]], in_a_row: int) -> dict[str, Place]:
    """Deal the actors of each tier out over its rows, so that each row has some of the left and some of the right."""
    found: dict[str, Place] = {}
    row = 0
    for tier, keys in tiers.items():
        count = ceil(len(keys) / in_a_row)
        for nth in range(count):
            dealt = keys[nth::count]
            for at, key in enumerate(dealt):
                shift = _SHIFT if row % 2 else -_SHIFT
                across = (at + 0.5 + (shift if len(dealt) > 1 else 0)) / len(dealt)
                found[key] = Place(tier, row, across)
            row += 1
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.5
