"""What a draft of a record is made of, also of one that was never saved, and which drafts wait to be finished."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from cdadesk.acts.today import typed_title
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.desk import Desk
from cdadesk.store.drafts import Draft, DraftKey

R = TypeVar("R", bound=Record)
_NEW = "new"


@dataclass(frozen=True)
class Unfinished:
    """A record that is typed and not saved; `Desk.open` leads back to it."""

    kind: str
    id: UUID
    title: str
    typed_at: dt.datetime


def key_of(record: Record) -> DraftKey:
    """Return the key under which what is typed in a record's form is kept."""
    return DraftKey(record.kind, record.id)


def body_of_new(record: Record, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft's body with all that is needed to begin the same new record again; nothing for nothing."""
    start = {"scope": record.scope, "leaves": payload.leaves(record)}
    return {**body, _NEW: start} if body else {}


def new_in(entity: type[R], draft: Draft) -> R | None:
    """Return the new record that a draft began; None if the draft is of a record that was saved."""
    start = draft.body.get(_NEW)
    if not isinstance(start, Mapping):
        return None
    return payload.read(entity, str(start["scope"]), draft.key.record, start["leaves"]).record


def unfinished(desk: Desk) -> list[Unfinished]:
    """Return the records that are typed and not saved, newest first."""
    return [
        Unfinished(draft.key.form, draft.key.record, _title(desk, draft), draft.typed_at)
        for draft in desk.drafts.all()
        if draft.key.form in ENTITIES
    ]


def _title(desk: Desk, draft: Draft) -> str:
    match = desk.name(draft.key.record)
    if match is not None:
        return match.title
    return typed_title(draft)


def begun_below(desk: Desk, entity: type[Record], parent: UUID) -> list[UUID]:
    """Return the new records of a kind that were begun below another one and not saved, newest first."""
    mine = (draft for draft in desk.drafts.all() if draft.key.form == entity.kind)
    begun = ((draft.key.record, new_in(entity, draft)) for draft in mine)
    return [key for key, record in begun if record is not None and record.parent_id == parent]
