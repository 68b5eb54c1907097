"""The records that the study is made of, and the few questions that several sections ask of them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.fields import Choice
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
from cdadesk.domain.study.notes import StudyNote, StudySection, SwotItem
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep
from cdadesk.i18n import _
from cdadesk.reports.blocks import Heading, Level, Text
from cdadesk.reports.sections import Cell, Part, Table, whole

COUNTS = (45, 14)
"""The width of a name and of a count beside it, in hundredths: so that the eye finds from one to the other."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """All records in use of one cluster, and the names of records that they point at."""

    cluster: Cluster
    on: dt.date
    names: Mapping[UUID, str] = field(default_factory=dict)
    actors: Sequence[Actor] = ()
    networks: Sequence[Network] = ()
    meetings: Sequence[Meeting] = ()
    fairs: Sequence[Fair] = ()
    interviews: Sequence[Interview] = ()
    question_sets: Sequence[QuestionSet] = ()
    issues: Sequence[Issue] = ()
    demands: Sequence[DemandArticulation] = ()
    visions: Sequence[Vision] = ()
    plans: Sequence[ActionPlan] = ()
    notes: Sequence[StudyNote] = ()
    swot: Sequence[SwotItem] = ()
    processes: Sequence[ProductProcess] = ()
    steps: Sequence[ValueChainStep] = ()
    unit_studies: Sequence[UnitStudy] = ()
    pilots: Sequence[PilotDevelopment] = ()
    benchmarks: Sequence[Benchmark] = ()
    maps: Sequence[ClusterMapSnapshot] = ()
    postings: Sequence[Posting] = ()
    committees: Sequence[Committee] = ()
    candidates: Sequence[ClusterCandidate] = ()
    programmes: Sequence[ClusterProgramme] = ()
    indicators: Sequence[Indicator] = ()

    def name_of(self, who: UUID | None) -> str:
        """Return a record's name; blank for one that is not meant or not known here."""
        return self.names.get(who, "") if who else ""

    def actors_of(self, kinds: Iterable[ActorKind]) -> list[Actor]:
        """Return the actors of some kinds, by kind and name; those merged into another are left out."""
        wanted = list(kinds)
        found = [each for each in self.actors if each.actor_kind in wanted and each.merged_into is None]
        return sorted(found, key=lambda each: (wanted.index(each.actor_kind or wanted[0]), each.title().casefold()))

    def kind_of(self, actor: UUID | None) -> str:
        """Return in words what an actor is, where its name is not to be told."""
        kinds = (each.actor_kind for each in self.actors if each.id == actor)
        found = next(kinds, None)
        return _(found.label) if found else ""


def notes_of(material: Material, *sections: StudySection) -> Iterator[Part]:
    """Yield what is noted for sections, each note under its heading, with its source."""
    for section in sections:
        several = len(sections) > 1
        found = [each for each in material.notes if each.section is section]
        if several and found:
            yield Heading(_(section.label), Level.PART)
        for each in found:
            yield from note_parts(each)


def note_parts(note: StudyNote) -> Iterator[Part]:
    """Yield one note."""
    if note.heading:
        yield Heading(note.heading, Level.PART)
    source = _("({source})").format(source=note.source) if note.source else ""
    text = " ".join(filter(None, ((note.said or "").strip(), source)))
    if text:
        yield Text(text)


def counted(values: Iterable[Choice | None], choices: type[Choice], heads: tuple[str, str], title: str) -> Table:
    """Return how many there are of each answer of a closed list; those without an answer are said, too."""
    found = Counter(values)
    rows = [(_(each.label), whole(found[each])) for each in choices if found[each]]
    if rows and found[None]:
        rows.append((_("not recorded"), whole(found[None])))
    sums = ((_("Together"), whole(found.total())),) if rows else ()
    return Table(heads, tuple(rows), sums, title, shares=COUNTS)


def table_of(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, remark: str = "", sums: Sequence[Cell] = ()
) -> Iterator[Table]:
    """Yield a table if it has rows; a section whose parts are all blank then says that nothing is recorded."""
    found = tuple(tuple(row) for row in rows)
    if found:
        yield Table(tuple(heads), found, (tuple(sums),) if sums else (), title, remark)


Making = Callable[[Material], Iterator[Part]]
"""What makes the parts of one section."""
