"""The chips above a list: each cluster or kind that occurs in it, with its count."""

from collections import Counter
from collections.abc import Callable, Mapping
from uuid import UUID

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.reading.naming import kinds_words

Chips = list[tuple[str, str, int]]
Counted = Mapping[tuple[str, str], int]


def fits(scope: str, of_kind: str, cluster: str, kind: str) -> bool:
    """Say whether records of a kind in a scope are of the cluster and of the kind asked for; blank asks for any."""
    return (not cluster or str(cluster_of(scope)) == cluster) and (not kind or of_kind == kind)


def total(counted: Counted, cluster: str = "", kind: str = "") -> int:
    """Return how many there are of a cluster and a kind."""
    return sum(count for (scope, of_kind), count in counted.items() if fits(scope, of_kind, cluster, kind))


def by_cluster(counted: Counted, names: Mapping[UUID, str], kind: str = "") -> Chips:
    """Return the clusters of some records, each with its name and how many there are of it."""
    found: Counter[str] = Counter()
    for (scope, of_kind), count in counted.items():
        if fits(scope, of_kind, "", kind):
            found[str(cluster_of(scope))] += count
    return _named(found, lambda key: names.get(UUID(key), ""))


def by_kind(counted: Counted, cluster: str = "") -> Chips:
    """Return the kinds of some records, each in words and with how many there are of it."""
    found: Counter[str] = Counter()
    for (scope, of_kind), count in counted.items():
        if fits(scope, of_kind, cluster, ""):
            found[of_kind] += count
    return _named(found, kinds_words)


def _named(counts: Mapping[str, int], words: Callable[[str], str]) -> Chips:
    return sorted(((key, words(key), count) for key, count in counts.items()), key=lambda each: each[1])
