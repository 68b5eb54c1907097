"""Indicators: how far one came, exactly; what has no percentage; and what looks wrong."""

from fractions import Fraction

from cdadesk.domain.actors.actor import SizeBand
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.indicators.achievement import progress, whole
from cdadesk.domain.indicators.indicator import GoodWhen, Indicator, IndicatorFigure, Stage
from tests.domain.making import lines, make, paths


def figure(stage, value, of_on="1998", **more):
    return IndicatorFigure(stage=stage, value=value, of_on=of_on, source="register", **more)


def indicator(*figures, **more):
    return make(Indicator, name="Firms that sell at fairs", unit="firms", figures=lines(*figures), **more)


def test_achievement_is_the_part_of_the_way_that_was_gone_to_the_last_hundredth():
    told = indicator(
        figure(Stage.baseline, 26_00), figure(Stage.target, 120_00, "2001"), figure(Stage.actual, 57_33, "1999")
    )
    assert whole(told).achieved == Fraction(5733 - 2600, 12000 - 2600) * 100
    assert whole(told).grown == Fraction(5733 - 2600, 2600) * 100


def test_a_target_below_the_baseline_counts_the_other_way():
    rejects = indicator(
        figure(Stage.baseline, 5_00), figure(Stage.target, 50, "2000"), figure(Stage.actual, 2_75, "1999")
    )
    assert whole(rejects).achieved == 50


def test_there_is_no_way_to_go_where_target_and_baseline_are_equal_and_no_percentage_of_zero():
    still = indicator(figure(Stage.baseline, 10), figure(Stage.target, 10, "2000"), figure(Stage.actual, 20, "1999"))
    assert (whole(still).achieved, whole(still).grown) == (None, 100)
    begun = indicator(figure(Stage.baseline, 0), figure(Stage.target, 40, "2000"), figure(Stage.actual, 10, "1999"))
    assert (whole(begun).achieved, whole(begun).grown) == (25, None)


def test_nothing_can_be_said_while_one_of_the_three_is_missing():
    told = indicator(figure(Stage.baseline, 10), figure(Stage.actual, 20, "1999"))
    assert whole(told).achieved is None
    assert whole(indicator()).grown is None


def test_the_uppermost_baseline_and_the_latest_of_the_others_count():
    told = indicator(
        figure(Stage.baseline, 100),
        figure(Stage.baseline, 300),
        figure(Stage.target, 500, "2003"),
        figure(Stage.target, 200, "2001"),
        figure(Stage.actual, 300, "1999-12"),
        figure(Stage.actual, 200, "1999-03"),
        figure(Stage.actual, 900, None),
    )
    assert whole(told).achieved == 50


def test_of_two_figures_of_one_time_the_lower_line_counts():
    told = indicator(figure(Stage.actual, 100), figure(Stage.actual, 200))
    assert whole(told).actual.value == 200


def test_groups_stand_beside_everybody_in_their_order():
    told = indicator(
        figure(Stage.baseline, 300, sex=Sex.woman),
        figure(Stage.target, 600, "2000", sex=Sex.woman),
        figure(Stage.actual, 400, "1999", sex=Sex.woman),
        figure(Stage.baseline, 900),
        figure(Stage.actual, 100, "1999", size_band=SizeBand.up_to_5),
    )
    assert [(each.sex, each.size_band) for each in progress(told)] == [
        (None, None),
        (Sex.woman, None),
        (None, SizeBand.up_to_5),
    ]
    assert progress(told)[1].achieved == Fraction(100, 3)
    assert whole(told).actual is None


def test_a_baseline_and_who_says_so_are_asked_for():
    assert paths(indicator(figure(Stage.actual, 10))) == ["figures"]
    unsaid = IndicatorFigure(stage=Stage.baseline, value=10, of_on="1998")
    assert paths(indicator(unsaid)) == ["figures/source"]


def test_a_target_that_leads_away_or_lies_before_the_baseline_looks_odd():
    start, goal = figure(Stage.baseline, 100, "1999"), figure(Stage.target, 50, "1998")
    assert paths(indicator(start, goal, good_when=GoodWhen.up)) == ["figures/value", "figures/of_on"]
    assert paths(indicator(start, goal, good_when=GoodWhen.down)) == ["figures/of_on"]
    assert paths(indicator(start, figure(Stage.target, 200, "2001"), good_when=GoodWhen.down)) == ["figures/value"]
    assert paths(indicator(start, figure(Stage.target, None, "2001"), good_when=GoodWhen.down)) == []
    others = figure(Stage.target, 50, "1998", sex=Sex.woman)
    assert paths(indicator(start, others, good_when=GoodWhen.up)) == []


def test_it_is_called_by_its_code_and_what_it_measures():
    assert indicator(code="O1").title() == "O1, Firms that sell at fairs"
    assert make(Indicator).title() == "Indicator without a name"
