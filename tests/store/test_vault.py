"""The key file: who can open it, and what happens to one that is damaged."""

import json

import pytest

from cdadesk.store import recovery_key, vault
from cdadesk.store.recovery_key import MistypedRecoveryKey
from cdadesk.store.troubles import NoSuchProfile
from cdadesk.store.vault import KeyFileDamaged, NewerKeyFile, PassphraseTooShort, WrongPassphrase, WrongRecoveryKey
from tests.builders import CHEAP

FIRST, SECOND = "first passphrase", "second passphrase"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "key.json"


@pytest.fixture
def fresh(path):
    return vault.create(path, FIRST, CHEAP)


def test_the_passphrase_opens_it(path, fresh):
    assert vault.unlock(path, FIRST) == fresh.key


def test_another_passphrase_is_told_apart_from_damage(path, fresh):
    with pytest.raises(WrongPassphrase, match="not right"):
        vault.unlock(path, SECOND)


def test_the_recovery_key_opens_it_however_it_is_typed(path, fresh):
    typed = f"  {fresh.recovery.lower().replace('-', ' ')} "
    assert vault.unlock_with_recovery(path, typed) == fresh.key


def test_a_slip_in_the_recovery_key_is_told_before_anything_is_tried(path, fresh):
    characters = fresh.recovery.replace("-", "")
    wrong = characters[:7] + ("2" if characters[7] != "2" else "3") + characters[8:]
    with pytest.raises(MistypedRecoveryKey, match="slip"):
        vault.unlock_with_recovery(path, wrong)


def test_two_characters_that_changed_places_are_noticed():
    written = recovery_key.new().replace("-", "")
    for at in range(len(written) - 1):
        swapped = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
        if swapped != written:
            with pytest.raises(MistypedRecoveryKey):
                recovery_key.read(swapped)


def test_the_recovery_key_of_another_profile_is_told_so(path, fresh):
    with pytest.raises(WrongRecoveryKey, match="another profile"):
        vault.unlock_with_recovery(path, recovery_key.new())


def test_a_changed_passphrase_opens_and_the_old_one_no_longer(path, fresh):
    vault.change_passphrase(path, fresh.key, SECOND, CHEAP)
    assert vault.unlock(path, SECOND) == fresh.key
    assert vault.unlock_with_recovery(path, fresh.recovery) == fresh.key
    with pytest.raises(WrongPassphrase):
        vault.unlock(path, FIRST)


def test_a_new_recovery_key_replaces_the_one_on_paper(path, fresh):
    renewed = vault.renew_recovery(path, fresh.key)
    assert vault.unlock_with_recovery(path, renewed) == fresh.key
    assert vault.unlock(path, FIRST) == fresh.key
    with pytest.raises(WrongRecoveryKey):
        vault.unlock_with_recovery(path, fresh.recovery)


def test_a_passphrase_in_hindi_opens_whichever_way_the_keyboard_writes_it(path):
    fresh = vault.create(path, "सड़क पर पाँच गाय", CHEAP)
    assert vault.unlock(path, "सड\u093cक पर पाँच गाय") == fresh.key


def test_a_short_passphrase_is_refused_and_leaves_no_file(path):
    with pytest.raises(PassphraseTooShort, match="8"):
        vault.create(path, "seven77", CHEAP)
    assert not path.exists()


@pytest.mark.parametrize("at", [0, 40, 200, -10])
def test_a_damaged_file_is_called_damaged_not_a_wrong_passphrase(path, fresh, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 0x15
    path.write_bytes(content)
    with pytest.raises(KeyFileDamaged, match="damaged"):
        vault.unlock(path, FIRST)


def test_a_file_cut_short_is_called_damaged(path, fresh):
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(KeyFileDamaged):
        vault.unlock(path, FIRST)


def test_a_file_without_its_slot_is_called_damaged(path, fresh):
    slots = [slot for slot in json.loads(path.read_text())["slots"] if slot["kind"] == "recovery"]
    path.write_bytes(vault.sealed(slots))
    with pytest.raises(KeyFileDamaged):
        vault.unlock(path, FIRST)


def test_a_slot_without_its_salt_is_called_damaged(path, fresh):
    slots = json.loads(path.read_text())["slots"]
    del slots[0]["salt"]
    path.write_bytes(vault.sealed(slots))
    with pytest.raises(KeyFileDamaged):
        vault.unlock(path, FIRST)


def test_a_file_of_a_newer_version_is_left_alone(path, fresh):
    content = json.loads(path.read_text()) | {"version": vault.VERSION + 1}
    path.write_text(json.dumps(content))
    with pytest.raises(NewerKeyFile, match="newer"):
        vault.unlock(path, FIRST)
    assert json.loads(path.read_text()) == content


def test_a_missing_file_is_named(path):
    with pytest.raises(NoSuchProfile, match=r"key\.json"):
        vault.unlock(path, FIRST)


def test_the_ordinary_hardness_is_what_the_file_says(path):
    assert (vault.FIELD.memory, vault.FIELD.passes) == (64 * 1024 * 1024, 3)
    fresh = vault.create(path, FIRST)
    assert json.loads(path.read_text())["slots"][0]["memory"] == 64 * 1024 * 1024
    assert vault.unlock(path, FIRST) == fresh.key


def test_neither_key_nor_passphrase_stands_in_the_file_or_in_a_message(path, fresh):
    content = path.read_bytes()
    assert fresh.key.raw not in content
    assert FIRST.encode() not in content
    assert fresh.key.raw.hex() not in repr(fresh)
    assert str(fresh.key.raw) not in repr(fresh.key)
