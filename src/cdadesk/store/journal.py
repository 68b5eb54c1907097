"""The journal: what was sent stays for 90 days, so that a server which lost it can have it again."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from cdadesk.clock import instant_text
from cdadesk.store import outbox
from cdadesk.store.outbox import OpState
from cdadesk.store.tables import former_op, judged, op
from cdadesk.wire import canonical
from cdadesk.wire.ops import Op, Stub

KEPT = dt.timedelta(days=90)
_STUB = '{"d":%'  # how the entry of a stub begins
_AT_ONCE = 2_000
_NOTE_JUDGED = "INSERT OR IGNORE INTO judged (n, at) VALUES (?, ?)"
_DONE = (OpState.acknowledged, OpState.mended)

_SHORTEN = update(op).where(op.c.n == bindparam("of_n")).values(entry=bindparam("stub"), size=bindparam("length"))
_SHORTEN_FORMER = (
    update(former_op)
    .where(former_op.c.replica == bindparam("of_replica"), former_op.c.n == bindparam("of_n"))
    .values(entry=bindparam("stub"))
)


def note_judged(connection: Connection, ns: Sequence[int], at: dt.datetime) -> None:
    """Note when the server's word on ops came; the first time counts."""
    if ns:
        when = instant_text(at)
        connection.exec_driver_sql(_NOTE_JUDGED, [(n, when) for n in ns])


def tidy(connection: Connection, now: dt.datetime) -> None:
    """Let go of the content of what was judged long ago and lies over nothing; its place in the chain stays.

    `now` is the server's time: a laptop whose clock jumps by years must not lose its journal.
    """
    before = instant_text(now - KEPT)
    _tidy_own(connection, before)
    _tidy_former(connection, before)


def _tidy_own(connection: Connection, before: str) -> None:
    known = select(judged.c.n)
    unknown = select(op.c.n).where(op.c.state.in_(_DONE), op.c.n.not_in(known)).limit(_AT_ONCE)
    missing = list(connection.execute(unknown).scalars())
    if missing:  # judged by an older version, which did not note when: their time begins now
        at = instant_text(dt.datetime.fromisoformat(before) + KEPT)
        connection.execute(insert(judged), [{"n": n, "at": at} for n in missing])
    long_ago = select(judged.c.n).where(judged.c.at < before)  # these first: the ops themselves are large
    old = (op.c.n.in_(long_ago), op.c.state.in_(_DONE), ~op.c.laid_over, op.c.entry.not_like(_STUB))
    rows = connection.execute(select(op).where(*old).limit(_AT_ONCE))
    told = [(row.n, _stub(outbox.entry_of(row))) for row in rows]
    stubs = [{"of_n": n, "stub": stub, "length": len(stub)} for n, stub in told]
    if stubs:
        connection.execute(_SHORTEN, stubs)


def _tidy_former(connection: Connection, before: str) -> None:
    old = (former_op.c.at < before, former_op.c.state.in_((*_DONE, OpState.again)), former_op.c.entry.not_like(_STUB))
    rows = connection.execute(select(former_op).where(*old).limit(_AT_ONCE))
    stubs = [{"of_replica": row.replica, "of_n": row.n, "stub": _stub(outbox.entry_of(row))} for row in rows]
    if stubs:
        connection.execute(_SHORTEN_FORMER, stubs)


def _stub(entry: Op | Stub) -> str:
    return canonical.encode(Stub(entry.n, entry.digest()).plain()).decode()
