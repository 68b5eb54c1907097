"""What the disk, other programs and other versions do to the file: a clear sentence each time, and nothing is lost."""

import shutil
import subprocess
import sys

import pytest

from cdadesk.clock import new_id
from cdadesk.store import profile as profiles
from cdadesk.store import vault
from cdadesk.store.store import DraftKey, Edit, Store
from cdadesk.store.troubles import (
    DamagedDatabase,
    DiskFailed,
    DiskFull,
    FileInUse,
    KeyDoesNotFit,
    NewerDatabase,
    NoSuchProfile,
    ProfileExists,
    ProfileInUse,
    ReadOnlyFile,
)
from cdadesk.store.vault import Key
from tests.builders import CHEAP, PASSPHRASE, a_record, a_setup, a_store, changed, opened, reopened, saved, the
from tests.store.files import beside, database_in, every_connection_with
from tests.store.samples import Thing

# what a folder calls itself that stands where a file should: Windows only says that the access was refused
IN_THE_WAY = ReadOnlyFile if sys.platform == "win32" else DiskFailed


def test_every_connection_flushes_each_commit_to_the_disk(store):
    with beside(store) as database, database.bare() as driver:
        told = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        told |= {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "secure_delete")}
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_nothing_of_a_record_can_be_read_in_the_files(store):
    saved(store, a_record(Thing, name="Kavita trusts nobody"))
    store.drafts.keep(DraftKey("thing", new_id()), None, {"name": "Kavita hesitates"})
    store.close()
    for path in store.profile.folder.rglob("*"):
        assert not path.is_file() or b"Kavita trusts" not in path.read_bytes()
        assert not path.is_file() or b"hesitates" not in path.read_bytes()
    assert not store.profile.database.read_bytes().startswith(b"SQLite format")


def test_the_key_of_another_profile_does_not_open_it(store):
    store.close()
    with pytest.raises(KeyDoesNotFit, match="does not open"):
        Store.open(store.profile.folder, Key(b"x" * 32))


def test_a_database_of_a_newer_version_is_refused_and_left_untouched(store, setup):
    saved(store, a_record(Thing, name="Loom"))
    store.close()
    folder = store.profile.folder
    with database_in(folder) as database, database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = store.profile.database.read_bytes()
    with pytest.raises(NewerDatabase, match="newer version"):
        opened(folder, setup)
    assert store.profile.database.read_bytes() == before


def test_a_database_without_a_version_is_called_damaged(store, setup):
    store.close()
    with database_in(store.profile.folder) as database, database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(DamagedDatabase):
        opened(store.profile.folder, setup)


def test_a_database_without_its_tables_is_called_damaged(store, setup):
    store.close()
    with database_in(store.profile.folder) as database, database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(DamagedDatabase):
        opened(store.profile.folder, setup)


def test_a_file_damaged_at_its_start_is_not_opened(store, setup):
    store.close()
    overwrite(store.profile.database, at=100)
    with pytest.raises(KeyDoesNotFit, match="damaged"):
        opened(store.profile.folder, setup)


def test_a_file_damaged_in_the_middle_is_told_when_it_is_read(store, setup):
    store.save(*[Edit(None, a_record(Thing, words="x" * 3_000)) for _ in range(60)])
    store.close()
    size = store.profile.database.stat().st_size
    for at in range(100_000, size - 5_000, 20_000):
        overwrite(store.profile.database, at=at)
    with (
        pytest.raises(DamagedDatabase, match="restore the newest backup"),
        opened(store.profile.folder, setup) as again,
    ):
        again.find(Thing)


def test_what_another_program_locks_is_told_and_saved_later(store, setup):
    record = a_record(Thing, name="Loom")
    with every_connection_with("busy_timeout = 1"), opened_anew(store, setup) as impatient:
        with beside(store) as database, database.writing(), pytest.raises(FileInUse, match="Another program"):
            impatient.save(Edit(None, record))
        impatient.save(Edit(None, record))
        assert impatient.count(Thing) == 1


def test_a_file_that_must_not_be_written_can_still_be_read(store, setup):
    record = saved(store, a_record(Thing, name="Loom"))
    store.close()
    with every_connection_with("query_only = ON"), opened(store.profile.folder, setup) as again:
        with pytest.raises(ReadOnlyFile, match="read-only"):
            changed(again, the(again, Thing, record.id), name="Big loom")
        assert the(again, Thing, record.id).record.name == "Loom"


def test_what_the_driver_itself_refuses_is_told_too(store):
    with every_connection_with("query_only = ON"), beside(store) as database:
        with pytest.raises(ReadOnlyFile), database.bare() as driver:
            driver.execute("DELETE FROM setting")
        with pytest.raises(Exception, match="syntax"), database.bare() as driver:
            driver.execute("DELET")


def test_a_full_disk_loses_nothing_and_the_save_works_once_there_is_room(store, setup):
    kept = saved(store, a_record(Thing, name="Loom"))
    too_much = a_record(Thing, words="x" * 200_000)
    with every_connection_with("max_page_count = 1"), opened_anew(store, setup) as full:
        with pytest.raises(DiskFull, match="Nothing was lost"):
            full.save(Edit(None, too_much))
        assert full.count(Thing) == 1
        assert full.standing().waiting == 1
    with opened(store.profile.folder, setup) as again:
        again.save(Edit(None, too_much))
        assert {held.record.id for held in again.find(Thing)} == {kept.id, too_much.id}


