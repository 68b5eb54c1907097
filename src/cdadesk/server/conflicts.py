"""Conflicts as records: made by the server where two values met, closed by the op with which a person chooses."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import instant_text, local_day, read_instant
from cdadesk.server.tables import History
from cdadesk.wire.merge import Clash, Copy, Writer
from cdadesk.wire.ops import NOTHING_SEEN, Act, Leaves, Op, item_id

KIND = "conflict"
SERVER = "server"
SETTLED = "settled"
VALUES = ("kept", "offered", "base")


def writer(author: str, now: dt.datetime) -> Writer:
    """Return the hand of the server."""
    return Writer(SERVER, author, instant_text(now), instant_text(now))


def record(op: Op, replica: UUID, clash: Clash, base: Any, now: dt.datetime) -> Op:
    """Return the op that makes the record of a conflict: the same id whenever and wherever it is made."""
    fields = {
        "about_kind": op.kind,
        "about_id": str(op.record),
        "path": clash.path,
        "kept": clash.kept,
        "offered": clash.offered,
        "base": base,
        "kept_author": clash.kept_by.author,
        "offered_author": clash.offered_by.author,
        "kept_at": clash.kept_by.made_at,
        "offered_at": clash.offered_by.made_at,
        "kept_replica": clash.kept_by.replica,
        "offered_replica": clash.offered_by.replica,
    }
    filled = {name: value for name, value in fields.items() if value is not None}
    return _of_server(op, item_id(replica, op.n, clash.path), filled, now)


def settling(op: Op, replica: UUID, conflict: UUID, now: dt.datetime) -> Op:
    """Return the op that tells on a conflict's record who settled it, and with which op."""
    settled = {"by": op.author, "at": instant_text(op.made_at), "op": [str(replica), op.n]}
    return _of_server(op, conflict, {SETTLED: settled}, now)


def blanking(op: Op, conflict: UUID, now: dt.datetime) -> Op:
    """Return the op that erases both values of a conflict, and the one before them."""
    return replace(_of_server(op, conflict, dict.fromkeys(VALUES), now), act=Act.erase)


def with_choice(op: Op, conflicts: Iterable[Copy]) -> Op:
    """Return the op as it takes effect: who lets the kept value stand has chosen it, and writes it again.

    So a choice always stamps its path, and two different choices meet like any two values.
    """
    kept = {conflict.values["path"]: conflict.values.get("kept") for conflict in conflicts}
    return replace(op, fields=kept | op.fields) if kept else op


def is_about(conflict: Copy, op: Op) -> bool:
    """Say whether a conflict lies in the op's record, and was open as far as whoever wrote the op could see."""
    about = (conflict.values.get("about_kind"), conflict.values.get("about_id"))
    settled = conflict.stamps.get(SETTLED)
    return about == (op.kind, str(op.record)) and (settled is None or settled > (op.base or NOTHING_SEEN))


def value_at_base(session: Session, op: Op, path: str) -> Any:
    """Return what stood at a path in the state from which the op set out."""
    if op.base is None:
        return None
    changes = (
        select(History)
        .where(
            col(History.scope) == op.scope,
            col(History.kind) == op.kind,
            col(History.record) == op.record,
            col(History.seq) <= op.base.seq,
        )
        .order_by(col(History.seq).desc())
    )
    for change in session.scalars(changes):
        if path in change.fields and path not in change.refused:
            return change.fields[path]
    return None


def _of_server(op: Op, record_id: UUID, fields: Leaves, now: dt.datetime) -> Op:
    return replace(
        op,
        n=0,
        kind=KIND,
        record=record_id,
        base=None,
        act=Act.set,
        fields=fields,
        made_at=read_instant(instant_text(now)),
        local_day=local_day(now),
        resolves=(),
        was=(),
        gone={},
    )
