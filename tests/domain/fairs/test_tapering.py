"""The Calico fairs as printed: percentages kept as entered, and whether subsidy fell."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.concerns import series_concerns
from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.tapering import (
    SeriesFair,
    TaperOutcome,
    by_series,
    in_date_order,
    out_of_date_order,
    rescaled,
    steps,
    with_amounts,
)

ROWS = (
    ("First fair, Jaipur", "Jaipur", 1, "1998-03", (35, 50, 14)),
    ("Second fair, Jaipur", "Jaipur", 2, "1999-10", (23, 38, 38)),
    ("First fair, Delhi", "Delhi", 1, "1999-03", (42, 26, 32)),
    ("Second fair, Delhi", "Delhi", 2, "1999-10", (64, 7, 20)),
)


def a_fair(label: str, series: str, ordinal: int, held: str, shares: tuple[int, int, int]) -> SeriesFair:
    private, programme, institutions = map(Fraction, shares)
    return SeriesFair(
        label=label,
        series=series,
        ordinal=ordinal,
        held=held,
        private=private,
        programme=programme,
        institutions=institutions,
    )


CALICO = tuple(a_fair(*row) for row in ROWS)


def test_the_sums_stay_as_printed():
    assert [fair.total for fair in CALICO] == [99, 99, 100, 91]
    assert [fair.unexplained for fair in CALICO] == [1, 1, 0, 9]


def test_delhi_tapers():
    (step,) = steps(by_series(CALICO)["Delhi"])
    assert (step.before.external, step.after.external) == (58, 27)
    assert step.holds
    assert not step.private_fell


def test_jaipur_only_moved_its_subsidy():
    (step,) = steps(by_series(CALICO)["Jaipur"])
    assert (step.before.external, step.after.external) == (64, 76)
    assert not step.holds
    assert step.sentence == "subsidy moved to another payer, not reduced"
    assert step.private_fell


@pytest.mark.parametrize(
    ("shares", "outcome"),
    [
        ((35, 50, 14), TaperOutcome.falls),
        ((30, 51, 0), TaperOutcome.programme_rose),
        ((30, 50, 20), TaperOutcome.support_rose),
        ((30, 49, 16), TaperOutcome.moved),
    ],
)
def test_each_outcome_of_a_step(shares, outcome):
    after = a_fair("next", "Jaipur", 2, "1999", shares)
    (step,) = steps((after, CALICO[0]))
    assert step.outcome is outcome


def test_rescaled_figures_stand_beside_the_printed_ones():
    said = [
        [percent_words(share) for share in (fair.private, fair.programme, fair.institutions)]
        for fair in map(rescaled, CALICO)
    ]
    assert said == [
        ["35.4 %", "50.5 %", "14.1 %"],
        ["23.2 %", "38.4 %", "38.4 %"],
        ["42 %", "26 %", "32 %"],
        ["70.3 %", "7.7 %", "22 %"],
    ]
    nothing = replace(CALICO[0], private=Fraction(0), programme=Fraction(0), institutions=Fraction(0))
    assert rescaled(nothing) == nothing


def test_the_list_is_not_in_order_of_dates():
    assert [fair.programme for fair in in_date_order(CALICO)] == [50, 26, 38, 7]
    assert [fair.label for fair in out_of_date_order(CALICO)] == ["Second fair, Jaipur"]


def test_a_bare_year_proves_nothing_within_that_year():
    assert out_of_date_order((replace(CALICO[1], held="1999"), CALICO[2])) == ()


def test_amounts_make_exact_shares_of_the_known_total():
    payers = Payers(private=70_000_00, programme=1_00_000_00, institutions=28_000_00)
    fair = with_amounts(CALICO[0], payers, 2_00_000_00)
    assert (fair.private, fair.programme, fair.institutions, fair.unexplained) == (35, 50, 14, 1)
    own = with_amounts(CALICO[0], payers)
    assert (own.unexplained, own.private) == (0, Fraction(3500, 99))
    assert with_amounts(CALICO[0], Payers(private=0, institutions=None, programme=0)).total == 0


def test_the_questions_an_advisor_would_ask_of_the_calico_table():
    concerns = [(concern.code, concern.about) for concern in series_concerns(CALICO)]
    assert concerns == [
        ("sum", "First fair, Jaipur"),
        ("sum", "Second fair, Jaipur"),
        ("sum", "Second fair, Delhi"),
        ("date_order", "Second fair, Jaipur"),
        ("taper", "Second fair, Jaipur"),
        ("private_fell", "Second fair, Jaipur"),
        ("later_fair_external", "Second fair, Jaipur"),
    ]


def test_they_are_whole_sentences():
    said = {concern.code: concern.sentence for concern in series_concerns(CALICO)}
    assert said["sum"] == "Second fair, Delhi: the shares make 91 %; 9 % is unexplained."
    assert said["taper"] == ("First fair, Jaipur to Second fair, Jaipur: subsidy moved to another payer, not reduced.")
    assert said["later_fair_external"] == "Second fair, Jaipur: 76 % comes from outside."


def test_more_than_the_whole_and_a_first_fair_on_subsidy_alone_are_asked_about():
    first = a_fair("Surat", "Surat", 1, "2001-01", (24, 60, 17))
    assert [concern.code for concern in series_concerns((first,))] == ["sum", "first_fair_external"]
    social = replace(CALICO[1], commercial=False)
    assert "later_fair_external" not in {concern.code for concern in series_concerns((CALICO[0], social))}
