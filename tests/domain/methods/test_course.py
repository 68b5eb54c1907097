"""The methods as data, and the steps of a cluster: in its order, with dates, kept when the method changes."""

import datetime as dt

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.cluster import Cluster, Methodology, Phase, PhaseEntry
from cdadesk.domain.methods.course import (
    StepState,
    begun,
    course,
    earlier_methods,
    finished,
    method_of,
    moved_up,
    put_back,
    with_own_step,
)
from cdadesk.domain.methods.method import GateState, methods
from cdadesk.domain.methods.rule_sets import rule_sets, warning
from cdadesk.i18n import speaking
from tests.domain.making import lines, make, paths

DAY = dt.date(2026, 11, 28)


def a_cluster(methodology=Methodology.unido_cdp):
    return make(Cluster, methodology=methodology)


def names(cluster):
    return [step.name for step in course(cluster)]


def test_every_method_that_can_be_named_has_a_template():
    assert methods().keys() == {each.value for each in Methodology} - {"other"}
    assert method_of(a_cluster(Methodology.other)) is None
    assert course(a_cluster(None)) == []


@pytest.mark.parametrize("key", list(methods()))
def test_a_method_is_whole(key):
    method = methods()[key]
    texts = [
        method.label,
        method.about,
        method.source,
        *(step.label for step in method.steps),
        *filter(None, [method.funding]),
    ]
    texts += [gate.label for step in method.steps for gate in step.gates]
    assert all(text.keys() == {"en", "hi"} and all(text.values()) for text in texts)
    assert {step.phase for step in method.steps} <= {each.value for each in Phase} | {""}
    assert len({step.key for step in method.steps}) == len(method.steps)
    assert set(method.rule_sets) <= rule_sets().keys()


def test_rule_sets_have_dates_sources_and_words_in_both_languages():
    for one in rule_sets().values():
        assert all(
            text.keys() == {"en", "hi"}
            for text in (one.label, one.source, *one.terms, *(item.label for item in one.items))
        )
        assert not (one.valid_from and one.valid_to) or one.valid_from < one.valid_to
    assert warning().keys() == {"en", "hi"}


def test_the_eight_steps_have_one_more_for_carrying_the_plan_out():
    assert [step.key for step in methods()["mse_cdp_8"].steps] == [
        "selection",
        "agent",
        "diagnostic",
        "plan",
        "funds",
        "trust",
        "activities",
        "monitoring",
        "self_management",
    ]


def test_a_method_for_firms_asks_for_no_network():
    uptech = methods()["sbi_uptech"]
    assert uptech.works_on_firms
    assert "networks" not in {gate.fact for step in uptech.steps for gate in step.gates}


def test_a_gate_opens_with_the_facts_and_says_what_cannot_be_seen():
    heard = methods()["unido_cdp"].step("diagnostic").gates[0]
    assert [heard.state({"kinds_heard": count}) for count in (3, 4)] == [GateState.open, GateState.passed]
    assert heard.state({}) is GateState.open
    feasible = methods()["unido_cdp"].step("strategic").gates[0]
    assert feasible.state({"kinds_heard": 9}) is GateState.not_seen


def test_a_step_is_begun_and_done_with_its_day_and_put_back():
    cluster = begun(a_cluster(), 1, DAY, new_id)
    assert [step.state for step in course(cluster)[:2]] == [StepState.not_begun, StepState.under_way]
    cluster = finished(cluster, 1, dt.date(2026, 12, 30), new_id)
    entry = course(cluster)[1].entry
    assert (entry.from_on, entry.to_on, course(cluster)[1].state) == ("2026-11-28", "2026-12-30", StepState.done)
    assert names(cluster) == names(a_cluster())
    assert course(put_back(cluster, 1, new_id))[1].state is StepState.not_begun


def test_steps_overlap_and_no_gate_locks():
    cluster = begun(begun(a_cluster(), 5, DAY, new_id), 2, DAY, new_id)
    assert [step.state for step in course(cluster)].count(StepState.under_way) == 2
    assert "method_steps" not in paths(cluster)


def test_the_order_is_the_clusters_own():
    before = names(a_cluster(Methodology.mse_cdp_8))
    cluster = a_cluster(Methodology.mse_cdp_8)
    for place in (5, 4, 3):  # trust before the study, as a state's list has it
        cluster = moved_up(cluster, place, new_id)
    after = names(cluster)
    assert after.index(before[5]) == 2
    assert sorted(after) == sorted(before)
    assert moved_up(cluster, 0, new_id) == cluster
    first = moved_up(cluster, 1, new_id)
    assert names(first)[:2] == [after[1], after[0]]


def test_a_step_of_ones_own_stands_at_the_end_and_can_be_moved():
    cluster = with_own_step(a_cluster(), "Visit to Tirupur", new_id)
    assert names(cluster)[-1] == "Visit to Tirupur"
    assert names(moved_up(cluster, 8, new_id))[-2] == "Visit to Tirupur"


def test_a_method_that_was_left_keeps_its_steps():
    cluster = finished(begun(a_cluster(), 0, DAY, new_id), 1, DAY, new_id)
    other = cluster.changed(methodology=Methodology.sbi_uptech)
    assert {step.state for step in course(other)} == {StepState.not_begun}
    assert earlier_methods(other) == [(Methodology.unido_cdp, 2, 1)]
    assert course(other.changed(methodology=Methodology.unido_cdp)) == course(cluster)
    assert earlier_methods(cluster) == []


def test_before_any_step_is_kept_it_is_as_far_as_its_phase():
    phases = lines(
        PhaseEntry(phase=Phase.diagnostic, from_on="1997-05", to_on="1998-01"),
        PhaseEntry(phase=Phase.pilot, from_on="1998-03", to_on="1998-12"),
        PhaseEntry(phase=Phase.pilot, from_on="1999-03"),
    )
    cluster = a_cluster().changed(phase_history=phases)
    states = {step.step.key: step.state for step in course(cluster)}
    assert (states["diagnostic"], states["pilot"]) == (StepState.done, StepState.under_way)
    assert states["strategic"] is StepState.not_begun
    kept = begun(cluster, 5, DAY, new_id)
    assert course(kept)[1].entry.to_on == "1998-01"


def test_steps_are_named_in_the_language_in_use():
    with speaking("hi"):
        assert names(begun(a_cluster(), 0, DAY, new_id))[1] == "नैदानिक अध्ययन"


def test_a_step_that_ends_before_it_begins_is_found():
    cluster = finished(begun(a_cluster(), 0, DAY, new_id), 0, dt.date(2026, 1, 1), new_id)
    assert len([path for path in paths(cluster) if path.startswith("method_steps/")]) == 1
