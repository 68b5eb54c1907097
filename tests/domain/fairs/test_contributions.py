"""Who pays before the participants: promises, savings, overspends, gifts in kind."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.identities import holds
from cdadesk.domain.fairs.inputs import Contribution, FairInputs, Head, InKind, Participant, Source, Terms
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.troubles import (
    BudgetMissing,
    CarryForwardNeedsDecision,
    MoreThanTheHead,
    MoreThanTheWhole,
    NegativeFigure,
    NotOfThisFair,
    OverspendNeedsDecision,
    VouchersTooHigh,
)
from cdadesk.domain.fairs.vocabulary import ContributionMode, SharingRule, SourceKind, UnderSpend
from tests.domain.fairs.golden import DISPLAY, GOLDEN, with_head, with_participant

SOURCES = tuple(Source(id=kind.value[:2], code=kind.value[:2].upper(), kind=kind) for kind in SourceKind)[1:5]
"""Ids: ne, pr, in, sp."""
PAIR = (Participant(id="a", code="A"), Participant(id="b", code="B"))


def a_fair(
    *promises: Contribution, terms: Terms | None = None, gifts: tuple[InKind, ...] = (), **head: object
) -> FairInputs:
    """Return a fair of one head, shared equally by two."""
    line = Head(**{"id": "h", "code": "space", "rule": SharingRule.equal, "paid": 100_00} | head)
    return FairInputs(
        heads=(line,),
        participants=PAIR,
        sources=SOURCES,
        contributions=promises,
        in_kind=gifts,
        terms=terms or Terms(),
    )


def promise(source_id: str, amount: int = 0, **details: object) -> Contribution:
    number = f"{source_id}{amount}{details.get('percent', '')}"
    return Contribution(**{"id": number, "source_id": source_id, "head_id": "h", "amount": amount} | details)


def percent_of(mode: ContributionMode, source_id: str, percent: int, cap: int | None = None) -> Contribution:
    return promise(source_id, mode=mode, percent=Fraction(percent), cap=cap)


def paid(fair: FairInputs) -> dict[str, int]:
    """Return what each source pays, and the participants together."""
    settlement = settle(fair)
    assert holds(settlement)
    head = settlement.heads[0]
    return {each.source_id: each.total for each in head.external} | {"all": head.residual}


ACTUAL, BUDGET = ContributionMode.percent_of_actual, ContributionMode.percent_of_budget


def test_institutions_pay_first_then_programme_sponsor_and_network():
    fair = a_fair(promise("ne", 40_00), promise("sp", 40_00), promise("pr", 40_00), promise("in", 40_00))
    assert paid(fair) == {"in": 40_00, "pr": 40_00, "sp": 20_00, "all": 0}


def test_two_institutions_take_their_turns_by_code():
    extra = Source(id="aa", code="AA", kind=SourceKind.institution)
    fair = a_fair(promise("in", 80_00), promise("aa", 80_00))
    assert paid(replace(fair, sources=(*fair.sources, extra))) == {"aa": 80_00, "in": 20_00, "all": 0}


@pytest.mark.parametrize(("cap", "expected"), [(None, 33_33), (33_33, 33_33), (20_00, 20_00)])
def test_a_percentage_is_rounded_down_and_capped(cap, expected):
    third = replace(percent_of(ACTUAL, "in", 0, cap), percent=Fraction(100, 3))
    assert paid(a_fair(third)) == {"in": expected, "all": 100_00 - expected}


def test_a_percentage_of_the_budget_does_not_follow_the_cost():
    assert paid(a_fair(percent_of(BUDGET, "in", 50), budget=95_00)) == {"in": 47_50, "all": 52_50}


def test_a_percentage_of_a_budget_needs_one():
    with pytest.raises(BudgetMissing, match="Space: institution pays a percentage of the budget"):
        settle(a_fair(percent_of(BUDGET, "in", 50)))


class TestSaving:
    def test_all_gain_by_what_they_pledged(self):
        fair = a_fair(promise("pr", 50_000_00), promise("in", 14_000_00), budget=99_000_00, paid=93_000_00)
        assert paid(fair) == {"pr": 50_000_00 - 3_030_30, "in": 14_000_00 - 848_49, "all": 35_000_00 - 2_121_21}

    def test_who_pays_a_percentage_of_the_cost_has_gained_by_that(self):
        fair = a_fair(percent_of(ACTUAL, "in", 50), promise("pr", 25_00), budget=100_00, paid=80_00)
        assert paid(fair) == {"in": 40_00, "pr": 20_00, "all": 20_00}

    def test_a_percentage_of_the_budget_gains_like_a_fixed_sum(self):
        assert paid(a_fair(percent_of(BUDGET, "in", 50), budget=100_00, paid=80_00)) == {"in": 40_00, "all": 40_00}

    def test_grants_may_gain_first_and_what_they_cannot_take_goes_to_the_others(self):
        terms = Terms(under_spend=UnderSpend.grant_first)
        promises = (promise("in", 10_00), promise("pr", 20_00), promise("ne", 40_00))
        small = a_fair(*promises, terms=terms, budget=100_00, paid=85_00)
        assert paid(small) == {"in": 5_00, "pr": 10_00, "ne": 40_00, "all": 30_00}
        large = a_fair(*promises, terms=terms, budget=100_00, paid=63_00)
        assert paid(large) == {"ne": 36_00, "all": 27_00}

    def test_it_may_stay_for_the_next_fair_by_decision(self):
        terms = Terms(under_spend=UnderSpend.carry_forward, carry_forward_decision="12/3")
        fair = a_fair(promise("pr", 50_00), terms=terms, budget=100_00, paid=80_00)
        assert paid(fair) == {"pr": 50_00, "all": 50_00}
        assert settle(fair).carried == 20_00

    def test_it_does_not_stay_without_a_decision(self):
        terms = Terms(under_spend=UnderSpend.carry_forward)
        with pytest.raises(CarryForwardNeedsDecision, match=r"Space cost 20.00 less than its budget"):
            settle(a_fair(terms=terms, budget=100_00, paid=80_00))
        assert paid(a_fair(terms=terms, budget=80_00, paid=80_00)) == {"all": 80_00}

    def test_a_head_of_sources_alone_is_still_covered(self):
        fair = a_fair(promise("pr", 80_00), rule=SharingRule.source_only, budget=100_00, paid=80_00)
        assert paid(fair) == {"pr": 80_00, "all": 0}


class TestOverspend:
    def test_up_to_the_limit_it_is_shared(self):
        assert paid(a_fair(budget=100_00, paid=110_00)) == {"all": 110_00}

    def test_beyond_the_limit_it_needs_a_decision_or_an_orderer(self):
        with pytest.raises(OverspendNeedsDecision, match=r"Space cost 10.01 more than its budget"):
            settle(a_fair(budget=100_00, paid=110_01))

    def test_a_decision_lets_it_be_shared(self):
        assert paid(a_fair(budget=100_00, paid=150_00, overspend_decision="7/2")) == {"all": 150_00}

    def test_it_stays_whole_with_the_source_that_ordered_it(self):
        fair = a_fair(percent_of(ACTUAL, "in", 50), budget=100_00, paid=150_00, ordered_by="pr")
        assert paid(fair) == {"in": 50_00, "pr": 50_00, "all": 50_00}

    def test_it_stays_with_the_participant_who_ordered_it(self):
        settlement = settle(a_fair(budget=100_00, paid=150_00, ordered_by="b"))
        assert [each.due for each in settlement.members] == [50_00, 100_00]
        assert settlement.cell("b", "h").total == 100_00
        assert holds(settlement)

    def test_the_limit_is_a_setting(self):
        assert paid(a_fair(terms=Terms(overspend_limit=Fraction(50)), budget=100_00, paid=150_00)) == {"all": 150_00}

    def test_a_gift_nobody_budgeted_for_burdens_nobody(self):
        gift = replace(DISPLAY, giver_id="in", head_id="h", value=50_00)
        assert paid(a_fair(gifts=(gift,), budget=0, paid=0)) == {"in": 50_00, "all": 0}

    def test_only_the_part_in_money_stays_with_the_orderer(self):
        gift = replace(DISPLAY, giver_id="in", head_id="h", value=50_00)
        fair = a_fair(gifts=(gift,), budget=0, paid=20_00, ordered_by="in")
        assert paid(fair) == {"in": 70_00, "all": 0}


class TestInKind:
    def test_it_enters_as_cost_and_as_the_giver_s_contribution(self):
        gift = replace(DISPLAY, giver_id="in", head_id="h", value=30_00)
        settlement = settle(a_fair(gifts=(gift,)))
        institution = next(each for each in settlement.sources if each.source_id == "in")
        assert (settlement.actual, institution.in_kind, institution.money) == (130_00, 30_00, 0)
        assert paid(a_fair(gifts=(gift,))) == {"in": 30_00, "all": 100_00}

    def test_without_note_or_approver_it_is_neither(self):
        for hole in ({"valuation_note": " "}, {"approved_by": ""}):
            settlement = settle(replace(GOLDEN, in_kind=(replace(DISPLAY, **hole),)))
            assert settlement.head("display").actual == 0
            assert settlement.member("p1").credit == 15_000_00
            assert holds(settlement)

    def test_event_income_does_not_pay_for_gifts(self):
        gift = replace(DISPLAY, giver_id="in", head_id="h", value=30_00)
        settlement = settle(a_fair(gifts=(gift,), paid=10_00, event_income=25_00))
        head = settlement.heads[0]
        assert (head.income_used, head.income_surplus, head.residual) == (10_00, 15_00, 0)
        assert holds(settlement)


class TestRefused:
    def test_a_promise_above_budget_and_cost(self):
        with pytest.raises(
            MoreThanTheHead, match=r"Space: programme promised 120.00, which is more than the whole cost"
        ):
            settle(a_fair(promise("pr", 120_00), budget=100_00, paid=105_00))

    def test_but_a_promise_above_the_cost_alone_is_a_saving(self):
        assert paid(a_fair(promise("pr", 100_00), budget=100_00, paid=80_00)) == {"pr": 80_00, "all": 0}

    def test_more_than_a_hundred_percent(self):
        with pytest.raises(MoreThanTheWhole, match="Space"):
            settle(a_fair(percent_of(ACTUAL, "in", 101)))

    @pytest.mark.parametrize(
        ("fair", "place"),
        [
            (a_fair(paid=-1), "Space"),
            (a_fair(promise("pr", -1)), "Space"),
            (a_fair(percent_of(ACTUAL, "in", 50, -5)), "Space"),
            (a_fair(gifts=(replace(DISPLAY, giver_id="in", head_id="h", value=-1),)), "Space"),
            (a_fair(terms=Terms(overspend_limit=Fraction(-1))), "Terms"),
            (with_participant(GOLDEN, "p2", advance=-1), "P2"),
            (replace(GOLDEN, relief=replace(GOLDEN.relief, pool=-1)), "First-timer relief"),
            (replace(GOLDEN, cash_counted=-1), "Cash counted"),
        ],
    )
    def test_figures_below_zero_with_the_place_where_they_stand(self, fair, place):
        with pytest.raises(NegativeFigure, match=place):
            settle(fair)

    @pytest.mark.parametrize(
        "fair",
        [
            a_fair(ordered_by="nobody"),
            a_fair(rule=SharingRule.direct, direct_to="in"),
            a_fair(promise("zz", 1)),
            a_fair(promise("pr", 1, head_id="zz")),
            a_fair(gifts=(DISPLAY,)),
            replace(GOLDEN, relief=replace(GOLDEN.relief, source_id="p1")),
        ],
    )
    def test_lines_that_name_strangers(self, fair):
        with pytest.raises(NotOfThisFair):
            settle(fair)

    def test_more_vouchers_than_costs(self):
        with pytest.raises(VouchersTooHigh, match=r"make 90,000.00, but all costs paid make only 86,345.69"):
            settle(with_participant(GOLDEN, "p2", vouchers=90_000_00))

    def test_two_lines_with_one_id_are_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="share an id"):
            settle(replace(GOLDEN, heads=GOLDEN.heads * 2))

    def test_a_participant_is_no_outside_source(self):
        source = Source(id="x", code="X", kind=SourceKind.participant)
        with pytest.raises(ValueError, match="outside sources"):
            settle(replace(GOLDEN, sources=(*GOLDEN.sources, source)))


def test_a_head_without_a_budget_has_neither_saving_nor_overspend():
    head = settle(with_head(GOLDEN, "space", budget=None)).head("space")
    assert (head.saved, head.kept) == (0, 0)
