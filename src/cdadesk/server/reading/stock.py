"""The records of one cluster as the domain's own values, read once for a page that computes with them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server.reading.naming import read_record
from cdadesk.server.tables import StoredRecord

R = TypeVar("R", bound=Record)
_CHUNK = 500
_IN_USE = col(StoredRecord.values)["void"].as_string().is_(None)


class Stock:
    """The records of some kinds in one scope; what was taken out of use is left out.

    The caller has seen that the reader may see the scope.
    """

    def __init__(self, session: Session, scope: str, entities: Iterable[type[Record]]) -> None:
        kinds = [each.kind for each in entities]
        rows = select(StoredRecord).where(col(StoredRecord.scope) == scope, col(StoredRecord.kind).in_(kinds))
        readings = (read_record(row.kind, row.scope, row.id, row.values) for row in session.scalars(rows))
        self._records = [each.record for each in readings if each is not None and each.record.void is None]

    def all_of(self, entity: type[R]) -> list[R]:
        """Return the records of a kind, oldest first."""
        return sorted((each for each in self._records if isinstance(each, entity)), key=lambda each: each.id)


def held_under(
    session: Session, scope: str, entities: Iterable[type[Record]], ids: Iterable[UUID]
) -> dict[UUID, Record]:
    """Return some records of a scope by their ids; those that are not there, or cannot be read, are left out."""
    kinds, wanted = [each.kind for each in entities], sorted(set(ids))
    found: dict[UUID, Record] = {}
    for at in range(0, len(wanted), _CHUNK):
        rows = select(StoredRecord).where(
            col(StoredRecord.scope) == scope,
            col(StoredRecord.kind).in_(kinds),
            col(StoredRecord.id).in_(wanted[at : at + _CHUNK]),
        )
        readings = (read_record(row.kind, row.scope, row.id, row.values) for row in session.scalars(rows))
        found |= {each.record.id: each.record for each in readings if each is not None}
    return found


def meeting_days(session: Session, scope: str) -> dict[str, list[dt.date]]:
    """Return the days on which each network met, by its id as it is written; there may be very many meetings."""
    network, held_on = (col(StoredRecord.values)[name].as_string() for name in ("network", "held_on"))
    meetings = (
        select(network, held_on)
        .where(col(StoredRecord.scope) == scope, col(StoredRecord.kind) == Meeting.kind)
        .where(network.is_not(None), held_on.is_not(None), _IN_USE)
    )
    found: dict[str, list[dt.date]] = {}
    for by, day in session.execute(meetings):
        found.setdefault(by, []).append(dt.date.fromisoformat(day))
    return found


def hung_on(session: Session, scope: str, about_kind: str) -> Counter[UUID]:
    """Return how many photos and papers hang on each record of a kind; their small pictures are not read for it."""
    values = col(StoredRecord.values)
    parent, about = col(StoredRecord.hangs_on), values["about_kind"].as_string()
    hung = (
        select(parent)
        .where(col(StoredRecord.scope) == scope, col(StoredRecord.kind) == Attachment.kind)
        .where(parent.is_not(None), about == about_kind, values["about_path"].as_string().is_(None), _IN_USE)
        .where(values["sha256"].as_string().is_not(None))  # else it was erased
    )
    return Counter(UUID(each) for each in session.scalars(hung))


def counted(session: Session, scopes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many records of each kind each scope holds; what was taken out of use is not counted."""
    found = (
        select(col(StoredRecord.scope), col(StoredRecord.kind), func.count())
        .where(col(StoredRecord.scope).in_(list(scopes)), _IN_USE)
        .group_by(col(StoredRecord.scope), col(StoredRecord.kind))
    )
    counts: dict[str, dict[str, int]] = {}
    for scope, kind, count in session.execute(found):
        counts.setdefault(scope, {})[kind] = count
    return counts
