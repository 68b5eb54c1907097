"""Rows: one table for each entity, generated from its declaration. Only this module writes them.

A row holds wire values: what sorts and filters has a column of its own, what is made of parts lies in it as JSON.
Every row comes from a record that its own class has just validated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, cast
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import BigInteger, Boolean, Connection, MetaData, RowMapping, Table, Text, delete, select
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.payload import Leaves, plain_value
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.store.json_text import JsonText, written
from cdadesk.store.tables import NAMES
from cdadesk.wire import canonical
from cdadesk.wire.ops import Seen, covered

_PARTS = frozenset({Kind.money, Kind.choices, Kind.rows, Kind.plain})
_MAPS = ("missing", "certainty", "left_so")
_CHUNK = 500

Values = dict[str, Any]
Entities = Mapping[str, type[Record]]


class RecordRow(SQLModel):
    """What every row has: `seen` is what the server last told of it, `unread` what only a newer version can read."""

    model_config = {"defer_build": True}  # only its table is used

    scope: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text, index=True)
    parent_id: str | None = Field(default=None, sa_type=Text, index=True)
    seen_epoch: int | None = None
    seen_seq: int | None = None
    missing: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    certainty: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    left_so: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    void: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    unread: dict[str, Any] | None = Field(default=None, sa_type=JsonText)


@dataclass(frozen=True)
class Kept:
    """A record as its row keeps it."""

    record: Record
    unread: Leaves = field(default_factory=dict)
    seen: Seen | None = None

    def shared(self) -> Leaves:
        """Return the leaves that the server knows or will know, those of a newer version included."""
        return payload.leaves(self.record) | self.unread

    def local(self) -> Leaves:
        """Return the leaves that stay on this laptop."""
        return local_leaves(self.record)

    def without(self, erased: Sequence[str]) -> "Kept":
        """Return the record without erased paths, also of lists and of what only a newer version can read."""
        left = {path: value for path, value in (self.shared() | self.local()).items() if not covered(path, erased)}
        reading = payload.read(type(self.record), self.record.scope, self.record.id, left)
        return Kept(reading.record, reading.unread, self.seen)


class Schema:
    """The entities of this version of the program, and their tables."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.metadata = MetaData(naming_convention=NAMES)
        base = _base(self.metadata)
        self._tables = {kind: _row_class(base, kind, entity) for kind, entity in entities.items()}

    def table(self, kind: str) -> Table:
        """Return the table of an entity; raises KeyError for a kind that this version does not know."""
        return self._tables[kind]

    def fingerprint(self) -> str:
        """Return what tells one version's entities and fields from another's."""
        told = {kind: [str(info) for info in describe(entity).values()] for kind, entity in self.entities.items()}
        return canonical.digest(canonical.encode(told))

    def load(self, connection: Connection, kind: str, ids: Sequence[UUID]) -> dict[UUID, Kept]:
        """Return those of the records that are here."""
        found = {}
        table = self.table(kind)
        for at in range(0, len(ids), _CHUNK):
            asked = [str(each) for each in ids[at : at + _CHUNK]]
            for row in connection.execute(select(table).where(table.c.id.in_(asked))).mappings():
                kept = self.kept(kind, row)
                found[kept.record.id] = kept
        return found

    def write(self, connection: Connection, kept: Iterable[Kept]) -> None:
        """Write rows, new or anew."""
        by_kind: dict[str, list[Values]] = {}
        for each in kept:
            by_kind.setdefault(each.record.kind, []).append(_values(each))
        for kind, values in by_kind.items():
            is_json = self._columns(kind)
            connection.exec_driver_sql(self._put(kind), [tuple(_as_kept(row, is_json)) for row in values])

    def put(self, connection: Connection, kind: str, columns: Mapping[str, Iterable[Any]]) -> None:
        """Write new rows given by columns, in those that are named; what is one in all rows has no end."""
        told = [
            [value if value is None else written(value) for value in columns[name]] if is_json else columns[name]
            for name, is_json in self._columns(kind)
            if name in columns
        ]
        connection.exec_driver_sql(self._put(kind, frozenset(columns)), list(zip(*told, strict=False)))

    def _columns(self, kind: str) -> list[tuple[str, bool]]:
        """Return the columns of an entity, each with whether it keeps JSON."""
        return [(column.name, isinstance(column.type, JsonText)) for column in self.table(kind).columns]

    def _put(self, kind: str, named: frozenset[str] = frozenset()) -> str:
        names = [name for name, _json in self._columns(kind) if not named or name in named]
        told = ", ".join(f'"{name}"' for name in names)
        places = ", ".join("?" * len(names))
        return f"INSERT OR REPLACE INTO {self.table(kind).name} ({told}) VALUES ({places})"  # noqa: S608 - our own names

    def note_seen(self, connection: Connection, kind: str, scope: str, numbers: Mapping[UUID, Seen]) -> None:
        """Note what the server last told of records of a scope."""
        table = self.table(kind).name
        note = f"UPDATE {table} SET seen_epoch = ?, seen_seq = ? WHERE scope = ? AND id = ?"  # noqa: S608 - our own name
        values = [(*seen, scope, str(record)) for record, seen in numbers.items()]
        connection.exec_driver_sql(note, values)

    def delete(self, connection: Connection, record: Record) -> None:
        """Take a row away."""
        table = self.table(record.kind)
        connection.execute(delete(table).where(table.c.scope == record.scope, table.c.id == str(record.id)))

    def read(self, kind: str, scope: str, record_id: UUID, leaves: Leaves, seen: Seen | None) -> Kept:
        """Make a record of leaves; what this version cannot place is kept unread."""
        reading = payload.read(self.entities[kind], scope, record_id, leaves)
        return Kept(reading.record, reading.unread, seen)

    def kept(self, kind: str, row: RowMapping) -> Kept:
        """Read a row; values that an older version allowed and this one does not are kept unread."""
        entity = self.entities[kind]
        seen = None if row["seen_seq"] is None else Seen(row["seen_epoch"], row["seen_seq"])
        unread = row["unread"] or {}
        held = {name: row[name] for name in _columns(entity) if row[name] is not None}
        try:
            return Kept(entity.model_validate(held), unread, seen)
        except ValidationError:
            leaves = dict(_leaves_of_row(entity, held)) | unread
            return self.read(kind, held["scope"], UUID(held["id"]), leaves, seen)


