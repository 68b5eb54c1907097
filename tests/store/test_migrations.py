"""A database of an older version becomes one of this version, after a backup, or stays as it was."""

import dataclasses
import shutil

import pytest
from sqlalchemy import inspect

from cdadesk.clock import new_id
from cdadesk.domain.registry import ENTITIES
from cdadesk.store import history, upgrading, vault
from cdadesk.store.engine import Database
from cdadesk.store.migrations import KNOWN, running
from cdadesk.store.rows import Schema
from cdadesk.store.store import DraftKey
from cdadesk.store.troubles import BackupFailed, DiskFailed, DiskFull, NewerDatabase
from cdadesk.store.upgrading import OURS, Revisions
from tests.builders import PASSPHRASE, HandClock, a_record, opened, saved
from tests.store.samples import Thing

LATER_THAN_0006 = [f"r{each}*" for each in KNOWN if each > "0006"]
LATER = f"{int(KNOWN[-1]) + 1:04}"
GOOD = f'''
"""A later step."""
from alembic import op
import sqlalchemy as sa
revision, down_revision = "{LATER}", "{KNOWN[-1]}"
def upgrade():
    op.add_column("draft", sa.Column("mood", sa.Text))
    op.execute("UPDATE setting SET value = '\\"hi\\"' WHERE name = 'language'")
'''  # noqa: S608 - a script of a migration
LARGE = f"""{GOOD}
    op.execute("PRAGMA max_page_count = 1")
    op.execute("UPDATE draft SET body = hex(zeroblob(5000000))")
"""  # noqa: S608 - a script of a migration
BROKEN = f"""{GOOD}
    op.drop_table("no_such_table")
"""


@pytest.fixture
def at_rest(store):
    """Give a closed profile with one record, its key, and its database as the upgrade opens it."""
    record = saved(store, a_record(Thing, name="Loom"))
    store.drafts.keep(DraftKey("thing", record.id), None, {"name": "Big"})
    store.close()
    key = vault.unlock(store.profile.key_file, PASSPHRASE)
    database = Database(store.profile.database, key)
    yield store.profile, key, database
    database.close()


def later(folder, script):
    """Return the revisions of a version that has one more step."""
    shutil.copytree(OURS.versions, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / f"r{LATER}_later.py").write_text(script)
    return Revisions((*KNOWN, LATER), folder)


def bring_up(at_rest, revisions):
    profile, key, database = at_rest
    return upgrading.bring_up(database, key, profile.backups, HandClock().clock, revisions)


def schema_of(database):
    """Return what SQLite says of every table and index, word for word."""
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: "".join(sql.split()) for name, sql in found}


@pytest.fixture
def empty(tmp_path):
    """Return a maker of empty encrypted databases."""
    made = []

    def make(name):
        made.append(Database(tmp_path / name, vault.Key(b"k" * 32)))
        return made[-1]

    yield make
    for database in made:
        database.close()


def test_a_migrated_database_is_one_that_was_made_new(empty):
    new, migrated = empty("new.db"), empty("migrated.db")
    with new.writing() as connection:
        upgrading.make(connection, Schema(ENTITIES))
    with migrated.writing() as connection:
        running.bring_up(connection, OURS.versions)
    assert schema_of(migrated) == schema_of(new)
    assert upgrading.revision_of(migrated) == upgrading.revision_of(new) == KNOWN[-1]


def test_every_step_has_a_number_of_its_own_and_is_known():
    assert sorted(each.name[1:5] for each in OURS.versions.glob("r0*.py")) == list(KNOWN)


def test_nothing_is_copied_or_changed_when_nothing_is_due(at_rest):
    profile, _key, _database = at_rest
    before = profile.database.read_bytes()
    assert bring_up(at_rest, OURS) is None
    assert not profile.backups.exists()
    assert profile.database.read_bytes() == before


def test_an_upgrade_leaves_a_backup_that_the_same_key_opens(at_rest, tmp_path, setup):
    profile, key, database = at_rest
    backup = bring_up(at_rest, later(tmp_path / "versions", GOOD))
    assert upgrading.revision_of(database) == LATER
    assert backup.parent == profile.backups
    assert [path.name for path in profile.backups.iterdir()] == [backup.name]
    copy = Database(backup, key)
    with copy.reading() as connection:
        assert "mood" not in {column["name"] for column in inspect(connection).get_columns("draft")}
        assert connection.exec_driver_sql("SELECT name FROM record_thing").scalar() == "Loom"
    copy.close()


