"""The study: assembled from records alone, section by section, and nothing left out in silence."""

import datetime as dt
import io

import openpyxl
import pypdf
import pytest

from cdadesk import i18n
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.actors.person import ProgrammeRole
from cdadesk.domain.cluster import Cluster, EstimateOf, SizeEstimate
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.vocabulary import Area
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.programme.candidate import ClusterCandidate, Criterion, SelectionScore
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.study.notes import StudyNote, StudySection, SwotItem, SwotQuadrant
from cdadesk.domain.study.unit_study import Measure, UnitStudy
from cdadesk.domain.study.value_chain import ValueChainStep
from cdadesk.reports.blocks import Facts, Heading, Points, Text
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.sections import Table, said
from cdadesk.reports.study.material import Material
from cdadesk.reports.study.paper import study_sections, write_study, write_study_workbook
from tests.domain.making import lines, make

DAY = dt.date(2026, 3, 14)
LETTERHEAD = Letterhead(programme="Cluster programme", cluster="Prints, Bagru", made_on=DAY)


def material(**fields):
    return Material(**{"cluster": make(Cluster, name="Prints, Bagru"), "on": DAY, **fields})


def section(found, title):
    (one,) = [each for each in study_sections(found) if each.title == title]
    return one


def words(found, title):
    """Return all that a section says, cell by cell."""
    told = []
    for part in section(found, title).parts:
        match part:
            case Table():
                told += [part.title, *part.heads, part.remark]
                told += [said(cell) for row in (*part.rows, *part.sums) for cell in row]
            case Text() | Heading():
                told.append(part.text)
            case Points():
                told += part.texts
            case Facts():
                told += [word for pair in part.pairs for word in pair]
    return [each for each in told if each]


def text_of(found):
    file = io.BytesIO()
    write_study(found, LETTERHEAD, file)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_a_study_without_records_says_so_in_its_sections_and_prints_no_zero():
    text = text_of(material())
    assert text.count("Nothing recorded") > 12
    assert " 0\n" not in text


def test_who_was_interviewed_is_counted_by_kind_and_never_named():
    asked = [
        make(Interview, actor_kind=ActorKind.trader, actor=new_id(), interviewer="Asha", held_on=dt.date(2026, 1, 5)),
        make(Interview, actor_kind=ActorKind.trader, place="House by the well", remarks="angry"),
        make(Interview),
    ]
    told = words(material(interviews=asked), "Introduction and method")
    assert told[told.index("Trader") + 1] == "2"
    assert told[told.index("not recorded") + 1] == "1"
    assert told[told.index("Together") + 1] == "3"
    assert not {"Asha", "House by the well", "angry"} & set(told)


def test_rival_estimates_stand_side_by_side_with_who_says_so_and_how_sure_it_is():
    estimate = SizeEstimate(what=EstimateOf.firms, count=900, year=1999, source="Russo 1999")
    rival = SizeEstimate(what=EstimateOf.firms, count=550, year=1999, source="Box 1", certainty={"count": "hearsay"})
    cluster = make(Cluster, estimates=lines(estimate, rival))
    told = words(material(cluster=cluster), "Vital statistics")
    assert "Firms: from 550 to 900, as sources differ" in told
    assert {"900", "550", "Russo 1999", "Box 1", "hearsay"} <= set(told)
    unsure = words(material(cluster=cluster), "Figures of low certainty")
    assert {"Box 1", "hearsay", "Russo 1999", "not said"} <= set(unsure)


def test_a_unit_study_tells_its_change_with_sign_and_percent_and_not_whose_it_is():
    firm = make(Actor, name="Old Well Printers", actor_kind=ActorKind.firm_industrial)
    fuel = Measure(name="Fuel", unit="litres a day", before=10000, after=8000, after_to=8300)
    study = make(UnitStudy, firm=firm.id, studied_on="2025-06", measures=lines(fuel))
    told = words(material(actors=[firm], unit_studies=[study]), "Principal firms")
    assert {"Unit 1, Industrial firm, Jun 2025", "100", "80 to 83", "−20 to −17", "−20 % to −17 %"} <= set(told)
    assert not any("Old Well" in each for each in told)


def test_a_price_is_built_up_and_what_does_not_fit_is_said():
    def step(position, cost, price, **fields):
        amounts = {"own_cost": Money.rupees(cost * 100), "price": Money.rupees(price * 100)}
        return make(ValueChainStep, product="Sheet", position=position, step=f"Step {position}", **amounts, **fields)

    chain = [step(1, 62, 70), step(2, 48, 135, bought_for=Money.rupees(7200))]
    told = words(material(steps=chain), "Value chain")
    assert "₹\N{NO-BREAK SPACE}110.00" in told
    assert any("₹\N{NO-BREAK SPACE}2.00 unexplained make up the last price" in each for each in told)


