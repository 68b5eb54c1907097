"""A cluster's own rules of a scheme: a copy reckons as its original does, and what does not fit together is said."""

import pytest

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import all_findings
from cdadesk.domain.methods.funding import Project, allowed
from cdadesk.domain.methods.own_rules import FundingRule, OwnRules, as_rule_set, copied, copied_rules
from cdadesk.domain.methods.rule_sets import rule_sets
from tests.domain.making import lines, make, paths

CRORE = 10_000_000 * 100


def rules(*each: FundingRule, **more: object) -> OwnRules:
    values = {"name": "Our scheme", "valid_from": "2022", "source": "Guideline 7 of 2022"} | more
    return make(OwnRules, items=lines(*each), **values)


@pytest.mark.parametrize("key", sorted(rule_sets()))
def test_a_copy_reckons_to_the_paisa_as_the_rules_that_ship(key):
    shipped = rule_sets()[key]
    copy = as_rule_set(make(OwnRules, items=lines(*copied_rules(shipped)), **copied(shipped)))
    assert (copy.valid_from, copy.valid_to, len(copy.items)) == (
        shipped.valid_from,
        shipped.valid_to,
        len(shipped.items),
    )
    for item, before in zip(copy.items, shipped.items, strict=True):
        for project in (Project(7 * CRORE + 1), Project(90 * CRORE + 33, is_special=True)):
            assert allowed(item, project) == allowed(before, project)


def test_a_share_that_was_mended_gives_another_grant_and_says_so():
    (item,) = as_rule_set(rules(FundingRule(what="Centre", share=62_50, instalments="30, 40, 30"))).items
    found = allowed(item, Project(8 * CRORE))
    assert (found.grant_most, found.instalments) == (5 * CRORE, (15 * CRORE // 10, 2 * CRORE, 15 * CRORE // 10))
    assert "62.5 %" in found.why[0]


def test_what_does_not_fit_together_is_said_and_nothing_is_refused():
    odd = FundingRule(
        what="Centre",
        share=80_00,
        special_share=70_00,
        industry_least=15_00,
        agency_least=10_00,
        cost_least=Money.rupees(5 * CRORE),
        cost_most=Money.rupees(CRORE),
        instalments="30, 40",
    )
    found = rules(odd, valid_to="2021")
    assert paths(found) == ["valid_to", "items/share", "items/special_share", "items/cost_most", "items/instalments"]
    said = [each.sentence for each in found.findings()]
    assert "Grant, industry and agency come to 105 % together, which is more than the cost." in said
    assert "The instalments make 70 %, not 100 %." in said
    assert paths(rules(FundingRule(what="Centre", share=50_00, instalments="half, half"))) == ["items/instalments"]
    assert paths(rules(FundingRule(what="Centre", share=75_00, industry_least=15_00, agency_least=10_00))) == []


def test_rules_without_date_source_or_figure_say_what_is_missing():
    found = all_findings(rules(FundingRule(what="Centre"), valid_from=None, source=None))
    sentences = [each.sentence for each in found]
    assert "Neither a share nor a ceiling of the grant." in sentences
    assert "Source is still missing." in sentences
