"""When the server was restored from a backup: what this laptop does about all that the backup does not hold.

Its own changes wait again. Those of others, which their laptops will bring again if they still can, are set aside. The
scopes in which something was lost come anew, so that in the end every record here is the server's. What was erased in
the time that is lost is erased again by every laptop that knows of it and may do so: nobody else might, since what is
done on the server's pages stands in no journal.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from cdadesk.store import aside, cursors, forking, granting, history, outbox, settings, whole
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.settings import Setting
from cdadesk.store.tables import erasure, former_op, op
from cdadesk.store.whole import Why
from cdadesk.store.writing import Step
from cdadesk.wire import rights
from cdadesk.wire.fences import still_holds
from cdadesk.wire.messages import Outcomes
from cdadesk.wire.ops import Act, Op, Seen, covered
from cdadesk.wire.rights import Doing

Fences = Mapping[str, Sequence[Seen]]


def go_back(bench: Bench, replica: UUID, answer: Outcomes) -> list[OnBench]:
    """Go back to what the server holds, in the caller's transaction; return the records that now stand otherwise.

    What was sent after its backup waits again already.
    """
    connection = bench.connection
    lost = [
        each.scope
        for each in cursors.every(connection)
        if still_holds(each.at, answer.fences.get(each.scope, ()), answer.epoch) != each.at
    ]
    touched = _issue_former_again(bench, replica, answer)
    for scope in lost:
        _set_aside(bench, scope, answer)
        whole.begin(connection, scope, Why.restored)
    settings.write(connection, Setting.check_wanted, value=True)
    return touched


def erasures_again(connection: Connection, schema: Schema, answer: Outcomes) -> list[Step]:
    """Return the erasures that the server lost and that nobody brings again for certain, as steps of this person.

    A path under which something was written since is left alone: that is shown here, and would go with it.
    """
    bench, account = Bench(connection, schema), granting.account(connection)
    paths: dict[tuple[str, str, UUID], list[str]] = {}
    for row in connection.execute(select(erasure).order_by(erasure.c.path)):
        may = rights.may(account, Doing.erase, row.scope, row.kind) and row.kind in schema.entities
        if may and _is_lost(row.scope, row.epoch, row.seq, answer) and not _is_waiting(connection, row.n):
            paths.setdefault((row.kind, row.scope, UUID(row.record)), []).append(row.path)
    bench.fetch_all(paths)
    found = []
    for key, erased in sorted(paths.items()):
        place = bench.on(*key)
        free = [path for path in erased if not any(covered(each, [path]) for each in place.shared())]
        if place.kept is not None and free:
            found.append(Step(*key, dict.fromkeys(free), base=place.seen, act=Act.erase))
    return found


def _is_waiting(connection: Connection, n: int | None) -> bool:
    """Say whether the op of this laptop by which it erased goes out again by itself."""
    found = connection.execute(select(op).where(op.c.n == n, op.c.state == OpState.waiting)).first()
    return found is not None and isinstance(outbox.entry_of(found), Op)


def _is_lost(scope: str, epoch: int | None, seq: int | None, answer: Outcomes) -> bool:
    if epoch is None or seq is None or seq == 0:
        return False
    seen = Seen(epoch, seq)
    return still_holds(seen, answer.fences.get(scope, ()), answer.epoch) != seen


def _issue_former_again(bench: Bench, replica: UUID, answer: Outcomes) -> list[OnBench]:
    """Issue again what former replicas of this laptop had sent, and the server lost."""
    connection = bench.connection
    asked = select(former_op).where(former_op.c.state == OpState.acknowledged)
    asked = asked.order_by(former_op.c.at, former_op.c.replica, former_op.c.n)
    rows = [row for row in connection.execute(asked) if _goes_again(row, answer)]
    if not rows:
        return []
    numbers = forking.issue(connection, replica, [(row, UUID(row.replica)) for row in rows])
    history.rename(connection, numbers, replica)
    history.unnumber(connection, replica, min(numbers.values()) - 1)
    for row in rows:
        again = (former_op.c.replica == row.replica, former_op.c.n == row.n)
        connection.execute(update(former_op).where(*again).values(state=OpState.again))
    return bench.lay_own_anew((row.kind, row.scope, UUID(row.record)) for row in rows)


def _goes_again(row: Row[Any], answer: Outcomes) -> bool:
    return _is_lost(row.scope, row.epoch, row.seq, answer) and isinstance(outbox.entry_of(row), Op)


def _set_aside(bench: Bench, scope: str, answer: Outcomes) -> None:
    """Move what others changed, and the server lost, from the history to what is set aside."""
    connection = bench.connection
    numbered = history.numbered_in(connection, scope)
    gone = [line for line in numbered if _is_lost(scope, line.epoch, line.seq, answer)]
    aside.keep_lines(bench, gone)
    history.drop(connection, gone)