def test_a_disk_that_is_really_full(tmp_path, setup):
    """A file system of two megabytes, filled to the last; only an administrator may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        with a_store(disk / "laptop", setup=setup) as store:
            done = []
            with pytest.raises(DiskFull):
                fill(store, done)
        with opened(disk / "laptop", setup) as again:
            assert again.find_ids(Thing) == done
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_second_window_on_one_profile_is_refused(store, setup):
    with pytest.raises(ProfileInUse, match="another window"):
        opened(store.profile.folder, setup)


def test_the_lock_of_a_dead_process_does_not_hold(store, setup):
    store.close()
    dying = f"from pathlib import Path; from cdadesk.store.locking import Lock; Lock(Path({str(store.profile.lock)!r}))"
    subprocess.run([sys.executable, "-c", f"{dying}; import os; os.kill(os.getpid(), 9)"], check=False)
    assert store.profile.lock.exists()
    opened(store.profile.folder, setup).close()


def test_a_lock_that_cannot_be_made_is_told(store, setup):
    store.close()
    store.profile.lock.unlink()
    store.profile.lock.mkdir()
    with pytest.raises(IN_THE_WAY):
        opened(store.profile.folder, setup)


def test_a_passphrase_is_changed_whole_or_not_at_all(store):
    """The folder where the new key file would first lie takes its name already."""
    path = store.profile.key_file
    path.with_name(f"{path.name}.new").mkdir()
    before = path.read_bytes()
    key = vault.unlock(path, PASSPHRASE)
    with pytest.raises(IN_THE_WAY):
        vault.change_passphrase(path, key, "another passphrase", CHEAP)
    assert path.read_bytes() == before


def test_a_failed_opening_lets_the_next_one_in(store, setup):
    store.close()
    with pytest.raises(KeyDoesNotFit):
        Store.open(store.profile.folder, Key(b"x" * 32))
    opened(store.profile.folder, setup).close()


def test_a_folder_without_a_profile_is_told(tmp_path, setup):
    with pytest.raises(NoSuchProfile, match=r"cdadesk\.db"):
        Store.open(tmp_path, Key(b"x" * 32))


def test_a_folder_where_something_lies_is_left_alone(tmp_path, setup):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ProfileExists):
        a_store(tmp_path, setup=setup)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_profile_that_could_not_be_made_leaves_nothing(tmp_path, setup):
    with every_connection_with("max_page_count = 3"), pytest.raises(DiskFull):
        a_store(tmp_path / "laptop", setup=setup)
    assert list(tmp_path.iterdir()) == []
    a_store(tmp_path / "laptop", setup=setup).close()


def test_an_empty_folder_may_become_a_profile(tmp_path, setup):
    (tmp_path / "laptop").mkdir()
    with a_store(tmp_path / "laptop", setup=setup) as store:
        assert store.me.name == "Kavita"


def test_profiles_are_listed_by_name_before_any_is_unlocked(tmp_path):
    for name in ("Zarina", "Arun", "कविता"):
        a_store(profiles.new_folder(name, tmp_path), name=name).close()
    assert [each.name for each in profiles.profiles(tmp_path)] == ["Arun", "Zarina", "कविता"]
    assert profiles.profiles(tmp_path / "none") == []


def test_a_damaged_card_costs_the_name_and_not_the_profile(tmp_path):
    with a_store(tmp_path / "laptop") as store:
        record = store.profile
    (record.folder / "profile.json").write_bytes(b"\xff{")
    assert [each.name for each in profiles.profiles(tmp_path)] == ["laptop"]
    opened(record.folder).close()


def test_profiles_lie_where_the_system_keeps_such_things():
    assert profiles.default_root().name == "profiles"
    assert profiles.new_folder("Arun K.").parent == profiles.default_root()
    assert profiles.new_folder("Arun K.") != profiles.new_folder("Arun K.")


def test_the_recovery_key_of_a_new_profile_opens_it(tmp_path):
    made = Store.create(tmp_path / "laptop", PASSPHRASE, "Kavita", "hi", a_setup())
    made.store.close()
    key = vault.unlock_with_recovery(made.store.profile.key_file, made.recovery)
    with Store.open(tmp_path / "laptop", key, a_setup()) as again:
        assert again.settings.get("language") == "hi"
        assert again.profile.language == "hi"


def fill(store, done):
    """Save and note what was saved, until the disk refuses."""
    for _ in range(100):
        record = a_record(Thing, words="x" * 50_000)
        store.save(Edit(None, record))
        done.append(record.id)


def opened_anew(store, setup):
    """Close the store's own connections and open the profile again, so that new ones are made."""
    return reopened(store, setup)


def overwrite(path, at, count=400):
    """Damage a file as a bad sector does."""
    content = bytearray(path.read_bytes())
    content[at : at + count] = bytes(byte ^ 0x5A for byte in content[at : at + count])
    path.write_bytes(content)
