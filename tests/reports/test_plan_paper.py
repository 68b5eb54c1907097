"""The action plan on paper: from obstacle to activity, who pays what, and what changed since the revision before."""

import datetime as dt
import io

import openpyxl
import pypdf

from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.issue import Issue, IssueKind, Raiser, Rating
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import ExpectedResult, LineKind, NotNow, PlanLine, ResultLevel, Risk
from cdadesk.domain.plan.vision import Measure, Vision
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.reports.blocks import Picture
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.pictures import Room, Words
from cdadesk.reports.plan.paper import PlanPapers, plan_sections, write_plan, write_plan_workbook
from cdadesk.reports.plan_timeline import bars_of, draw_timeline, height_for
from cdadesk.reports.sections import Table, said
from tests.domain.making import lines, make
from tests.reports.test_study import material, words

DAY = dt.date(2026, 3, 14)
HEAD = Letterhead(programme="Cluster programme", cluster="Prints, Bagru", made_on=DAY)
ISSUE, BODY = new_id(), new_id()
SIGN = "₹\N{NO-BREAK SPACE}"
NAMES = {ISSUE: "Nobody talks", BODY: "Bagru printers"}


def a_line(**fields):
    return PlanLine(
        **{"activity": "Monthly meeting", "issue": ISSUE, "responsible": BODY, "line_kind": LineKind.soft, **fields}
    )


def a_plan(*plan_lines, **fields):
    return make(ActionPlan, revision=1, made_on=DAY, lines=lines(*plan_lines), **fields)


def cells(papers, title):
    (section,) = [each for each in plan_sections(papers) if each.title == title]
    rows = [row for part in section.parts if isinstance(part, Table) for row in (*part.rows, *part.sums)]
    return [[said(cell) for cell in row] for row in rows]


def rupees(amount):
    return Money.rupees(amount * 100)


def test_a_line_tells_from_obstacle_to_activity_and_who_answers_for_it():
    line = a_line(
        objective="People meet", partners="IIRD", begins_in="2026-Q1", ends_in="2026-Q2", indicators="12 held"
    )
    ((number, activity, who, when, shown),) = cells(PlanPapers(plan=a_plan(line), names=NAMES), "Activities")
    assert (number, shown) == ("1", "12 held")
    assert activity.splitlines()[:3] == ["Monthly meeting", "For: People meet", "Because: Nobody talks"]
    assert who == "Bagru printers\nwith IIRD"
    assert when.splitlines()[0] == "Apr–Jun\N{NO-BREAK SPACE}2026"
    assert when.splitlines()[1].startswith("Jul–Sep")


def test_costs_stand_by_source_and_add_up_to_the_last_rupee():
    first = a_line(from_private=rupees(3000), from_programme=rupees(1000))
    second = a_line(line_kind=LineKind.hard, from_private=rupees(500))
    papers = PlanPapers(plan=a_plan(first, second), names=NAMES)
    assert cells(papers, "Costs, and who pays")[-1][-3:] == ["3,500", "1,000", "4,500"]
    by_kind = cells(papers, "The money as a whole")
    assert by_kind[0][1] == f"{SIGN}4,000.00"
    assert by_kind[-1][1] == f"{SIGN}4,500.00"


def test_a_line_without_a_cost_is_no_line_of_zero():
    papers = PlanPapers(plan=a_plan(a_line(from_private=rupees(10)), a_line()), names=NAMES)
    assert cells(papers, "Costs, and who pays")[1][2:] == ["", ""]


def test_a_revision_names_what_it_added_and_what_it_dropped():
    before = a_plan(a_line(activity="Fair in Delhi"), a_line())
    kept = dict(list(before.lines.items())[1:])
    after = before.changed(lines=kept | lines(a_line(activity="Common brand")), revision=2)
    told = str(plan_sections(PlanPapers(plan=after, before=before))[0].parts)
    assert "New: Common brand" in told
    assert "Dropped: Fair in Delhi" in told


def test_what_is_blank_is_said_and_risks_and_what_waits_are_told():
    plan = a_plan(risks=lines(Risk(risk="Rain", answer="A hall")), not_now=lines(NotNow(what="Machine", reason="Dear")))
    file = io.BytesIO()
    write_plan(PlanPapers(plan=plan), HEAD, file)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert all(each in text for each in ("Rain", "A hall", "Machine", "Dear"))
    assert text.count("Nothing recorded") >= 4


