"""How much of what the gates of a method ask for stands in the records of a cluster."""

from typing import TypeVar

from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.indicators.indicator import Indicator, Stage
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.methods.method import Facts
from cdadesk.domain.networks.meeting import Meeting, MeetingKind
from cdadesk.domain.networks.network import Network
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

R = TypeVar("R", bound=Record)

_FIRST_MILESTONES = frozenset({"M02", "M05"})


def facts_of(store: Store, cluster: Cluster) -> Facts:
    """Return how much of what the gates ask for is recorded in the cluster; candidates are looked for everywhere."""
    kinds = {each.actor_kind for each in _all(store, Interview, cluster)} - {None}
    issues = _all(store, Issue, cluster)
    steps = {each.ladder_item for each in _all(store, TrustEvent, cluster)}
    candidates = [held.record for held in store.find(ClusterCandidate)]
    return {
        "agents": _count(store, Posting, cluster),
        "candidates": sum(bool(each.chosen and each.scored()) for each in candidates),
        "kinds_heard": len(kinds),
        "issues_rated": sum(any(line.complete() for _key, line in in_order(each.ratings)) for each in issues),
        "validations": _count(store, Meeting, cluster, meeting_kind=MeetingKind.validation),
        "visions": sum(bool(each.agreed_on) for each in _all(store, Vision, cluster)),
        "plan_lines": sum(len(in_order(each.lines)) for each in _all(store, ActionPlan, cluster)),
        "first_milestones": len(steps & _FIRST_MILESTONES),
        "networks": _count(store, Network, cluster),
        "settlements": _count(store, SettlementRecord, cluster),
        "unit_studies": _count(store, UnitStudy, cluster),
        "baselines": sum(bool(each.of_stage(Stage.baseline)) for each in _all(store, Indicator, cluster)),
        "planned_end": int(bool(cluster.planned_end)),
    }


def _all(store: Store, entity: type[R], cluster: Cluster) -> list[R]:
    return [held.record for held in store.find(entity, Ask(scopes=(cluster.scope,)))]


def _count(store: Store, entity: type[Record], cluster: Cluster, **equals: object) -> int:
    return store.count(entity, Ask(equals=equals, scopes=(cluster.scope,)))