def test_notes_stand_in_their_section_and_operations_are_told_issue_by_issue():
    operations = {"section": StudySection.operations}
    notes = [
        make(StudyNote, section=StudySection.history, said="It burnt down.", source="Gazette 1951"),
        make(StudyNote, **operations, area=Area.finance, said="Banks lend little."),
        make(StudyNote, **operations, area=Area.skills, said="Nobody trains."),
    ]
    found = material(notes=notes)
    assert "It burnt down. (Gazette 1951)" in words(found, "History and past interventions")
    told = words(found, "Business operations, issue by issue")
    assert told == ["Skills", "Nobody trains.", "Finance", "Banks lend little."]


def test_the_four_parts_of_the_table_of_strengths_are_all_there():
    found = material(swot=[make(SwotItem, quadrant=SwotQuadrant.threat, said="Screen prints")])
    told = words(found, "Strengths, weaknesses, chances, threats")
    assert told == ["Strengths", "Weaknesses", "Chances", "Threats", "Screen prints"]


def test_scores_of_candidates_stand_side_by_side_with_their_reasons():
    score = SelectionScore(criterion=Criterion.viability, score=4, reason="Dyes sell")
    chosen = make(ClusterCandidate, name="Bagru", chosen=True, reason="It will last", scores=lines(score))
    other = make(ClusterCandidate, name="Alwar", chosen=False, scores=lines(score.changed(score=2)))
    told = words(material(candidates=[other, chosen]), "How the cluster was chosen")
    assert told[:3] == ["Criterion", "Bagru", "Alwar"]
    assert "Bagru: chosen. It will last" in told
    assert "Dyes sell" in told


def test_the_printed_register_stands_beside_the_sums_of_ours():
    programme = make(ClusterProgramme, agency="SBI", done=12, in_progress=3)
    told = words(material(programmes=[programme]), "Committees and programmes")
    assert any("prints 1,037 [314 + 721]. These two add up to 1,035; its 34 rows" in each for each in told)
    assert {"12", "3"} <= set(told)


def test_a_posting_is_told_without_a_name():
    posting = make(Posting, person=new_id(), role=ProgrammeRole.cda, from_on="2025-05", full_time=True)
    told = words(material(postings=[posting]), "Introduction and method")
    assert {"Cluster development agent", "May 2025", "Yes"} <= set(told)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_workbook_has_a_sheet_for_each_section_and_figures_that_calculate(language):
    cluster = make(Cluster, estimates=lines(SizeEstimate(what=EstimateOf.firms, count=900, year=1999, source="=1+1")))
    file = io.BytesIO()
    with i18n.speaking(language):
        found = material(cluster=cluster)
        write_study_workbook(found, LETTERHEAD, file)
        titles = [each.heading[:31].strip() for each in study_sections(found)]
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[1:] == titles
    cells = [cell for row in book[titles[6]].iter_rows() for cell in row]
    assert 900 in [cell.value for cell in cells]
    (source,) = [cell for cell in cells if cell.value == "=1+1"]
    assert source.data_type == "s"  # what somebody typed is never a formula


def test_what_a_validation_changed_in_the_plan_stands_with_its_meeting():
    held = make(Meeting, meeting_kind="validation", held_on="1998-03-14", place="Bagru")
    plans = [
        make(ActionPlan, validated_in=held.id, changes_made="The fair comes before the showroom."),
        make(ActionPlan, validated_in=new_id(), changes_made="Said elsewhere."),
    ]
    told = words(material(meetings=[held], plans=plans), "Validation meeting")
    assert "Changed in the plan: The fair comes before the showroom." in told
    assert not any("elsewhere" in each for each in told)


def test_the_same_records_give_the_same_paper():
    assert text_of(material()) == text_of(material())


def test_baselines_stand_with_source_and_certainty_and_rivals_are_told_not_smoothed():
    told = [
        IndicatorFigure(stage="baseline", value=26_00, of_on="1997", source="Calico", sure="records"),
        IndicatorFigure(stage="baseline", value=48_00, of_on="1998", source="a bank", sure="hearsay"),
        IndicatorFigure(stage="baseline", value=2_50, of_on="1997", interview=new_id(), sex="woman"),
        IndicatorFigure(stage="target", value=120_00, of_on="2001", source="plan"),
    ]
    found = material(indicators=[make(Indicator, code="O1", name="Members", unit="members", figures=lines(*told))])
    said_there = words(found, "Indicator baselines")
    at = said_there.index("O1, Members")
    assert said_there[at : at + 6] == [
        "O1, Members",
        "members",
        "26",
        "1997",
        "Calico; other sources differ",
        "from records",
    ]
    assert "O1, Members: Woman" in said_there
    assert "Interview" in said_there
    assert "120" not in said_there
    unsure = words(found, "Figures of low certainty")
    assert "O1, Members: Baseline" in unsure
    assert "a bank" in unsure
    assert "Calico" not in unsure
