"""What ever happened with an actor: meetings, tasks, trust, fairs and links in which it or its people stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.programme.committee import Committee
from cdadesk.domain.programme.posting import Posting
from cdadesk.domain.study.pilot_development import PilotDevelopment
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

_TELLING: tuple[type[Record], ...] = (
    Network,
    Meeting,
    Task,
    TrustEvent,
    Fair,
    UnitStudy,
    PilotDevelopment,
    Posting,
    Committee,
    Interview,
    Issue,
    DemandArticulation,
    Vision,
    ActionPlan,
    Actor,
)


@dataclass(frozen=True)
class Happening:
    """One record in which an actor stands: when, as what, and whether it was the actor itself."""

    record: Record
    on: str
    fields: tuple[str, ...]
    through: UUID | None = None


def people_of(store: Store, actor: Actor) -> list[Person]:
    """Return the people of an actor, those of entries that were merged into it too, by name."""
    ask = Ask(equals={"actor": _one_and_the_same(store, actor.id)}, order=("name",))
    return [held.record for held in store.find(Person, ask)]


def happenings(store: Store, actor: Actor) -> list[Happening]:
    """Return the records in which an actor or one of its people stands, newest first; those without a day come last."""
    same = _one_and_the_same(store, actor.id)
    people = {person.id for person in people_of(store, actor)}
    found = [
        Happening(held.record, _day(held.record), tuple(fields), through)
        for entity in _TELLING
        for held in store.find(entity, Ask(scopes=[actor.scope]))
        if held.record.id not in same and (standing := list(_standing(held.record, same | people)))
        for fields, through in [_told(standing, same)]
    ]
    return sorted(found, key=lambda each: (each.on, str(each.record.id)), reverse=True)


def _one_and_the_same(store: Store, actor: UUID) -> set[UUID]:
    """Return the actor and every entry that was merged into it, also by way of another."""
    found, asked = {actor}, [actor]
    while asked:
        merged = store.find_ids(Actor, Ask(equals={"merged_into": asked}))
        asked = [each for each in merged if each not in found]
        found |= set(asked)
    return found


def _standing(sheet: Record | Element, who: set[UUID]) -> Iterator[tuple[str, UUID]]:
    """Yield field labels under which one of them stands in a record, lines in use included."""
    for name, info in describe(type(sheet)).items():
        value: Any = getattr(sheet, name)
        if info.kind is Kind.ref and value in who:
            yield info.label, value
        elif info.kind is Kind.rows:
            for line in value.values():
                if line.void is None:
                    yield from ((info.label, each) for _label, each in _standing(line, who))


def _told(standing: list[tuple[str, UUID]], same: set[UUID]) -> tuple[list[str], UUID | None]:
    """Return the fields once each, and the person through whom it happened if the actor itself does not stand there."""
    fields = list(dict.fromkeys(label for label, _who in standing))
    others = [who for _label, who in standing if who not in same]
    return fields, others[0] if len(others) == len(standing) else None


def _day(record: Record) -> str:
    """Return the first day that a record tells, blank if it tells none."""
    for name, info in describe(type(record)).items():
        value = getattr(record, name)
        if value and info.kind in (Kind.day, Kind.partial_date):
            return earliest(str(value)).isoformat() if info.kind is Kind.partial_date else str(value)
    return ""
