"""One cluster in short, and several side by side: sums over what is there, never a score."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.networks.network import Network
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.i18n import _, format_number
from cdadesk.look import MoneySource
from cdadesk.server.reading.fair_money import FAIR_KINDS, FairMoney, fair_money, tapering
from cdadesk.server.reading.networks_view import NetworkView, networks
from cdadesk.server.reading.stock import Stock, counted

_KINDS: tuple[type[Record], ...] = (Cluster, Network, TrustEvent, *FAIR_KINDS)
_SHOWN = (
    "actor",
    "person",
    "network",
    "meeting",
    "task",
    "trust_event",
    "fair",
    "settlement",
    "interview",
    "issue",
    "demand",
    "vision",
    "action_plan",
    "indicator",
)


@dataclass(frozen=True)
class Count:
    """How many records of a kind there are."""

    kind: str
    label: str
    n: int


@dataclass(frozen=True)
class ClusterView:
    """A cluster with its networks and fairs; `profile` is its own record, if it came."""

    id: UUID
    scope: str
    name: str
    profile: Cluster | None
    counts: tuple[Count, ...]
    networks: tuple[NetworkView, ...]
    fairs: tuple[FairMoney, ...]
    tapering: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """Say what the cluster is and how far it has come, as far as it is written down."""
        if self.profile is None:
            return _("The cluster's own sheet has not come in yet.")
        phase = _(self.profile.phase.label) if self.profile.phase else None
        said = [part for part in (self.profile.product, self.profile.place) if part]
        told = ", ".join(said)
        return _("{what}. Phase: {phase}.").format(what=told, phase=phase) if phase and told else told


@dataclass(frozen=True)
class ClusterSums:
    """Sums over one cluster, for who sees no single record."""

    id: UUID
    name: str
    counts: Mapping[str, int]
    members: int
    money: Mapping[MoneySource, int]
    others: int

    @property
    def total(self) -> int:
        """Return all that the fairs cost."""
        return sum(self.money.values()) + self.others

    @property
    def private_percent(self) -> int | None:
        """Return the private part in whole percent, None while no costs are known."""
        private = self.money.get(MoneySource.PRIVATE, 0)
        return (200 * private + self.total) // (2 * self.total) if self.total else None


def cluster_view(session: Session, cluster: UUID, name: str, today: dt.date) -> ClusterView:
    """Return a cluster in short; the caller has seen that the reader may see its scope."""
    scope = cluster_scope(cluster)
    stock = Stock(session, scope, _KINDS)
    fairs = fair_money(stock)
    return ClusterView(
        id=cluster,
        scope=scope,
        name=name,
        profile=next(iter(stock.all_of(Cluster)), None),
        counts=_counts(counted(session, [scope]).get(scope, {})),
        networks=tuple(networks(session, stock, scope, today)),
        fairs=tuple(fairs),
        tapering=tuple(tapering(fairs)),
    )


def cluster_sums(session: Session, clusters: Mapping[UUID, str], today: dt.date) -> list[ClusterSums]:
    """Return the sums of several clusters, by name: side by side, not ranked."""
    counts = counted(session, [cluster_scope(each) for each in clusters])
    return [
        _sums(session, cluster, name, counts.get(cluster_scope(cluster), {}), today)
        for cluster, name in sorted(clusters.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    ]


def _sums(session: Session, cluster: UUID, name: str, counts: Mapping[str, int], today: dt.date) -> ClusterSums:
    stock = Stock(session, cluster_scope(cluster), (Network, *FAIR_KINDS))
    fairs = fair_money(stock)
    return ClusterSums(
        id=cluster,
        name=name,
        counts=counts,
        members=sum(each.active_members(today) or 0 for each in stock.all_of(Network)),
        money={source: sum(fair.parts.get(source, 0) for fair in fairs) for source in MoneySource},
        others=sum(fair.others for fair in fairs),
    )


def _counts(found: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(kind, _(ENTITIES[kind].plural), found.get(kind, 0)) for kind in _SHOWN)


def counts_in_words(counts: Sequence[Count]) -> str:
    """Return the counts of what is there in one line."""
    return ", ".join(f"{each.label} {format_number(each.n)}" for each in counts if each.n)
