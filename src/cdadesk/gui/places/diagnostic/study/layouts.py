"""In which order the forms of the study ask."""

from collections.abc import Mapping

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
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

STUDY: Mapping[type[Record], Layout] = {
    StudyNote: Layout((Section("", (("section", "area"), "heading", "said", "source", "supports")),)),
    SwotItem: Layout((Section("", ("quadrant", "said", "source", "supports")),)),
    ProductProcess: Layout(
        (
            Section("", (("product", "position"), "process", "done_by", ("tools", "takes"), "weak_point", "source")),
            Section(N_("Focus of the work"), ("focus", "focus_reason")),
        )
    ),
    ValueChainStep: Layout(
        (
            Section("", (("product", "position"), "step", "done_by", "quantity")),
            Section(N_("The price"), (("bought_for", "own_cost", "price"), ("year", "source"))),
            Section("", ("remarks",)),
        )
    ),
    UnitStudy: Layout(
        (
            Section("", (("firm", "studied_on"), "expert")),
            Section(N_("Before and after"), ("measures",)),
            Section(N_("What came of it"), ("advice", ("adopted", "investment"), ("loan", "lender"), "remarks")),
        )
    ),
    PilotDevelopment: Layout(
        (
            Section("", ("name", ("provider", "state"), ("from_on", "to_on"))),
            Section(N_("Firms that try it"), ("test_firms", "rebate")),
            Section(N_("Later"), (("price", "ready_to_buy", "expected_buyers"),)),
            Section(N_("Contract"), (("contract_on",), "contract", "rights", "result")),
        )
    ),
    Benchmark: Layout(
        (
            Section("", (("measure", "unit"), "firm", ("own_value", "own_on"))),
            Section(N_("Compared with"), (("other", "twin"), ("other_value", "other_on"), "source", "lesson")),
        )
    ),
    Posting: Layout(
        (
            Section("", (("person", "role"), ("from_on", "to_on"), "employer")),
            Section(N_("Selection and training"), ("selected_by", "selected_why", "trainings")),
            Section(N_("Time and power"), (("full_time", "may_spend"), "other_duties", "may_decide")),
        )
    ),
    Committee: Layout((Section("", (("name", "tier"), "remit", "members", "meetings", "recommendations")),)),
    ClusterCandidate: Layout(
        (
            Section("", ("name", ("place", "setting"))),
            Section(N_("Scores"), ("scores",)),
            Section(N_("Decision"), (("chosen", "decided_on"), "reason")),
        )
    ),
    ClusterProgramme: Layout(
        (
            Section("", (("agency", "tier"), "programme", "objective", "future_role")),
            Section(N_("How it works"), (("from_year", "to_year", "staffing"), "thrusts", "social_capital", "served")),
            Section(N_("Money and clusters"), (("private_share", "public_share"), ("done", "in_progress"), "source")),
            Section("", ("remarks",)),
        )
    ),
}
