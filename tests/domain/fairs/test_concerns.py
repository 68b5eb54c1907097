"""What an advisor would ask about one fair."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.concerns import (
    Limits,
    Takings,
    advance_concerns,
    contact_concerns,
    open_concerns,
    relief_concerns,
    settlement_concerns,
    support_concerns,
    takings_concerns,
)
from cdadesk.domain.fairs.inputs import InKind
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import SharingRule
from tests.domain.fairs.golden import DISPLAY, GOLDEN, with_head, with_participant


def codes(concerns):
    return [concern.code for concern in concerns]


def test_who_pays_more_than_was_sold_is_asked_about():
    concerns = list(settlement_concerns(settle(GOLDEN)))
    assert [(concern.code, concern.about) for concern in concerns] == [("due_above_sales", "p4")]
    assert concerns[0].sentence == "P4 pays 6,869.12 for the fair, more than it sold there."


def test_who_withdrew_had_nothing_to_sell():
    assert codes(settlement_concerns(settle(with_participant(GOLDEN, "p4", withdrawn_on=dt.date(2026, 1, 1))))) == []


def test_missing_sales_count_above_a_quarter():
    fair = with_head(GOLDEN, "transport", rule=SharingRule.equal)
    one = with_participant(fair, "p4", sales=None)
    assert codes(settlement_concerns(settle(one))) == []
    two = list(settlement_concerns(settle(with_participant(one, "p5", sales=None))))
    assert [concern.sentence for concern in two] == ["Sales of 2 of 5 participants are missing."]
    assert codes(settlement_concerns(settle(one), Limits(sales_missing=Fraction(10)))) == ["sales_missing"]


def test_in_kind_without_valuation_is_asked_about():
    gift = replace(DISPLAY, approved_by="")
    concerns = settlement_concerns(settle(replace(GOLDEN, in_kind=(gift,))))
    assert "in_kind_not_valued" in codes(concerns)


def test_a_source_that_gives_mostly_in_kind_is_asked_about():
    hall = InKind(id="g2", giver_id="i", head_id="space", value=10_000_01, valuation_note="x", approved_by="y")
    concerns = list(settlement_concerns(settle(replace(GOLDEN, in_kind=(DISPLAY, hall)))))
    assert concerns[-1].sentence == "institution: 10,000.01 of 20,000.01 is in kind."
    members = [each for each in concerns if each.code == "mostly_in_kind" and not each.about]
    assert members == []


def test_participants_who_give_mostly_in_kind_are_named_together():
    gift = replace(DISPLAY, value=90_000_00)
    concerns = settlement_concerns(settle(replace(GOLDEN, in_kind=(gift,))))
    assert any(each.sentence.startswith("participants: 90,000.00 of") for each in concerns)


def test_less_than_half_in_advance_is_asked_about():
    assert codes(advance_concerns(49_99, 100_00)) == ["advance_low"]
    assert codes(advance_concerns(50_00, 100_00)) == []


@pytest.mark.parametrize(
    ("days", "expected"), [(30, []), (31, ["open_long"]), (60, ["open_long"]), (61, ["open_too_long"])]
)
def test_an_open_settlement_is_asked_about_after_a_month_and_after_two(days, expected):
    assert codes(open_concerns(days)) == expected


def test_the_days_are_said():
    assert next(iter(open_concerns(31))).sentence == "Not settled 31 days after the fair."


def test_support_to_one_firm_or_paid_to_a_firm_is_asked_about():
    assert codes(support_concerns(["One exporter"], [])) == ["one_firm_only"]
    assert codes(support_concerns(["One", "Other"], ["One"])) == ["paid_to_firm"]


def test_relief_given_twice_is_asked_about():
    concerns = list(relief_concerns(settle(GOLDEN), {"p1", "p5"}))
    assert [concern.about for concern in concerns] == ["p5"]


@pytest.mark.parametrize(
    ("sales", "orders", "expected"),
    [
        (100, 100, ["sales_equal_orders"]),
        (None, 100, ["orders_without_sales"]),
        (100, 200, []),
        (0, 0, []),
        (None, None, []),
    ],
)
def test_sales_that_may_be_orders_are_asked_about(sales, orders, expected):
    takings = [Takings(participant_id="p", name="Meena Prints", sales=sales, orders=orders)]
    assert codes(takings_concerns(takings)) == expected


def test_a_fair_without_an_institution_met_is_asked_about():
    assert codes(contact_concerns(0)) == ["no_institution_contact"]
    assert codes(contact_concerns(1)) == []
