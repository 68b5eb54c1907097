"""A copy of a profile takes its place again; what stood there is kept, and a bad copy changes nothing."""

import datetime as dt

import pytest

from cdadesk.store.putting_back import DamagedCopy, NotACopy, put_back
from cdadesk.store.troubles import ProfileInUse
from cdadesk.store.vault import WrongPassphrase
from tests.builders import PASSPHRASE, a_record, opened, saved
from tests.store.samples import Thing

AT = dt.datetime(2026, 3, 14, 9, 12, 33, tzinfo=dt.UTC)


def test_an_older_copy_takes_the_place_and_the_newer_profile_is_kept_aside(store, setup, tmp_path):
    saved(store, a_record(Thing, name="Loom"))
    copy = store.back_up(tmp_path).path
    saved(store, a_record(Thing, name="Newer"))
    folder = store.profile.folder
    with pytest.raises(ProfileInUse):
        put_back(copy, PASSPHRASE, folder, AT)
    store.close()
    aside = put_back(copy, PASSPHRASE, folder, AT)
    with opened(folder, setup) as again:
        assert [held.record.name for held in again.find(Thing)] == ["Loom"]
    with opened(aside, setup) as kept:
        assert {held.record.name for held in kept.find(Thing)} == {"Loom", "Newer"}


def test_a_copy_opens_on_a_laptop_that_had_nothing(store, setup, tmp_path):
    saved(store, a_record(Thing, name="Loom"))
    copy = store.back_up(tmp_path).path
    assert put_back(copy, PASSPHRASE, tmp_path / "new" / "kavita", AT) is None
    with opened(tmp_path / "new" / "kavita", setup) as again:
        assert again.count(Thing) == 1


@pytest.mark.parametrize("what", ["no copy", "damaged", "wrong passphrase"])
def test_what_cannot_be_put_back_is_told_and_changes_nothing(store, setup, tmp_path, what):
    saved(store, a_record(Thing, name="Loom"))
    copy, passphrase = store.back_up(tmp_path).path, PASSPHRASE
    store.close()
    if what == "no copy":
        (copy / "cdadesk.db").unlink()
    if what == "damaged":
        content = bytearray((copy / "cdadesk.db").read_bytes())
        content[-4096:] = bytes(4096)
        (copy / "cdadesk.db").write_bytes(content)
    if what == "wrong passphrase":
        passphrase = "another one of theirs"
    told = {"no copy": NotACopy, "damaged": DamagedCopy, "wrong passphrase": WrongPassphrase}[what]
    with pytest.raises(told):
        put_back(copy, passphrase, store.profile.folder, AT)
    with opened(store.profile.folder, setup) as again:
        assert again.count(Thing) == 1
