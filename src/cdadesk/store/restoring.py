"""When the server was restored from a backup: what this laptop does about all that the backup does not hold.

Its own changes wait again. Those of others, which their laptops will bring again if they still can, are set aside. The
scopes in which something was lost come anew, so that in the end every record here is the server's.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from cdadesk.store import aside, cursors, forking, history, outbox, settings, whole
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.outbox import OpState
from cdadesk.store.settings import Setting
from cdadesk.store.tables import former_op
from cdadesk.store.whole import Why
from cdadesk.wire.fences import still_holds
from cdadesk.wire.messages import Outcomes
from cdadesk.wire.ops import Op, Seen

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
