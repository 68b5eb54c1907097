"""The chips above a list: each cluster or kind that occurs in it, with its count."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server.reading.naming import kinds_words
from cdadesk.server.reading.queue import Address

Chips = list[tuple[str, str, int]]


def fits(address: Address, cluster: str, kind: str) -> bool:
    """Say whether a record is of the cluster and of the kind asked for; blank asks for any."""
    scope, of_kind, _record = address
    return (not cluster or str(cluster_of(scope)) == cluster) and (not kind or of_kind == kind)


def by_cluster(addresses: Iterable[Address], names: Mapping[UUID, str]) -> Chips:
    """Return the clusters of some records, each with its name and how many there are of it."""
    keys = [str(cluster_of(scope)) for scope, _kind, _record in addresses]
    return _counted(keys, lambda key: names.get(UUID(key), ""))


def by_kind(addresses: Iterable[Address]) -> Chips:
    """Return the kinds of some records, each in words and with how many there are of it."""
    return _counted([kind for _scope, kind, _record in addresses], kinds_words)


def _counted(keys: Iterable[str], words: Callable[[str], str]) -> Chips:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return sorted(((key, words(key), count) for key, count in counts.items()), key=lambda each: each[1])
