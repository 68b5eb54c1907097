"""show: lists of records, and one record with all that it holds."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence

from cdadesk.acts.naming import names_in
from cdadesk.cli import one_record
from cdadesk.cli.choosing import NothingOfThatName, choose, choose_any, short_id
from cdadesk.cli.console import Align, Column, Console
from cdadesk.cli.filters import declare_filters, found
from cdadesk.cli.session import Session, opened
from cdadesk.cli.words import Names, in_words, is_figure, sheet_json
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.fields import FieldInfo, describe
from cdadesk.domain.kernel.record import Record
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
from cdadesk.domain.study.benchmark import Benchmark
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from cdadesk.domain.study.notes import StudyNote, SwotItem
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.reading import Held

HELP = N_("list records, or show one of them")

LISTS: Mapping[str, type[Record]] = {
    "clusters": Cluster,
    "actors": Actor,
    "people": Person,
    "networks": Network,
    "meetings": Meeting,
    "tasks": Task,
    "events": TrustEvent,
    "fairs": Fair,
    "settlements": SettlementRecord,
    "chain": ValueChainStep,
    "processes": ProductProcess,
    "notes": StudyNote,
    "swot": SwotItem,
    "unit-studies": UnitStudy,
    "pilots": PilotDevelopment,
    "benchmarks": Benchmark,
    "maps": ClusterMapSnapshot,
    "postings": Posting,
    "committees": Committee,
    "candidates": ClusterCandidate,
    "programmes": ClusterProgramme,
    "rules": OwnRules,
    "interviews": Interview,
    "sets": QuestionSet,
    "issues": Issue,
    "demands": DemandArticulation,
    "visions": Vision,
    "plans": ActionPlan,
    "indicators": Indicator,
}
ANY = "record"


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("what", choices=[*LISTS, ANY], help=_("which list, or “record” for any record by its id"))
    parser.add_argument("name", nargs="?", help=_("one record: its name, short code, id, or the end of its id"))
    declare_filters(parser)
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Show what is asked for; raises a Trouble."""
    with opened(asked, console) as session:
        if asked.name or asked.what == ANY:
            one_record.show(session, _one(session, asked), as_json=asked.json)
        else:
            _show_list(session, asked)
    return 0


def _one(session: Session, asked: Namespace) -> Held[Record]:
    if asked.what != ANY:
        return choose(session.store, LISTS[asked.what], asked.name)
    if not asked.name:
        raise NothingOfThatName(_("Say which record: its id, or the end of it."))
    return choose_any(session.store, asked.name)


def _show_list(session: Session, asked: Namespace) -> None:
    entity = LISTS[asked.what]
    held = found(session, entity, asked)
    names = names_in(session.store, (each.record for each in held))
    if asked.json:
        records = [one_record.head_json(each) | {"fields": sheet_json(each.record, names)} for each in held]
        session.console.json({"kind": entity.kind, "count": len(records), "records": records})
        return
    fields = [describe(entity)[name] for name in entity.columns]
    session.console.table(_columns(fields), [_row(fields, each.record, names) for each in held])
    session.console.note(ngettext("{n} record", "{n} records", len(held)).format(n=format_number(len(held))))


def _columns(fields: Sequence[FieldInfo]) -> list[Column]:
    heads = [Column(_(info.label), Align.end if is_figure(info) else Align.start) for info in fields]
    return [Column(_("Id")), *heads]


def _row(fields: Sequence[FieldInfo], record: Record, names: Names) -> list[str]:
    return [short_id(record), *(in_words(info, getattr(record, info.name), names) for info in fields)]
