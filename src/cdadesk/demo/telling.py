"""Telling the story: every record and every deed goes through the acts and the store, as if a person did it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from cdadesk.acts import fairs, meetings, plans, review
from cdadesk.demo.advisor import Advisor
from cdadesk.demo.ids import stable_id
from cdadesk.demo.story import Deed, Story, Told
from cdadesk.demo.talks import Talks
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.kernel.ordering import between
from cdadesk.domain.kernel.record import Element, Record, rows_of
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.task import Task
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.revising import next_revision
from cdadesk.domain.registry import entity
from cdadesk.store.drafts import DraftKey
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit

SetTime = Callable[[dt.datetime], None]
Values = dict[str, Any]


class Teller:
    """Tells one story to one store; `set_time` moves the store's clock to the instant that comes next."""

    def __init__(self, store: Store, story: Story, set_time: SetTime) -> None:
        self._store = store
        self._story = story
        self._set_time = set_time
        self._advisor = Advisor(store, story)
        talks = Talks(store, story)
        self._plans: dict[str, UUID] = {}
        self._acts: Mapping[str, Callable[[Deed], object]] = {
            "tick": self._tick,
            "change": self._change,
            "approve": self._approve,
            "revise_plan": self._revise_plan,
            "validate_plan": self._validate_plan,
            "approve_plan": self._approve_plan,
            "void": self._void,
            "reply": self._reply,
            "draft": self._draft,
            "comment": self._advisor.comment,
            "verdict": self._advisor.judge,
            "interview": talks.hold,
            "hear": talks.hear,
            "promote": talks.promote,
        }

    def tell(self) -> None:
        """Tell it from its first day to its last."""
        for at, step in self._steps():
            self._set_time(at)
            step()

    def _steps(self) -> list[tuple[dt.datetime, Callable[[], object]]]:
        """Return all that happens in its order; what was written down at one instant comes before what was done."""
        steps = [*self._record_steps(), *((deed.at, self._step(deed)) for deed in self._story.deeds)]
        return sorted(steps, key=lambda step: step[0])

    def _step(self, deed: Deed) -> Callable[[], object]:
        return lambda: self._acts[deed.act](deed)

    def _record_steps(self) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
        first = [told for told in self._story.records.values() if told.kind != Task.kind]
        for (at, meeting), told in groupby(first, key=_page):
            yield at, self._meeting(meeting) if meeting else self._saving([each.key for each in told])

    def _saving(self, keys: list[str]) -> Callable[[], object]:
        return lambda: self._store.save(*(Edit(None, self._story.record(key)) for key in keys))

    def _meeting(self, key: str) -> Callable[[], object]:
        meeting = cast("Meeting", self._story.record(key))
        tasks = cast("list[Task]", self._story.tasks_of(key))
        return lambda: meetings.log_meeting(self._store, None, meeting, tasks)

    def _held(self, key: str) -> Held[Record]:
        held = self._store.get(entity(self._story.records[key].kind), self._story.id_of(key))
        if held is None:
            raise KeyError(key)
        return held

    def _tick(self, deed: Deed) -> None:
        meetings.tick(self._store, cast("Held[Task]", self._held(deed.about)), deed.at.date())

    def _change(self, deed: Deed) -> None:
        held = self._held(deed.about)
        values = self._story.values(deed.about, deed.words["fields"])
        for info in rows_of(type(held.record)):
            if info.name in values:
                values[info.name] = _changed_lines(getattr(held.record, info.name), values[info.name])
        self._store.save(Edit(held.record, held.record.changed(**values), held.base))

    def _approve(self, deed: Deed) -> None:
        meeting = deed.words["meeting"]
        decision = self._story.line_of(meeting, deed.words["decision"])
        approval = fairs.Approval(self._story.id_of(meeting), deed.at.date(), decision)
        fairs.approve(self._store, cast("Fair", self._held(deed.about).record), approval)

    def _revise_plan(self, deed: Deed) -> None:
        """Copy a plan as its next revision, with what became of its lines."""
        before = cast("ActionPlan", self._held(deed.about).record)
        copied = next_revision(before, stable_id(deed.words["key"], deed.at), deed.at.date())
        values = self._story.values(deed.about, deed.words["fields"])
        dropped = {self._story.line_of(deed.about, key) for key in deed.words.get("drop", ())}
        kept = {key: line for key, line in copied.lines.items() if key not in dropped}
        self._store.save(Edit(None, copied.changed(**values | {"lines": _changed_lines(kept, values["lines"])})))
        self._plans[deed.words["key"]] = copied.id

    def _validate_plan(self, deed: Deed) -> None:
        plans.validate(self._store, self._held_plan(deed.about), self._agreement(deed))

    def _approve_plan(self, deed: Deed) -> None:
        plans.approve(self._store, self._held_plan(deed.about), self._agreement(deed))

    def _held_plan(self, key: str) -> Held[ActionPlan]:
        held = self._store.get(ActionPlan, self._plans.get(key) or self._story.id_of(key))
        if held is None:
            raise KeyError(key)
        return held

    def _agreement(self, deed: Deed) -> plans.Agreement:
        meeting = cast("Meeting", self._held(deed.words["meeting"]).record)
        return plans.Agreement(meeting.id, meeting.held_on or deed.at.date(), changes=deed.words.get("changes", ""))

    def _void(self, deed: Deed) -> None:
        held = self._held(deed.about)
        self._store.void(held.record, deed.words["reason"], held.base)

    def _reply(self, deed: Deed) -> None:
        to = self._advisor.id_of(deed.words["to"])
        review.comment(self._store, self._held(deed.about).record, deed.words["text"], reply_to=to)

    def _draft(self, deed: Deed) -> None:
        held = self._held(deed.about)
        body = {"typed": deed.words["typed"], "missing": {}, "left_so": {}}
        self._store.drafts.keep(DraftKey(held.record.kind, held.record.id), held.base, body)


def _changed_lines(lines: Mapping[str, Element], written: Mapping[str, Values]) -> dict[str, Element | Values]:
    """Return a list with the lines that a deed writes: a known one changed, another at the end."""
    changed: dict[str, Element | Values] = dict(lines)
    last = max((line.order for line in lines.values()), default="")
    for key, values in written.items():
        known = lines.get(key)
        last = last if known else between(last, "")
        changed[key] = known.changed(**values | {"order": known.order}) if known else values | {"order": last}
    return changed


def _page(told: Told) -> tuple[dt.datetime, str]:
    """Return what is saved in one go: what a file tells of one evening; of meetings, each by itself."""
    return told.at, told.key if told.kind == Meeting.kind else ""
