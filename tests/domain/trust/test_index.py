"""The trust figure: the worked example to the last digit, its borders in time, and what must hold for any record."""

import dataclasses
import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cdadesk.domain.trust.index import Occurrence, TrustReading, read_trust
from tests.domain.trust.builders import TODAY, golden, seen, the_ladder

LADDER = the_ladder()


def reading(*occurrences: Occurrence, on: dt.date = TODAY) -> TrustReading:
    return read_trust(LADDER, occurrences, on)


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


def test_the_worked_example_comes_out_to_the_last_digit() -> None:
    result = reading(*golden())
    earned = {line.milestone.id: line.value for line in result.earned}
    assert earned == {
        "M01": Fraction("0.9"),
        "M02": Fraction("0.8"),
        "M05": Fraction("1.2"),
        "M07": Fraction(2),
        "M09": Fraction("0.8"),
        "M11": Fraction(1),
    }
    assert [line.value for line in result.deducted] == [3]
    assert result.balance == Fraction("3.7")
    assert (str(result.index), result.tenths, result.rung) == ("4.4", 44, 2)
    assert (result.proved, result.recorded, result.coverage) == (5, 6, Fraction(5, 6))


def test_without_the_setback_the_worked_example_reaches_eight() -> None:
    result = reading(*golden()[:-1])
    assert 100 * result.balance / result.maximum == Fraction(670, 84)
    assert str(result.index) == "8.0"


def test_a_network_that_reached_everything_has_a_hundred_and_stands_on_the_fifth_rung() -> None:
    result = reading(*(seen(milestone.id) for milestone in LADDER.milestones))
    assert (result.index, result.rung, result.coverage) == (Decimal("100.0"), 5, Fraction(1))


def test_setbacks_alone_do_not_push_the_figure_below_zero() -> None:
    assert str(reading(seen("S08"), seen("S07")).index) == "0.0"


def test_nothing_recorded_is_not_zero() -> None:
    result = reading(seen("M01", day("2026-04-01")))
    assert (result.index, result.tenths, result.coverage, result.rung) == (None, None, None, 0)


def test_an_exact_half_of_a_tenth_is_rounded_up() -> None:
    a_tenth_and_a_half = seen("M01", came=126, of=1000)  # 0.126 of 84 points: exactly 0.15
    assert reading(a_tenth_and_a_half).tenths == 2
    assert reading(dataclasses.replace(a_tenth_and_a_half, participants=125)).tenths == 1


@pytest.mark.parametrize(
    ("happened", "on", "points"),
    [
        ("2025-03-31", "2026-03-31", 1),
        ("2025-03-31", "2026-04-01", Fraction(1, 2)),
        ("2024-03-31", "2026-03-31", Fraction(1, 2)),
        ("2024-03-31", "2026-04-01", 0),
        ("2024-02-29", "2025-02-28", 1),
        ("2024-02-29", "2025-03-01", Fraction(1, 2)),
        ("2024-02-29", "2026-02-28", Fraction(1, 2)),
        ("2024-02-29", "2026-03-01", 0),
    ],
)
def test_what_must_recur_fades_after_twelve_and_twentyfour_months(happened: str, on: str, points: Fraction) -> None:
    assert reading(seen("M02", day(happened)), on=day(on)).balance == points


@pytest.mark.parametrize(
    ("on", "deducted"),
    [
        ("2025-08-30", 3),
        ("2025-08-31", Fraction(3, 2)),
        ("2026-02-28", Fraction(3, 2)),
        ("2026-03-01", 0),
    ],
)
def test_a_resolved_setback_counts_half_for_six_months(on: str, deducted: Fraction) -> None:
    setback = seen("S04", day("2025-01-10"), resolved_on=day("2025-08-31"))
    assert [line.value for line in reading(setback, on=day(on)).deducted] == [deducted]


@pytest.mark.parametrize(("on", "points"), [("2026-01-31", 2), ("2026-02-01", 0)])
def test_a_standing_milestone_counts_to_its_last_day(on: str, points: int) -> None:
    rules_agreed = seen("M07", day("2024-01-01"), standing_until=day("2026-01-31"))
    assert reading(rules_agreed, on=day(on)).balance == points


def test_what_is_reached_once_never_fades() -> None:
    assert reading(seen("M06", day("1990-02-28"))).balance == 2


@pytest.mark.parametrize(
    ("cda_records", "outside_records", "points"), [(0, 0, 0), (3, 0, Fraction(1, 2)), (1, 1, 1), (0, 1, 1)]
)
def test_only_a_second_source_proves_a_milestone(cda_records: int, outside_records: int, points: Fraction) -> None:
    assert reading(seen("M01", cda_records=cda_records, outside_records=outside_records)).balance == points


