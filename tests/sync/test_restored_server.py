"""A server that was restored from a backup: its laptops bring again what it lost, and nothing is lost by anybody."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.acts import exchanging
from cdadesk.domain.actors.person import Person
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import intake, records, recovered
from cdadesk.server.intake import Draft
from cdadesk.server.tables import History, RecoveredRow, StoredRecord
from cdadesk.store.store import Erase, Store
from cdadesk.store.troubles import ServerRewound
from cdadesk.wire.messages import Result
from cdadesk.wire.ops import Act
from tests.builders import a_store, the
from tests.serving import PASSWORD, open_database
from tests.sync.lives import Machine, moved
from tests.sync.served import Served, a_furnished_town, a_laptop, exchanged, rewritten, written


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "server").mkdir()
    return Machine(a_furnished_town(tmp_path / "server"), tmp_path / "backup.sqlite3")


@pytest.fixture
def rooms() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def two_laptops(rooms: ExitStack, served: Served, folder: Path) -> tuple[Store, Store]:
    """Sign Asha and Balbir in, who work on one cluster."""
    asha = rooms.enter_context(a_laptop(folder / "asha", served, "asha"))
    return asha, rooms.enter_context(a_laptop(folder / "balbir", served, "balbir"))


def places(store: Store, *meetings: Meeting) -> list[str | None]:
    """Return where meetings are held, by one laptop; all of them must be there."""
    return [the(store, Meeting, each.id).record.place for each in meetings]


def at_the_server(machine: Machine, scope: str) -> dict[str, str]:
    """Return the place of each meeting at the server, by id."""
    with open_database(machine.furnished.file) as database, database.reading() as session:
        found = select(StoredRecord).where(col(StoredRecord.scope) == scope, col(StoredRecord.kind) == "meeting")
        return {str(each.id): each.values.get("place", "") for each in session.scalars(found)}


@dataclass(frozen=True)
class Lost:
    """What two laptops wrote: before the backup, after it, and not sent yet when the server was put back."""

    asha: Store
    balbir: Store
    old: Meeting
    hers: Meeting
    his: Meeting
    waits: Meeting


def a_lost_time(machine: Machine, rooms: ExitStack, folder: Path) -> Lost:
    """Let two laptops exchange before and after a backup, and put the server back to it."""
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, folder)
        old = written(asha, Meeting, served.scope, place="Old")
        for store in (asha, balbir):
            exchanged(store)
        machine.keep()
        hers = written(asha, Meeting, served.scope, place="Hers")
        exchanged(asha)
        his = written(balbir, Meeting, served.scope, place="His")
        rewritten(balbir, old, place="Changed by him")
        for store in (balbir, asha):
            exchanged(store)
        waits = written(asha, Meeting, served.scope, place="Waits")
    machine.put_back()
    return Lost(asha, balbir, old, hers, his, waits)


def test_what_was_sent_after_the_backup_comes_again_from_every_laptop_and_all_agree(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    lost = a_lost_time(machine, rooms, tmp_path)
    asha, balbir, old, hers, his, waits = lost.asha, lost.balbir, lost.old, lost.hers, lost.his, lost.waits
    with machine.running() as served:
        for store in (asha, balbir):
            moved(store, served)
        exchanged(asha)
        assert asha.standing().all_sent
        assert places(asha, old) == ["Old"]
        assert asha.get(Meeting, his.id) is None
        writers = {change.author for aside in asha.set_aside() for change in aside.changes}
        assert writers == {balbir.me.id}
        assert {aside.record for aside in asha.set_aside()} == {his.id, old.id}
        assert all(aside.told for aside in asha.set_aside())
        for store in (balbir, asha):
            exchanged(store)
        for store in (asha, balbir):
            assert places(store, old, hers, his, waits) == ["Changed by him", "Hers", "His", "Waits"]
            assert store.standing().all_sent
            assert [line.value for line in store.history(hers, "place")] == ["Hers"]
            assert [line.value for line in store.history(old, "place")] == ["Old", "Changed by him"]
        assert asha.set_aside() == []
    scope = str(machine.furnished.town.jaipur)
    wanted = ["Changed by him", "Hers", "His", "Waits"]
    assert sorted(at_the_server(machine, scope).values()) == wanted
    with open_database(machine.furnished.file) as database, database.reading() as session:
        assert all(row["back"] for row in rows_brought(session))
        once = select(func.count()).select_from(History).where(col(History.kind) == "meeting")
        assert session.scalar(once) == 5


def test_a_second_restore_within_the_same_minute_is_another_one(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    lost = a_lost_time(machine, rooms, tmp_path)
    with machine.running() as served:
        moved(lost.balbir, served)
        exchanged(lost.balbir)
    machine.put_back()
    with machine.running() as served:
        for store in (lost.balbir, lost.asha, lost.balbir):
            moved(store, served)
            exchanged(store)
        for store in (lost.asha, lost.balbir):
            assert places(store, lost.old, lost.hers, lost.his) == ["Changed by him", "Hers", "His"]
            assert store.standing().all_sent
            assert store.set_aside() == []


def test_who_was_signed_in_after_the_backup_brings_again_what_was_written_before_any_server(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    asha = rooms.enter_context(a_store(tmp_path / "asha", "Asha"))
    meeting = written(asha, Meeting, str(machine.furnished.town.jaipur), place="Before any server")
    machine.keep()
    with machine.running() as served:
        exchanging.sign_in(asha, served.address, "asha", PASSWORD)
        exchanged(asha)
    machine.put_back()
    with machine.running() as served:
        exchanging.sign_in(asha, served.address, "asha", PASSWORD)
        exchanged(asha)
        assert asha.standing().all_sent
        assert at_the_server(machine, served.scope) == {str(meeting.id): "Before any server"}


def rows_brought(session: Session) -> list[dict[str, object]]:
    """Return all that laptops brought as lost."""
    return [row for each in recovered.summary(session) for row in recovered.rows_of(session, each.replica, each.scope)]


def test_what_only_a_dead_laptop_had_sent_is_shown_to_the_administrator(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    machine.keep()
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, tmp_path)
        his = written(balbir, Meeting, served.scope, place="His")
        for store in (balbir, asha):
            exchanged(store)
    machine.put_back()
    with machine.running() as served:
        exchanging.sign_in(asha, served.address, "asha", PASSWORD)
        exchanged(asha)
        assert asha.get(Meeting, his.id) is None
        (aside,) = asha.set_aside()
        assert (aside.record, aside.title) == (his.id, his.title())
    with open_database(machine.furnished.file) as database, database.reading() as session:
        (brought,) = recovered.summary(session)
        assert (brought.person, brought.cluster, brought.records) == ("Asha", "Jaipur", 1)
        (row,) = recovered.rows_of(session, brought.replica, brought.scope)
        assert (row["id"], row["back"]) == (str(his.id), False)
        assert session.scalar(select(func.count()).select_from(RecoveredRow)) == 1


def test_a_server_that_was_put_back_in_silence_is_noticed_before_anything_is_taken(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    with machine.running() as served:
        asha, _balbir = two_laptops(rooms, served, tmp_path)
        machine.keep()
        meeting = written(asha, Meeting, served.scope, place="Bagru")
        exchanged(asha)
        waits = written(asha, Meeting, served.scope, place="Waits")
        before = asha.cursors()
    machine.put_back(told=False)
    with machine.running() as served:
        moved(asha, served)
        with pytest.raises(ServerRewound, match="restored from a backup"):
            exchanged(asha)
        assert asha.cursors() == before
        assert places(asha, meeting, waits) == ["Bagru", "Waits"]
        assert at_the_server(machine, served.scope) == {}


def test_a_record_that_differs_in_silence_comes_again(machine: Machine, rooms: ExitStack, tmp_path: Path) -> None:
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, tmp_path)
        kept = written(asha, Meeting, served.scope, place="Kept")
        gone = written(asha, Meeting, served.scope, place="Gone at the server")
        for store in (asha, balbir):
            exchanged(store)
        waits = written(balbir, Meeting, served.scope, place="Waits")
        with open_database(machine.furnished.file) as database, database.writing() as session:
            for each in session.scalars(select(StoredRecord).where(col(StoredRecord.id) == gone.id)):
                session.delete(each)
        for _time in range(22):
            exchanged(balbir)
        assert places(balbir, kept, waits) == ["Kept", "Waits"]
        assert balbir.get(Meeting, gone.id) is None
        assert [aside.title for aside in balbir.set_aside()] == [gone.title()]
        assert [line.value for line in balbir.history(kept, "place")] == ["Kept"]
        assert balbir.coming_anew() == []


def erased_on_the_pages(machine: Machine, person: Person) -> None:
    """Let the advisor erase a name on the server's pages."""
    with open_database(machine.furnished.file) as database:
        tara = machine.furnished.town.people["tara"]
        with database.reading() as session:
            seen = records.standing(session, tara, person.scope, person.kind, person.id).seen
        draft = Draft(person.scope, person.kind, person.id, {"name": None, "missing/name": None}, seen, Act.erase)
        assert [each.result for each in intake.write_down(database, tara, [draft])] == [Result.ok]


