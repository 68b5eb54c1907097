"""Drafts: what is typed and not yet saved; local, encrypted, durable when keep() returns."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, func, insert, select
from sqlalchemy.sql.elements import ColumnElement

from cdadesk.clock import Clock, instant_text, read_instant
from cdadesk.store.engine import Database
from cdadesk.store.tables import draft
from cdadesk.wire.ops import Seen


@dataclass(frozen=True)
class DraftKey:
    """Where something is being typed: a form, the record in it, and the line of a list if it has its own editor."""

    form: str
    record: UUID
    element: str = ""


@dataclass(frozen=True)
class Draft:
    """What was typed, when, and what the person saw of the record when the form opened."""

    key: DraftKey
    base: Seen | None
    body: Mapping[str, Any]
    typed_at: dt.datetime


class Drafts:
    """The drafts of an open profile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, key: DraftKey, base: Seen | None, body: Mapping[str, Any]) -> None:
        """Keep what is typed, in place of the last draft of the same form; returns after the flush."""
        values = {
            "form": key.form,
            "record": str(key.record),
            "element": key.element,
            "base": base.plain() if base else None,
            "body": dict(body),
            "typed_at": instant_text(self._clock.now()),
        }
        with self._database.writing() as connection:
            connection.execute(insert(draft).prefix_with("OR REPLACE").values(values))

    def of(self, form: str, record: UUID) -> list[Draft]:
        """Return the drafts of one form and record, also of its lines."""
        return self._found(and_(draft.c.form == form, draft.c.record == str(record)))

    def all(self) -> list[Draft]:
        """Return every draft, the newest first."""
        return self._found()

    def drop(self, key: DraftKey) -> None:
        """Forget a draft that the person threw away."""
        with self._database.writing() as connection:
            drop(connection, key)

    def _found(self, *conditions: ColumnElement[bool]) -> list[Draft]:
        asked = select(draft).where(*conditions).order_by(draft.c.typed_at.desc(), draft.c.element)
        with self._database.reading() as connection:
            return [_read(row) for row in connection.execute(asked)]


def drop(connection: Connection, key: DraftKey) -> None:
    """Forget a draft, in the caller's transaction."""
    connection.execute(
        delete(draft).where(draft.c.form == key.form, draft.c.record == str(key.record), draft.c.element == key.element)
    )


def count(connection: Connection) -> int:
    """Return how many drafts there are."""
    return connection.execute(select(func.count()).select_from(draft)).scalar_one()


def _read(row: Row[Any]) -> Draft:
    base = Seen.read(row.base) if row.base else None
    key = DraftKey(row.form, UUID(row.record), row.element)
    return Draft(key, base, row.body, read_instant(row.typed_at))
