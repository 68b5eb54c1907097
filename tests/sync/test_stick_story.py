"""Sticks between two laptops and a real server: shown before they arrive, judged, carried, answered; twice is once."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import review, stick, stick_in
from cdadesk.acts.stick import NoStickYet, Wish
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.review import Comment, Outcome, ReviewState, Verdict
from cdadesk.store.sticks import Carrying
from cdadesk.store.store import Store, Transport
from cdadesk.sync import sticks
from cdadesk.sync.sticks import DamagedFile, NothingOnStick, StickAway, StickFull
from cdadesk.wire import bundle
from cdadesk.wire.messages import Outcome as Told
from cdadesk.wire.messages import Outcomes, Result
from tests.builders import a_store, changed, the
from tests.sync.served import Served, a_laptop, a_served_town, exchanged, written


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_served_town(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def asha(served: Served, tmp_path: Path) -> Iterator[Store]:
    """Return the laptop of an agent, who was online once."""
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        yield store


@pytest.fixture
def tara(served: Served, asha: Store, tmp_path: Path) -> Iterator[Store]:
    """Return the laptop of her advisor; both have heard of each other."""
    with a_laptop(tmp_path / "tara", served, "tara") as store:
        exchanged(store)
        exchanged(asha)
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def write(store: Store, folder: Path, name: str = "", **wish: int) -> stick.Written:
    """Write a stick for somebody, by default for the server alone."""
    receiver = next((each for each in stick.receivers(store) if each.name == name), None)
    assert receiver is not None or not name, "no such colleague"
    return stick.write(store, Wish(folder, receiver, **wish))


def corrected(store: Store, meeting: Meeting, **values: object) -> Meeting:
    return changed(store, the(store, Meeting, meeting.id), **values).record


def state(store: Store, meeting: Meeting) -> ReviewState:
    return review.conversation(store, the(store, Meeting, meeting.id)).state


def sub(folder: Path, name: str) -> Path:
    """Return another stick."""
    made = folder / name
    made.mkdir()
    return made


def returned_by_stick(asha: Store, tara: Store, meeting: Meeting, folder: Path) -> None:
    """Let the advisor read the first stick, ask, return the record, and write the way back."""
    found = stick_in.read(tara, folder)
    assert dict(found.shown) == {"Asha": 1}
    assert tara.transport(meeting) is Transport.seen_on_stick
    seen = the(tara, Meeting, meeting.id).record
    assert seen.place == "Bagru"
    review.comment(tara, seen, "Whose showroom?", "place")
    review.judge(tara, seen, Outcome.returned, "Say whose showroom it is.")
    assert state(tara, meeting) is ReviewState.returned
    back = sub(folder, "back")
    write(tara, back, "Asha")
    assert dict(stick_in.read(asha, back).shown) == {"Tara": 2}
    assert [held.record.id for held, _talk in review.returned(asha)] == [meeting.id]
    assert asha.find(Comment)[-1].record.text == "Whose showroom?"


def approved_by_stick(asha: Store, tara: Store, meeting: Meeting, folder: Path) -> None:
    """Let the agent correct the record, and the advisor approve what the second stick shows."""
    corrected(asha, meeting, place="Bagru, the showroom of Calico")
    assert state(asha, meeting) is ReviewState.changed_since
    write(asha, folder, "Tara")
    stick_in.read(tara, folder)
    assert state(tara, meeting) is ReviewState.changed_since
    review.judge(tara, the(tara, Meeting, meeting.id).record, Outcome.approved)
    assert state(tara, meeting) is ReviewState.approved


def test_a_record_is_returned_corrected_and_approved_by_stick_alone(
    served: Served, asha: Store, tara: Store, folder: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    assert asha.transport(meeting) is Transport.not_sent
    assert write(asha, folder, "Tara").changes == 1
    assert asha.transport(meeting) is Transport.on_stick
    assert asha.standing().waiting == 1  # only the server empties the outbox
    returned_by_stick(asha, tara, meeting, folder)
    assert state(asha, meeting) is ReviewState.returned
    approved_by_stick(asha, tara, meeting, folder)

    exchanged(tara)
    assert {each.state for each in tara.sticks.carried()} == {Carrying.delivered}
    assert tara.transport(meeting) is Transport.applied
    last = sub(folder, "last")
    write(tara, last, "Asha")
    found = stick_in.read(asha, last)
    assert (found.answered, found.troubles) == (2, [])
    assert asha.standing().all_sent
    assert [each.arrived for each in asha.sticks.written()] == [2, 1]
    for each in (asha, tara):
        assert state(each, meeting) is ReviewState.approved
    exchanged(asha)
    assert state(asha, meeting) is ReviewState.approved
    assert len(asha.find(Verdict)) == len(tara.find(Verdict)) == 2
    assert places(asha, meeting) == places(tara, meeting) == ["Bagru", "Bagru, the showroom of Calico"]


def places(store: Store, meeting: Meeting) -> list[str]:
    """Return what stood at the place, as the server numbered it."""
    return [line.value for line in store.history(meeting) if line.path == "place" and line.seen is not None]


def test_reading_twice_does_nothing(served: Served, asha: Store, tara: Store, folder: Path) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    stick_in.read(tara, folder)
    again = stick_in.read(tara, folder)
    assert (dict(again.shown), again.kept, again.known, again.brought_nothing) == ({}, 0, 1, True)
    assert len([line for line in tara.history(meeting) if line.path == "place"]) == 1
    exchanged(tara)
    late = stick_in.read(tara, folder)
    assert late.brought_nothing
    assert tara.transport(meeting) is Transport.applied


def test_whose_laptop_was_online_before_its_stick_arrived_loses_and_doubles_nothing(
    served: Served, asha: Store, tara: Store, folder: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    exchanged(asha)
    corrected(asha, meeting, place="Sanganer")
    exchanged(asha)
    exchanged(tara)
    assert the(tara, Meeting, meeting.id).record.place == "Sanganer"
    assert dict(stick_in.read(tara, folder).shown) == {}
    assert the(tara, Meeting, meeting.id).record.place == "Sanganer"
    exchanged(tara)
    assert the(asha, Meeting, meeting.id).record.place == "Sanganer"


def test_what_was_seen_on_a_stick_gives_way_to_what_came_directly(
    served: Served, asha: Store, tara: Store, folder: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    stick_in.read(tara, folder)
    corrected(asha, meeting, place="Sanganer")
    exchanged(asha)
    exchanged(tara)
    assert the(tara, Meeting, meeting.id).record.place == "Sanganer"
    assert tara.transport(meeting) is Transport.applied


def test_parts_that_are_read_in_the_wrong_order_wait_for_each_other(
    served: Served, asha: Store, tara: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "PART", 1)  # one save in a part
    meetings = [written(asha, Meeting, served.scope, place=f"Place {n}") for n in range(3)]
    write(asha, folder, "Tara", megabytes=0)
    [file] = sticks.found(folder)
    parts = bundle.bundles_in(file.read_bytes())
    assert [each.about.part for each in parts] == [1, 2, 3]
    file.unlink()

    def hand(part: int) -> stick_in.Found:
        file.write_bytes(bundle.file_of([parts[part].payload]))
        return stick_in.read(tara, folder)

    found = hand(2)
    assert (dict(found.shown), found.missing) == ({}, 1)
    exchanged(tara)  # the server cannot take it yet, and nothing is dropped
    assert [each.state for each in tara.sticks.carried()] == [Carrying.gap]
    assert hand(0).missing == 1
    found = hand(1)
    assert (dict(found.shown), found.missing) == ({"Asha": 2}, 0)
    exchanged(tara)
    assert {each.state for each in tara.sticks.carried()} == {Carrying.delivered}
    exchanged(asha)
    assert [asha.transport(each) for each in meetings] == [Transport.applied] * 3


def test_a_small_stick_takes_what_fits_and_the_next_one_the_rest(
    served: Served, asha: Store, tara: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "PART", 1)
    monkeypatch.setattr(sticks, "FILE_USUAL", 1)
    for n in range(2):
        written(asha, Meeting, served.scope, place=f"Place {n}")
    room = iter([10_000_000, 1000])
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=next(room, 10_000_000)))
    receiver = stick.receivers(asha)[0]
    first = stick.write(asha, Wish(folder, receiver))
    assert (first.changes, first.left, len(first.files)) == (1, True, 1)
    other = tmp_path / "other"
    other.mkdir()
    second = stick.write(asha, Wish(other, receiver, after=first.last))
    assert (second.changes, second.left) == (1, False)
    stick_in.read(tara, folder)
    assert dict(stick_in.read(tara, other).shown) == {"Asha": 1}


def test_a_full_stick_is_told_before_anything_is_written(
    asha: Store, tara: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=100))
    with pytest.raises(StickFull):
        write(asha, folder, "Tara")
    assert list(folder.iterdir()) == []
    assert asha.sticks.written() == []


def test_a_stick_for_the_server_alone_is_carried_unread(served: Served, asha: Store, tara: Store, folder: Path) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder)
    found = stick_in.read(tara, folder)
    assert (dict(found.shown), found.kept) == ({}, 1)
    assert tara.get(Meeting, meeting.id) is None
    exchanged(tara)
    assert the(tara, Meeting, meeting.id).record.place == "Bagru"


def test_whoever_was_never_online_is_told_what_to_do(tmp_path: Path, folder: Path) -> None:
    with a_store(tmp_path / "new") as new:
        with pytest.raises(NoStickYet):
            stick.write(new, Wish(folder))
        with pytest.raises(stick_in.NobodyKnown):
            stick_in.read(new, folder)


def test_a_damaged_file_does_not_hold_up_the_good_one(served: Served, asha: Store, tara: Store, folder: Path) -> None:
    written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    [good] = sticks.found(folder)
    (folder / "a-cut.cda").write_bytes(good.read_bytes()[:-20])
    (folder / "b-empty.cda").write_bytes(b"")
    (folder / "c-other.cda").write_bytes(b"PK\x03\x04")
    found = stick_in.read(tara, folder)
    assert dict(found.shown) == {"Asha": 1}
    assert found.troubles == [str(DamagedFile(Path(name))) for name in ("a-cut.cda", "b-empty.cda", "c-other.cda")]


def test_a_changed_stick_and_one_of_a_stranger_are_not_believed(
    served: Served, asha: Store, tara: Store, folder: Path, tmp_path: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    [file] = sticks.found(folder)
    [came] = bundle.bundles_in(file.read_bytes())
    changed = came.payload[:-100] + bytes([came.payload[-100] ^ 1]) + came.payload[-99:]
    file.write_bytes(bundle.file_of([changed]))
    assert stick_in.read(tara, folder).troubles == [str(stick_in.WrongSeal())]
    file.unlink()
    with a_laptop(tmp_path / "omkar", served, "omkar") as officer:
        exchanged(officer)
        write(officer, folder)
    found = stick_in.read(asha, folder)
    assert found.troubles == [str(stick_in.UnknownSender())]
    assert (tara.get(Meeting, meeting.id), tara.sticks.carried(), asha.sticks.carried()) == (None, [], [])


def test_nothing_on_the_stick_and_no_stick_are_told_apart(asha: Store, tara: Store, folder: Path) -> None:
    with pytest.raises(NothingOnStick):
        stick_in.read(tara, folder)
    with pytest.raises(StickAway):
        stick_in.read(tara, folder / "gone")
    with pytest.raises(StickAway):
        write(asha, folder / "gone", "Tara")


def test_a_refused_change_of_a_stick_is_shown_no_longer(served: Served, asha: Store, tara: Store, folder: Path) -> None:
    meeting = written(asha, Meeting, served.scope, place="Chaksu")  # only here: others of this town have met in Bagru
    write(asha, folder, "Tara")
    stick_in.read(tara, folder)
    assert [hit.id for hit in tara.search("Chaksu")] == [meeting.id]
    [(one, _payload)] = tara.sticks.to_carry()
    refused = Told(one.last, Result.rejected, code="rights", sentence="You may not change this here.")
    tara.sticks.delivered(one, Outcomes(1, one.last, (refused,)), b"the answer")
    assert tara.get(Meeting, meeting.id) is None
    assert tara.search("Chaksu") == []
    assert tara.history(meeting) == []


def test_an_old_answer_that_is_read_late_changes_nothing(
    served: Served, asha: Store, tara: Store, folder: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    write(asha, folder, "Tara")
    stick_in.read(tara, folder)
    exchanged(tara)
    old = sub(folder, "old")
    write(tara, old, "Asha")
    corrected(asha, meeting, place="Sanganer")
    exchanged(asha)
    before = (the(asha, Meeting, meeting.id), asha.history(meeting), asha.cursors(), asha.link())
    found = stick_in.read(asha, old)
    assert (found.answered, found.news, found.troubles) == (0, 0, [])
    assert (the(asha, Meeting, meeting.id), asha.history(meeting), asha.cursors(), asha.link()) == before
    assert asha.standing().all_sent


def test_a_name_leads_no_file_out_of_the_stick(tmp_path: Path, folder: Path) -> None:
    for name in ("../../etc/passwd", "C:\\Windows\\x", "con", "..", "असा", "a\0b\n"):
        sticks.write(folder, name, dt.date(2026, 3, 14), [b"CDA1 a bundle"])
    assert len(list(folder.iterdir())) == 6
    assert [each.name for each in tmp_path.iterdir()] == [folder.name]


def test_a_file_larger_than_any_stick_of_ours_is_not_even_read(asha: Store, tara: Store, folder: Path) -> None:
    huge = folder / "huge.cda"
    with huge.open("wb") as file:
        file.truncate(bundle.FILE_MOST + 1)
    assert stick_in.read(asha, folder).troubles == [str(DamagedFile(huge))]
