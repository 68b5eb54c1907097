"""What the records that others point at are called, looked up together for a whole page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_of
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _
from cdadesk.server.accounts import Member
from cdadesk.server.tables import StoredRecord

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CHUNK = 500


@dataclass(frozen=True)
class Pointed:
    """A record that another one points at."""

    scope: str
    kind: str
    id: UUID
    title: str


Names = Mapping[UUID, Pointed]


def read_record(kind: str, scope: str, record: UUID, leaves: Mapping[str, Any]) -> payload.Reading[Record] | None:
    """Return a record of a known kind as far as this version can read it; None for what it cannot."""
    entity = ENTITIES.get(kind)
    if entity is None:
        return None
    try:
        return payload.read(entity, scope, record, leaves)
    except ValidationError:
        return None


def title_of(kind: str, scope: str, record: UUID, leaves: Mapping[str, Any]) -> str:
    """Return what a person calls a record, also one of a kind that only a newer client knows."""
    reading = read_record(kind, scope, record, leaves)
    if reading is not None:
        return reading.record.title()
    named = [leaves.get(name) for name in ("name", "title", "what")]
    return in_one_line(*(each for each in named if isinstance(each, str))) or _("Record without a name")


def kind_words(kind: str) -> str:
    """Return what records of a kind are called."""
    entity = ENTITIES.get(kind)
    return _(entity.label) if entity else _("Something newer: {kind}").format(kind=kind)


def kinds_words(kind: str) -> str:
    """Return what several records of a kind are called."""
    entity = ENTITIES.get(kind)
    return _(entity.plural) if entity else kind_words(kind)


def ids_in(value: Any) -> set[UUID]:
    """Return the ids that a leaf's value is or holds."""
    if isinstance(value, list):
        return {found for each in value for found in ids_in(each)}
    return {UUID(value)} if isinstance(value, str) and _ID.fullmatch(value) else set()


def names_of(session: Session, member: Member, scope: str, values: Iterable[Any]) -> Names:
    """Return the records that the values point at, as far as the member may see them."""
    wanted = sorted({found for value in values for found in ids_in(value)})
    scopes = scopes_around(member, scope)
    found: dict[UUID, Pointed] = {}
    for at in range(0, len(wanted), _CHUNK):
        rows = select(StoredRecord).where(
            col(StoredRecord.scope).in_(scopes),
            col(StoredRecord.kind).in_(ENTITIES),
            col(StoredRecord.id).in_(wanted[at : at + _CHUNK]),
        )
        for row in session.scalars(rows):
            found[row.id] = Pointed(row.scope, row.kind, row.id, title_of(row.kind, row.scope, row.id, row.values))
    return found


def scopes_around(member: Member, scope: str) -> list[str]:
    """Return the scopes of the same cluster that the member may see, and the programme's."""
    cluster = cluster_of(scope)
    return [each for each in member.readable() if each == PROGRAMME or cluster_of(each) == cluster]


def title_from(row: StoredRecord) -> str:
    """Return what a person calls a stored record."""
    return title_of(row.kind, row.scope, row.id, row.values)
