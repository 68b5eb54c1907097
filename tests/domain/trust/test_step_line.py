"""The line over time: steps, marks, members, and gaps instead of a fall that nobody saw."""

import datetime as dt

from cdadesk.domain.trust.index import Occurrence
from cdadesk.domain.trust.step_line import MarkKind, StepPoint, step_line
from tests.domain.trust.builders import TODAY, golden, seen, the_ladder

LADDER = the_ladder()


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


def line(
    *occurrences: Occurrence, until: dt.date = TODAY, members: dict[dt.date, int] | None = None
) -> tuple[StepPoint, ...]:
    return step_line(LADDER, occurrences, until, members or {})


def steps(points: tuple[StepPoint, ...]) -> list[tuple[str, int | None]]:
    return [(point.day.isoformat(), point.tenths) for point in points]


def test_no_record_draws_no_line() -> None:
    assert line() == ()


def test_the_line_ends_with_the_figure_of_the_day() -> None:
    points = line(*golden())
    assert (points[-1].day, points[-1].tenths) == (TODAY, 44)


def test_the_line_breaks_off_after_a_year_without_a_record_and_begins_again_with_the_next() -> None:
    points = line(seen("M02", day("2024-02-29")), seen("M01", day("2026-01-10")))
    assert steps(points) == [
        ("2024-02-29", 12),
        ("2025-03-01", None),
        ("2026-01-10", 18),
        ("2026-03-01", 12),
        ("2026-03-31", 12),
    ]


def test_a_year_to_the_day_is_no_gap() -> None:
    assert None not in [point.tenths for point in line(seen("M01", day("2025-03-31")), seen("M06", TODAY))]


def test_to_resolve_a_setback_is_a_record_and_lifts_the_line_in_two_steps() -> None:
    setback = seen("S04", day("2025-01-15"), resolved_on=day("2025-08-31"))
    assert steps(line(seen("M17", day("2025-01-10")), setback)) == [
        ("2025-01-10", 95),
        ("2025-01-15", 60),
        ("2025-08-31", 77),
        ("2026-03-01", 95),
        ("2026-03-31", 95),
    ]


def test_the_line_falls_the_day_after_a_standing_state_ended() -> None:
    brand = seen("M14", day("2025-06-01"), standing_until=day("2025-12-31"))
    assert steps(line(brand)) == [("2025-06-01", 71), ("2026-01-01", 0), ("2026-03-31", 0)]


def test_an_end_planned_for_the_far_future_is_no_step() -> None:
    assert steps(line(seen("M14", TODAY, standing_until=dt.date.max))) == [("2026-03-31", 71)]


def test_milestones_are_marked_up_and_setbacks_down() -> None:
    (point,) = line(seen("S01"), seen("M02"))
    assert [(mark.item, mark.kind, mark.counts) for mark in point.marks] == [
        ("M02", MarkKind.up, True),
        ("S01", MarkKind.down, True),
    ]


def test_an_event_that_changes_no_figure_is_marked_all_the_same() -> None:
    points = line(seen("M01", day("2026-01-10")), seen("M01", day("2026-02-01")), seen("M01", day("2026-03-01")))
    assert [len(point.marks) for point in points] == [1, 1, 1, 0]


def test_what_happened_before_any_network_is_marked_without_a_figure() -> None:
    refusal = seen("S01", day("2025-12-01"), of_network=False)
    first, second, *_ = line(refusal, seen("M02", day("2026-02-01")))
    assert (first.tenths, first.marks[0].kind, first.marks[0].counts) == (None, MarkKind.down, False)
    assert (second.tenths, second.marks[0].counts) == (12, True)


def test_a_local_item_is_marked_by_its_own_nature_and_counts_nothing() -> None:
    (point,) = line(seen("X01"), seen("X02", severity=2))
    assert [(mark.kind, mark.counts) for mark in point.marks] == [(MarkKind.up, False), (MarkKind.down, False)]
    assert point.tenths == 0


def test_the_members_stand_beneath_the_line_from_the_day_they_were_counted() -> None:
    counts = {day("2026-02-01"): 26, day("2026-03-01"): 48, day("2026-05-01"): 120}
    points = line(seen("M01", day("2026-01-10")), members=counts)
    assert [(point.day.isoformat(), point.members) for point in points] == [
        ("2026-01-10", None),
        ("2026-02-01", 26),
        ("2026-03-01", 48),
        ("2026-03-31", 48),
    ]


def test_what_happens_later_is_not_on_the_line() -> None:
    assert line(seen("M01", day("2026-04-01"))) == ()
