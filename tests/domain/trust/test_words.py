"""The figure in words that a member can follow."""

import datetime as dt
from fractions import Fraction

import pytest

from cdadesk.domain.trust import words
from cdadesk.domain.trust.index import Earned, Occurrence, read_trust
from tests.domain.trust.builders import TODAY, golden, seen, the_ladder

LADDER = the_ladder()


def earned(occurrence: Occurrence) -> Earned:
    return read_trust(LADDER, [occurrence], TODAY).earned[0]


def test_the_summary_never_gives_the_index_alone() -> None:
    assert words.summary(read_trust(LADDER, golden(), TODAY), LADDER.rules) == (
        "Index 4.4 of 100. Rung 2. A second source proves 5 of 6 milestones."
    )


def test_the_summary_says_that_nothing_is_recorded() -> None:
    assert words.summary(read_trust(LADDER, [], TODAY), LADDER.rules) == "Nothing is recorded yet."


def test_the_summary_says_since_when_nothing_was_recorded() -> None:
    old = read_trust(LADDER, [seen("M01", dt.date(2024, 5, 3))], TODAY)
    assert words.summary(old, LADDER.rules).endswith("Nothing has been recorded since 3 May 2024.")


def test_every_line_of_the_worked_example_can_be_checked_by_hand() -> None:
    sums = [words.arithmetic(line) for line in read_trust(LADDER, golden(), TODAY).earned]
    assert sums == [
        "1 × 1 × 18/20 × 1 = 0.9",
        "1 × 1 × 16/20 × 1 = 0.8",
        "2 × 1 × 12/20 × 1 = 1.2",
        "2 × 1 × 1 × 1 = 2",
        "4 × ½ × 8/20 × 1 = 0.8",
        "4 × 1 × 10/20 × ½ = 1",
    ]


def test_a_third_is_written_as_a_third() -> None:
    assert words.exact(Fraction(2, 3)) == "2/3"
    assert words.arithmetic(earned(seen("M01", came=5, of=3))) == "1 × 1 × 3/3 × 1 = 1"


@pytest.mark.parametrize(
    ("occurrence", "evidence", "body", "recency"),
    [
        (
            seen("M11", dt.date(2025, 1, 31), came=10),
            "A second, independent source proves it.",
            "10 of 20 active members took part.",
            "It happened within 24 months.",
        ),
        (
            seen("M02", outside_records=0, came=None),
            "Only the CDA's own record proves it.",
            "The number of members who took part is not recorded.",
            "It happened within 12 months.",
        ),
        (
            seen("M07", dt.date(2020, 1, 1), standing_until=dt.date(2025, 12, 31)),
            "A second, independent source proves it.",
            "Decided with quorum.",
            "It ended on 31 Dec 2025.",
        ),
        (
            seen("M18", decided_with_quorum=False, standing_until=dt.date(2026, 12, 31)),
            "A second, independent source proves it.",
            "Not decided with quorum.",
            "It is in force.",
        ),
        (
            seen("M01", of=None, cda_records=0, outside_records=0),
            "There is no record that proves it.",
            "The number of active members on that day is not recorded.",
            "Once reached, it stays.",
        ),
        (
            seen("M02", dt.date(2020, 1, 1)),
            "A second, independent source proves it.",
            "20 of 20 active members took part.",
            "It is more than 24 months old.",
        ),
    ],
)
def test_each_factor_is_explained(occurrence: Occurrence, evidence: str, body: str, recency: str) -> None:
    assert words.reasons(earned(occurrence), LADDER.rules) == (evidence, body, recency)


@pytest.mark.parametrize(
    ("resolved_on", "reason"),
    [
        (None, "Not resolved: it counts in full."),
        (dt.date(2025, 12, 1), "Resolved on 1 Dec 2025: it counts half for 6 months after that."),
        (dt.date(2025, 9, 30), "Resolved on 30 Sept 2025: it no longer counts."),
        (dt.date(2026, 12, 1), "Not resolved: it counts in full."),
    ],
)
def test_a_deduction_is_explained(resolved_on: dt.date | None, reason: str) -> None:
    (line,) = read_trust(LADDER, [seen("S04", dt.date(2025, 1, 1), resolved_on=resolved_on)], TODAY).deducted
    assert words.deduction_reason(line, LADDER.rules) == reason


def test_what_the_figure_does_not_claim_is_said() -> None:
    said = " ".join(words.not_claimed())
    for claim in (
        "feel",
        "rank",
        "programme caused",
        "fail to pay",
        "exact to a point",
        "nobody wrote",
        "handover test",
    ):
        assert claim in said
