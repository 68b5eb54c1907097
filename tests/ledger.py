"""A ledger of what people saved, kept by the test, and held against what the server has in the end."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cdadesk.server import checking
from cdadesk.server.database import Database
from cdadesk.server.tables import History
from cdadesk.store.store import Store
from cdadesk.wire.ops import Leaves, Op
from tests.serving import sqlite_url

_ALL = 10**9
Number = tuple[str, int]


@dataclass
class Ledger:
    """Each op that was ever saved: who made it and its number, and what it said.

    `made_alone` are records that another process saved, each with one op whose number nobody here saw.
    """

    saved: dict[Number, tuple[UUID, Leaves]] = field(default_factory=dict)
    made_alone: set[UUID] = field(default_factory=set)

    def note(self, store: Store) -> None:
        """Write down what waits on a laptop."""
        batch = store.next_to_send(_ALL)
        for entry in batch.entries if batch else ():
            assert isinstance(entry, Op)
            self.saved[str(store.replica), entry.n] = (entry.record, dict(entry.fields))

    def check(self, file: Path) -> None:
        """Assert that the server has each op once, word for word, and no other of these laptops."""
        database = Database(sqlite_url(file))
        try:
            with database.reading() as session:
                self._compare(session)
            assert list(checking.problems(database)) == []
        finally:
            database.close()

    def _compare(self, session: Session) -> None:
        makers = {replica for replica, _n in self.saved}
        there = [each for each in session.scalars(select(History)) if each.replica in makers]
        twice = [each for each, times in Counter((row.replica, row.n) for row in there).items() if times > 1]
        assert twice == []
        alone = [row for row in there if (row.replica, row.n) not in self.saved]
        known = {record for record, _fields in self.saved.values()}
        assert Counter(row.record for row in alone) == Counter(self.made_alone - known)
        noted = {(row.replica, row.n): (row.record, row.fields) for row in there if (row.replica, row.n) in self.saved}
        assert noted == self.saved
