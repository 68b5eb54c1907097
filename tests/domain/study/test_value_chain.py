"""The build-up of a price, step by step, explained to the paisa."""

from fractions import Fraction

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.study.value_chain import ProductProcess, ValueChainStep, build_ups
from tests.domain.making import make, paths


def step(position, own_cost, price, **fields):
    amounts = {"own_cost": rupees(own_cost), "price": rupees(price)}
    return make(ValueChainStep, **{"product": "Bedsheet", "position": position, **amounts, **fields})


def rupees(amount):
    return None if amount is None else Money.rupees(amount * 100)


def test_costs_and_margins_make_up_the_last_price():
    (chain,) = build_ups([step(2, 60, 200), step(1, 80, 100), step(3, 30, 400)])
    assert [(line.paid, line.own_cost, line.margin, line.price) for line in chain.lines] == [
        (0, 8000, 2000, 10000),
        (10000, 6000, 4000, 20000),
        (20000, 3000, 17000, 40000),
    ]
    assert (chain.costs, chain.margins, chain.last_price) == (17000, 23000, 40000)
    assert chain.adds_up
    assert [line.share for line in chain.lines] == [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)]


def test_what_a_step_pays_more_than_the_step_before_sells_for_is_shown_as_unexplained():
    (chain,) = build_ups([step(1, 80, 100), step(2, 60, 200, bought_for=rupees(115))])
    assert chain.lines[1].unexplained == 1500
    assert chain.lines[1].margin == 2500
    assert chain.unexplained == 1500
    assert chain.adds_up


def test_a_step_without_a_figure_leaves_the_sums_blank_and_not_wrong():
    (chain,) = build_ups([step(1, None, 100), step(2, 60, 200)])
    assert (chain.lines[0].margin, chain.costs, chain.margins) == (None, None, None)
    assert chain.lines[1].margin == 4000
    assert not chain.adds_up


def test_products_have_chains_of_their_own_however_they_are_spelt():
    chains = build_ups([step(1, 1, 2), step(2, 1, 5, product=" bedsheet "), step(1, 1, 2, product="Apron")])
    assert [(chain.product, len(chain.lines)) for chain in chains] == [("Apron", 1), ("Bedsheet", 2)]


def test_amounts_that_cannot_be_added_or_are_below_zero_are_asked_about():
    dollars = Money(minor=500, currency="USD")
    known = step(1, 1, 2, source="a trader")
    assert paths(known.changed(own_cost=dollars)) == ["own_cost"]
    assert paths(step(1, -1, 2, source="a trader")) == ["own_cost"]
    assert paths(step(1, 1, 2)) == ["source"]


def test_a_focus_product_has_a_reason():
    assert paths(make(ProductProcess, focus=True)) == ["focus_reason"]
    assert paths(make(ProductProcess, focus=True, focus_reason="it sells abroad")) == []
