"""What the gates of a method can see in the records of a cluster, and in no other's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts.method_facts import facts_of
from cdadesk.clock import new_id
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure
from cdadesk.domain.methods.method import GateState, methods
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.store.store import Store
from tests.builders import a_record, a_store, saved
from tests.domain.making import lines


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path / "profile") as made:
        yield made


def states(store: Store, method: str, fact: str) -> set[GateState]:
    """Return how the gates of a method stand that ask for one fact."""
    (cluster,) = [held.record for held in store.find(Cluster)]
    facts = facts_of(store, cluster)
    return {gate.state(facts) for step in methods()[method].steps for gate in step.gates if gate.fact == fact}


def test_a_study_of_a_unit_opens_the_gate_of_a_method_for_firms_without_any_network(store: Store) -> None:
    saved(store, a_record(Cluster))
    assert states(store, "sbi_uptech", "unit_studies") == {GateState.open}
    saved(store, a_record(UnitStudy, scope=str(new_id())))
    assert states(store, "sbi_uptech", "unit_studies") == {GateState.open}
    saved(store, a_record(UnitStudy))
    assert states(store, "sbi_uptech", "unit_studies") == {GateState.passed}
    assert states(store, "sbi_uptech", "networks") == set()


def test_a_baseline_of_an_indicator_opens_its_gate_and_a_target_alone_does_not(store: Store) -> None:
    saved(store, a_record(Cluster))
    saved(store, a_record(Indicator, figures=lines(IndicatorFigure(stage="target", value=5_00))))
    assert states(store, "unido_cdp", "baselines") == {GateState.open}
    saved(store, a_record(Indicator, figures=lines(IndicatorFigure(stage="baseline", value=0))))
    assert states(store, "unido_cdp", "baselines") == {GateState.passed}
