"""A profile that was restored or cloned, and what a restored server lost: what a person is shown of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.store.aside import Aside
from cdadesk.store.standing import Refused
from cdadesk.store.store import Store


@dataclass(frozen=True)
class Difference:
    """A record of which changes go out again: what it is called, and how many there are."""

    kind: str
    id: UUID
    title: str
    changes: int


@dataclass(frozen=True)
class Fork:
    """That the server knows another history of this profile, and what will be sent again when it goes on."""

    differences: tuple[Difference, ...]

    @property
    def changes(self) -> int:
        """Return how many changes go out again in all."""
        return sum(each.changes for each in self.differences)


def fork(store: Store) -> Fork | None:
    """Return what will be sent again, None where the profile is what the server takes it for."""
    return Fork(tuple(_differences(store, store.to_issue_again()))) if store.is_forked() else None


@dataclass(frozen=True)
class LostRecord:
    """Something that was set aside: the record as far as that tells of it, who wrote it, and each value by its path."""

    kind: str
    record: Record | None
    title: str
    author: str
    at: dt.datetime
    values: Mapping[str, Any]


def set_aside(store: Store) -> tuple[LostRecord, ...]:
    """Return what this laptop held, the server does not hold any more, and nobody has brought back yet."""
    names = store.names()
    return tuple(_lost(each, names) for each in store.set_aside())


def _lost(aside: Aside, names: Mapping[str, str]) -> LostRecord:
    values: dict[str, Any] = {}
    for change in aside.changes:
        values |= change.fields
    entity = ENTITIES.get(aside.kind)
    record = payload.read(entity, aside.scope, aside.record, values).record if entity else None
    author = aside.changes[-1].author if aside.changes else ""
    return LostRecord(
        aside.kind, record, record.title() if record else aside.title, names.get(author, ""), aside.at, values
    )


def _differences(store: Store, changes: Sequence[Refused]) -> list[Difference]:
    counts: dict[tuple[str, UUID], int] = {}
    for each in changes:
        counts[each.kind, each.record] = counts.get((each.kind, each.record), 0) + 1
    return [Difference(kind, record, _title(store, kind, record), count) for (kind, record), count in counts.items()]


def _title(store: Store, kind: str, record: UUID) -> str:
    held = store.get(ENTITIES[kind], record) if kind in ENTITIES else None
    return held.record.title() if held else ""