def lies_at_the_server(machine: Machine, words: str) -> bool:
    """Say whether any byte of the server's files tells words."""
    return any(words.encode() in path.read_bytes() for path in machine.furnished.file.parent.rglob("*.sqlite3*"))


def test_what_was_erased_on_the_pages_after_the_backup_is_erased_again(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, tmp_path)
        person = written(asha, Person, served.scope, name="Kalpana Rathore", role="Owner")
        for store in (asha, balbir):
            exchanged(store)
        machine.keep()
        erased_on_the_pages(machine, person)
        for store in (asha, balbir):
            exchanged(store)
            assert the(store, Person, person.id).record.name is None
    machine.put_back()
    assert lies_at_the_server(machine, "Kalpana")
    with machine.running() as served:
        for store in (asha, balbir, asha):
            moved(store, served)
            exchanged(store)
            assert (the(store, Person, person.id).record.name, store.search("Kalpana")) == (None, [])
            assert store.standing().all_sent
    assert not lies_at_the_server(machine, "Kalpana")


def test_what_was_written_after_an_erasure_is_not_erased_with_it(
    machine: Machine, rooms: ExitStack, tmp_path: Path
) -> None:
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, tmp_path)
        person = written(asha, Person, served.scope, name="Kalpana Rathore", role="Owner")
        for store in (asha, balbir):
            exchanged(store)
        machine.keep()
        erased_on_the_pages(machine, person)
        exchanged(balbir)
        rewritten(balbir, the(balbir, Person, person.id).record, name="Smt. Rathore")
        for store in (balbir, asha):
            exchanged(store)
    machine.put_back()
    with machine.running() as served:
        for store in (asha, balbir, asha):
            moved(store, served)
            exchanged(store)
        for store in (asha, balbir):
            assert the(store, Person, person.id).record.name == "Smt. Rathore"


