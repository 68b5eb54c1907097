"""Moving: a record that lay in one scope lies in another now, or is out of sight; its pages may come in either order.

Numbers of one scope mean nothing in another: what was known of a record is known as from before all that is told there.
"""

import json
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from cdadesk.store import outbox
from cdadesk.store.bench import Address, Bench, OnBench
from cdadesk.store.outbox import OpState
from cdadesk.store.tables import erasure, guest_op, history, leaving, op, parked, search_entry
from cdadesk.wire import canonical
from cdadesk.wire.ops import Act, Op, Seen, Stub, read_entry
from cdadesk.wire.pages import Row


def arrive(bench: Bench, place: OnBench, scope: str) -> None:
    """Let a record lie in another scope than before, with its history; what waits to be sent stays laid over it."""
    connection = bench.connection
    if place.kept is not None:
        bench.schema.delete(connection, place.kept.record)
    server = place.server_leaves()
    reached = [each for each in place.laid if each.seen is not None]
    for each in reached:  # the server merged it before the record went
        server = each.over(server)
    place.lift(reached)
    _rewrite(connection, place, scope)
    place.scope = scope
    bench.lay(place, server, None)


def leave(bench: Bench, place: OnBench, row: Row, seen: Seen) -> None:
    """Take in that a record went away: to where this laptop may read, or out of its sight, unsent work first."""
    if row.moved:
        arrive(bench, place, row.moved)
    elif _waits(bench.connection, place.kind, place.id):
        values = {"scope": place.scope, "kind": place.kind, "record": str(place.id)}
        bench.connection.execute(insert(leaving).prefix_with("OR REPLACE").values(values))
        bench.lay(place, place.server_leaves(), seen)
    else:
        forget(bench, place)


def let_go(bench: Bench) -> None:
    """Forget the records that went out of sight, as soon as the server has judged all that waited for them."""
    for row in bench.connection.execute(select(leaving)).all():
        if not _waits(bench.connection, row.kind, UUID(row.record)):
            place = bench.on(row.kind, row.scope, UUID(row.record))
            if place.scope == row.scope:
                forget(bench, place)
            gone = (leaving.c.kind == row.kind, leaving.c.record == row.record)
            bench.connection.execute(delete(leaving).where(*gone))


def is_any_leaving(connection: Connection) -> bool:
    """Say whether a record that went out of sight waits for what the server says to its ops."""
    return connection.execute(select(leaving.c.record).limit(1)).first() is not None


def forget(bench: Bench, place: OnBench) -> None:
    """Drop a record and all that tells of it; what the server refused stays, for the person to mend or export."""
    connection = bench.connection
    place.lift(list(place.laid))
    _forget_guests(connection, place)
    bench.drop_copy(place)
    for table in (history, erasure):
        connection.execute(delete(table).where(table.c.kind == place.kind, table.c.record == str(place.id)))
    mine = (op.c.kind == place.kind, op.c.record == str(place.id), op.c.state != OpState.rejected)
    for row in connection.execute(select(op).where(*mine)).all():
        outbox.forget(connection, row)
    bench.erased = True


def carried(connection: Connection, places: Iterable[OnBench]) -> dict[Address, set[tuple[str, int]]]:
    """Return the changes, by replica and n, that came along with records that were moved: they are noted already."""
    numberless = {str(place.id): place for place in places if place.kept is not None and place.seen is None}
    mine = (history.c.record.in_(list(numberless)), history.c.seq == 0, history.c.n.is_not(None))
    asked = select(history.c.kind, history.c.record, history.c.replica, history.c.n).where(*mine)
    found: dict[Address, set[tuple[str, int]]] = {}
    for row in connection.execute(asked) if numberless else ():
        found.setdefault((row.kind, UUID(row.record)), set()).add((row.replica, row.n))
    return found


def _forget_guests(connection: Connection, place: OnBench) -> None:
    """Keep of what was seen on a stick only its place in its chain."""
    place.guests = []
    mine = (guest_op.c.kind == place.kind, guest_op.c.record == str(place.id))
    for row in connection.execute(select(guest_op).where(*mine)).all():
        left = Stub(row.n, read_entry(json.loads(row.entry)).digest()).plain()
        kept = {"entry": canonical.encode(left).decode(), "laid_over": False}
        connection.execute(update(guest_op).where(guest_op.c.id == row.id).values(kept))


def forget_parked(connection: Connection, scope: str, row: Row) -> None:
    """Drop what this version could not read of a record that went away."""
    mine = (parked.c.scope == scope, parked.c.kind == row.kind, parked.c.record == str(row.id))
    connection.execute(delete(parked).where(*mine))


def target_of(connection: Connection, kind: str, record: UUID) -> str | None:
    """Return where a record goes with the next exchange, None if it stays."""
    waiting = (op.c.kind == kind, op.c.record == str(record), op.c.state == OpState.waiting)
    moves = func.json_extract(op.c.entry, "$.act") == Act.move.value
    newest = connection.execute(select(op).where(*waiting, moves).order_by(op.c.n.desc()).limit(1)).first()
    entry = outbox.entry_of(newest) if newest is not None else None
    if not isinstance(entry, Op) or entry.fields["scope"] == entry.scope:
        return None
    return str(entry.fields["scope"])


def _rewrite(connection: Connection, place: OnBench, scope: str) -> None:
    mine = {"kind": place.kind, "record": str(place.id)}
    for table in (history, erasure, search_entry):
        same = (table.c.kind == mine["kind"], table.c.record == mine["record"])
        connection.execute(update(table).where(*same).values(scope=scope))
    for table in (history, erasure):  # what waits has no number yet
        numbered = (table.c.kind == mine["kind"], table.c.record == mine["record"], table.c.seq.is_not(None))
        connection.execute(update(table).where(*numbered).values(epoch=0, seq=0))


def _waits(connection: Connection, kind: str, record: UUID) -> bool:
    waiting = (op.c.kind == kind, op.c.record == str(record), op.c.state == OpState.waiting)
    return connection.execute(select(func.count()).select_from(op).where(*waiting)).scalar_one() > 0
