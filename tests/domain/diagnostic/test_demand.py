"""From felt need to bought service: gates are opened by facts, and the way back is told."""

import datetime as dt

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.demand import DemandArticulation, LearningStep, Offer
from cdadesk.domain.diagnostic.gates import DemandStage, lacking, next_stage, reachable
from cdadesk.domain.diagnostic.stage_moves import GateShut, ReasonMissing, goes_back, moved
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import MissingCode
from tests.domain.making import lines, make, paths

TODAY = dt.date(1998, 9, 1)
FELT = {"name": "IT", "felt_need": "Internet is too dear."}
STRUCTURAL = FELT | {
    "steps": lines(LearningStep(learned_on="1998-04", learned="Firms know no prices.")),
    "structural_need": "Firms are cut off from information.",
}
DEMAND = STRUCTURAL | {
    "service": "Training for owners",
    "firms_interested": 20,
    "deposit_payers": 0,
    "price_willing": Money.rupees(3000_00),
}
OFFERED = DEMAND | {
    "offers": lines(*(Offer(provider=new_id(), price=Money.rupees(each)) for each in (2800_00, 3500_00)))
}
PILOTED = OFFERED | {"piloted_on": "1999", "pilot_firms": 2}
NOT_ASKED = {"deposit_payers": MissingCode.not_asked}
BOUGHT = PILOTED | {"bought_on": "1999-06", "buyers": 17}


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({}, DemandStage.felt),
        (FELT, DemandStage.felt),
        (STRUCTURAL, DemandStage.structural),
        (DEMAND, DemandStage.demand),
        (OFFERED, DemandStage.offered),
        (PILOTED, DemandStage.piloted),
        (BOUGHT, DemandStage.bought),
        (BOUGHT | {"steps": {}}, DemandStage.felt),
        (
            DEMAND | {"deposit_payers": None, "missing": {"deposit_payers": MissingCode.not_asked}},
            DemandStage.structural,
        ),
        (DEMAND | {"firms_interested": 0}, DemandStage.structural),
    ],
)
def test_facts_open_the_gates_one_after_the_other_and_a_code_opens_none(facts, stage):
    assert reachable(make(DemandArticulation, **facts)) is stage


def test_the_way_forward_is_shut_while_something_is_missing_and_says_what():
    need = make(DemandArticulation, **STRUCTURAL)
    with pytest.raises(
        GateShut, match=r"“Demand”.*Service asked for, Firms interested, Firms that paid a deposit, Price"
    ):
        moved(need, DemandStage.demand, TODAY, new_id())
    with pytest.raises(GateShut, match="Offers, Tried, Firms in the trial"):
        moved(make(DemandArticulation, **DEMAND), DemandStage.piloted, TODAY, new_id())


def test_the_way_back_needs_a_reason_and_every_move_is_remembered():
    need = moved(make(DemandArticulation, **PILOTED), DemandStage.piloted, TODAY, new_id())
    assert goes_back(need, DemandStage.demand)
    with pytest.raises(ReasonMissing):
        moved(need, DemandStage.demand, TODAY, new_id(), reason="  ")
    back = moved(need, DemandStage.demand, TODAY, new_id(), reason="The trial showed that it is too dear.")
    assert back.stands_at() is DemandStage.demand
    assert [(each.from_stage, each.to_stage, each.reason) for each in back.moves.values()] == [
        (DemandStage.felt, DemandStage.piloted, None),
        (DemandStage.piloted, DemandStage.demand, "The trial showed that it is too dear."),
    ]
    assert moved(back, DemandStage.demand, TODAY, new_id()) is back


def test_a_stage_whose_ground_was_taken_away_is_a_finding():
    need = moved(make(DemandArticulation, **OFFERED), DemandStage.offered, TODAY, new_id())
    assert paths(need) == []
    assert paths(need.changed(price_willing=None)) == ["stage"]


def test_odd_counts_and_a_single_offer_are_findings():
    need = make(DemandArticulation, **OFFERED | {"deposit_payers": 21, "firms_possible": 5})
    assert paths(need) == ["deposit_payers", "firms_possible"]
    assert paths(make(DemandArticulation, offers=lines(Offer(provider=new_id())))) == ["offers"]


def test_the_stages_follow_each_other():
    assert next_stage(DemandStage.felt) is DemandStage.structural
    assert next_stage(DemandStage.bought) is None
    assert lacking(make(DemandArticulation), DemandStage.felt) == []
