"""Looking a profile's files over."""

from sqlalchemy import text

from cdadesk.store import checking
from cdadesk.store.opening import open_files
from cdadesk.store.profile import Profile
from cdadesk.store.store import Setup
from cdadesk.store.vault import Key, unlock
from tests.builders import PASSPHRASE, a_record, a_store, saved
from tests.store.samples import Thing


def found_after(folder, setup: Setup, *statements: str) -> list[str]:
    """Return what is found in a profile after something else wrote in its database."""
    key: Key = unlock(Profile(folder).key_file, PASSPHRASE)
    opened = open_files(Profile(folder), key, setup)
    try:
        with opened.database.writing() as connection:
            for statement in statements:
                connection.execute(text(statement))
        return list(checking.problems(opened.database, opened.replica))
    finally:
        opened.close()


def a_profile(folder, setup: Setup) -> None:
    """Make a profile with three things in it."""
    with a_store(folder, setup=setup) as store:
        for name in ("one", "two", "three"):
            saved(store, a_record(Thing, name=name))


def test_nothing_is_wrong_with_a_profile_as_it_was_written(tmp_path, setup):
    a_profile(tmp_path / "laptop", setup)
    assert found_after(tmp_path / "laptop", setup) == []


def test_a_change_that_was_rewritten_is_found(tmp_path, setup):
    a_profile(tmp_path / "laptop", setup)
    (said,) = found_after(tmp_path / "laptop", setup, "UPDATE op SET entry = replace(entry, 'two', 'ten')")
    assert said.startswith("Change 2 is not what was saved.")


def test_a_change_that_is_gone_is_found(tmp_path, setup):
    a_profile(tmp_path / "laptop", setup)
    (said,) = found_after(tmp_path / "laptop", setup, "DELETE FROM op WHERE n = 2")
    assert said.startswith("Change 3 is not what was saved.")
