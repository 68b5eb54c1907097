"""The diagnostic study and the action plan: what they are made of, and the papers and workbooks of them."""

import io
from collections.abc import Callable
from typing import BinaryIO, TypeVar
from uuid import UUID

from cdadesk.acts.interviews import set_title
from cdadesk.acts.naming import names_in
from cdadesk.acts.papers import Printing, letterhead
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.programme.committee import Committee
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.study.benchmark import Benchmark
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from cdadesk.domain.study.notes import StudyNote, SwotItem
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep
from cdadesk.i18n import _, language, speaking
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.plan.paper import PlanPapers, write_plan, write_plan_workbook
from cdadesk.reports.study.material import Material
from cdadesk.reports.study.paper import write_study, write_study_workbook
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

R = TypeVar("R", bound=Record)
_Writing = Callable[[Material, Letterhead, BinaryIO], None]


class NoCluster(Trouble):
    """There is no cluster of which a study could be made."""

    def __init__(self) -> None:
        super().__init__(_("The cluster is not on this laptop, so there is no study of it."))


class NoPlan(Trouble):
    """There is no action plan that could be printed."""

    def __init__(self) -> None:
        super().__init__(_("There is no action plan of this cluster yet. Begin one in the place Plan."))


def study_pdf(store: Store, cluster: UUID, printing: Printing) -> bytes:
    """Return the study as a PDF; raises NoCluster."""
    return _made(store, cluster, printing, write_study)


def study_xlsx(store: Store, cluster: UUID, printing: Printing) -> bytes:
    """Return the study as a workbook; raises NoCluster."""
    return _made(store, cluster, printing, write_study_workbook)


def plan_pdf(store: Store, plan: ActionPlan, printing: Printing) -> bytes:
    """Return a revision of the plan as a PDF."""
    return _made_of_plan(store, plan, printing, write_plan)


def plan_xlsx(store: Store, plan: ActionPlan, printing: Printing) -> bytes:
    """Return a revision of the plan as a workbook."""
    return _made_of_plan(store, plan, printing, write_plan_workbook)


def newest_plan(store: Store, cluster: UUID) -> ActionPlan:
    """Return the newest revision of the plan of a cluster; raises NoPlan."""
    found = _all(store, ActionPlan, cluster)
    if not found:
        raise NoPlan
    return max(found, key=lambda each: (each.revision or 1, each.id))


def plan_papers(store: Store, plan: ActionPlan) -> PlanPapers:
    """Return the records that the paper of a plan is drawn from."""
    before = store.get(ActionPlan, plan.replaces) if plan.replaces else None
    vision = store.get(Vision, plan.vision) if plan.vision else None
    candidates = (held.record for held in store.find(ClusterCandidate, Ask(scopes=[plan.scope])))
    chosen = (each for each in candidates if each.chosen)
    return PlanPapers(
        plan=plan,
        before=before.record if before else None,
        vision=vision.record if vision else None,
        chosen=next(iter(chosen), None),
        indicators=_named_by(store, plan),
        names=names_in(store, [plan]),
    )


def _named_by(store: Store, plan: ActionPlan) -> list[Indicator]:
    """Return the indicators that lines of a plan name, in the order of the lines, each once."""
    named = [line.indicator for _key, line in in_order(plan.lines) if line.indicator is not None]
    held = {each.record.id: each.record for each in store.get_all(Indicator, named)}
    return [held[each] for each in dict.fromkeys(named) if each in held]


def _made_of_plan(
    store: Store, plan: ActionPlan, printing: Printing, write: Callable[[PlanPapers, Letterhead, BinaryIO], None]
) -> bytes:
    file = io.BytesIO()
    with speaking(printing.language):
        write(plan_papers(store, plan), letterhead(store, plan.scope, [], printing.on), file)
    return file.getvalue()


def _made(store: Store, cluster: UUID, printing: Printing, write: _Writing) -> bytes:
    file = io.BytesIO()
    with speaking(printing.language):
        material = study_material(store, cluster, printing)
        write(material, letterhead(store, cluster_scope(cluster), [], printing.on), file)
    return file.getvalue()


def study_material(store: Store, cluster: UUID, printing: Printing) -> Material:
    """Return the records that the study is made of, those of the open part of the cluster alone; raises NoCluster."""
    held = store.get(Cluster, cluster)
    if held is None:
        raise NoCluster
    pilots, visions = _all(store, PilotDevelopment, cluster), _all(store, Vision, cluster)
    plans = _all(store, ActionPlan, cluster)
    return Material(
        cluster=held.record,
        on=printing.on,
        names=names_in(store, [*pilots, *visions, *plans]),
        actors=_all(store, Actor, cluster, "name"),
        networks=_all(store, Network, cluster, "name"),
        meetings=_all(store, Meeting, cluster),
        fairs=_all(store, Fair, cluster),
        interviews=[_called(each) for each in _all(store, Interview, cluster)],
        question_sets=_all(store, QuestionSet, cluster),
        issues=_all(store, Issue, cluster),
        demands=_all(store, DemandArticulation, cluster),
        visions=visions,
        plans=plans,
        notes=_all(store, StudyNote, cluster),
        swot=_all(store, SwotItem, cluster),
        processes=_all(store, ProductProcess, cluster, "product"),
        steps=_all(store, ValueChainStep, cluster),
        unit_studies=_all(store, UnitStudy, cluster, "studied_on"),
        pilots=pilots,
        benchmarks=_all(store, Benchmark, cluster, "measure"),
        maps=_all(store, ClusterMapSnapshot, cluster),
        postings=_all(store, Posting, cluster, "from_on"),
        committees=_all(store, Committee, cluster, "name"),
        candidates=_all(store, ClusterCandidate, cluster),
        indicators=_all(store, Indicator, cluster, "code", "name"),
        programmes=_all(store, ClusterProgramme, cluster, "agency"),
    )


def _called(interview: Interview) -> Interview:
    """Return an interview whose set is called by its name in the language of the paper."""
    return interview.changed(set_name=set_title(interview, language()))


def _all(store: Store, entity: type[R], cluster: UUID, *order: str) -> list[R]:
    """Return the records in use, those of the programme too; without an order as they were made."""
    scopes = [cluster_scope(cluster), PROGRAMME]
    return [held.record for held in store.find(entity, Ask(scopes=scopes, order=order or ("id",)))]
