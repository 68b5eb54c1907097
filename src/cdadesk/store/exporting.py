"""All that could be needed to rebuild what the server should hold of this laptop, and to see what went wrong."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cdadesk.store import cursors, forking, granting, outbox
from cdadesk.store.rows import Schema
from cdadesk.store.tables import former_op, op, set_aside

FORMAT = 1


def everything(connection: Connection, schema: Schema) -> dict[str, Any]:
    """Return ops of this replica and of those it was before, with the server's words on them, and how things stand."""
    replica = granting.replica_of(connection)
    made = outbox.made(connection, replica)
    return {
        "format": FORMAT,
        "replica": str(replica),
        "made": [made.n, made.h],
        "formers": forking.formers(connection),
        "author": granting.author(connection).plain(),
        "ops": list(_ops(connection, replica)),
        "cursors": {each.scope: [*each.at.plain(), each.name, each.granted] for each in cursors.every(connection)},
        "counts": {kind: _count(connection, schema, kind) for kind in schema.entities},
        "set_aside": [{"scope": row.scope, "row": row.row} for row in connection.execute(select(set_aside))],
    }


def _ops(connection: Connection, replica: UUID) -> Iterator[dict[str, Any]]:
    in_order = (former_op.c.at, former_op.c.replica, former_op.c.n)
    for row in connection.execute(select(former_op).order_by(*in_order)):
        yield _told(row, row.replica)
    for row in connection.execute(select(op).order_by(op.c.n)):
        yield _told(row, str(replica))


def _told(row: Row[Any], replica: str) -> dict[str, Any]:
    seen = None if row.seq is None else [row.epoch, row.seq]
    said = [row.code, row.sentence] if row.code else []
    return {
        "replica": replica,
        "n": row.n,
        "h": row.h,
        "state": row.state,
        "seen": seen,
        "said": said,
        "op": json.loads(row.entry),
    }


def _count(connection: Connection, schema: Schema, kind: str) -> int:
    return connection.execute(select(func.count()).select_from(schema.table(kind))).scalar_one()
