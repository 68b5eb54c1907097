"""Tasks and how far they have come."""

import datetime as dt

import pytest

from cdadesk.domain.networks.task import ALLOWED_MOVES, ForbiddenMove, Task, TaskState, move
from tests.domain.making import make, paths

DUE = dt.date(2026, 3, 31)


def test_a_task_is_late_from_the_day_after_it_was_due():
    task = make(Task, what="Ask for three offers", due_on=DUE)
    assert not task.is_late(DUE)
    assert task.is_late(DUE + dt.timedelta(days=1))


@pytest.mark.parametrize("state", [TaskState.done, TaskState.dropped])
def test_a_task_that_is_finished_is_never_late(state):
    assert not make(Task, due_on=DUE, status=state).is_late(dt.date(2027, 1, 1))


def test_a_task_without_a_date_is_not_late():
    assert not make(Task).is_late(DUE)


def test_every_state_can_be_left():
    assert set(ALLOWED_MOVES) == set(TaskState)
    assert all(ALLOWED_MOVES.values())


def test_a_new_task_is_open():
    assert move(None, TaskState.started) is TaskState.started
    assert move(TaskState.done, TaskState.done) is TaskState.done


def test_what_is_done_must_be_opened_before_it_is_dropped():
    with pytest.raises(ForbiddenMove, match="“Done” cannot become “Dropped”"):
        move(TaskState.done, TaskState.dropped)


def test_done_has_a_day_and_a_day_means_done():
    assert paths(make(Task, status=TaskState.done)) == ["done_on"]
    assert paths(make(Task, status=TaskState.open, done_on=DUE)) == ["status"]
    assert paths(make(Task, status=TaskState.done, done_on=DUE)) == []
