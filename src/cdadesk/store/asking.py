"""Asking for records: filters, text and order become SQL, so that 50,000 records are paged and never all read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, exists, false, func, select, text

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.payload import plain_value
from cdadesk.domain.kernel.record import Record
from cdadesk.store.among import among
from cdadesk.store.folding import question
from cdadesk.store.rows import Kept, Schema, sorts_plainly
from cdadesk.wire.ops import Seen

_MATCHING = text(
    "SELECT entry.record FROM search JOIN search_entry AS entry ON entry.id = search.rowid "
    "WHERE search MATCH :asked AND entry.kind = :kind"
)
_TRASH = "$.at"


@dataclass(frozen=True)
class Ask:
    """Which records, in which order.

    `equals`: field -> value (None: blank; several in a list, tuple or set: any of them; one answer of several choices:
    those that hold it). `least` and `most` bound a field, both ends included. `order`: fields, `-field` for the other
    way round; blanks come last. `scopes`: empty for all. `among`: only of these, however many; None for all.
    """

    equals: Mapping[str, Any] = field(default_factory=dict)
    least: Mapping[str, Any] = field(default_factory=dict)
    most: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    scopes: Sequence[str] = ()
    among: Collection[UUID] | None = None
    order: Sequence[str] = ()
    limit: int | None = None
    offset: int = 0
    with_void: bool = False


ALL = Ask()


class Question:
    """One entity's table, as it is asked."""

    def __init__(self, schema: Schema, entity: type[Record]) -> None:
        self._schema = schema
        self._kind = entity.kind
        self._fields = describe(entity)
        self._table: Table = schema.table(entity.kind)

    def records(self, connection: Connection, ask: Ask) -> list[Kept]:
        """Return the records that fit, in order."""
        found = connection.execute(self._paged(select(self._table), ask)).mappings()
        return [self._schema.kept(self._kind, row) for row in found]

    def ids(self, connection: Connection, ask: Ask) -> list[UUID]:
        """Return only the ids of the records that fit, in order."""
        found = connection.execute(self._paged(select(self._table.c.id), ask)).scalars()
        return [UUID(each) for each in found]

    def count(self, connection: Connection, ask: Ask) -> int:
        """Return how many records fit, whatever the limit."""
        asked = select(func.count()).select_from(self._table).where(*self._conditions(ask))
        return connection.execute(asked).scalar_one()

    def seen(self, connection: Connection, records: Collection[UUID]) -> dict[UUID, Seen | None]:
        """Return what the server last told of each of the records that is here."""
        here = self._table.c
        found = connection.execute(select(here.id, here.seen_epoch, here.seen_seq).where(among(here.id, records)))
        return {UUID(row.id): Seen(row.seen_epoch, row.seen_seq) if row.seen_seq is not None else None for row in found}

    def voided(self, connection: Connection, since: datetime) -> list[Kept]:
        """Return the records that were taken out of use since then, the newest first."""
        at = func.json_extract(self._table.c.void, _TRASH)
        asked = select(self._table).where(self._table.c.void.is_not(None), at >= plain_value(since)).order_by(at.desc())
        return [self._schema.kept(self._kind, row) for row in connection.execute(asked).mappings()]

    def _paged(self, asked: Select[Any], ask: Ask) -> Select[Any]:
        order = [self._ordered(name) for name in ask.order]
        asked = asked.where(*self._conditions(ask)).order_by(*order, self._table.c.id)
        return asked.limit(ask.limit).offset(ask.offset or None)

    def _conditions(self, ask: Ask) -> list[ColumnElement[bool]]:
        found = [self._equal(name, value) for name, value in ask.equals.items()]
        found += [self._sortable(name) >= plain_value(value) for name, value in ask.least.items()]
        found += [self._sortable(name) <= plain_value(value) for name, value in ask.most.items()]
        if ask.scopes:
            found.append(self._table.c.scope.in_(ask.scopes))
        if ask.among is not None:
            found.append(among(self._table.c.id, ask.among))
        if not ask.with_void:
            found.append(self._table.c.void.is_(None))
        if ask.text.strip():
            found.append(self._matching(ask.text))
        return found

    def _equal(self, name: str, value: Any) -> ColumnElement[bool]:
        column: Column[Any] = self._table.c[name]
        if value is None:
            return column.is_(None)
        wanted = [plain_value(each) for each in value] if isinstance(value, list | tuple | set | frozenset) else None
        if self._info(name, Kind.choices):
            held = func.json_each(column).table_valued("value")
            return exists(select(held.c.value).where(held.c.value.in_(wanted or [plain_value(value)])))
        return column.in_(wanted) if wanted is not None else column == plain_value(value)

    def _matching(self, typed: str) -> ColumnElement[bool]:
        asked = question(typed)
        if not asked:
            return false()
        return self._table.c.id.in_(_MATCHING.bindparams(asked=asked, kind=self._kind).columns(self._table.c.id))

    def _ordered(self, name: str) -> ColumnElement[Any]:
        plain = name.removeprefix("-")
        column = self._sortable(plain)
        if self._info(plain, Kind.text) or self._info(plain, Kind.note):
            column = column.collate("NOCASE")
        return (column.desc() if name.startswith("-") else column.asc()).nulls_last()

    def _sortable(self, name: str) -> ColumnElement[Any]:
        """Return what a field sorts by: money by its amount, all else by itself."""
        column: Column[Any] = self._table.c[name]
        return column if sorts_plainly(self._fields.get(name)) else func.json_extract(column, "$.minor")

    def _info(self, name: str, kind: Kind) -> FieldInfo | None:
        info = self._fields.get(name)
        return info if info is not None and info.kind is kind else None
