"""Dividing by largest remainder, and the eight rules."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.inputs import Head, MixedPart, Participant, Portion
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.sharing import integer_percents, split, weights_of
from cdadesk.domain.fairs.troubles import (
    CannotBeMixed,
    ListDoesNotSum,
    NotCovered,
    NothingToShareBy,
    PercentagesDoNotSum,
)
from cdadesk.domain.fairs.vocabulary import SharingRule
from tests.domain.fairs.golden import GOLDEN, with_head, with_participant

THREE = [("A", "1"), ("B", "2"), ("C", "3")]
SIXTY_FORTY = (
    MixedPart(rule=SharingRule.equal, percent=Fraction(60)),
    MixedPart(rule=SharingRule.sales, percent=Fraction(40)),
)


def shares(fair, head_id):
    return list(settle(fair).head(head_id).shares)


def test_a_hundred_rupees_among_three():
    assert list(split(100_00, dict.fromkeys(THREE, 1)).values()) == [33_34, 33_33, 33_33]


def test_a_saving_follows_the_pledges():
    weights = dict(zip(THREE, (35, 50, 14), strict=True))
    assert list(split(6_000_00, weights).values()) == [2_121_21, 3_030_30, 848_49]


def test_among_equals_the_lower_code_then_the_lower_id_gets_the_paisa():
    assert split(1, {("B", "1"): 1, ("A", "9"): 1, ("A", "2"): 1}) == {("B", "1"): 0, ("A", "9"): 0, ("A", "2"): 1}


def test_nothing_is_divided_among_nobody_but_an_amount_is_not():
    assert split(0, {}) == {}
    assert split(0, {("A", "1"): 0}) == {("A", "1"): 0}
    with pytest.raises(NothingToShareBy, match="all weights are zero"):
        split(1, {("A", "1"): 0})


@pytest.mark.parametrize(("total", "weight"), [(-1, 1), (1, -1)])
def test_nothing_below_zero_is_divided(total, weight):
    with pytest.raises(ValueError, match="below zero"):
        split(total, {("A", "1"): weight})


def test_whole_percents_make_a_hundred():
    assert list(integer_percents(dict.fromkeys(THREE, 5)).values()) == [34, 33, 33]
    assert list(integer_percents(dict.fromkeys(THREE, 0)).values()) == [0, 0, 0]


def test_a_fixed_list_is_taken_as_it_is():
    portions = (Portion(participant_id="p1", amount=700_00), Portion(participant_id="p3", amount=800_00))
    fair = with_head(GOLDEN, "display", rule=SharingRule.fixed, portions=portions)
    assert shares(fair, "display") == [700_00, 0, 800_00, 0, 0]


def test_a_fixed_list_that_makes_another_sum_is_refused_with_both_sums():
    portions = (Portion(participant_id="p1", amount=1_400_00),)
    fair = with_head(GOLDEN, "display", rule=SharingRule.fixed, portions=portions)
    with pytest.raises(ListDoesNotSum, match=r"^Display: the fixed list makes 1,400.00, but 1,500.00 must be shared"):
        settle(fair)


def test_agreed_weights_divide():
    portions = (Portion(participant_id="p1", amount=2), Portion(participant_id="p4", amount=1))
    fair = with_head(GOLDEN, "display", rule=SharingRule.weighted, portions=portions)
    assert shares(fair, "display") == [1_000_00, 0, 0, 500_00, 0]


def test_a_mixed_rule_rounds_once_for_the_whole_head():
    fair = with_head(GOLDEN, "electricity", rule=SharingRule.mixed, parts=SIXTY_FORTY)
    sales = [120_500_00, 84_250_50, 40_000_00, 0, 15_749_50]
    quotas = [1_000_01 * (Fraction(60, 500) + Fraction(40 * each, 100 * 260_500_00)) for each in sales]
    found = shares(fair, "electricity")
    assert sum(found) == 1_000_01
    assert found[3] == 120_00
    assert all(abs(share - quota) < 1 for share, quota in zip(found, quotas, strict=True))


def test_thirds_are_exact_percentages():
    thirds = (
        MixedPart(rule=SharingRule.equal, percent=Fraction(100, 3)),
        MixedPart(rule=SharingRule.stall_area, percent=Fraction(200, 3)),
    )
    assert sum(shares(with_head(GOLDEN, "display", rule=SharingRule.mixed, parts=thirds), "display")) == 1_500_00


def test_percentages_that_do_not_make_a_hundred_are_refused():
    parts = (SIXTY_FORTY[0], replace(SIXTY_FORTY[1], percent=Fraction(75, 2)))
    with pytest.raises(PercentagesDoNotSum, match=r"Electricity: the percentages make 97.5 %, not 100 %"):
        settle(with_head(GOLDEN, "electricity", rule=SharingRule.mixed, parts=parts))


def test_a_fixed_list_cannot_be_part_of_a_mixed_rule():
    parts = (SIXTY_FORTY[0], MixedPart(rule=SharingRule.fixed, percent=Fraction(40)))
    with pytest.raises(CannotBeMixed, match="by a fixed list"):
        settle(with_head(GOLDEN, "electricity", rule=SharingRule.mixed, parts=parts))


def test_an_own_cost_is_borne_by_its_owner_and_counts_apart():
    settlement = settle(with_head(GOLDEN, "electricity", rule=SharingRule.direct, direct_to="p4"))
    member = settlement.member("p4")
    assert list(settlement.head("electricity").shares) == [0, 0, 0, 1_000_01, 0]
    assert (member.gross, member.direct) == (9_158_82 - 200_00, 1_000_01)
    assert member.relief == (9_158_82 - 200_00) // 4


def test_a_head_that_nobody_shares_must_be_paid_by_its_sources():
    with pytest.raises(NotCovered, match=r"Organisation: no participant shares this cost, and 1.00 is paid by nobody"):
        settle(with_head(GOLDEN, "organisation", paid=8_001_01))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (SharingRule.sales, {"sales": 0}),
        (SharingRule.stall_area, {"stall_area": 0}),
        (SharingRule.weighted, {}),
        (SharingRule.mixed, {"sales": 0}),
    ],
)
def test_no_figures_to_share_by_stops_and_names_the_head(rule, changes):
    fair = with_head(GOLDEN, "electricity", rule=rule, parts=SIXTY_FORTY)
    fair = replace(fair, participants=tuple(replace(each, **changes) for each in fair.participants))
    fair = with_head(with_head(fair, "transport", rule=SharingRule.equal), "space", rule=SharingRule.equal)
    with pytest.raises(NothingToShareBy, match=r"^Electricity: there is nothing to share by yet"):
        settle(fair)


def test_nobody_to_share_stops_and_names_the_head():
    head = Head(id="h", code="other", name="Lanterns", rule=SharingRule.equal, paid=1)
    with pytest.raises(NothingToShareBy, match="Lanterns"):
        weights_of(head, (), 1)


def test_sales_that_are_not_known_are_not_zero():
    with pytest.raises(NothingToShareBy, match=r"^Transport: the figure of Meena Prints to share by is not known"):
        settle(with_participant(GOLDEN, "p4", sales=None, name="Meena Prints"))


def test_a_head_that_others_paid_does_not_wait_for_sales():
    head = Head(id="h", code="transport", rule=SharingRule.sales, paid=1)
    assert weights_of(head, (Participant(id="p", code="P"),), 0) == {}