@pytest.mark.parametrize("by", ["the advisor", "Balbir"])
def test_what_was_written_after_one_laptop_erased_again_outlives_the_next_that_erases_again(
    machine: Machine, rooms: ExitStack, tmp_path: Path, by: str
) -> None:
    with machine.running() as served:
        asha, balbir = two_laptops(rooms, served, tmp_path)
        person = written(asha, Person, served.scope, name="Kalpana Rathore", role="Owner")
        for store in (asha, balbir):
            exchanged(store)
        machine.keep()
        if by == "Balbir":
            held = the(balbir, Person, person.id)
            balbir.save(Erase(held.record, ("name", "missing/name"), held.base))
        else:
            erased_on_the_pages(machine, person)
        for store in (balbir, asha):
            exchanged(store)
    machine.put_back()
    with machine.running() as served:
        for store in (asha, balbir):
            moved(store, served)
        exchanged(asha)
        rewritten(asha, the(asha, Person, person.id).record, name="Smt. Rathore")
        exchanged(asha)
        for store in (balbir, asha):
            exchanged(store)
            assert the(store, Person, person.id).record.name == "Smt. Rathore"
            assert "Smt. Rathore" in [line.value for line in store.history(person, "name")]
            assert (store.search("Kalpana"), len(store.search("Rathore"))) == ([], 1)
            assert store.standing().all_sent
    assert not lies_at_the_server(machine, "Kalpana")
