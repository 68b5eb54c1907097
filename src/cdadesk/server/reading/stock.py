"""The records of one cluster as the domain's own values, read once for a page that computes with them."""

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.record import Record
from cdadesk.server.reading.naming import read_record
from cdadesk.server.tables import StoredRecord

R = TypeVar("R", bound=Record)


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

    def named(self) -> Mapping[UUID, Record]:
        """Return every record by its id."""
        return {each.id: each for each in self._records}


def counted(session: Session, scopes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many records of each kind each scope holds; what was taken out of use is not counted."""
    in_use = col(StoredRecord.values)["void"].as_string().is_(None)
    found = (
        select(col(StoredRecord.scope), col(StoredRecord.kind), func.count())
        .where(col(StoredRecord.scope).in_(list(scopes)), in_use)
        .group_by(col(StoredRecord.scope), col(StoredRecord.kind))
    )
    counts: dict[str, dict[str, int]] = {}
    for scope, kind, count in session.execute(found):
        counts.setdefault(scope, {})[kind] = count
    return counts
