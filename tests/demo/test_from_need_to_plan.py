"""Issues, demands, vision and plan of the demo clusters, as the papers and the illustration have them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pypdf
import pytest

from cdadesk.acts import after_interviews
from cdadesk.acts.indicators import plan_lines_for
from cdadesk.acts.issues import issues_of
from cdadesk.acts.papers import Printing
from cdadesk.acts.plans import changed_since_previous, concerns_of, plans_of, previous
from cdadesk.acts.study import plan_pdf, plan_xlsx, study_material, study_pdf, study_xlsx
from cdadesk.clock import new_id
from cdadesk.demo.profile import DEMO_DAY, demo_store
from cdadesk.demo.story import read_story
from cdadesk.demo.talks import Talks, WrongAnswers
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.gates import DemandStage, reachable
from cdadesk.domain.diagnostic.interview import Answer, Interview, InterviewPrivate, InterviewRound, Respondent
from cdadesk.domain.diagnostic.issue import Issue, IssueKind
from cdadesk.domain.diagnostic.stage_moves import GateShut, moved
from cdadesk.domain.indicators.achievement import whole
from cdadesk.domain.indicators.indicator import Indicator, Stage
from cdadesk.domain.kernel.record import all_findings
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.plan.revising import LineChange, line_title
from cdadesk.domain.plan.sums import plan_cost
from cdadesk.i18n import speaking
from cdadesk.store.store import Edit, Store
from tests.builders import a_setup, a_store, the


@contextmanager
def told(folder: Path, name: str) -> Iterator[Store]:
    with demo_store(folder / name, a_setup(), name=name) as store:
        yield store


def test_the_obstacles_of_jaipur_stand_in_the_order_of_the_illustration(demo, story):
    together = issues_of(demo, cluster_scope(story.cluster))
    obstacles = [
        each for each in together.ranked(InterviewRound.baseline) if each.issue.issue_kind is IssueKind.obstacle
    ]
    assert [(each.issue.name, each.standing.priority) for each in obstacles] == [
        ("Artisans do not talk with each other about their work", 20),
        ("No association is active", 20),
        ("Weak in design and marketing after years as sub-contractors", 15),
        ("Poor credit", 12),
        ("Weak control of quality", 9),
    ]
    assert together.circles() == []


def test_the_plan_of_jaipur_has_two_revisions_and_says_what_changed(demo, story):
    newest, first = (held.record for held in plans_of(demo, cluster_scope(story.cluster)))
    assert [(each.revision, each.is_closed) for each in (first, newest)] == [(1, True), (2, True)]
    assert previous(demo, newest) == first
    changed = changed_since_previous(demo, newest)
    dropped = {line_title(each.line) for each in changed.lines if each.change is LineChange.dropped}
    assert "An exporter visits a fair in Italy" in dropped
    assert [changed.count(each) for each in (LineChange.added, LineChange.changed, LineChange.dropped)] == [5, 2, 2]
    assert plan_cost(first.lines).total == 56_640_000
    assert [each.path.split("/")[-1] for each in concerns_of(demo, newest)] == ["responsible"]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_no_paper_of_study_or_plan_tells_what_was_said_in_confidence(tmp_path, language):
    printing = Printing(language, DEMO_DAY)
    with told(tmp_path, "jaipur") as store:
        held = store.find(InterviewPrivate)[0]
        secrets = {"value": "owes Gopal Sahukar", "remark": "whispered by the gate"}
        answers = held.record.answers | {"secret": Answer.model_validate(secrets)}
        spoke = {"one": Respondent(described="the tall dyer")}
        after = held.record.changed(answers=answers, respondents=spoke, witness="Kalpana Rathore", remarks="afraid")
        store.save(Edit(held.record, after, held.base))
        (cluster,) = store.find(Cluster)
        plan = plans_of(store, cluster.record.scope)[0].record
        papers = [study_pdf(store, cluster.record.id, printing), plan_pdf(store, plan, printing)]
        books = [study_xlsx(store, cluster.record.id, printing), plan_xlsx(store, plan, printing)]
    said = [page.extract_text() for paper in papers for page in pypdf.PdfReader(io.BytesIO(paper)).pages]
    said += [
        str(cell.value)
        for book in books
        for sheet in openpyxl.load_workbook(io.BytesIO(book))
        for row in sheet.iter_rows()
        for cell in row
    ]
    confidential = ["Gopal Sahukar", "whispered by the gate", "the tall dyer", "Kalpana Rathore", "afraid"]
    assert [each for each in confidential if each in " ".join(said)] == []
    assert len(said) > 100


def test_pune_reaches_the_stage_that_the_facts_allow_and_no_further(tmp_path):
    with told(tmp_path, "pune") as store:
        (held,) = store.find(DemandArticulation)
        need = held.record
        assert reachable(need) is DemandStage.structural
        there = moved(need, DemandStage.structural, DEMO_DAY, new_id())
        with pytest.raises(GateShut, match="Firms interested, Firms that paid a deposit, Price they would pay"):
            moved(there, DemandStage.demand, DEMO_DAY, new_id())


def test_in_ludhiana_firms_buy_training_and_a_web_site_and_try_software(tmp_path):
    with told(tmp_path, "ludhiana") as store:
        needs = {held.record.name: held.record for held in store.find(DemandArticulation)}
        stages = {name: need.stage for name, need in needs.items()}
        odd = [finding.sentence for need in needs.values() for finding in all_findings(need)]
    assert stages == {
        "Training in IT": DemandStage.bought,
        "A shop window in the internet": DemandStage.bought,
        "Software for orders and stocks (ERP)": DemandStage.piloted,
    }
    assert all(reachable(need) is need.stage for need in needs.values())
    assert odd == []


@pytest.mark.parametrize("name", ["ludhiana", "pune"])
def test_each_small_demo_is_a_cluster_of_its_own(name):
    story = read_story(name)
    assert story.record(name).title()
    assert {story.record(key).scope for key in story.records} == {cluster_scope(story.cluster)}


def test_interviews_of_jaipur_stand_behind_an_issue_a_baseline_and_what_is_still_offered(demo, story):
    asked = {held.record.set_code: held.record for held in demo.find(Interview)}
    artisan, supplier = asked["artisan"], asked["industrial"]
    assert (artisan.actor, supplier.actor) == (story.id_of("slow-cloth"), None)
    for issue, interview in (("i-credit", artisan), ("i-quality", supplier)):
        raised = the(demo, Issue, story.id_of(issue)).record.raised_by.values()
        assert interview.id in {line.interview for line in raised}
    figures = the(demo, Indicator, story.id_of("ind-designs")).record.of_stage(Stage.baseline)
    assert [(line.value, line.interview) for line in figures] == [(2_00, artisan.id)]
    still = after_interviews.proposals(demo, artisan.scope)
    assert (len(still.links), len(still.wills)) == (1, 1)
    assert still.voices


def test_confidential_answers_of_jaipur_stand_behind_the_wall(demo, story):
    halves = [held.record for held in demo.find(InterviewPrivate)]
    assert {each.scope for each in halves} == {f"{story.cluster}:private"}
    told = {key for each in halves for key in each.answers}
    assert {"D:FA07:FA07_own", "H:C08:C08_1", "E:FI10:FI10_limit"} <= told
    assert not told & {key for held in demo.find(Interview) for key in held.record.answers}


def test_the_indicators_of_jaipur_say_how_far_they_came(demo, story):
    firms = the(demo, Indicator, story.id_of("ind-firms")).record
    assert (whole(firms).achieved, whole(firms).grown) == (Fraction(155, 2), None)
    assert plan_lines_for(demo, the(demo, Indicator, story.id_of("ind-credit")).record)


def test_the_study_of_jaipur_names_its_question_sets_in_the_language_of_the_paper(demo, story):
    with speaking("hi"):
        made = study_material(demo, story.cluster, Printing("hi", DEMO_DAY))
    assert "कारीगर या सूक्ष्म इकाई" in {each.set_name for each in made.interviews}


@pytest.mark.parametrize("odd", [{"B:FA03": "13"}, {"B:C02:C02_other": "never asked"}])
def test_answers_that_a_form_would_not_take_are_no_story(tmp_path, odd):
    story = read_story("jaipur")
    deed = next(each for each in story.deeds if each.act == "interview")
    with a_store(tmp_path / "laptop") as store, pytest.raises(WrongAnswers, match=r"FA03|C02_other"):
        Talks(store, story).hold(replace(deed, words={**deed.words, "answers": odd}))
