"""The schema: the migrations make what the tables declare, and the scope is part of every key that counts."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.exc import IntegrityError, StatementError

from cdadesk.clock import new_id
from cdadesk.server import schema
from cdadesk.server.database import Database
from cdadesk.server.tables import Assignment, Scope, StoredFile, metadata
from tests.postgres import fresh_database
from tests.server.laptops import NOON
from tests.serving import sqlite_url

SYNCED = (
    "record",
    "queued",
    "history",
    "dead_letter",
    "departed",
    "scope",
    "scope_author",
    "fence",
    "recovered_row",
    "blob",
    "blob_piece",
)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    """Return a database without any table."""
    if request.param == "sqlite":
        opened = Database(sqlite_url(tmp_path / "empty.sqlite3"))
        yield opened
        opened.close()
    else:
        with fresh_database(request.getfixturevalue("postgres")) as url:
            opened = Database(url)
            yield opened
            opened.close()


def test_migrations_make_what_the_tables_declare(empty):
    assert not schema.is_current(empty)
    schema.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    assert schema.is_current(empty)


def test_bringing_up_to_date_twice_is_once(empty):
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert schema.is_current(empty)


def test_a_database_of_a_newer_version_is_left_alone(empty):
    schema.upgrade(empty)
    with empty.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.NewerDatabase):
        schema.upgrade(empty)
    assert not schema.is_current(empty)


@pytest.mark.parametrize("table", SYNCED)
def test_every_key_of_what_goes_out_contains_the_scope(table):
    keys = [
        {column.name for column in each.columns}
        for each in metadata.tables[table].constraints
        if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
    ]
    keys += [{column.name for column in each.columns} for each in metadata.tables[table].indexes]
    assert keys
    assert [key for key in keys if "scope" not in key] == []
    assert not metadata.tables[table].foreign_keys


def test_every_other_table_is_known_to_stay_here():
    here = {"user_account", "alias", "assignment", "replica", "outcome", "device_token", "sign_in", "failed_sign_in"}
    assert set(metadata.tables) - set(SYNCED) == here | {
        "enrolment",
        "identity",
        "secret",
        "gone_object",
        "filled",
        "first_download",
    }


def test_what_was_acknowledged_outlives_a_power_cut(tmp_path):
    """Level 2 is FULL: the commit returns after the flush."""
    database = Database(sqlite_url(tmp_path / "server.sqlite3"))
    with database.writing() as session:
        told = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "journal_mode")}
    database.close()
    assert told == {"synchronous": 2, "journal_mode": "wal"}


def test_a_pointer_to_nobody_is_refused_also_after_a_migration(empty):
    schema.upgrade(empty)
    with pytest.raises(IntegrityError):
        empty.write(lambda session: session.add(Assignment(user=new_id(), cluster=new_id())) or session.flush())


def test_an_instant_without_a_zone_is_refused(empty):
    schema.upgrade(empty)
    with pytest.raises(StatementError):
        empty.write(
            lambda session: session.add(Scope(scope="x", name="", epoch=1, seq=0, made_at=NOON.replace(tzinfo=None)))
        )


def test_a_half_done_transaction_leaves_nothing(empty):
    schema.upgrade(empty)

    def work(session):
        session.add(Scope(scope="x", name="", epoch=1, seq=0, made_at=NOON))
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        empty.write(work)
    with empty.reading() as session:
        assert session.get(Scope, "x") is None


def test_files_that_came_before_their_bytes_had_a_name_are_found_also_where_they_moved(empty):
    schema.upgrade(empty, "0007")
    here, there, sha256 = f"{new_id()}:private", f"{new_id()}:private", "ab" * 32
    departed = {"kind": "attachment", "id": new_id().hex, "seq": 1, "stamps": "{}", "arrived": "[1, 1]"}
    with empty.writing() as session:
        for scope in (here, there):
            at = {"scope": scope, "sha256": sha256, "at": NOON}
            session.execute(text("INSERT INTO blob VALUES (:scope, :sha256, 3, :at)"), at)
        names = ", ".join(["scope", "to_scope", *departed])
        values = ", ".join(f":{name}" for name in ["scope", "to_scope", *departed])
        row = departed | {"scope": here, "to_scope": there}
        session.execute(text(f"INSERT INTO departed ({names}) VALUES ({values})"), row)  # noqa: S608 - our columns
    schema.upgrade(empty)
    name = f"files/{here.replace(':', '-')}/{sha256}"
    with empty.reading() as session:
        assert {session.get(StoredFile, (scope, sha256)).object for scope in (here, there)} == {name}
