"""The file for support: a helper sees what a server lacks of a laptop, and an empty server gets it all again."""

import json
from pathlib import Path

import pytest

from cdadesk.acts.support import write_everything, write_for_support
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import accounts, command, journals
from cdadesk.server.accounts import NewUser, add_user
from cdadesk.server.records import all_of
from cdadesk.store.vault import PassphraseTooShort
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Role
from cdadesk.wire.strongbox import SEALED_MAGIC, Work, lock, seal
from tests.builders import a_store, the
from tests.serving import PASSWORD, open_database, sqlite_url
from tests.sync.served import a_furnished_town, a_laptop, exchanged, rewritten, serving, written

KEY = "a key for the helper"
CHEAP = Work(memory=8192, passes=1)


def test_an_empty_server_gets_all_that_a_laptop_ever_sent_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    furnished = a_furnished_town(tmp_path / "server")
    file = tmp_path / "all.cdajournal"
    with serving(furnished) as served, a_laptop(tmp_path / "asha", served, "asha") as asha:
        meeting = written(asha, Meeting, served.scope, place="Bagru")
        exchanged(asha)
        rewritten(asha, meeting, place="Sanganer")
        exchanged(asha)
        waits = written(asha, Meeting, served.scope, place="Waits")
        write_everything(asha, file, KEY, CHEAP)
        shown = the(asha, Meeting, meeting.id).record
    assert b"Sanganer" not in file.read_bytes()
    told = journals.read(journals.opened(file.read_bytes(), Keys.new(), lambda: KEY))
    with open_database(furnished.file) as old, old.reading() as session:
        (standing,) = journals.compare(session, told)
        assert (standing.made, standing.held, len(standing.lacking), standing.forked) == (3, 2, 1, False)
    with open_database(tmp_path / "empty.sqlite3") as empty:
        new = NewUser("asha", "Asha", Role.cda, PASSWORD)
        empty.write(lambda session: add_user(session, new, empty.clock.now()))
        assert journals.take(empty, told, "asha") == []
        assert journals.take(empty, told, "asha") == []
        with empty.reading() as session:
            (standing,) = journals.compare(session, told)
            assert standing.lacking == ()
            (member,) = accounts.members(session)
            found = {each.id: each.copy.values for each in all_of(session, member, shown.scope, "meeting")}
    assert found[meeting.id]["place"] == "Sanganer"
    assert found[waits.id]["place"] == "Waits"


def test_a_file_that_cannot_be_opened_is_told() -> None:
    mine = Keys.new()
    with pytest.raises(journals.NoJournal):
        journals.opened(b"something else", mine, lambda: KEY)
    with pytest.raises(journals.WrongKeyOfJournal):
        journals.opened(lock(b"{}", KEY, CHEAP), mine, lambda: "another key")
    for damaged in (seal(b"{}", Keys.new().public), seal(b"{}", mine.public)[:-1]):
        with pytest.raises(journals.SealedToOthers):
            journals.opened(damaged, mine, lambda: KEY)
    with pytest.raises(journals.NoJournal):
        journals.opened(SEALED_MAGIC + b"nonsense", mine, lambda: KEY)
    with pytest.raises(journals.NoJournal):
        journals.read(journals.opened(seal(b"{}", mine.public), mine, lambda: KEY))


def test_a_file_of_a_laptop_that_knows_its_server_is_opened_by_the_administrator_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "server").mkdir()
    furnished, file, out = a_furnished_town(tmp_path / "server"), tmp_path / "all.cdajournal", tmp_path / "all.json"
    with serving(furnished) as served, a_laptop(tmp_path / "asha", served, "asha") as asha:
        written(asha, Meeting, served.scope, place="Waits")
        assert write_for_support(asha, file) == ""
        own = asha.sticks.keys()
    with pytest.raises(journals.SealedToOthers):
        journals.opened(file.read_bytes(), own, lambda: KEY)
    assert b"Waits" not in file.read_bytes()
    there = ["--database", sqlite_url(furnished.file).render_as_string(hide_password=False)]
    assert command.main(["support", "open", str(file), "--out", str(out), *there]) == 0
    assert "1 change is lacking here" in capsys.readouterr().out
    assert any(each["op"]["fields"].get("place") == "Waits" for each in json.loads(out.read_bytes())["ops"])
    assert command.main(["journal", str(file), "--take", "asha", *there]) == 0
    with open_database(furnished.file) as database, database.reading() as session:
        (member,) = [each for each in accounts.members(session) if each.login == "asha"]
        (found,) = all_of(session, member, served.scope, "meeting")
    assert found.copy.values["place"] == "Waits"


def test_a_laptop_without_a_server_locks_its_file_with_a_key_that_it_tells(tmp_path: Path) -> None:
    with a_store(tmp_path / "laptop") as store:
        key = write_for_support(store, tmp_path / "file", CHEAP)
    plain = journals.opened((tmp_path / "file").read_bytes(), Keys.new(), lambda: key)
    assert json.loads(plain)["ops"] == []


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with a_store(tmp_path / "laptop") as store, pytest.raises(PassphraseTooShort):
        write_everything(store, tmp_path / "file", "short", CHEAP)
    assert not (tmp_path / "file").exists()