def test_what_a_scheme_asks_beside_the_lines_is_told_only_where_somebody_wrote_it():
    issue = new_id()
    later = a_line(activity="Dye house", issue=issue, begins_in="1999-Q2", ends_in="1999-Q4")
    sooner = a_line(activity="Course", begins_in="1998-Q1", ends_in="1998-Q2")
    expected = lines(
        ExpectedResult(level=ResultLevel.policy, result="A rule on dye water", by_quarter="2000-Q1"),
        ExpectedResult(level=ResultLevel.firm, result="Rejects fall by half"),
    )
    plan = a_plan(later, sooner, first_objective="Water that can be used again.", expected=expected)
    chosen = make(ClusterCandidate, name="Jaipur", chosen=True, reason="Many poor households")
    papers = PlanPapers(plan=plan, chosen=chosen, names={issue: "Water is short"})
    told = str(plan_sections(papers)[-1].parts)
    assert told.index("Many poor households") < told.index("Water that can be used again.") < told.index("Course")
    assert cells(papers, "For a proposal to a scheme") == [
        ["1998\N{EN DASH}99", "", "Course"],
        ["1999\N{EN DASH}00", "Water is short", "Dye house"],
    ]
    assert told.index("Rejects fall by half") < told.index("A rule on dye water (by Apr\N{EN DASH}Jun 2000)")
    plain = [section.title for section in plan_sections(PlanPapers(plan=a_plan(sooner), chosen=chosen))]
    assert "For a proposal to a scheme" not in plain


def test_the_paper_shows_when_the_lines_run_and_what_each_look_means():
    timed = [
        a_line(activity="Course", begins_in="1998-Q1", ends_in="1998-Q2"),
        a_line(activity="Dye house", line_kind=LineKind.hard, begins_in="1998-Q2", ends_in="1999-Q4"),
    ]
    (picture,) = [part for part in plan_sections(PlanPapers(plan=a_plan(*timed)))[2].parts if isinstance(part, Picture)]
    said_there = [part.text for part in picture.drawing.parts if isinstance(part, Words)]
    assert said_there[-2:] == ["Soft", "Hard"]
    assert [text for text in said_there if text in ("Course", "Dye house")] == ["Course", "Dye house"]


def test_a_line_a_hundred_years_away_is_named_and_breaks_no_picture():
    bars = bars_of([a_line(begins_in="1998-Q1", ends_in="1998-Q2"), a_line(activity="Typo", begins_in="2198-Q1")])
    drawing = draw_timeline(bars, Room(500, height_for(bars, 12), 12))
    assert "Typo" in [part.text for part in drawing.parts if isinstance(part, Words)]


def test_the_workbook_of_the_plan_calculates():
    file = io.BytesIO()
    write_plan_workbook(PlanPapers(plan=a_plan(a_line(from_private=rupees(1234)))), HEAD, file)
    book = openpyxl.load_workbook(file)
    assert 1234 in [cell.value for row in book["4. Costs, and who pays"].iter_rows() for cell in row]


def an_issue(name, figures, kind=IssueKind.obstacle):
    importance, capacity = figures
    rating = Rating(rater_group=RaterGroup.agreed, importance=importance, joint_capacity=capacity)
    raised = lines(Raiser(words="So it is"), Raiser(words="Yes"))
    return make(Issue, name=name, issue_kind=kind, ratings=lines(rating), raised_by=raised)


def test_the_study_ranks_what_stands_in_the_way_and_its_summary_leads_with_it():
    issues = [an_issue("Quality", (3, 3)), an_issue("Talk", (5, 4)), make(Issue, name="Water")]
    found = material(issues=issues)
    told = words(found, "Obstacles and potentials")
    assert told.index("Talk") < told.index("Quality") < told.index("Water")
    assert told[told.index("Talk") + 4] == "20"
    summary = words(found, "Summary")
    assert summary.index("Main obstacles") < summary.index("Talk") < summary.index("Quality")


def test_the_study_tells_the_newest_vision_and_the_newest_plan():
    old = make(Vision, words="Old wish", revision=1)
    new = make(Vision, words="New wish", revision=2, measures=lines(Measure(measure="Fairs", wished="6")))
    found = material(visions=[new, old], plans=[a_plan(a_line(from_private=rupees(9)))], names=NAMES)
    assert "New wish" in words(found, "Vision")
    assert "Old wish" not in words(found, "Vision")
    draft = words(found, "Draft action plan")
    assert {"Monthly meeting", "Bagru printers", f"{SIGN}9.00"} <= set(draft)


def test_a_line_names_its_indicator_beside_its_words_and_where_it_stands_is_told_once():
    told = [
        IndicatorFigure(stage="baseline", value=26_00, of_on="1997"),
        IndicatorFigure(stage="actual", value=73_00, of_on="1999"),
        IndicatorFigure(stage="target", value=120_00, of_on="2001-12"),
    ]
    members = make(Indicator, code="O1", name="Members", unit="members", figures=lines(*told))
    plan = a_plan(a_line(indicator=members.id, indicators="48 who paid"), a_line(indicator=members.id))
    papers = PlanPapers(plan=plan, indicators=[members], names={members.id: members.title()})
    assert [row[-1] for row in cells(papers, "Activities")] == ["O1, Members\n48 who paid", "O1, Members"]
    assert cells(papers, "Indicators") == [["O1, Members", "members", "26", "73", "120", "Dec 2001", "50 %"]]
    assert "Indicators" not in [each.title for each in plan_sections(PlanPapers(plan=a_plan(a_line())))]
