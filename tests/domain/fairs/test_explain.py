"""What a member is told about each figure."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.explain import explain, explain_balance, explain_due, explain_relief
from cdadesk.domain.fairs.inputs import MixedPart, Portion
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import SharingRule
from tests.domain.fairs.golden import CAPPED, GOLDEN, with_head, with_participant

PORTIONS = (Portion(participant_id="p1", amount=700_00), Portion(participant_id="p3", amount=800_00))


@pytest.mark.parametrize(
    ("participant", "head", "sentence"),
    [
        ("p2", "advertisement", "8,000.00 left after institution, programme and network, shared equally by 5"),
        ("p5", "space", "40,000.00, shared by stall area: 4 of 34 m²"),
        ("p1", "space", "40,000.00, shared by stall area: 9 of 34 m²; rounded up to the next paisa"),
        ("p3", "transport", "12,345.67, shared by sales: 15.36 % of all sales; rounded up to the next paisa"),
        ("p4", "transport", "12,345.67, shared by sales: 0 % of all sales"),
        ("p1", "organisation", "paid in full by programme"),
        ("p1", "electricity", "1,000.01, shared equally by 5; rounded up to the next paisa"),
    ],
)
def test_a_cell_explains_itself(participant, head, sentence):
    assert explain(settle(GOLDEN), participant, head) == sentence


def test_other_rules_explain_themselves():
    fixed = settle(with_head(GOLDEN, "display", rule=SharingRule.fixed, portions=PORTIONS))
    assert explain(fixed, "p1", "display") == "1,500.00, shared by the list that was agreed"
    weighted = settle(with_head(GOLDEN, "display", rule=SharingRule.weighted, portions=PORTIONS))
    assert explain(weighted, "p1", "display") == "1,500.00, shared by agreed weights: 70,000 of 1,50,000"
    direct = settle(with_head(GOLDEN, "display", rule=SharingRule.direct, direct_to="p3"))
    assert explain(direct, "p3", "display") == "1,500.00, the own cost of P3"


def test_a_mixed_rule_says_its_parts():
    parts = (
        MixedPart(rule=SharingRule.equal, percent=Fraction(60)),
        MixedPart(rule=SharingRule.stall_area, percent=Fraction(40)),
    )
    mixed = settle(with_head(GOLDEN, "display", rule=SharingRule.mixed, parts=parts))
    assert explain(mixed, "p5", "display").startswith(
        "1,500.00, shared 60 % equally and 40 % by stall area: 16.71 % in all"
    )


def test_event_income_and_named_sources_are_named():
    named = replace(GOLDEN, sources=(replace(GOLDEN.sources[0], name="State Bank"), *GOLDEN.sources[1:]))
    settlement = settle(with_head(named, "advertisement", event_income=1_000_00))
    said = explain(settlement, "p1", "advertisement")
    assert said == "7,000.00 left after event income, State Bank, programme and network, shared equally by 5"


def test_a_head_that_cost_nothing_has_nothing_to_share():
    assert explain(settle(with_head(GOLDEN, "electricity", paid=0)), "p1", "electricity") == "nothing to share"


def test_who_ordered_an_overspend_reads_so():
    settlement = settle(with_head(GOLDEN, "electricity", budget=500_00, ordered_by="p3"))
    said = explain(settlement, "p3", "electricity")
    assert said == "500.00, shared equally by 5; 500.01 over the budget was ordered by P3 alone"
    assert explain_due(settlement, "p3").endswith("+ ordered over the budget 500.01 = 11,454.52")


def test_relief_says_who_pays_it_and_when_the_pool_is_short():
    assert explain_relief(settle(GOLDEN), "p4") == "25 % of 9,158.82, paid by network"
    assert explain_relief(settle(GOLDEN), "p1") == "no first-timer relief"
    assert explain_relief(settle(CAPPED), "p4") == (
        "25 % of 9,158.82 is 2,289.70; the 3,000.00 set aside are not enough for all, so network pays 1,644.20"
    )


def test_the_due_shows_its_sum():
    assert explain_due(settle(GOLDEN), "p1") == "shared costs 18,399.01 = 18,399.01"
    assert explain_due(settle(GOLDEN), "p4") == "shared costs 9,158.82 − relief 2,289.70 = 6,869.12"
    own = settle(with_head(GOLDEN, "display", rule=SharingRule.direct, direct_to="p1"))
    assert explain_due(own, "p1") == "shared costs 18,099.01 + own costs 1,500.00 = 19,599.01"


def test_the_balance_says_what_follows():
    settlement = settle(GOLDEN)
    assert explain_balance(settlement, "p1") == (
        "advance 15,000.00 + in kind 1,500.00, against 18,399.01 due: 1,899.01 still to pay"
    )
    assert explain_balance(settlement, "p2").endswith("against 16,681.06 due: 664.61 to be paid back")
    assert "paid for the group 2,345.67" in explain_balance(settlement, "p2")
    exact = settle(with_participant(GOLDEN, "p3", advance=0, sales_money_held=11_054_51))
    assert explain_balance(exact, "p3") == (
        "own sales money held by the network 11,054.51, against 11,054.51 due: settled"
    )
    unpaid = settle(with_participant(GOLDEN, "p3", advance=0))
    assert explain_balance(unpaid, "p3").startswith("nothing paid yet, against")


def test_nobody_reads_another_s_sales():
    said = explain(settle(GOLDEN), "p5", "transport")
    assert not any(figure in said for figure in ("1,20,500.00", "84,250.50", "40,000.00", "2,60,500.00"))
