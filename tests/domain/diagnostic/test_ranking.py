"""Which issue comes first: exact figures, ties by rule, and where groups do not agree."""

from fractions import Fraction
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.interview import InterviewRound
from cdadesk.domain.diagnostic.issue import Cause, Issue, Raiser, Rating
from cdadesk.domain.diagnostic.ranking import (
    Quadrant,
    latest_round,
    quadrant,
    ranked,
    rated,
    rounds_of,
    standing,
    unrated,
)
from cdadesk.domain.diagnostic.vocabulary import RaterGroup
from tests.domain.making import lines, make, paths

START, END = InterviewRound.baseline, InterviewRound.end


def an_issue(name: str, *figures: int, raisers: int = 1, **more: object) -> Issue:
    ratings = [a_rating(*figures)] if figures else []
    return make(Issue, name=name, raised_by=lines(*(Raiser(words="so it is") for _each in range(raisers)))).changed(
        **{"ratings": lines(*ratings)} | more
    )


def a_rating(
    importance: int,
    joint_capacity: int,
    group: RaterGroup = RaterGroup.artisans,
    in_round: InterviewRound | None = None,
) -> Rating:
    return Rating(rater_group=group, importance=importance, joint_capacity=joint_capacity, in_round=in_round)


def test_the_obstacles_of_jaipur_stand_in_the_order_of_importance_times_joint_capacity():
    obstacles = [
        an_issue("credit", 4, 3),
        an_issue("quality", 3, 3),
        an_issue("association", 5, 4, raisers=2),
        an_issue("design and marketing", 5, 3),
        an_issue("communication", 5, 4, raisers=3),
    ]
    found = [(each.issue.name, each.standing.priority, each.place) for each in ranked(obstacles, START)]
    assert found == [
        ("communication", 20, 1),
        ("association", 20, 2),
        ("design and marketing", 15, 3),
        ("credit", 12, 4),
        ("quality", 9, 5),
    ]


def test_a_tie_goes_to_the_higher_capacity_then_to_more_raisers_and_what_is_left_shares_a_place():
    issues = [
        an_issue("b, alone", 3, 4),
        an_issue("important, hard", 4, 3, raisers=5),
        an_issue("a, alone", 3, 4),
        an_issue("of many", 3, 4, raisers=2),
    ]
    found = [(each.place, each.issue.name) for each in ranked(issues, START)]
    assert found == [(1, "of many"), (2, "a, alone"), (2, "b, alone"), (4, "important, hard")]


def test_who_speaks_of_it_twice_counts_once():
    firm = new_id()
    issue = make(
        Issue, raised_by=lines(Raiser(actor=firm), Raiser(actor=firm), Raiser(words="unnamed"), Raiser(words="another"))
    )
    assert issue.raisers() == 3


@pytest.mark.parametrize(
    ("importance", "capacity", "expected"),
    [
        (4, 4, Quadrant.do_now),
        (5, 3, Quadrant.build_capacity),
        (3, 5, Quadrant.quick_win),
        (3, 3, Quadrant.park),
        (Fraction(39, 10), 5, Quadrant.quick_win),
        (5, Fraction(39, 10), Quadrant.build_capacity),
    ],
)
def test_four_quadrants_begin_at_four_and_a_mean_just_below_is_not_high(importance, capacity, expected):
    assert quadrant(importance, capacity) is expected


def test_groups_count_alike_and_the_spread_between_them_is_told():
    issue = an_issue("credit").changed(
        ratings=lines(a_rating(5, 2), a_rating(4, 4, RaterGroup.institutions), a_rating(2, 4, RaterGroup.buyers))
    )
    at = standing(issue, START)
    assert (at.importance, at.joint_capacity, at.priority) == (Fraction(11, 3), Fraction(10, 3), Fraction(110, 9))
    assert (at.importance_spread.low, at.importance_spread.high, at.importance_spread.width) == (2, 5, 3)
    assert (at.capacity_spread.width, at.groups, at.agreed) == (2, 3, False)


def test_what_was_agreed_together_stands_and_the_groups_remain_as_spread():
    issue = an_issue("credit").changed(
        ratings=lines(a_rating(5, 1), a_rating(4, 3, RaterGroup.agreed), a_rating(2, 2, RaterGroup.buyers))
    )
    at = standing(issue, START)
    assert (at.priority, at.agreed, at.groups) == (12, True, 2)
    assert (at.importance_spread.low, at.importance_spread.high) == (2, 5)
    assert standing(issue, START, RaterGroup.buyers).priority == 4
    assert standing(issue, START, RaterGroup.women) is None


def test_rounds_are_kept_apart_and_one_figure_alone_ranks_nothing():
    issue = an_issue("credit").changed(
        ratings=lines(a_rating(5, 1), a_rating(2, 4, in_round=END), Rating(rater_group=RaterGroup.buyers, importance=4))
    )
    blank = an_issue("blank")
    assert (standing(issue, START).priority, standing(issue, END).priority) == (5, 8)
    assert rounds_of([issue, blank]) == [START, END]
    assert latest_round(rounds_of([issue])) is END
    assert latest_round([]) is START
    assert latest_round([START, InterviewRound.ad_hoc]) is START
    assert latest_round([InterviewRound.ad_hoc]) is InterviewRound.ad_hoc
    assert [each.name for each in unrated([issue, blank], START)] == ["blank"]


def test_a_point_moved_changes_the_line_of_its_group_and_round_and_no_other():
    issue = an_issue("credit", 5, 1)
    key = new_id()
    moved = rated(issue, RaterGroup.agreed, START, (3, 4), key)
    again = rated(moved, RaterGroup.agreed, START, (2, 5), new_id())
    assert (len(again.ratings), again.ratings[str(key)].importance, again.ratings[str(key)].joint_capacity) == (2, 2, 5)
    assert standing(again, START, RaterGroup.artisans).priority == 5
    assert rated(issue, RaterGroup.artisans, START, (1, 1), UUID(int=1)).ratings.keys() == issue.ratings.keys()


def test_a_group_that_rates_twice_and_a_cause_that_is_no_other_issue_look_wrong():
    issue = an_issue("credit").changed(ratings=lines(a_rating(5, 1), a_rating(4, 1)))
    assert paths(issue) == ["ratings/rater_group"]
    own = issue.changed(ratings=lines(a_rating(5, 1)), causes=lines(Cause(issue=issue.id), Cause(issue=issue.id)))
    assert paths(own) == ["causes/issue", "causes/issue", "causes/issue"]
