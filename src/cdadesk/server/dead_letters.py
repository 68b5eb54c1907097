"""Dead letters: ops that could not be taken, kept as they came until their laptop sends them mended."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.i18n import _
from cdadesk.server.bench import Bench, key_of
from cdadesk.server.shape import Rejected
from cdadesk.server.tables import DeadLetter
from cdadesk.wire import canonical
from cdadesk.wire.messages import Outcome
from cdadesk.wire.ops import Act, Op, item_id

PARKED = "parked"
"""The code of what was laid aside without being read."""

Name = tuple[UUID, int]


class DeadLetters:
    """The open dead letters of one replica, and of those that it was before: those that lie here, and the newest."""

    def __init__(self, session: Session, replicas: Sequence[UUID]) -> None:
        self._session = session
        self._replica = replicas[0]
        self._open: dict[tuple[str, UUID], list[Name]] = {}  # whatever the scope: a record may move
        self._new: dict[int, dict[str, Any]] = {}
        self._mended: set[Name] = set()
        mine = select(DeadLetter).where(col(DeadLetter.replica).in_(replicas), col(DeadLetter.mended_at).is_(None))
        for letter in session.scalars(mine):
            self._open.setdefault((letter.kind, letter.record), []).append((letter.replica, letter.n))

    def check(self, op: Op, bench: Bench) -> None:
        """Refuse a change of a record that was never made because its creation was rejected, unless it mends that."""
        letters = self._open.get(key_of(op)[1:], [])
        if letters and op.act is not Act.erase and bench.copy(key_of(op)) is None and not self._named(op):
            raise Rejected("joined", _("This belongs to a record that the server could not take. Mend that first."))

    def put(self, ops: Iterable[Op], why: Mapping[int, Outcome], now: dt.datetime) -> None:
        """Keep the ops of a rejected group."""
        for op in ops:
            self._open.setdefault(key_of(op)[1:], []).append((self._replica, op.n))
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
            self._close(op, self._named(op))

    def close_former(self, op: Op) -> None:
        """Note that an op which was laid aside when a former replica sent it stands here anew, however it is judged."""
        names = {(UUID(replica), n) for replica, n, _h in op.was}
        self._close(op, names & set(self._open.get(key_of(op)[1:], ())))

    def finish(self, now: dt.datetime) -> None:
        """Write what came and what was mended."""
        if self._new:
            self._session.execute(insert(DeadLetter), list(self._new.values()))
        for replica in {each for each, _n in self._mended}:
            ns = [n for each, n in self._mended if each == replica]
            mended = (col(DeadLetter.replica) == replica, col(DeadLetter.n).in_(ns))
            self._session.execute(update(DeadLetter).where(*mended).values(mended_at=now))

    def _close(self, op: Op, named: set[Name]) -> None:
        self._mended |= named
        if named:
            self._open[key_of(op)[1:]] = [each for each in self._open[key_of(op)[1:]] if each not in named]

    def _named(self, op: Op) -> set[Name]:
        letters = self._open.get(key_of(op)[1:], ())
        return {each for each in letters if op.resolves and item_id(*each) in op.resolves}