def schema_of(entities: Entities) -> Schema:
    """Return the schema of these entities; it is made once, for it takes longer than all else that opening does."""
    return _schema_of(tuple(entities.items()))


@lru_cache(maxsize=8)
def _schema_of(entities: tuple[tuple[str, type[Record]], ...]) -> Schema:
    return Schema(dict(entities))


def sorts_plainly(info: FieldInfo | None) -> bool:
    """Say whether a field's column sorts as it stands; money lies in parts."""
    return info is None or info.kind not in _PARTS


@cache
def _columns(entity: type[Record]) -> list[str]:
    return [*(name for name in RecordRow.model_fields if name in entity.model_fields), *describe(entity)]


def _base(metadata: MetaData) -> type[RecordRow]:
    class Base(RecordRow, registry=registry(metadata=metadata)):
        """Binds the rows of one schema together, apart from any other schema in the process."""

    return Base


def _row_class(base: type[RecordRow], kind: str, entity: type[Record]) -> Table:
    """Declare the SQLModel class of an entity's rows and return its table."""
    taken = describe(entity).keys() & RecordRow.model_fields.keys()
    if taken:
        raise ValueError(f"{entity.__name__}: the store needs these names itself: {sorted(taken)}")
    declared: dict[str, Any] = {"__tablename__": f"record_{kind}", "__module__": __name__, "__annotations__": {}}
    for name, info in describe(entity).items():
        annotation, sql_type = _column(info)
        declared["__annotations__"][name] = annotation
        declared[name] = Field(default=None, sa_type=sql_type, nullable=True)
    made = cast("Any", type(SQLModel))(f"{entity.__name__}Row", (base,), declared, table=True)
    return cast("Table", made.__table__)


