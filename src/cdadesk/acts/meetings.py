"""Logging a meeting: the list of who is expected, the meeting and its tasks in one save, what is open from before."""

import datetime as dt
from collections.abc import Sequence

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.networks.meeting import Attendance, Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task, TaskState, move
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import DraftKey
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved


def expected(network: Network, on: dt.date) -> dict[str, Attendance]:
    """Return a line for each active member of a network, so that only who came must be typed."""
    members = sorted(network.members_on(on))
    lines = (
        Attendance(member=member, order=order) for member, order in zip(members, orders(len(members)), strict=True)
    )
    return {str(new_id()): line for line in lines}


def log_meeting(
    store: Store,
    shown: Held[Meeting] | None,
    meeting: Meeting,
    tasks: Sequence[Task],
    draft: DraftKey | None = None,
    newcomers: Sequence[Person] = (),
) -> Saved:
    """Save a meeting with the tasks that it gave out; `shown` is what the form opened, None for a new meeting.

    `newcomers` are guests of whom nothing but the name is known yet.
    """
    edits = [Edit(shown.record if shown else None, meeting, shown.base if shown else None)]
    edits += [Edit(None, each) for each in (*newcomers, *tasks)]
    return store.save(*edits, draft=draft)


def tasks_of(store: Store, meeting: Meeting) -> list[Held[Task]]:
    """Return the tasks that a meeting gave out, in their order of due day."""
    return store.find(Task, Ask(equals={"parent_id": meeting.id}, order=("due_on",)))


def previous(store: Store, meeting: Meeting) -> Meeting | None:
    """Return the last meeting of the same network before this one."""
    if meeting.network is None or meeting.held_on is None:
        return None
    ask = Ask(equals={"network": meeting.network}, most={"held_on": meeting.held_on}, order=("-held_on",), limit=20)
    earlier = (held.record for held in store.find(Meeting, ask))
    return next((each for each in earlier if each.id != meeting.id and each.held_on != meeting.held_on), None)


def earlier(store: Store, meeting: Meeting) -> list[Meeting]:
    """Return the other meetings of the same network up to that day, the newest first; or those of the whole cluster."""
    until = {"held_on": meeting.held_on} if meeting.held_on else {}
    ask = Ask(equals={"network": meeting.network}, most=until, scopes=[meeting.scope], order=("-held_on", "-id"))
    return [held.record for held in store.find(Meeting, ask) if held.record.id != meeting.id]


def carried_over(store: Store, meeting: Meeting) -> list[Held[Task]]:
    """Return what earlier meetings gave out and was open when this one met: what is still open, or was ticked here."""
    before = [each.id for each in earlier(store, meeting)]
    if not before:
        return []
    tasks = store.find(Task, Ask(equals={"parent_id": before}, order=("due_on",)))
    return [held for held in tasks if held.record.is_open() or _done_on(held.record, meeting.held_on)]


def _done_on(task: Task, on: dt.date | None) -> bool:
    return task.status is TaskState.done and task.done_on is not None and task.done_on == on


def tick(store: Store, held: Held[Task], on: dt.date) -> Saved:
    """Mark a task as done that day, or open one again that was."""
    done = held.record.is_open()
    state = move(held.record.status, TaskState.done if done else TaskState.open)
    return store.save(Edit(held.record, held.record.changed(status=state, done_on=on if done else None), held.base))
