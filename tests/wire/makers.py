"""Makers of ops and writers that name only what matters."""

import datetime as dt
from typing import Any
from uuid import UUID

from cdadesk.wire.merge import EMPTY, Copy, Merged, Writer, merge
from cdadesk.wire.ops import Act, Leaves, Op, Seen

RECORD = UUID("01a20000-0000-7000-8000-00000000000a")
GROUP = UUID("01a20000-0000-7000-8000-00000000000b")
CLUSTER = UUID("01a20000-0000-7000-8000-00000000000c")
NOON = dt.datetime(2026, 3, 14, 6, 30, tzinfo=dt.UTC)


def an_op(fields: Leaves, *, base: int | Seen | None = None, **told: Any) -> Op:
    """Return an op on the record of these tests, made on a state of epoch 1 unless `base` tells another."""
    usual: dict[str, Any] = {
        "n": 1,
        "scope": str(CLUSTER),
        "kind": "meeting",
        "record": RECORD,
        "base": Seen(1, base) if isinstance(base, int) else base,
        "act": Act.set,
        "fields": fields,
        "author": "asha",
        "made_at": NOON,
        "local_day": NOON.date(),
        "group": GROUP,
        "salt": bytes(16),
    }
    return Op(**(usual | told))


def a_writer(replica: str) -> Writer:
    """Return who writes on a laptop."""
    return Writer(replica, f"author of {replica}", "2026-03-14T06:30:00.000Z", "2026-03-14T07:00:00.000Z")


class Table:
    """A server of one record: gives numbers, merges, keeps the clashes."""

    def __init__(self) -> None:
        self.copy: Copy = EMPTY
        self.clashes: list[tuple[str, Any, Any]] = []
        self.seq = 0
        self.epoch = 1

    def write(self, replica: str, fields: Leaves, *, base: int | Seen | None, act: Act = Act.set) -> Merged:
        """Merge what a laptop wrote that had seen the record as of `base`."""
        self.seq += 1
        merged = merge(self.copy, an_op(fields, base=base, act=act), Seen(self.epoch, self.seq), a_writer(replica))
        self.copy = merged.copy
        self.clashes += [(clash.path, clash.kept, clash.offered) for clash in merged.clashes]
        return merged

    @property
    def values(self) -> dict[str, Any]:
        """Return what stands."""
        return dict(self.copy.values)
