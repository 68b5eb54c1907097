"""The plan: exact sums, warnings, revisions that can be compared, and approval that holds."""

import datetime as dt
from fractions import Fraction

from cdadesk.clock import new_id
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.domain.plan.approval import check_code
from cdadesk.domain.plan.concerns import plan_concerns
from cdadesk.domain.plan.lines import LineKind, Payer, PlanLine, Risk
from cdadesk.domain.plan.revising import LineChange, difference, line_title, next_revision, replaced
from cdadesk.domain.plan.sums import cost_by_kind, line_cost, plan_cost
from cdadesk.domain.plan.unplanned import loads
from tests.domain.making import lines, make, paths

TODAY = dt.date(1998, 1, 10)
GONE = Void(by="me", at="1998-01-01T00:00:00Z")


def a_line(activity: str = "Course", **more: object) -> PlanLine:
    values = {"issue": new_id(), "responsible": new_id(), "begins_in": "1998-Q1", "ends_in": "1998-Q1"}
    return PlanLine.model_validate(values | {"activity": activity} | more)


def a_plan(*each: PlanLine, **more: object) -> ActionPlan:
    return make(ActionPlan, **{"revision": 1, "lines": lines(*each)} | more)


def test_a_line_costs_what_its_sources_pay_to_the_last_paisa():
    line = a_line(
        from_private=Money.rupees(1_00_000_01), from_programme=Money.rupees(33_333_33), not_found_yet=Money.rupees(1)
    )
    cost = line_cost(line)
    assert cost.total == 1_33_333_35
    assert (cost.of(Payer.private), cost.of(Payer.institutions), cost.incomplete) == (1_00_000_01, 0, False)
    assert cost.private_share == Fraction(1_00_000_01, 1_33_333_35)
    assert cost.leverage == Fraction(1_33_333_35, 33_333_33)


def test_a_plan_costs_what_its_lines_cost_and_says_when_something_is_not_in_the_sum():
    dollars = Money(minor=100_00, currency="USD")
    plan = a_plan(
        a_line(from_private=Money.rupees(10), line_kind=LineKind.soft),
        a_line(from_private=Money.rupees(5), from_other=dollars, line_kind=LineKind.hard),
        a_line(from_private=Money.rupees(1000), void=GONE),
    )
    assert (plan_cost(plan.lines).total, plan_cost(plan.lines).incomplete) == (15, True)
    assert {kind: cost.total for kind, cost in cost_by_kind(plan.lines).items()} == {
        LineKind.soft: 10,
        LineKind.hard: 5,
    }
    assert paths(plan) == ["lines/from_other"]
    rated = dollars.model_copy(update={"rate": "433/10"})
    assert line_cost(a_line(from_other=rated)).total == 4330_00
    assert line_cost(a_line()).incomplete
    assert plan_cost({}).private_share is None


def test_exactly_thirty_percent_unplanned_is_within_the_norm_and_more_is_not():
    planned = [a_line() for _each in range(7)]
    came_up = [a_line(planned=False) for _each in range(3)]
    assert paths(a_plan(*planned, *came_up)) == []
    assert [
        (load.quarter.key, load.activities, load.unplanned) for load in loads(a_plan(*planned, *came_up).lines)
    ] == [("1998-Q1", 10, 3)]
    (finding,) = a_plan(*planned[1:], *came_up).findings()
    assert finding.sentence == "Apr\N{EN DASH}Jun 1998: more than 30 % of the activities were not planned."


def test_a_line_without_an_issue_or_backwards_looks_wrong():
    plan = a_plan(a_line(issue=None), a_line(begins_in="1998-Q3"))
    assert paths(plan) == ["lines/issue", "lines/ends_in"]


def test_from_the_second_revision_on_a_line_is_not_the_agents_alone():
    agent, issue = new_id(), new_id()
    line = a_line(responsible=agent, issue=issue)
    assert list(plan_concerns(a_plan(line), {agent}, {issue})) == []
    (concern,) = plan_concerns(a_plan(line, revision=2), {agent}, {issue})
    assert concern.path.endswith("/responsible")
    (gone,) = plan_concerns(a_plan(line), set(), set())
    assert "no longer there" in gone.sentence


def test_a_new_revision_copies_what_is_in_use_and_says_why_it_is_there():
    plan = a_plan(a_line(), a_line("Old", void=GONE), risks=lines(Risk(risk="Rain")), status=PlanStatus.approved)
    copy = next_revision(plan, new_id(), TODAY)
    assert (copy.revision, copy.replaces, copy.stands_at(), copy.made_on) == (2, plan.id, PlanStatus.draft, TODAY)
    assert [line.activity for line in copy.lines.values()] == ["Course"]
    assert set(copy.lines) < set(plan.lines)
    assert copy.risks == plan.risks
    assert difference(plan, copy).lines == ()
    assert paths(copy) == ["reason"]
    assert paths(copy.changed(replaces=None)) == ["replaces", "reason"]


def test_two_revisions_are_compared_line_by_line_and_answer_by_answer():
    plan = a_plan(a_line("Course"), a_line("Fair"), a_line("Showroom"))
    first, second, third = plan.lines
    lines_now = {
        first: plan.lines[first].changed(ends_in="1998-Q3", from_private=Money.rupees(5), planned=False),
        second: plan.lines[second],
        third: plan.lines[third].changed(void=GONE),
        str(new_id()): a_line("Website", order="z"),
    }
    found = difference(plan, plan.changed(revision=2, lines=lines_now))
    assert [(each.change, line_title(each.line)) for each in found.lines] == [
        (LineChange.changed, "Course"),
        (LineChange.added, "Website"),
        (LineChange.dropped, "Showroom"),
    ]
    assert [(each.info.name, each.before, each.after) for each in found.lines[0].fields] == [
        ("ends_in", "1998-Q1", "1998-Q3"),
        ("from_private", None, Money.rupees(5)),
        ("planned", None, False),
    ]
    assert (found.unchanged, found.count(LineChange.dropped)) == (1, 1)


def test_what_was_changed_after_approval_is_told():
    plan = a_plan(a_line(), status=PlanStatus.approved, approved_in=new_id())
    approved = plan.changed(check_code=check_code(plan))
    assert paths(approved) == []
    key = next(iter(plan.lines))
    altered = approved.changed(lines={key: approved.lines[key].changed(activity="Another course")})
    assert paths(altered) == ["check_code"]
    assert check_code(approved.changed(approved_on=TODAY)) == approved.check_code


def test_only_a_later_approved_revision_takes_the_place_of_a_plan():
    first = a_plan(status=PlanStatus.approved)
    draft = next_revision(first, new_id(), TODAY)
    plans = {each.id: each for each in (first, draft)}
    assert not replaced(first, plans)
    plans[draft.id] = draft.changed(status=PlanStatus.approved)
    assert replaced(first, plans)
    assert not replaced(plans[draft.id], plans)
