"""Two laptops that both did right, and a record that is odd once both are in it: it needs a person, on both sides."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import exchanging, plans, review
from cdadesk.acts.fairs import Approval, approve
from cdadesk.acts.looking_again import needing
from cdadesk.acts.today import headline, read_day
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.diagnostic.issue import Cause, Issue
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.vocabulary import HeadCode
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.kernel.troubles import RecordIsClosed
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import PlanLine
from cdadesk.store.store import Store, Transport
from tests.builders import a_record, a_store, changed, saved, the
from tests.domain.fairs.a_fair import ACTORS, a_fair, key_of
from tests.domain.making import lines
from tests.serving import PASSWORD
from tests.sync.served import Served, a_laptop, a_served_town, exchanged

ON = dt.date(2026, 3, 14)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with a_served_town(tmp_path) as made:
        yield made


@pytest.fixture
def asha(served: Served, tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        yield store


@pytest.fixture
def balbir(served: Served, asha: Store, tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path / "balbir", "Balbir") as store:
        exchanging.sign_in(store, served.address, "balbir", PASSWORD)
        yield store


@pytest.fixture
def fair(served: Served, asha: Store, balbir: Store) -> Fair:
    """Return a fair with a sound account that both hold."""
    for number, actor in ACTORS.items():
        saved(asha, a_record(Actor, id=actor, name=f"Firm {number}", code=f"P{number}").changed(scope=served.scope))
    made = saved(asha, a_fair().changed(scope=served.scope))
    meet(asha, balbir)
    return made


def meet(*stores: Store) -> None:
    for store in (*stores, *stores):
        exchanged(store)


def spends_more(store: Store, fair: Fair) -> None:
    held = the(store, Fair, fair.id)
    key = key_of(held.record.budget_lines, head=HeadCode.space)
    line = held.record.budget_lines[key].changed(actual=Money.rupees(41_00_000))
    changed(store, held, budget_lines=held.record.budget_lines | {key: line})


def test_a_fair_closed_on_one_side_and_given_a_cost_on_the_other_needs_both(
    served: Served, asha: Store, balbir: Store, fair: Fair
) -> None:
    meeting = saved(asha, a_record(Meeting, held_on=ON, place="School hall").changed(scope=served.scope))
    approve(asha, the(asha, Fair, fair.id).record, Approval(meeting.id, ON))
    spends_more(balbir, fair)
    assert [needing(store, ON) for store in (asha, balbir)] == [[], []]
    meet(asha, balbir)
    assert review.open_conflicts(asha) == []
    for store in (asha, balbir):
        (found,) = needing(store, ON)
        assert found.record.id == fair.id
        assert found.sentences[0].startswith("The account was approved; with what was written elsewhere")
        day = read_day(store, served.scope, ON)
        assert [each.record.id for each in day.needs_you] == [fair.id]
        assert "1 record needs you." in headline(day)


def test_a_line_taken_out_here_and_named_there_needs_both_until_somebody_mends_it(
    asha: Store, balbir: Store, fair: Fair
) -> None:
    promise_of, lines = key_of(fair.promises), fair.budget_lines
    spare = next(key for key in lines if key != fair.promises[promise_of].head)
    void = Void(by=asha.me.id, at=dt.datetime(2026, 3, 14, tzinfo=dt.UTC))
    hers = the(asha, Fair, fair.id)
    changed(asha, hers, budget_lines=hers.record.budget_lines | {spare: lines[spare].changed(void=void)})
    his = the(balbir, Fair, fair.id)
    moved = his.record.promises[promise_of].changed(head=spare)
    changed(balbir, his, promises=his.record.promises | {promise_of: moved})
    meet(asha, balbir)
    for store in (asha, balbir):
        (found,) = needing(store, ON)
        assert "This names a line that is no longer there." in found.sentences
    now = the(asha, Fair, fair.id)
    back = now.record.promises[promise_of].changed(head=fair.promises[promise_of].head)
    changed(asha, now, promises=now.record.promises | {promise_of: back})
    meet(asha, balbir)
    assert [needing(store, ON) for store in (asha, balbir)] == [[], []]


def test_what_is_odd_and_only_ones_own_is_not_said_to_have_merged(asha: Store, balbir: Store, fair: Fair) -> None:
    changed(asha, the(asha, Fair, fair.id), to_on="1999-01-01")
    meet(asha, balbir)
    assert [needing(store, ON) for store in (asha, balbir)] == [[], []]


def an_issue(served: Served, store: Store, name: str) -> Issue:
    return saved(store, a_record(Issue, name=name).changed(scope=served.scope))


def test_causes_that_run_in_a_circle_once_both_sides_named_theirs_need_a_person(
    served: Served, asha: Store, balbir: Store
) -> None:
    credit, trust = an_issue(served, asha, "No credit"), an_issue(served, asha, "No trust")
    meet(asha, balbir)
    changed(asha, the(asha, Issue, credit.id), causes=lines(Cause(issue=trust.id)))
    changed(balbir, the(balbir, Issue, trust.id), causes=lines(Cause(issue=credit.id)))
    meet(asha, balbir)
    for store in (asha, balbir):
        found = needing(store, ON)
        assert found
        assert {each.record.id for each in found} <= {credit.id, trust.id}
        assert all("No credit → No trust → No credit" in each.sentences[0] for each in found)


@pytest.fixture
def plan(served: Served, asha: Store, balbir: Store) -> ActionPlan:
    """Return a plan that both hold."""
    made = a_record(ActionPlan, revision=1, lines=lines(PlanLine(activity="Course"))).changed(scope=served.scope)
    saved(asha, made)
    meet(asha, balbir)
    return made


def approved(store: Store, plan: ActionPlan) -> None:
    meeting = saved(store, a_record(Meeting, held_on=ON).changed(scope=plan.scope))
    plans.approve(store, the(store, ActionPlan, plan.id), plans.Agreement(meeting.id, ON))


def with_partners(store: Store, plan: ActionPlan) -> None:
    key = next(iter(plan.lines))
    changed(store, the(store, ActionPlan, plan.id), lines={key: plan.lines[key].changed(partners="IIRD")})


def partners(plan: ActionPlan) -> list[str | None]:
    return [line.partners for line in plan.lines.values()]


def test_a_plan_approved_after_the_other_wrote_in_it_needs_both(asha: Store, balbir: Store, plan: ActionPlan) -> None:
    with_partners(balbir, plan)
    approved(asha, plan)
    exchanged(balbir)
    meet(asha, balbir)
    for store in (asha, balbir):
        assert the(store, ActionPlan, plan.id).record.is_closed
        (found,) = needing(store, ON)
        assert "The plan was changed after it was approved." in found.sentences


def test_what_comes_to_a_plan_after_its_approval_is_not_taken_and_goes_into_the_next_revision(
    asha: Store, balbir: Store, plan: ActionPlan
) -> None:
    with_partners(balbir, plan)
    approved(asha, plan)
    meet(asha, balbir)
    assert partners(the(asha, ActionPlan, plan.id).record) == [None]
    shown = the(balbir, ActionPlan, plan.id)
    assert (shown.transport, partners(shown.record)) == (Transport.needs_you, ["IIRD"])
    (refused,) = balbir.refused()
    assert (refused.code, "Begin a new revision" in refused.sentence) == ("closed", True)
    assert plans.lacks_agreement(balbir, shown.record)
    following = plans.begin_revision(balbir, shown.record, ON)
    meet(asha, balbir)
    meet(asha, balbir)
    for store in (asha, balbir):
        assert partners(the(store, ActionPlan, plan.id).record) == [None]
        assert partners(the(store, ActionPlan, following.id).record) == ["IIRD"]
        assert store.standing().all_sent


def test_what_was_refused_in_an_approved_plan_can_be_given_up(asha: Store, balbir: Store, plan: ActionPlan) -> None:
    with_partners(balbir, plan)
    approved(asha, plan)
    meet(asha, balbir)
    plans.put_back(balbir, the(balbir, ActionPlan, plan.id).record)
    shown = the(balbir, ActionPlan, plan.id)
    assert (shown.transport, partners(shown.record)) == (Transport.applied, [None])
    assert list(needing(balbir, ON)) == []


def test_nobody_writes_in_a_plan_that_was_approved_and_nothing_of_it_is_undone(asha: Store, plan: ActionPlan) -> None:
    meeting = saved(asha, a_record(Meeting, held_on=ON).changed(scope=plan.scope))
    done = plans.approve(asha, the(asha, ActionPlan, plan.id), plans.Agreement(meeting.id, ON))
    shown = the(asha, ActionPlan, plan.id)
    for attempt in (
        lambda: with_partners(asha, shown.record),
        lambda: changed(asha, shown, status=None),
        lambda: asha.void(shown.record),
        lambda: asha.undo(done.group),
    ):
        with pytest.raises(RecordIsClosed, match="Begin a new revision"):
            attempt()
    assert the(asha, ActionPlan, plan.id).record == shown.record
    changed(asha, shown, left_so={"lines/x": "known"})


def test_a_large_plan_that_is_made_and_approved_at_once_arrives_whole(
    served: Served, asha: Store, balbir: Store
) -> None:
    many = [PlanLine(activity="Course " * 70, objective="Skill " * 50) for _each in range(120)]
    made = a_record(ActionPlan, revision=1, status="approved", lines=lines(*many)).changed(scope=served.scope)
    saved(asha, made)
    meet(asha, balbir)
    assert asha.standing().all_sent
    assert len(the(balbir, ActionPlan, made.id).record.lines) == len(many)
