"""What a grant may be: to the rupee, with its reasons, and what is said of promises that do not fit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.methods.funding import Project, Promised, allowed, ceiling_binds_from, doubts
from cdadesk.domain.methods.rule_sets import FundingItem, rule_sets

MILLION = 1_000_000 * 100
LAKH, CRORE = 100_000 * 100, 10_000_000 * 100
ITEMS = {f"{one.key}/{item.key}": item for one in rule_sets().values() for item in one.items}
IIUS = ITEMS["iius-2003/infrastructure"]


@pytest.mark.parametrize(
    ("cost", "grant", "industry", "others"), [(400, 300, 60, 40), (800, 500, 120, 180), (1_000, 500, 150, 350)]
)
def test_infrastructure_of_2003_to_the_rupee(cost, grant, industry, others):
    found = allowed(IIUS, Project(cost * MILLION))
    assert (found.grant_most, found.industry_least, found.others_most) == (
        grant * MILLION,
        industry * MILLION,
        others * MILLION,
    )


def test_where_the_ceiling_begins_to_count():
    assert ceiling_binds_from(IIUS) == Fraction(500 * MILLION * 4, 3)
    below, above = (allowed(IIUS, Project(cost)) for cost in (66_666_666_666, 66_666_666_667))
    assert (below.grant_most, above.grant_most) == (49_999_999_999, 500 * MILLION)


def test_the_reasons_are_told_in_words():
    assert allowed(IIUS, Project(400 * MILLION)).why == (
        "75 % of ₹\N{NO-BREAK SPACE}40,00,00,000.00 is ₹\N{NO-BREAK SPACE}30,00,00,000.00.",
        "That is within the ceiling of ₹\N{NO-BREAK SPACE}50,00,00,000.00.",
        "The industry itself brings at least 15 % of the cost: ₹\N{NO-BREAK SPACE}6,00,00,000.00.",
    )
    over = allowed(IIUS, Project(800 * MILLION)).why
    assert "so it is what counts: 62.5 % of the cost." in over[1]
    assert over[2] == "It does so from a cost of ₹\N{NO-BREAK SPACE}66,66,66,666.67 on."


def test_what_was_promised_is_doubted_where_it_breaks_a_rule():
    project = Project(800 * MILLION)
    assert list(doubts(IIUS, project, Promised(500 * MILLION, 120 * MILLION, 180 * MILLION))) == []
    told = list(doubts(IIUS, project, Promised(600 * MILLION, 100 * MILLION, 50 * MILLION)))
    assert ["above what the rules" in told[0], "less than it must" in told[1], "nobody" in told[2]] == [True] * 3
    (more,) = doubts(IIUS, project, Promised(500 * MILLION, 120 * MILLION, 200 * MILLION))
    assert "more than the cost" in more


@pytest.mark.parametrize(
    ("item", "special", "cost", "grant"),
    [
        ("msecdp-2010/soft", False, 20 * LAKH, 15 * LAKH),
        ("msecdp-2010/soft", True, 30 * LAKH, 25 * LAKH * 9 // 10),
        ("msecdp-2010/study", False, 3 * LAKH, 5 * LAKH // 2),
        ("msecdp-2010/exhibition", True, 10 * LAKH, 4 * LAKH),
        ("msecdp-2019/facility", False, 25 * CRORE, 14 * CRORE),
        ("msecdp-2022/facility_small", False, 8 * CRORE, 56 * CRORE // 10),
        ("msecdp-2022/facility_large", False, 40 * CRORE, 18 * CRORE),
        ("msecdp-2022/facility_large", True, 40 * CRORE, 21 * CRORE),
        ("sfurti-revamped/mini", False, 2 * CRORE, 15 * CRORE // 10),
        ("nertps-handloom/medium", False, 60 * LAKH, 60 * LAKH),
    ],
)
def test_other_schemes(item, special, cost, grant):
    assert allowed(ITEMS[item], Project(cost, special)).grant_most == grant


def test_the_scheme_that_followed_wants_the_state_to_bring_a_part_and_pays_in_instalments():
    item = ITEMS["miius-2013/infrastructure"]
    plain, hills = (allowed(item, Project(60 * CRORE, special)) for special in (False, True))
    assert (plain.grant_most, plain.agency_least, plain.others_most) == (30 * CRORE, 15 * CRORE, 15 * CRORE)
    assert (hills.grant_most, hills.agency_least, hills.others_most) == (48 * CRORE, 6 * CRORE, 6 * CRORE)
    assert plain.instalments == (9 * CRORE, 12 * CRORE, 9 * CRORE)


def test_a_cost_that_the_rules_are_not_for_is_doubted():
    item = ITEMS["msecdp-2022/facility_small"]
    assert "or more" in next(doubts(item, Project(4 * CRORE), Promised()))
    assert "at most" in next(doubts(item, Project(12 * CRORE), Promised()))
    assert list(doubts(item, Project(10 * CRORE), Promised())) == []


@given(st.sampled_from(sorted(ITEMS)), st.integers(0, 10**13), st.booleans())
def test_no_rule_is_broken_by_rounding_and_nothing_is_lost(item, cost, special):
    rules: FundingItem = ITEMS[item]
    found = allowed(rules, Project(cost, special))
    share = (rules.special_share if special else None) or rules.share or 1
    assert 0 <= found.grant_most <= share * cost
    assert rules.grant_ceiling is None or found.grant_most <= rules.grant_ceiling
    assert found.industry_least >= (rules.industry_least or 0) * cost
    if rules.instalments:
        assert sum(found.instalments) == found.grant_most
    else:
        assert found.instalments == ()
