"""What the records of attachments say of files: which are named, which lie here whole, which the server still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, Table, select

from cdadesk.domain.attachment import Attachment, is_hash
from cdadesk.store.rows import Schema
from cdadesk.store.tables import blob, blob_sent


class Which(StrEnum):
    """Which file of an attachment: the one for everyday, or the original that was scaled down."""

    usual = "usual"
    original = "original"


@dataclass(frozen=True)
class ToSend:
    """A file that the server does not have whole; only once it knows the record may the file follow."""

    scope: str
    record: UUID
    sha256: str
    size: int
    which: Which
    record_is_there: bool


@dataclass(frozen=True)
class Erased:
    """Which attachments lost the name of a file, and which files none names any more."""

    records: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def named(connection: Connection, schema: Schema) -> frozenset[str]:
    """Return the check sums of all files that some record names, void ones too: they may be brought back."""
    table = _table(schema)
    if table is None:
        return frozenset()
    found = connection.execute(select(table.c.sha256, table.c.original_sha256))
    return frozenset(each for row in found for each in row if each)


def named_in(connection: Connection, schema: Schema, scope: str) -> frozenset[str]:
    """Return the check sums of the files that records of one scope name."""
    table = _table(schema)
    if table is None:
        return frozenset()
    found = connection.execute(select(table.c.sha256, table.c.original_sha256).where(table.c.scope == scope))
    return frozenset(each for row in found for each in row if each)


def by_record(connection: Connection, schema: Schema) -> dict[str, frozenset[str]]:
    """Return the check sums of the files that each attachment names."""
    table = _table(schema)
    if table is None:
        return {}
    found = connection.execute(select(table.c.id, table.c.sha256, table.c.original_sha256))
    return {record: frozenset(filter(None, hashes)) for record, *hashes in found}


def erased_since(before: Mapping[str, frozenset[str]], now: Mapping[str, frozenset[str]]) -> Erased:
    """Compare what attachments named; a record that left may come back by another page, and its files with it."""
    records = frozenset(each for each in before.keys() & now.keys() if before[each] - now[each])
    named = frozenset[str]().union(*now.values(), *(before[each] for each in before.keys() - now.keys()))
    return Erased(records, frozenset[str]().union(*(before[each] for each in records)) - named)


def whole(connection: Connection) -> frozenset[str]:
    """Return the check sums of the files that lie here whole."""
    return frozenset(connection.execute(select(blob.c.sha256).where(blob.c.whole)).scalars())


def to_send(connection: Connection, schema: Schema) -> list[ToSend]:
    """Return what lies here and not at the server, usual files before originals, each in the order of its making."""
    there = {(row.scope, row.sha256) for row in connection.execute(select(blob_sent))}
    return [each for each in in_use(connection, schema) if (each.scope, each.sha256) not in there]


def in_use(connection: Connection, schema: Schema) -> list[ToSend]:
    """Return what lies here and hangs on a record, usual files before originals, each in the order of its making."""
    here = {row.sha256: row.size for row in connection.execute(select(blob).where(blob.c.whole))}
    found: dict[tuple[str, str], ToSend] = {}
    for which in Which:
        for scope, record, sha256, seen in _of_records(connection, schema, which):
            if sha256 in here and (scope, sha256) not in found:
                found[scope, sha256] = ToSend(scope, UUID(record), sha256, here[sha256], which, seen is not None)
    return list(found.values())


def _of_records(connection: Connection, schema: Schema, which: Which) -> list[tuple[str, str, str, int | None]]:
    table = _table(schema)
    if table is None:
        return []
    column = table.c.sha256 if which is Which.usual else table.c.original_sha256
    asked = select(table.c.scope, table.c.id, column, table.c.seen_seq)
    hanging = asked.where(table.c.void.is_(None), column.is_not(None)).order_by(table.c.id)
    return [
        (scope, record, sha256, seen) for scope, record, sha256, seen in connection.execute(hanging) if is_hash(sha256)
    ]


def _table(schema: Schema) -> Table | None:
    return schema.table(Attachment.kind) if Attachment.kind in schema.entities else None