def _column(info: FieldInfo) -> tuple[Any, Any]:
    if info.kind is Kind.rows and info.local_only:
        raise ValueError(f"{info.name}: a list cannot stay on the laptop; make the fields of its lines local_only")
    if info.kind in _PARTS:
        return Any, JsonText
    if info.kind in (Kind.number, Kind.scaled):
        return int | None, BigInteger
    return (bool | None, Boolean) if info.kind is Kind.yes_no else (str | None, Text)


def _values(kept: Kept) -> Values:
    record = kept.record
    values: Values = _plain_sheet(record) | {"id": str(record.id), "scope": record.scope, "unread": kept.unread or None}
    values["parent_id"] = str(record.parent_id) if record.parent_id else None
    if kept.seen:
        values |= {"seen_epoch": kept.seen.epoch, "seen_seq": kept.seen.seq}
    return values


def _as_kept(row: Values, columns: Sequence[tuple[str, bool]]) -> Iterator[Any]:
    """Yield the values as the columns keep them, in their order: what is made of parts as JSON."""
    for name, is_json in columns:
        value = row.get(name)
        yield written(value) if is_json and value is not None else value


def _plain_sheet(sheet: Record | Element) -> Values:
    """Return all that is filled in, lines in lines, as JSON without floats."""
    plain: Values = {}
    for name, info in describe(type(sheet)).items():
        value = getattr(sheet, name)
        if value is None:
            continue
        if info.kind is Kind.plain:
            plain[name] = value
        elif info.kind is Kind.rows:
            plain[name] = {key: _plain_sheet(element) for key, element in value.items()} or None
        elif value not in ("", []):
            plain[name] = plain_value(value)
    for name in _MAPS:
        held = getattr(sheet, name, None)
        plain[name] = {key: plain_value(each) for key, each in held.items()} if held else None
    plain["void"] = sheet.void.plain() if sheet.void else None
    plain["order"] = getattr(sheet, "order", None)
    return {name: value for name, value in plain.items() if value is not None}


def is_local(sheet: Any, path: str) -> bool:
    """Say whether a leaf of an entity stays on this laptop."""
    head, _slash, below = path.partition("/")
    info = describe(sheet).get(head)
    if info is not None and info.kind is Kind.rows:
        return is_local(info.element, below.partition("/")[2])
    return info is not None and info.local_only


def local_leaves(record: Record) -> Leaves:
    """Return the leaves of a record that are never sent."""
    return dict(_local_leaves(record))


def _local_leaves(sheet: Record | Element, place: str = "") -> Iterator[tuple[str, Any]]:
    for name, info in describe(type(sheet)).items():
        value = getattr(sheet, name)
        if info.kind is Kind.rows:
            for key, element in value.items():
                yield from _local_leaves(element, f"{place}{name}/{key}/")
        elif info.local_only and value not in (None, "", []):
            yield f"{place}{name}", value if info.kind is Kind.plain else plain_value(value)


def _leaves_of_row(sheet: Any, held: Values, place: str = "") -> Iterator[tuple[str, Any]]:
    """Take a row apart without its class, which refused it."""
    for name, value in held.items():
        info = describe(sheet).get(name)
        if info is not None and info.kind is Kind.rows:
            for key, line in value.items():
                yield from _leaves_of_row(info.element, line, f"{place}{name}/{key}/")
        elif name in _MAPS:
            yield from ((f"{place}{name}/{key}", each) for key, each in value.items())
        elif name not in ("id", "scope"):
            yield f"{place}{name}", value
