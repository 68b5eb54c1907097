"""Saving: the record, its history and its ops in one transaction, which keeps all or none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection

from cdadesk.clock import instant_text, local_day, new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.closing import closed_paths, closing_last
from cdadesk.domain.kernel.complaints import complaints
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.payload import Leaves
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.kernel.troubles import RecordIsClosed, RecordTooLarge, WrongShape
from cdadesk.store import erasing, history, outbox
from cdadesk.store.bench import Bench, Laid, OnBench, fold
from cdadesk.store.erasing import Erasure
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema, local_leaves
from cdadesk.wire import canonical
from cdadesk.wire.ops import RECORD_BYTES, Act, Op, Seen, covered, difference, item_id, numbered, same


@dataclass(frozen=True)
class Edit:
    """One record as the form showed it (None: a new one) and as the person left it.

    `base` is what was seen of it when the form opened (`Held.base`); `resolves` names the conflicts that are settled.
    """

    before: Record | None
    after: Record
    base: Seen | None = None
    resolves: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What came of a save: its name for `undo`, when it was, and how many changes wait to be sent for it."""

    group: UUID
    at: dt.datetime
    ops: int


@dataclass(frozen=True)
class Hand:
    """Who writes, on which device, at what instant."""

    author: str
    replica: UUID
    at: dt.datetime


@dataclass(frozen=True)
class Step:
    """One change of one record before it has a number; `local` are leaves that are never sent."""

    kind: str
    scope: str
    record: UUID
    fields: Leaves
    local: Leaves = field(default_factory=dict)
    base: Seen | None = None
    act: Act = Act.set
    resolves: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Erase:
    """Paths of a record, with all below them, that are to be blanked for ever and everywhere."""

    record: Record
    paths: tuple[str, ...]
    base: Seen | None = None


def step_of(edit: Edit | Erase) -> Step:
    """Return what the person changed; raises WrongShape when the record cannot be saved as it is."""
    if isinstance(edit, Erase):
        of = edit.record
        return Step(of.kind, of.scope, of.id, dict.fromkeys(edit.paths), base=edit.base, act=Act.erase)
    after = validated(edit.after)
    before = edit.before
    return Step(
        kind=after.kind,
        scope=after.scope,
        record=after.id,
        fields=difference(payload.leaves(before) if before else {}, payload.leaves(after)),
        local=difference(local_leaves(before) if before else {}, local_leaves(after)),
        base=edit.base,
        resolves=edit.resolves,
    )


def validated(record: Record) -> Record:
    """Return the record, checked as if it were made anew: assignment is not validated; raises WrongShape."""
    try:
        return type(record).model_validate(_apart(record))
    except ValidationError as error:
        raise WrongShape(complaints(error)) from error


def carry_out(connection: Connection, schema: Schema, hand: Hand, steps: Sequence[Step]) -> Saved:
    """Write records, history and ops; the caller owns the transaction. Raises RecordTooLarge or RecordIsClosed."""
    writing = _Writing(connection, schema, hand)
    writing.fetch(steps)
    for step in steps:
        writing.take(step)
    return writing.finish()


