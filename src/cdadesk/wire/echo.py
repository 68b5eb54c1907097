"""What a reader's own batch wrote does not come back to it: it knows the ops, and the outcomes give their numbers.

The server leaves out a record of which nothing is newer than the reader's floor but changes that the batch of this
very request made, and that stand as they were sent; the reader puts it back from what it holds in its hands. A change
that met another's, settled something, or was issued before, comes as any other does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from cdadesk.clock import instant_text
from cdadesk.wire import runs
from cdadesk.wire.fresh import Fresh
from cdadesk.wire.merge import effects
from cdadesk.wire.messages import Batch, Outcome, Outcomes, Result, Simply
from cdadesk.wire.ops import NOTHING_SEEN, Act, Op, Seen
from cdadesk.wire.pages import Change, Echo, Page, Row, Slice


class Stretch(NamedTuple):
    """Numbers of a scope that follow each other."""

    epoch: int
    first: int
    last: int


@dataclass(frozen=True)
class Own:
    """What a batch wrote and stands as it was sent: changes one by one, and stretches in each of which a record began.

    Where a record is still at a number of such a stretch, nothing was written in it since.
    """

    changes: Mapping[tuple[str, Seen], Op] = field(default_factory=dict)
    made: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)

    def seen_in(self, scope: str) -> frozenset[Seen]:
        """Return the numbers of the changes in a scope."""
        return frozenset(seen for where, seen in self.changes if where == scope)


NOTHING_OWN = Own()
_AS_SENT = {Result.ok, Result.merged}
_PLAIN = frozenset(
    ("n", "scope", "kind", "record", "base", "act", "fields", "author", "made_at", "local_day", "group", "salt")
)
_WRITES = {Act.set, Act.void, Act.restore}


def with_echo(page: Page, cursors: Mapping[str, Seen], replica: UUID, batch: Batch, outcomes: Outcomes) -> Page:
    """Return the page with what the server left out of it: as an echo where that can be told at once, else as rows."""
    at_once = _echo(page, cursors, replica, batch, outcomes.outcomes)
    return with_own(page, cursors, replica, batch, outcomes) if at_once is None else at_once


def own_of(batch: Batch, outcomes: Sequence[Outcome]) -> Own:
    """Return what a batch wrote just now, from what was answered to its ops."""
    made = _made(batch.fresh, outcomes) if isinstance(outcomes, Simply) else None
    return Own(taken_as_sent(batch, outcomes)) if made is None else Own(made=made)


def _made(fresh: Sequence[Fresh], told: Simply) -> dict[str, list[Stretch]] | None:
    """Return the stretches of fresh ops; None where there are others, or numbers between them."""
    found: dict[str, list[Stretch]] = {}
    at = 0
    for ops in fresh:
        first, last = told.seen[at], told.seen[at + len(ops) - 1]
        if last != (first.epoch, first.seq + len(ops) - 1):
            return None
        found.setdefault(ops.scope, []).append(Stretch(*first, last.seq))
        at += len(ops)
    return found if at == len(told) else None


def taken_as_sent(batch: Batch, outcomes: Iterable[Outcome]) -> dict[tuple[str, Seen], Op]:
    """Return those ops of a batch, by scope and number, that stand in their records exactly as they were sent."""
    ops = {entry.n: entry for entry in batch.entries if isinstance(entry, Op)}
    return {
        (ops[each.n].scope, each.seen): ops[each.n]
        for each in outcomes
        if each.n in ops and each.seen and each.result in _AS_SENT and _is_plain(ops[each.n])
    }


def with_own(page: Page, cursors: Mapping[str, Seen], replica: UUID, batch: Batch, outcomes: Outcomes) -> Page:
    """Return the page with the rows that the server left out because the batch wrote them."""
    own = taken_as_sent(batch, outcomes.outcomes)
    filled = [_filled(each, cursors.get(each.scope, NOTHING_SEEN), replica, own) for each in page.slices]
    return replace(page, slices=tuple(filled))


def _echo(page: Page, cursors: Mapping[str, Seen], replica: UUID, batch: Batch, told: Sequence[Outcome]) -> Page | None:
    """Return the page with the echo of a batch of plain ops, where it lies in one slice that holds nothing else."""
    first = told.stretch() if isinstance(told, Simply) and len(told) == len(batch.numbers) else None
    scope = _of_one_scope(batch) if first is not None else None
    mine = [each for each in page.slices if each.scope == scope and not each.rows]
    if first is None or len(mine) != 1:
        return None
    [news], last = mine, Seen(first.epoch, first.seq + len(told) - 1)
    if not (cursors.get(news.scope, NOTHING_SEEN) < first and last <= news.cursor):
        return None

    def rows() -> Sequence[Row]:
        return _filled(news, NOTHING_SEEN, replica, taken_as_sent(batch, told)).rows

    numbers = batch.numbers
    echo = Echo(numbers[0], numbers[-1], first, rows)
    return replace(page, slices=tuple(replace(each, echo=echo) if each is news else each for each in page.slices))


def _of_one_scope(batch: Batch) -> str | None:
    """Return the scope in which all ops of a batch set fields, each of a record of its own; None for any others."""
    scopes, records = set[str](), set[str]()
    for each in batch.dense()["ops"]:
        same, columns, counted = each if isinstance(each, list) else (each, {}, {})
        fields = columns.get("fields") or same.get("fields")
        if {*same, *columns, *counted} != _PLAIN or same.get("act") != Act.set or "scope" not in same or not fields:
            return None
        scopes.add(same["scope"])
        records.update(runs.values_of(each, "record"))
    is_own_each = len(scopes) == 1 and len(records) == len(batch.numbers)
    return scopes.pop() if is_own_each else None


def _is_plain(op: Op) -> bool:
    return op.act in _WRITES and bool(effects(op)) and not (op.resolves or op.was or op.gone)


def _filled(news: Slice, after: Seen, replica: UUID, own: Mapping[tuple[str, Seen], Op]) -> Slice:
    came = {(row.kind, row.id) for row in news.rows}
    missing = [
        (seen, op)
        for (scope, seen), op in own.items()
        if scope == news.scope and after < seen <= news.cursor and (op.kind, op.record) not in came
    ]
    missing.sort(key=lambda pair: (pair[1].kind, pair[1].record, pair[0]))
    rows = [_row(list(group), replica) for _key, group in groupby(missing, lambda pair: (pair[1].kind, pair[1].record))]
    return replace(news, rows=tuple(sorted((*news.rows, *rows), key=lambda row: row.seq))) if rows else news


def _row(written: list[tuple[Seen, Op]], replica: UUID) -> Row:
    newest, op = written[-1]
    changes = tuple(_change(seen, each, replica) for seen, each in written)
    return Row(newest.seq, op.kind, op.record, changes, is_echo=True)


def _change(seen: Seen, op: Op, replica: UUID) -> Change:
    at = instant_text(op.made_at)  # when the server received it is of no use to whoever wrote it
    return Change(seen, str(replica), op.author, at, at, effects(op), op.n)
