"""The file for support: a helper sees what a server lacks of a laptop, and an empty server gets it all again."""

from pathlib import Path

import pytest

from cdadesk.acts.support import write_everything
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import accounts, journals
from cdadesk.server.accounts import NewUser, add_user
from cdadesk.server.records import all_of
from cdadesk.store.vault import PassphraseTooShort
from cdadesk.wire.messages import Role
from cdadesk.wire.strongbox import Work, lock
from tests.builders import a_store, the
from tests.serving import PASSWORD, open_database
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
    told = journals.read(file.read_bytes(), KEY)
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
    with pytest.raises(journals.NoJournal):
        journals.read(b"something else", KEY)
    with pytest.raises(journals.WrongKeyOfJournal):
        journals.read(lock(b"{}", KEY, CHEAP), "another key")
    with pytest.raises(journals.NoJournal):
        journals.read(lock(b"{}", KEY, CHEAP), KEY)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with a_store(tmp_path / "laptop") as store, pytest.raises(PassphraseTooShort):
        write_everything(store, tmp_path / "file", "short", CHEAP)
    assert not (tmp_path / "file").exists()
