"""What a fair's record says of itself."""

import datetime as dt

import pytest

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource, FixedShare, Promise
from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, SourceKind
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Void
from tests.domain.fairs.a_fair import ACTORS, a_fair, key_of
from tests.domain.making import lines, make, paths

LITTLE, MUCH = Money.rupees(100), Money.rupees(101)


def with_cost(**fields):
    return make(Fair, budget_lines=lines(BudgetLine(**fields)))


def with_promise(**fields):
    return make(Fair, promises=lines(Promise(**fields)))


def with_firm(**fields):
    return make(Fair, participants=lines(FairParticipant(**fields)))


def test_the_worked_fair_raises_no_question():
    assert paths(a_fair()) == []


def test_a_fair_does_not_end_before_it_begins():
    assert paths(make(Fair, from_on="2026-03-05", to_on="2026-03-04")) == ["to_on"]
    assert paths(make(Fair, from_on="2026-03-05", to_on="2026-03")) == []


def test_printed_percentages_that_do_not_make_a_hundred_stay_unexplained():
    jaipur = make(Fair, private_percent=35_00, programme_percent=50_00, institutions_percent=14_00)
    assert [each.sentence for each in jaipur.findings()] == ["The percentages make 99 %; the rest is unexplained."]
    assert paths(jaipur.changed(institutions_percent=15_00)) == []
    assert jaipur.changed(programme_percent=None).printed_percents() == (35_00, 0, 14_00)


def test_the_parts_of_a_mixed_rule_make_a_hundred():
    assert paths(with_cost(rule=SharingRule.mixed, mix_equal=60_00, mix_sales=30_00)) == ["budget_lines/rule"]
    assert paths(with_cost(rule=SharingRule.mixed, mix_equal=60_00, mix_sales=40_00)) == []


def test_an_own_cost_has_an_owner_and_a_fixed_list_is_written_down():
    assert paths(with_cost(rule=SharingRule.direct)) == ["budget_lines/direct_to"]
    fixed = with_cost(rule=SharingRule.fixed)
    assert paths(fixed) == ["budget_lines/rule"]
    (cost,) = fixed.budget_lines
    firms = lines(FairParticipant(actor=ACTORS[1]))
    shares = lines(FixedShare(head=cost, participant=next(iter(firms)), amount=LITTLE))
    assert paths(fixed.changed(participants=firms, fixed_shares=shares)) == []


@pytest.mark.parametrize("kind", [SourceKind.participant, SourceKind.event_income])
def test_participants_and_event_income_are_no_outside_payers(kind):
    assert paths(make(Fair, sources=lines(FairSource(source_kind=kind)))) == ["sources/source_kind"]


@pytest.mark.parametrize(("mode", "figure"), [
    (ContributionMode.fixed, "amount"),
    (ContributionMode.percent_of_actual, "part"),
    (ContributionMode.percent_of_budget, "part"),
])  # fmt: skip
def test_a_promise_says_how_much(mode, figure):
    assert paths(with_promise(mode=mode)) == [f"promises/{figure}"]
    assert paths(with_promise()) == []


def test_more_than_was_promised_is_received_only_with_a_remark():
    fixed = {"mode": ContributionMode.fixed, "amount": LITTLE}
    assert paths(with_promise(**fixed, received=LITTLE)) == []
    assert paths(with_promise(**fixed, received=MUCH)) == ["promises/received"]
    assert paths(with_promise(**fixed, received=MUCH, remark="Second letter")) == []
    capped = {"mode": ContributionMode.percent_of_actual, "part": 50_00, "cap": LITTLE}
    assert paths(with_promise(**capped, received=MUCH)) == ["promises/received"]


def test_a_firm_stands_in_the_list_once():
    twice = lines(FairParticipant(actor=ACTORS[1]), FairParticipant(actor=ACTORS[1]))
    assert paths(make(Fair, participants=twice)) == ["participants/actor"]


def test_nobody_withdraws_before_saying_yes():
    early, late = dt.date(2026, 1, 1), dt.date(2026, 1, 2)
    assert paths(with_firm(committed_on=late, withdrawn_on=early)) == ["participants/withdrawn_on"]
    assert paths(with_firm(committed_on=early, withdrawn_on=early)) == []


def test_a_first_fair_set_by_hand_has_a_reason():
    assert paths(with_firm(first_timer=False)) == ["participants/first_timer_reason"]
    assert paths(with_firm(first_timer=False, first_timer_reason="It had its own stall in 2019.")) == []


def test_relief_has_a_payer_and_a_pool():
    assert paths(make(Fair, relief_percent=25_00)) == ["relief_source", "relief_pool"]


def test_a_line_that_was_voided_under_another_is_told():
    fair = a_fair()
    cost = key_of(fair.budget_lines, head=HeadCode.advertisement)
    void = Void(by="cda", at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    without = fair.changed(budget_lines=fair.budget_lines | {cost: fair.budget_lines[cost].changed(void=void)})
    assert paths(without) == ["promises/head"] * 3
    assert paths(fair.changed(sources={})) == ["relief_source", *["promises/source"] * 4]
    assert paths(fair.changed(participants={})) == ["in_kind/giver"]


def test_a_fair_is_called_by_its_name_or_by_series_and_place():
    assert a_fair().title() == "Delhi fair"
    assert make(Fair, series="Delhi", place="Pragati Maidan").title() == "Delhi, Pragati Maidan"
    assert make(Fair).title() == "Fair without a name"
