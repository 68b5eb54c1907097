"""Undo: the opposite of one save, as a save of its own, so that it is sent, kept in the history and undone like any."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.payload import Leaves
from cdadesk.domain.kernel.record import Void
from cdadesk.store import history
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.history import Line
from cdadesk.store.rows import Schema, is_local
from cdadesk.store.troubles import NothingToUndo
from cdadesk.store.writing import Hand, Saved, Step, carry_out
from cdadesk.wire.ops import same


def undo(connection: Connection, schema: Schema, hand: Hand, save: UUID) -> Saved:
    """Take a save back: values as before, what was new becomes void. What was changed since stays as it is.

    Raises NothingToUndo when nothing of it can be taken back.
    """
    lines = history.of_save(connection, save)
    if any(line.before is None and line.value is None for line in lines):
        raise NothingToUndo  # something of it was erased, and nothing brings that back
    by_record = groupby(
        sorted(lines, key=lambda row: (row.kind, row.record, row.id)), lambda row: (row.kind, row.record)
    )
    backwards = _Backwards(connection, schema, hand)
    steps = [step for (kind, _record), found in by_record for step in backwards.steps(kind, list(found))]
    if not steps:
        raise NothingToUndo
    return carry_out(connection, schema, hand, steps)


class _Backwards:
    def __init__(self, connection: Connection, schema: Schema, hand: Hand) -> None:
        self._connection = connection
        self._schema = schema
        self._bench = Bench(connection, schema)
        self._void = Void(by=hand.author, at=hand.at).plain()

    def steps(self, kind: str, lines: Sequence[Line]) -> Iterator[Step]:
        """Yield the step that takes one record back, if any can."""
        record, first = UUID(lines[0].record), lines[0].id
        place = self._bench.on(kind, lines[0].scope, record)
        if self._schema.entities[kind].create_only:
            return
        shown = place.shared() | place.local()
        standing = [line for line in lines if same(shown.get(line.path), line.value)]
        if not history.known_before(self._connection, kind, record, first):
            back = {} if "void" in shown else {"void": self._void}
        else:
            back = dict(self._back(kind, line, first) for line in standing)
        if back:
            yield self._step(place, back)

    def _back(self, kind: str, line: Line, first: int) -> tuple[str, Any]:
        """Return the leaf that undoes a line: the value before, or the void of a list's line that was new."""
        field, _slash, below = line.path.partition("/")
        info = describe(self._schema.entities[kind]).get(field)
        if info is None or info.kind is not Kind.rows:
            return line.path, line.before
        element = f"{field}/{below.partition('/')[0]}/"
        if history.known_before(self._connection, kind, UUID(line.record), first, element):
            return line.path, line.before
        return f"{element}void", self._void

    def _step(self, place: OnBench, back: Leaves) -> Step:
        entity = self._schema.entities[place.kind]
        local = {path: value for path, value in back.items() if is_local(entity, path)}
        fields = {path: value for path, value in back.items() if path not in local}
        return Step(place.kind, place.scope, place.id, fields, local, base=place.seen)
