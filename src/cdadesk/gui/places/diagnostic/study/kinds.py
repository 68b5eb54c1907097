"""The kinds of record that the study takes beside interviews and issues, each with its list and its form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.programme.committee import Committee
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.study.benchmark import Benchmark
from cdadesk.domain.study.notes import StudyNote, SwotItem
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.layouts import LAYOUTS
from cdadesk.gui.places.diagnostic.study import layouts
from cdadesk.gui.places.diagnostic.study.figures import ChangesTab, PriceTab, RegisterTab
from cdadesk.gui.places.parted import Part
from cdadesk.gui.records.page import RecordsPage
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import N_, _
from cdadesk.store.asking import Ask


@dataclass(frozen=True)
class Listed:
    """One list of the study: its words are marked with N_, its form asks in its own order."""

    entity: type[Record]
    columns: tuple[str, ...]
    icon: str
    begin: str
    empty: str
    tab: Callable[[Desk], SideTab] | None = None

    def part(self) -> Part:
        """Return the list as a part of the page."""
        return Part(self.entity.kind, self.entity.plural, lambda desk: KindPage(desk, self), (self.entity.kind,))


class KindPage(RecordsPage[Any]):
    """The list and the form of one kind."""

    master_share: ClassVar[int] = 34

    def __init__(self, desk: Desk, listed: Listed) -> None:
        self._listed = listed
        super().__init__(desk, listed.entity, listed.icon)
        if listed.tab is not None:
            self.detail.add_tab(listed.tab(desk))

    def columns(self) -> Columns:
        """Show little: the list of parts takes room at the left."""
        return Columns(self._listed.columns)

    def ask(self) -> Ask:
        """List what belongs together beside each other, in its order."""
        by_product = ("product", "position") if "position" in self.entity.model_fields else self._listed.columns
        return Ask(scopes=[self.desk.scope], order=by_product)

    def begin_words(self) -> str:
        return _(self._listed.begin)

    def empty_words(self) -> str:
        return _(self._listed.empty)


LISTED: tuple[Listed, ...] = (
    Listed(
        StudyNote,
        ("section", "heading"),
        "file-text",
        N_("New note"),
        N_("What the study says in words: history, the market, how firms work. Each note stands in one section."),
    ),
    Listed(
        SwotItem,
        ("quadrant", "said"),
        "list-checks",
        N_("New strength or weakness"),
        N_("Strengths, weaknesses, chances and threats, each in one sentence with who says so."),
    ),
    Listed(
        ProductProcess,
        ("position", "process"),
        "settings",
        N_("New process"),
        N_("How the product is made, step by step, and where each step is weak."),
    ),
    Listed(
        ValueChainStep,
        ("position", "step"),
        "link",
        N_("New step"),
        N_("Who earns what from the material to the last buyer. The build-up of the price follows from it."),
        PriceTab,
    ),
    Listed(
        UnitStudy,
        ("firm", "studied_on"),
        "target",
        N_("New unit study"),
        N_("One firm, looked at with an expert: figures before and after, in their units."),
        ChangesTab,
    ),
    Listed(
        PilotDevelopment,
        ("name", "state"),
        "flag",
        N_("New pilot"),
        N_("A product or service that a provider develops with a few firms before others buy it."),
    ),
    Listed(
        Benchmark,
        ("measure", "other"),
        "arrow-left-right",
        N_("New benchmark"),
        N_("A figure of ours beside the same figure of another cluster or firm."),
    ),
    Listed(
        Posting,
        ("person", "role"),
        "user",
        N_("New posting"),
        N_("Who works on the cluster in which part, since when, with which training."),
    ),
    Listed(
        Committee,
        ("name", "tier"),
        "users",
        N_("New committee"),
        N_("Bodies that advise and watch the work, and what they asked for."),
    ),
    Listed(
        ClusterCandidate,
        ("name", "chosen"),
        "map-pin",
        N_("New candidate"),
        N_("Clusters that were considered, with scores and reasons, and which one was chosen."),
    ),
    Listed(
        ClusterProgramme,
        ("agency", "tier"),
        "book-open",
        N_("New programme"),
        N_("Programmes that develop clusters: whose they are, what they push, how many clusters they took up."),
        RegisterTab,
    ),
)
LAYOUTS.update(layouts.STUDY)
