"""Before and after, with sign and percent."""

from fractions import Fraction

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.study.benchmark import Benchmark
from cdadesk.domain.study.pilot_development import PilotDevelopment, PilotState, TestFirm
from cdadesk.domain.study.unit_study import Measure, UnitStudy
from tests.domain.making import lines, make, paths


def measure(before=None, after=None, **fields):
    return Measure(name="Fuel", unit="litres a day", before=before, after=after, **fields)


def test_fuel_that_fell_by_17_to_20_percent_says_so():
    change = measure(10000, 8000, after_to=8300).change()
    assert (change.least, change.most) == (-2000, -1700)
    assert change.percent == (Fraction(-20), Fraction(-17))


def test_rejects_of_four_to_five_that_became_half_of_one():
    change = measure(400, 50, before_to=500).change()
    assert (change.least, change.most) == (-450, -350)
    assert change.percent == (Fraction(-90), Fraction(-175, 2))


def test_a_range_may_be_written_either_way_round():
    assert measure(500, 50, before_to=400).change() == measure(400, 50, before_to=500).change()


def test_there_is_no_percentage_of_nothing():
    change = measure(0, 300).change()
    assert (change.least, change.percent) == (300, None)
    assert measure(-100, 300, before_to=100).change().percent is None


def test_a_loss_that_shrank_rose():
    assert measure(-1000, -500).change().percent == (Fraction(50), Fraction(50))


def test_without_a_figure_before_there_is_no_change():
    study = make(UnitStudy, measures=lines(measure(after=100)))
    assert measure(after=100).change() is None
    assert paths(study) == ["measures/before"]


def test_a_loan_above_the_investment_and_dates_that_run_back_are_asked_about():
    money = {"loan": Money.rupees(200), "investment": Money.rupees(100)}
    backwards = measure(1, 2, before_on="2024", after_on="2023")
    assert paths(make(UnitStudy, measures=lines(backwards), **money)) == ["measures/after_on", "loan"]


def test_a_benchmark_says_by_how_much_the_other_is_ahead():
    rejects = make(Benchmark, own_value=800, other_value=200, source="visit of 2024")
    assert rejects.gap().percent == (Fraction(-75), Fraction(-75))
    assert paths(rejects) == []
    assert paths(make(Benchmark, other_value=200)) == ["source"]


def test_a_running_pilot_settles_who_may_use_the_findings():
    pilot = make(PilotDevelopment, test_firms=lines(TestFirm()), state=PilotState.running)
    assert paths(pilot) == ["rights"]
    assert paths(pilot.changed(state=PilotState.planned)) == []
    assert paths(pilot.changed(rights="the provider", ready_to_buy=20, expected_buyers=5)) == ["expected_buyers"]
