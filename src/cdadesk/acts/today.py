"""The morning: what came back, what is due, what is unfinished, what waits to be sent; and one sentence on top."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts import interviews, review
from cdadesk.acts.looking_again import NeedsYou, needing
from cdadesk.acts.review import Conversation
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import Record, needed_but_blank
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _, format_day, ngettext
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import Draft
from cdadesk.store.standing import Refused, Standing
from cdadesk.store.store import Store

WEEK = dt.timedelta(days=7)
_MOST = 50
_HALF_FILLED_KINDS = ("meeting", "network", "fair", "trust_event")
_OPEN = (None, TaskState.open, TaskState.started)


@dataclass(frozen=True)
class CameBack:
    """A record that the advisor returned, and the first line of what was said."""

    record: Record
    said: str


@dataclass(frozen=True)
class Due:
    """A task or a meeting, and its day; late if that day is past."""

    record: Record
    words: str
    on: dt.date
    late: bool


@dataclass(frozen=True)
class Unfinished:
    """A record that lacks something, or that somebody began to type: a draft has no finding."""

    kind: str
    record: UUID
    title: str
    lacks: tuple[Finding, ...] = ()
    draft: Draft | None = None


@dataclass(frozen=True)
class Day:
    """All that one morning shows."""

    on: dt.date
    came_back: tuple[CameBack, ...]
    needs_you: tuple[NeedsYou, ...]
    due: tuple[Due, ...]
    unfinished: tuple[Unfinished, ...]
    standing: Standing
    refused: tuple[Refused, ...]
    conflicts: int


def read_day(store: Store, scope: str, on: dt.date) -> Day:
    """Return what waits for the person: of one cluster, except for what was returned and what waits to be sent."""
    return Day(
        on=on,
        came_back=tuple(CameBack(held.record, _first_line(talk)) for held, talk in review.returned(store)),
        needs_you=tuple(needing(store, on)),
        due=tuple(sorted([*_tasks(store, scope, on), *_meetings(store, scope, on)], key=lambda each: each.on)),
        unfinished=(*_drafts(store), *_half_filled(store, scope)),
        standing=store.standing(),
        refused=tuple(store.refused()),
        conflicts=len(review.open_conflicts(store)),
    )


def headline(day: Day) -> str:
    """Return the one big sentence: what came back, then what is nearest."""
    parts = []
    if day.came_back:
        count = len(day.came_back)
        parts.append(ngettext("{n} thing came back.", "{n} things came back.", count).format(n=count))
    if day.needs_you:
        count = len(day.needs_you)
        parts.append(ngettext("{n} record needs you.", "{n} records need you.", count).format(n=count))
    late = sum(each.late for each in day.due)
    if late:
        parts.append(ngettext("{n} thing is late.", "{n} things are late.", late).format(n=late))
    parts += _nearest_meeting(day)
    return " ".join(parts) or _("Nothing waits for you. A good day to visit somebody.")


def _nearest_meeting(day: Day) -> Iterator[str]:
    nearest = next((each for each in day.due if isinstance(each.record, Meeting | Network) and not each.late), None)
    if nearest is None:
        return
    sentences = {0: _("{meeting} is today."), 1: _("{meeting} is tomorrow.")}
    sentence = sentences.get((nearest.on - day.on).days, _("{meeting} is on {day}."))
    yield sentence.format(meeting=nearest.words, day=format_day(nearest.on))


def _first_line(talk: Conversation) -> str:
    verdict = talk.last_verdict
    said = (verdict.reason if verdict else "") or (talk.comments[-1].record.text if talk.comments else "") or ""
    return said.strip().partition("\n")[0]


def _tasks(store: Store, scope: str, on: dt.date) -> Iterator[Due]:
    ask = Ask(most={"due_on": on + WEEK}, scopes=[scope], order=("due_on",), limit=_MOST)
    for held in store.find(Task, ask):
        task = held.record
        if task.due_on is not None and task.status in _OPEN:
            yield Due(task, task.title(), task.due_on, task.is_late(on))


def _meetings(store: Store, scope: str, on: dt.date) -> Iterator[Due]:
    """Yield the meetings of the week: those written down ahead, and those that the last one agreed on."""
    ahead = Ask(least={"held_on": on}, most={"held_on": on + WEEK}, scopes=[scope], order=("held_on",), limit=_MOST)
    planned = [held.record for held in store.find(Meeting, ahead)]
    for meeting in planned:
        if meeting.held_on:
            yield Due(meeting, _meeting_words(store, meeting, meeting.place), meeting.held_on, late=False)
    agreed = Ask(
        least={"next_meeting_on": on}, most={"next_meeting_on": on + WEEK}, scopes=[scope], order=("next_meeting_on",)
    )
    written = {(meeting.network, meeting.held_on) for meeting in planned}
    for held in store.find(Meeting, agreed):
        last = held.record
        if last.next_meeting_on and (last.network, last.next_meeting_on) not in written:
            yield Due(last, _meeting_words(store, last, last.place), last.next_meeting_on, late=False)


def _meeting_words(store: Store, meeting: Meeting, place: str | None) -> str:
    held = store.get(Network, meeting.network) if meeting.network else None
    if held is not None:
        return _("The meeting of {network}").format(network=held.record.title())
    return _("The meeting in {place}").format(place=place) if place else _("The meeting")


def _drafts(store: Store) -> Iterator[Unfinished]:
    """Yield what somebody began to type; an interview once, in whichever of its halves that was."""
    told: set[UUID] = set()
    for draft in store.drafts.all():
        each = _draft(store, draft)
        if each is not None and each.record not in told:
            told.add(each.record)
            yield each


def _draft(store: Store, draft: Draft) -> Unfinished | None:
    kind, record = draft.key.form.partition("/")[0], draft.key.record
    if kind not in ENTITIES:
        return None
    if kind in (Interview.kind, InterviewPrivate.kind):
        return _interview(store, draft)
    held = store.get(ENTITIES[kind], record)
    return Unfinished(kind, record, held.record.title() if held else typed_title(draft), draft=draft)


def typed_title(draft: Draft) -> str:
    """Return what a record that was never saved is called so far: its first field as it is typed."""
    entity = ENTITIES[draft.key.form.partition("/")[0]]
    typed = draft.body.get("typed", {}).get(entity.columns[0])
    return typed if isinstance(typed, str) and typed.strip() else _("New: {what}").format(what=_(entity.label))


def _interview(store: Store, draft: Draft) -> Unfinished | None:
    record = draft.key.record
    if draft.key.form == Interview.kind:
        held = store.get(Interview, record)
        title = interviews.title(held.record) if held is not None else _who_is_asked(store, draft)
        return Unfinished(Interview.kind, record, title, draft=draft)
    whole = interviews.interview_of(store, record)
    return Unfinished(Interview.kind, whole.id, interviews.title(whole), draft=draft) if whole is not None else None


def _who_is_asked(store: Store, draft: Draft) -> str:
    """Return with whom a new interview was begun, as far as that was chosen."""
    said = draft.body.get("private", {})
    actor = payload.read(
        InterviewPrivate, str(draft.body.get("new", {}).get("scope", "")), draft.key.record, said
    ).record.actor
    held = store.get(Actor, actor) if actor is not None else None
    return held.record.title() if held is not None else typed_title(draft)


def _half_filled(store: Store, scope: str) -> Iterator[Unfinished]:
    """Yield records that lack something, the newest first, among the latest ones of each kind."""
    for kind in _HALF_FILLED_KINDS:
        for held in store.find(ENTITIES[kind], Ask(scopes=[scope], order=("-id",), limit=_MOST)):
            lacks = tuple(needed_but_blank(held.record))
            if lacks:
                yield Unfinished(kind, held.record.id, held.record.title(), lacks)
