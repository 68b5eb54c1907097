"""The search: titles and texts of every record that is not void, folded, in one full-text index."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, text

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.store.folding import fold, question
from cdadesk.store.rows import Schema
from cdadesk.store.tables import search_due, search_entry

VERSION = 2  # what is indexed of a record; another number has the whole index made anew
_CHUNK = 500
_TEXTS = frozenset({Kind.text, Kind.note})
# by hand: a first download indexes thousands
_PUT = "INSERT OR REPLACE INTO search (rowid, title, words) VALUES (?, ?, ?)"
_ENTER = "INSERT INTO search_entry (id, kind, record, scope) VALUES (?, ?, ?, ?)"
_DROP = text("DELETE FROM search WHERE rowid = :id")
_OPTIMIZE = text("INSERT INTO search (search) VALUES ('optimize')")
_FIND = (
    "SELECT entry.kind, entry.record, entry.scope FROM search JOIN search_entry AS entry ON entry.id = search.rowid "
    "WHERE search MATCH :asked {of_kinds} ORDER BY bm25(search, 8.0, 1.0), entry.id DESC LIMIT :most"
)


@dataclass(frozen=True)
class Hit:
    """A record that was found, with its title in the language in use."""

    kind: str
    id: UUID
    scope: str
    title: str


def index(connection: Connection, records: Sequence[Record]) -> None:
    """Bring the index up to date with these records."""
    entries = _entries(connection, records)
    gone = [record for record in records if record.void is not None]
    put = {_key(record): record for record in records if record.void is None}
    _drop(connection, [entries[key] for key in map(_key, gone) if key in entries])
    _enter(connection, entries, put)
    if put:
        told = [(entries[key], *_folded(record)) for key, record in put.items()]
        connection.exec_driver_sql(_PUT, told)


def note_due(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Remember records that are new here: their words are put into the index later, before anybody searches."""
    connection.execute(insert(search_due).values(kind=kind, records=list(ids)))


def is_due(connection: Connection) -> bool:
    """Say whether records are to be put into the index."""
    return connection.execute(select(search_due.c.id).limit(1)).first() is not None


def catch_up(connection: Connection, schema: Schema) -> None:
    """Put the records of one page that came into the index, as they stand by now."""
    due = connection.execute(select(search_due).order_by(search_due.c.id).limit(1)).first()
    if due is not None:
        _index_all(connection, schema, due.kind, [UUID(each) for each in due.records])
        connection.execute(delete(search_due).where(search_due.c.id == due.id))


def index_anew(connection: Connection, schema: Schema) -> None:
    """Bring the whole index up to date, where a version says of records what an older one did not."""
    for kind in schema.entities:
        table = schema.table(kind)
        _index_all(connection, schema, kind, [UUID(each) for each in connection.execute(select(table.c.id)).scalars()])
    connection.execute(delete(search_due))


def scour(connection: Connection) -> None:
    """Write the index anew without the words that were taken out; until then they lie in it, unused but readable."""
    connection.execute(_OPTIMIZE)


def forget(connection: Connection, kind: str, record: UUID) -> None:
    """Take one record out of the index."""
    mine = (search_entry.c.kind == kind, search_entry.c.record == str(record))
    _drop(connection, list(connection.execute(select(search_entry.c.id).where(*mine)).scalars()))


def forget_scope(connection: Connection, scope: str) -> None:
    """Take a whole scope out of the index."""
    ids = connection.execute(select(search_entry.c.id).where(search_entry.c.scope == scope)).scalars()
    _drop(connection, list(ids))


def find(connection: Connection, schema: Schema, typed: str, kinds: Collection[str], most: int) -> list[Hit]:
    """Return the records that hold every word typed, or words that begin so; titles count more than texts."""
    asked = question(typed)
    if not asked:
        return []
    of_kinds = "AND entry.kind IN :kinds" if kinds else ""
    statement = text(_FIND.format(of_kinds=of_kinds))
    values: dict[str, Any] = {"asked": asked, "most": most}
    if kinds:
        statement = statement.bindparams(bindparam("kinds", expanding=True))
        values["kinds"] = list(kinds)
    found = list(connection.execute(statement, values))
    titles = dict(_titles(connection, schema, found))
    keys = ((row.kind, UUID(row.record), row.scope) for row in found)
    return [Hit(kind, record, scope, titles[record]) for kind, record, scope in keys if record in titles]


def words(record: Record) -> str:
    """Return all that a person wrote in a record, and by what else it may be called."""
    return "\n".join([*_texts(record), *record.also_called()])


def _index_all(connection: Connection, schema: Schema, kind: str, ids: Sequence[UUID]) -> None:
    for at in range(0, len(ids), _CHUNK):
        loaded = schema.load(connection, kind, ids[at : at + _CHUNK])
        index(connection, [kept.record for kept in loaded.values()])


def _texts(sheet: Record | Element) -> Iterator[str]:
    for name, has_lines in _worded(type(sheet)):
        value = getattr(sheet, name)
        if has_lines:
            for line in value.values():
                yield from _texts(line)
        elif value:
            yield value


@cache
def _worded(entity: type[Record | Element]) -> list[tuple[str, bool]]:
    """Return the fields in which words may stand, and of each whether it holds lines of its own."""
    infos = describe(entity).items()
    return [(name, info.kind is Kind.rows) for name, info in infos if info.kind in _TEXTS or info.kind is Kind.rows]


def _folded(record: Record) -> tuple[str, str]:
    return fold(record.title()), fold(words(record))


def _key(record: Record) -> tuple[str, str]:
    return record.kind, str(record.id)


def _entries(connection: Connection, records: Sequence[Record]) -> dict[tuple[str, str], int]:
    """Return the numbers under which records stand in the index already."""
    asked = select(search_entry).where(search_entry.c.record.in_([str(record.id) for record in records]))
    return {(row.kind, row.record): row.id for row in connection.execute(asked)}


def _enter(
    connection: Connection, entries: dict[tuple[str, str], int], records: Mapping[tuple[str, str], Record]
) -> None:
    new = {key: record for key, record in records.items() if key not in entries}
    if not new:
        return
    last = _last(connection)
    entries |= {key: last + place for place, key in enumerate(new, start=1)}
    connection.exec_driver_sql(_ENTER, [(entries[key], *key, record.scope) for key, record in new.items()])


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(search_entry.c.id))).scalar() or 0


def _drop(connection: Connection, ids: Sequence[int]) -> None:
    if ids:
        connection.execute(_DROP, [{"id": each} for each in ids])
        connection.execute(delete(search_entry).where(search_entry.c.id.in_(ids)))


def _titles(connection: Connection, schema: Schema, found: Iterable[Row[Any]]) -> Iterator[tuple[UUID, str]]:
    by_kind: dict[str, list[UUID]] = {}
    for row in found:
        by_kind.setdefault(row.kind, []).append(UUID(row.record))
    for kind, ids in by_kind.items():
        if kind in schema.entities:
            loaded = schema.load(connection, kind, ids)
            yield from ((record, kept.record.title()) for record, kept in loaded.items())
