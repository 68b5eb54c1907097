"""What lies behind an issue: no circle can be made by hand, and one that a merge makes is found."""

from uuid import UUID

from cdadesk.domain.diagnostic.causes import behind, circles, may_be_named, roots, tree, would_circle
from cdadesk.domain.diagnostic.issue import Cause, Issue
from cdadesk.domain.kernel.record import Void
from tests.domain.making import lines, make

A, B, C, D = (UUID(int=n) for n in range(1, 5))


def test_only_issues_in_use_stand_in_the_tree():
    gone = make(Issue, name="gone", void=Void(by="me", at="2026-01-01T00:00:00Z"))
    root = make(Issue, name="root")
    top = make(Issue, name="top", causes=lines(Cause(issue=root.id), Cause(issue=gone.id), Cause(issue=D)))
    assert behind([top, root, gone]) == {top.id: (root.id,), root.id: ()}
    assert roots(behind([top, root])) == [top.id]


def test_a_cause_that_would_close_a_circle_is_not_offered():
    causes = {A: (B,), B: (C,), C: (), D: ()}
    assert would_circle(causes, C, A)
    assert would_circle(causes, A, A)
    assert not would_circle(causes, A, C)
    assert may_be_named(causes, C) == {D}
    assert may_be_named(causes, A) == {B, C, D}


def test_each_circle_is_told_once():
    assert circles({A: (B,), B: (C,), C: ()}) == []
    assert circles({A: (B, D), B: (C,), C: (A,), D: (D,)}) == [(A, B, C), (D,)]
    assert circles({A: (B,), B: (A,), C: (D,), D: (C,)}) == [(A, B), (C, D)]


def test_a_tree_shows_shared_causes_once_and_ends_in_a_circle():
    branch = tree({A: (B, C), B: (D,), C: (D,), D: (A,)}, A)
    first, second = branch.causes
    assert (first.issue, second.issue) == (B, C)
    assert [(each.issue, each.again) for each in first.causes[0].causes] == [(A, True)]
    assert [(each.issue, each.again) for each in second.causes] == [(D, True)]


def test_a_ladder_of_shared_causes_does_not_grow_without_end():
    steps = [UUID(int=n) for n in range(1, 201)]
    causes = {each: tuple(steps[at + 1 : at + 3]) for at, each in enumerate(steps)}
    assert circles(causes) == []
    assert tree(causes, steps[0]).issue == steps[0]
