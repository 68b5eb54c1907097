"""All entities by the kind under which they are stored and sent."""

import types
from collections.abc import Mapping

from cdadesk.domain.actors.actor import Actor, ActorPrivate
from cdadesk.domain.actors.person import Person, PersonPrivate
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.programme.committee import Committee
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.review import Comment, Conflict, Verdict
from cdadesk.domain.study.benchmark import Benchmark
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from cdadesk.domain.study.notes import StudyNote, SwotItem
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.i18n import _


class UnknownKind(Trouble):
    """A record is of a kind that this version does not have."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            _("This version of the program does not know records of the kind “{kind}”. Update it.").format(kind=kind)
        )


_ALL: tuple[type[Record], ...] = (
    Cluster,
    Actor,
    ActorPrivate,
    Person,
    PersonPrivate,
    QuestionSet,
    Interview,
    InterviewPrivate,
    Issue,
    DemandArticulation,
    Vision,
    ActionPlan,
    Indicator,
    Network,
    Meeting,
    Task,
    TrustEvent,
    Fair,
    SettlementRecord,
    ValueChainStep,
    ProductProcess,
    StudyNote,
    SwotItem,
    UnitStudy,
    PilotDevelopment,
    Benchmark,
    ClusterMapSnapshot,
    Posting,
    Committee,
    ClusterCandidate,
    ClusterProgramme,
    OwnRules,
    Attachment,
    Comment,
    Verdict,
    Conflict,
)

ENTITIES: Mapping[str, type[Record]] = types.MappingProxyType({each.kind: each for each in _ALL})


def entity(kind: str) -> type[Record]:
    """Return the class of a kind; raises UnknownKind."""
    if kind not in ENTITIES:
        raise UnknownKind(kind)
    return ENTITIES[kind]