class _Writing:
    """One save as it grows."""

    def __init__(self, connection: Connection, schema: Schema, hand: Hand) -> None:
        self._connection = connection
        self._hand = hand
        self._bench = Bench(connection, schema)
        self._save = new_id()
        self._first = outbox.made(connection, hand.replica).n + 1
        self._ops: list[Op] = []
        self._noted: list[history.Noted] = []

    def fetch(self, steps: Sequence[Step]) -> None:
        """Read the records that steps will change, all at once."""
        self._bench.fetch_all((step.kind, step.scope, step.record) for step in steps)

    def take(self, step: Step) -> None:
        """Take one step: show it at once, and write down what is to be sent and remembered of it."""
        place = self._bench.on(step.kind, step.scope, step.record)
        if step.act is Act.erase:
            self._erase(place, step)
            return
        if step.act is Act.move:
            self._move(place, step)
            return
        shown, local = place.shared(), place.local()
        target = fold(shown, step.fields)
        _check_open(self._bench.schema.entities[step.kind], place, target)
        if len(canonical.encode(target)) > RECORD_BYTES:
            raise RecordTooLarge
        ops = self._ops_for(place, step, target)
        self._note(step, shown | local, ops)
        server = place.server_leaves()
        self._mend(place, ops)
        place.laid += [Laid(op.n, op.fields, OpState.waiting, None) for op in ops]
        self._bench.lay(place, server, place.seen, fold(local, step.local))

    def _erase(self, place: OnBench, step: Step) -> None:
        """Blank the paths now, and send that they are erased; what the server refused stays refused, without them."""
        held = [path for path in place.shared() | place.local() if covered(path, step.fields)]
        [op] = numbered([self._op(step, step.fields)], self._first + len(self._ops))
        self._ops.append(op)
        own = [Erasure(path, op.author, instant_text(op.made_at), n=op.n) for path in step.fields]
        erasing.erase_here(self._bench, place, own, self._hand.replica)
        self._noted.append(self._change(step) | {"leaves": {path: [None, None] for path in held}, "n": op.n})
        place.laid.append(Laid(op.n, op.fields, OpState.waiting, None, Act.erase))
        self._bench.lay(place, place.server_leaves(), place.seen)

    def _move(self, place: OnBench, step: Step) -> None:
        """Send that the record is to lie elsewhere; here it stays until the server has moved it."""
        [op] = numbered([self._op(step, step.fields)], self._first + len(self._ops))
        self._ops.append(op)
        server = place.server_leaves()
        place.laid.append(Laid(op.n, {}, OpState.waiting, None, Act.move))
        self._bench.lay(place, server, place.seen)

    def finish(self) -> Saved:
        """Write all of it."""
        outbox.put(self._connection, self._hand.replica, self._save, outbox.grouped(self._ops))
        history.note(self._connection, self._noted)
        self._bench.finish()
        return Saved(self._save, self._hand.at, len(self._ops))

    def _ops_for(self, place: OnBench, step: Step, target: Leaves) -> list[Op]:
        fields = closing_last(self._bench.schema.entities[step.kind], _to_send(place, step, target))
        is_new = place.seen is None and not _standing(place)
        if not fields and not step.resolves and not is_new:
            return []
        mended = tuple(item_id(self._hand.replica, each.n) for each in place.laid if each.state is OpState.rejected)
        whole = replace(self._op(step, fields), resolves=step.resolves + mended)
        first = self._first + len(self._ops)
        ops = numbered(outbox.pieces(whole), first)
        self._ops += ops
        return ops

    def _op(self, step: Step, fields: Leaves) -> Op:
        return Op(
            n=0,
            scope=step.scope,
            kind=step.kind,
            record=step.record,
            base=step.base,
            act=step.act if fields == step.fields else Act.set,
            fields=fields,
            author=self._hand.author,
            made_at=self._hand.at,
            local_day=local_day(self._hand.at),
            group=self._save,
        )

    def _mend(self, place: OnBench, ops: Sequence[Op]) -> None:
        """Put the new ops in place of those that the server refused, in the history too."""
        refused = [each for each in place.laid if each.state is OpState.rejected]
        old = [each.n for each in refused]
        if old:
            outbox.mend(self._connection, old)
        for op in ops if old else ():
            history.hand_over(self._connection, self._hand.replica, old, op.n, op.fields)
        place.lift(refused)

    def _note(self, step: Step, before: Leaves, ops: Sequence[Op]) -> None:
        """Note what changes, op by op; what is never sent has no number."""
        numbers = {path: op.n for op in ops for path in op.fields}
        by_op: dict[int | None, dict[str, Any]] = {}
        for path, value in (step.fields | step.local).items():
            if not same(before.get(path), value):
                by_op.setdefault(numbers.get(path), {})[path] = [before.get(path), value]
        self._noted += [self._change(step) | {"leaves": leaves, "n": n} for n, leaves in by_op.items()]

    def _change(self, step: Step) -> history.Noted:
        return {
            "scope": step.scope,
            "kind": step.kind,
            "record": str(step.record),
            "author": self._hand.author,
            "made_at": instant_text(self._hand.at),
            "local_day": local_day(self._hand.at).isoformat(),
            "replica": str(self._hand.replica),
            "save": str(self._save),
        }


def _standing(place: OnBench) -> list[Laid]:
    """Return the changes that the server has taken or has yet to judge."""
    return [each for each in place.laid if each.state is not OpState.rejected]


def without_refused(place: OnBench) -> Leaves:
    """Return the leaves that the person sees, without what the server refused."""
    taken = place.server_leaves()
    for guest in place.guests:
        taken = guest.over(taken)
    for each in _standing(place):
        taken = each.over(taken)
    return taken


def _to_send(place: OnBench, step: Step, target: Leaves) -> Leaves:
    """Return the step's fields; after a refusal the difference to what the server will have, refused values too."""
    standing = _standing(place)
    if len(standing) == len(place.laid):
        return step.fields
    taken = place.server_leaves()
    for each in standing:
        taken = fold(taken, each.fields)
    return difference(taken, target)


def _check_open(entity: type[Record], place: OnBench, target: Leaves) -> None:
    """Raise RecordIsClosed if the record was agreed to before, and would be another now."""
    if entity.closes is not None:
        taken = without_refused(place)
        if closed_paths(entity, taken, difference(taken, target)):
            raise RecordIsClosed


def _apart(sheet: Record | Element) -> dict[str, Any]:
    """Return the values of a record with its lines taken apart, so that all of them are validated again."""
    values = {name: getattr(sheet, name) for name in type(sheet).model_fields}
    for name, info in describe(type(sheet)).items():
        if info.kind is Kind.rows:
            values[name] = {
                key: _apart(line) if isinstance(line, Element) else line for key, line in values[name].items()
            }
    return values
