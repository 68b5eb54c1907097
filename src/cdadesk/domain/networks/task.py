"""Tasks: who is to do what by when, and whether it was done."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, day, note, ref, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _


class TaskState(Choice):
    """How far a task has come; that it is late follows from its date."""

    open = "open", N_("To do")
    started = "started", N_("Started")
    done = "done", N_("Done")
    dropped = "dropped", N_("Dropped")


ALLOWED_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.open: frozenset({TaskState.started, TaskState.done, TaskState.dropped}),
    TaskState.started: frozenset({TaskState.open, TaskState.done, TaskState.dropped}),
    TaskState.done: frozenset({TaskState.open}),
    TaskState.dropped: frozenset({TaskState.open}),
}


class ForbiddenMove(Trouble):
    """A task cannot go from one state straight to another."""

    def __init__(self, now: TaskState, to: TaskState) -> None:
        super().__init__(
            _("A task that is “{now}” cannot become “{to}”. Open it again first.").format(
                now=_(now.label), to=_(to.label)
            )
        )


def move(now: TaskState | None, to: TaskState) -> TaskState:
    """Return the new state, or refuse the move; a task without a state is open, and to stay is no move."""
    since = now or TaskState.open
    if to is not since and to not in ALLOWED_MOVES[since]:
        raise ForbiddenMove(since, to)
    return to


class Task(Record):
    """Something that somebody is to do; its parent is the meeting in which it was given out, if it was one."""

    kind: ClassVar[str] = "task"
    label: ClassVar[str] = N_("Task")
    plural: ClassVar[str] = N_("Tasks")
    columns: ClassVar[tuple[str, ...]] = ("what", "who", "due_on", "status")

    what: str | None = text(N_("What"), max_length=500, needed=True, hint=N_("One thing that can be seen to be done."))
    who: UUID | None = ref(
        N_("Who"), to=("person", "actor"), needed=True, hint=N_("One name. If several are to do it, nobody will.")
    )
    due_on: dt.date | None = day(N_("By when"), needed=True, hint=N_("A day that the person agreed to."))
    status: TaskState | None = choice(N_("Status"), needed=True, hint=N_("Open until somebody has begun."))
    done_on: dt.date | None = day(N_("Done on"))
    proof: str | None = note(N_("Proof"), hint=N_("What shows it: a letter, a receipt, who saw it."))

    def title(self) -> str:
        """Return what is to be done."""
        return in_one_line(self.what) or _("Task without a text")

    def is_open(self) -> bool:
        """Say whether it still has to be done."""
        return self.status not in (TaskState.done, TaskState.dropped)

    def is_late(self, on: dt.date) -> bool:
        """Say whether it is overdue that day; the day it is due is still in time."""
        return self.is_open() and self.due_on is not None and self.due_on < on

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.status is TaskState.done and self.blank("done_on"):
            yield Finding("done_on", _("When was it done?"), Weight.missing)
        if self.status is not TaskState.done and self.done_on:
            yield Finding("status", _("There is a day on which it was done, but the state does not say so."))