def test_an_upgrade_is_taken_when_the_profile_is_opened(at_rest, tmp_path, setup):
    profile, _key, database = at_rest
    database.close()
    revisions = later(tmp_path / "versions", GOOD)
    with opened(profile.folder, dataclasses.replace(setup, revisions=revisions)) as store:
        assert store.settings.get("language") == "hi"
        assert store.count(Thing) == 1
    with pytest.raises(NewerDatabase):
        opened(profile.folder, setup)


def test_an_upgrade_that_fails_half_way_changes_nothing(at_rest, tmp_path, setup):
    profile, _key, database = at_rest
    before = schema_of(database)
    with pytest.raises(Exception, match="no_such_table"):
        bring_up(at_rest, later(tmp_path / "versions", BROKEN))
    assert upgrading.revision_of(database) == KNOWN[-1]
    assert schema_of(database) == before
    database.close()
    with opened(profile.folder, setup) as store:
        assert store.count(Thing) == 1
        assert store.settings.get("language") == "en"


def test_an_upgrade_for_which_there_is_no_room_changes_nothing(at_rest, tmp_path, setup):
    profile, _key, database = at_rest
    before = schema_of(database)
    database.close()
    large = dataclasses.replace(setup, revisions=later(tmp_path / "versions", LARGE))
    with pytest.raises(DiskFull):
        opened(profile.folder, large)
    assert schema_of(database) == before
    with opened(profile.folder, setup) as store:
        assert store.drafts.all()[0].body == {"name": "Big"}


def test_without_a_place_for_the_backup_nothing_is_upgraded(at_rest, tmp_path):
    profile, _key, database = at_rest
    profile.backups.write_text("a file where the folder should be")
    with pytest.raises(DiskFailed):
        bring_up(at_rest, later(tmp_path / "versions", GOOD))
    assert upgrading.revision_of(database) == KNOWN[-1]


def test_a_backup_that_cannot_be_read_back_stops_the_upgrade(at_rest, tmp_path):
    profile, _key, database = at_rest
    wrong = vault.Key(bytes(32))
    with pytest.raises(BackupFailed, match="not upgraded"):
        upgrading.bring_up(database, wrong, profile.backups, HandClock().clock, later(tmp_path / "versions", GOOD))
    assert upgrading.revision_of(database) == KNOWN[-1]


def test_a_damaged_backup_is_noticed_when_it_is_read_back(at_rest):
    profile, key, database = at_rest
    database.close()
    content = bytearray(profile.database.read_bytes())
    content[-4096:] = bytes(4096)
    profile.database.write_bytes(content)
    with pytest.raises(BackupFailed):
        upgrading.read_back(profile.database, key)


def test_the_history_of_an_older_version_is_there_change_by_change(empty, tmp_path):
    database = empty("older.db")
    older = tmp_path / "older"
    shutil.copytree(OURS.versions, older, ignore=shutil.ignore_patterns("__pycache__", *LATER_THAN_0006))
    record = new_id()
    line = {"scope": "C", "kind": "thing", "record": str(record), "author": "asha", "replica": "laptop", "n": 1}
    line |= {"made_at": "2026-03-14T09:12:33.120Z", "local_day": "2026-03-14", "save": "first"}
    lines = [
        line | {"path": "name", "before": None, "value": '"Loom"'},
        line | {"path": "size", "before": "1", "value": "2"},
        line | {"path": "name", "before": '"Loom"', "value": '"Big loom"'},
        line | {"path": "name", "before": '"Big loom"', "value": None, "n": 2, "save": "second"},
    ]
    with database.writing() as connection:
        running.bring_up(connection, older)
        for each in lines:
            named, places = ", ".join(each), ", ".join("?" * len(each))
            written = f"INSERT INTO history ({named}) VALUES ({places})"  # noqa: S608 - a table of this test
            connection.exec_driver_sql(written, tuple(each.values()))
        running.bring_up(connection, OURS.versions)
    with database.reading() as connection:
        told = history.of(connection, "thing", record)
        assert [(each.path, each.before, each.value, each.n) for each in told] == [
            ("name", None, "Loom", 1),
            ("size", 1, 2, 1),
            ("name", "Loom", "Big loom", 1),
            ("name", "Big loom", None, 2),
        ]
        assert len({each.id for each in history.of_save(connection, "first")}) == 2
