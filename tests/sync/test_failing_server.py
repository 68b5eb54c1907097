"""A real server that really fails on one change: the others go on, and the one is laid aside and can be mended."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server.tables import DeadLetter
from cdadesk.store.store import Store
from cdadesk.sync.troubles import ServerTroubled
from tests.builders import the
from tests.serving import open_database
from tests.sync.served import Furnished, Served, a_furnished_town, a_laptop, exchanged, rewritten, serving, written

POISON = "bitter almonds"
FAILS = f"""
    CREATE TRIGGER fails BEFORE INSERT ON history WHEN NEW.fields LIKE '%{POISON}%'
    BEGIN SELECT RAISE(ABORT, 'this disk has a hole'); END
"""


@pytest.fixture
def furnished(tmp_path: Path) -> Furnished:
    """Return a server's file that cannot take one thing."""
    made = a_furnished_town(tmp_path)
    command(made.file, FAILS)
    return made


@pytest.fixture
def served(furnished: Furnished) -> Iterator[Served]:
    with serving(furnished) as running:
        yield running


def command(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)


def times_it_failed(store: Store) -> int:
    """Exchange until it goes through, and say how often it did not."""
    for failures in range(10):
        try:
            exchanged(store)
        except ServerTroubled:
            continue
        return failures
    raise AssertionError("it never goes through")


def test_what_the_server_fails_on_holds_up_nothing_and_comes_back_to_be_mended(
    served: Served, furnished: Furnished, tmp_path: Path
) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        before = written(asha, Meeting, served.scope, place="Bagru")
        bitter = written(asha, Meeting, served.scope, place=POISON)
        after = written(asha, Meeting, served.scope, place="Sanganer")
        assert times_it_failed(asha) == 4
        exchanged(balbir)
        assert [balbir.get(Meeting, each.id) is not None for each in (before, bitter, after)] == [True, False, True]

        (refused,) = asha.refused()
        assert (refused.record, refused.code) == (bitter.id, "parked")
        assert "laid aside" in refused.sentence
        assert the(asha, Meeting, bitter.id).record.place == POISON
        assert not asha.standing().all_sent
        with open_database(furnished.file) as database, database.reading() as session:
            assert [POISON.encode() in letter.entry for letter in session.query(DeadLetter)] == [True]

        rewritten(asha, bitter, place="Chomu")
        exchanged(asha)
        assert (asha.refused(), asha.standing().all_sent) == ([], True)
        exchanged(balbir)
        assert the(balbir, Meeting, bitter.id).record.place == "Chomu"
