"""A laptop whose disk is full from any write of an exchange on: it says so, and with room again nothing is missing."""

import contextlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlcipher3 import dbapi2

from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.acts.sending_files import waiting
from cdadesk.server import accounts
from cdadesk.store.troubles import DiskFull
from tests.line.town import LineTown
from tests.sync.served import exchanged

FULL = 13  # SQLITE_FULL


@dataclass
class Disk:
    """The disk under the databases of this process, with room for so many transactions more."""

    room: int
    was_full: bool = False

    def begin(self, connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        """Note whether a transaction writes."""
        if statement.startswith("BEGIN"):
            connection.info["writes"] = statement == "BEGIN IMMEDIATE"

    def commit(self, connection: Connection) -> None:
        """Refuse what there is no room for, in the words of SQLite."""
        if connection.info.get("writes"):
            self.room -= 1
            if self.room < 0:
                self.was_full = True
                full = dbapi2.OperationalError("database or disk is full")
                full.sqlite_errorcode = FULL
                raise full


@contextmanager
def a_disk_with_room_for(writes: int) -> Iterator[Disk]:
    """Let the disk be full after so many writes, as long as the block lasts."""
    disk = Disk(writes)
    event.listen(Engine, "before_cursor_execute", disk.begin)
    event.listen(Engine, "commit", disk.commit)
    try:
        yield disk
    finally:
        event.remove(Engine, "before_cursor_execute", disk.begin)
        event.remove(Engine, "commit", disk.commit)


def exchange_with_room_for(town: LineTown, writes: int) -> bool:
    """Let both save, and Asha exchange with room for so many writes; say whether the disk was full."""
    change = accounts.unassign if writes % 2 else accounts.assign
    town.database.write(lambda session: change(session, "asha", town.furnished.town.ludhiana))
    news, mine = town.write_page(2), town.save(town.asha, 3, together=2)
    attach(town.asha, mine[0], pasted_source("list.pdf", b"%PDF-1.4 who came " + str(writes).encode()))
    town.ledger.note(town.asha)
    with a_disk_with_room_for(writes) as disk, contextlib.suppress(DiskFull):
        exchanged(town.asha)
    exchanged(town.asha)
    town.check_arrived(town.asha, [*mine, *news])
    assert town.asha.standing().all_sent
    assert waiting(town.asha).count == 0
    return disk.was_full


def test_an_exchange_on_a_disk_that_is_full_at_any_write_loses_nothing_and_doubles_nothing(town: LineTown) -> None:
    full = itertools.takewhile(lambda writes: exchange_with_room_for(town, writes), itertools.count())
    assert len(list(full)) > 8, "an exchange hardly writes: this has tried nothing"
    town.check()


def test_the_trouble_is_told(town: LineTown) -> None:
    town.save(town.asha, 1)
    with a_disk_with_room_for(0), pytest.raises(DiskFull, match="Nothing was lost"):
        exchanged(town.asha)