def test_an_act_of_the_body_needs_a_quorum_and_not_a_count() -> None:
    assert reading(seen("M07", came=3)).balance == 2
    assert reading(seen("M07", came=20, decided_with_quorum=False)).balance == 0


def test_guests_do_not_make_a_meeting_count_more_than_its_members() -> None:
    assert reading(seen("M02", came=25, of=20)).balance == 1


def test_an_unknown_number_of_members_earns_nothing() -> None:
    unknown = seen("M02")
    assert reading(dataclasses.replace(unknown, active_members=None)).balance == 0
    assert reading(dataclasses.replace(unknown, participants=None)).balance == 0


def test_the_best_occurrence_of_an_item_counts_and_only_once() -> None:
    result = reading(seen("M02", came=5), seen("M02", came=15), seen("M02", day("2024-01-01")))
    assert [line.value for line in result.earned] == [Fraction(3, 4)]


def test_of_two_that_earn_the_same_the_one_that_can_hold_a_rung_is_shown() -> None:
    half_of_them_proved = seen("M02", came=10)
    result = reading(seen("M02", outside_records=0), half_of_them_proved, seen("M02", day("2024-12-01")))
    assert (result.earned[0].occurrence, result.rung) == (half_of_them_proved, 1)


def test_of_two_that_differ_in_nothing_but_their_id_every_computer_shows_the_same() -> None:
    one, other = seen("M01"), seen("M01")
    assert reading(one, other) == reading(other, one)


def test_a_rung_is_not_reached_over_a_missing_one() -> None:
    assert reading(seen("M01"), seen("M09")).rung == 1
    assert reading(seen("M09"), seen("M05")).rung == 0


def test_a_rung_needs_half_of_the_members_a_second_source_and_this_year() -> None:
    assert reading(seen("M02", came=10)).rung == 1
    assert reading(seen("M02", came=9)).rung == 0
    assert reading(seen("M02", outside_records=0)).rung == 0
    assert reading(seen("M02", day("2025-03-30"))).rung == 0


def test_a_setback_weighs_what_the_person_found() -> None:
    weights = [line.full for line in reading(seen("S04", severity=1), seen("S04", severity=3)).deducted]
    assert weights == [1, 6]


def test_events_of_others_and_local_items_earn_nothing() -> None:
    others = seen("S01", of_network=False), seen("M01", of_network=False), seen("X99")
    result = reading(seen("M01", came=5), *others)
    assert (result.balance, result.recorded) == (Fraction(1, 4), 1)


occurrences = some.builds(
    Occurrence,
    event_id=some.uuids(version=4),
    item=some.sampled_from([item.id for item in LADDER.items] + ["X99"]),
    day=some.dates(day("2020-01-01"), day("2027-12-31")),
    participants=some.none() | some.integers(0, 60),
    active_members=some.none() | some.integers(0, 40),
    cda_records=some.integers(0, 2),
    outside_records=some.integers(0, 2),
    decided_with_quorum=some.booleans(),
    standing_until=some.none() | some.dates(day("2020-01-01"), day("2028-12-31")),
    severity=some.none() | some.integers(1, 4),
    resolved_on=some.none() | some.dates(day("2020-01-01"), day("2028-12-31")),
    of_network=some.booleans(),
)
histories = some.lists(occurrences, max_size=12, unique_by=lambda each: each.event_id)
setbacks = some.builds(seen, some.sampled_from([setback.id for setback in LADDER.setbacks]), some.just(TODAY))


def tenths(history: list[Occurrence]) -> int:
    return reading(*history).tenths or 0


@given(histories)
def test_the_figure_lies_between_zero_and_a_hundred(history: list[Occurrence]) -> None:
    result = reading(*history)
    assert 0 <= (result.tenths or 0) <= 1000
    assert 0 <= result.rung <= 5
    assert 0 <= (result.coverage or 0) <= 1


@given(histories, setbacks)
def test_one_more_setback_never_raises_the_figure(history: list[Occurrence], setback: Occurrence) -> None:
    assert tenths([*history, setback]) <= tenths(history)


@given(histories.filter(bool), some.data())
def test_more_evidence_never_lowers_the_figure_or_the_rung(history: list[Occurrence], data: some.DataObject) -> None:
    chosen = data.draw(some.sampled_from(history))
    proved = dataclasses.replace(chosen, outside_records=chosen.outside_records + 1)
    better = [proved if each is chosen else each for each in history]
    assert tenths(better) >= tenths(history)
    assert reading(*better).rung >= reading(*history).rung


@given(histories, some.randoms(use_true_random=False))
def test_the_order_of_the_events_does_not_matter(history: list[Occurrence], chance: random.Random) -> None:
    shuffled = chance.sample(history, len(history))
    assert reading(*shuffled) == reading(*history)
