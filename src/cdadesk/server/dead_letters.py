"""Dead letters: ops that could not be taken, kept as they came until their laptop sends them mended."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.i18n import _
from cdadesk.server.bench import Bench, Key, key_of
from cdadesk.server.shape import Rejected
from cdadesk.server.tables import DeadLetter
from cdadesk.wire import canonical
from cdadesk.wire.messages import Outcome
from cdadesk.wire.ops import Act, Op, item_id


class DeadLetters:
    """The open dead letters of one replica: those that lie here, and those of this transaction."""

    def __init__(self, session: Session, replica: UUID) -> None:
        self._session = session
        self._replica = replica
        self._open: dict[Key, list[int]] = {}
        self._new: dict[int, dict[str, Any]] = {}
        self._mended: set[int] = set()
        mine = select(DeadLetter).where(col(DeadLetter.replica) == replica, col(DeadLetter.mended_at).is_(None))
        for letter in session.scalars(mine):
            self._open.setdefault((letter.scope, letter.kind, letter.record), []).append(letter.n)

    def check(self, op: Op, bench: Bench) -> None:
        """Refuse a change of a record that was never made because its creation was rejected, unless it mends that."""
        letters = self._open.get(key_of(op), [])
        if letters and op.act is not Act.erase and bench.copy(key_of(op)) is None and not self._named(op):
            raise Rejected("joined", _("This belongs to a record that the server could not take. Mend that first."))

    def put(self, ops: Iterable[Op], why: Mapping[int, Outcome], now: dt.datetime) -> None:
        """Keep the ops of a rejected group."""
        for op in ops:
            self._open.setdefault(key_of(op), []).append(op.n)
            self._new[op.n] = {
                "scope": op.scope,
                "replica": self._replica,
                "n": op.n,
                "kind": op.kind,
                "record": op.record,
                "in_group": op.group,
                "code": why[op.n].code,
                "sentence": why[op.n].sentence,
                "entry": canonical.encode(op.plain()),
                "received_at": now,
                "mended_at": None,
            }

    def close(self, ops: Iterable[Op]) -> None:
        """Note which letters the ops of a group mend, now that it was taken."""
        for op in ops:
            named = self._named(op)
            self._mended |= named
            if named:
                self._open[key_of(op)] = [n for n in self._open[key_of(op)] if n not in named]

    def finish(self, now: dt.datetime) -> None:
        """Write what came and what was mended."""
        if self._new:
            self._session.execute(insert(DeadLetter), list(self._new.values()))
        if self._mended:
            mended = (col(DeadLetter.replica) == self._replica, col(DeadLetter.n).in_(self._mended))
            self._session.execute(update(DeadLetter).where(*mended).values(mended_at=now))

    def _named(self, op: Op) -> set[int]:
        letters = self._open.get(key_of(op), ())
        return {n for n in letters if op.resolves and item_id(self._replica, n) in op.resolves}
