"""Twins of a colleague's profile and their sticks: two changes under one number are two, told, and neither is lost."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import exchanging, review, stick, stick_in
from cdadesk.acts.stick import Wish
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.sticks import Carrying
from cdadesk.store.store import Store, Transport
from cdadesk.store.troubles import ForkedReplica
from cdadesk.wire import bundle
from cdadesk.wire.messages import Outcome as Told
from cdadesk.wire.messages import Outcomes, Result
from cdadesk.wire.ops import Seen
from tests.builders import the
from tests.sync.lives import copied
from tests.sync.served import Served, a_laptop, a_served_town, exchanged, rewritten, written


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_served_town(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def asha(served: Served, tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        yield store


@pytest.fixture
def meeting(served: Served, asha: Store) -> Meeting:
    """Return a meeting that both know."""
    return written(asha, Meeting, served.scope, place="Bagru")


@pytest.fixture
def tara(served: Served, asha: Store, meeting: Meeting, tmp_path: Path) -> Iterator[Store]:
    """Return the laptop of the advisor; both have heard of each other."""
    with a_laptop(tmp_path / "tara", served, "tara") as store:
        exchanged(asha)
        exchanged(store)
        yield store


@pytest.fixture
def twin(asha: Store, tara: Store, tmp_path: Path) -> Iterator[Store]:
    """Return a clone of the agent's profile."""
    with copied(asha, tmp_path).beside(tmp_path / "twin") as store:
        yield store


def handed(sender: Store, reader: Store, folder: Path, name: str) -> stick_in.Found:
    """Write a stick for somebody, and let them read it."""
    folder.mkdir()
    receiver = next(each for each in stick.receivers(sender) if each.name == name)
    stick.write(sender, Wish(folder, receiver))
    return stick_in.read(reader, folder)


def of_one_meeting(store: Store, meeting: Meeting) -> list[tuple[str, bool]]:
    """Return the places that a meeting ever had here, and whether the server has numbered them."""
    lines = [line for line in store.history(meeting) if line.path == "place"]
    return [(line.value, line.seen is not None) for line in lines]


def mended(store: Store) -> None:
    """Let a profile of whom the server knows another history go on."""
    with pytest.raises(ForkedReplica):
        exchanged(store)
    exchanging.go_on(store)
    exchanged(store)


def test_a_change_at_the_server_is_not_taken_for_another_that_a_stick_showed(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    assert dict(handed(twin, tara, tmp_path / "stick", "Tara").shown) == {"Asha": 1}
    rewritten(asha, meeting, place="Amer")
    exchanged(asha)
    exchanged(tara)
    assert the(tara, Meeting, meeting.id).record.place == "Amer"
    assert of_one_meeting(tara, meeting) == [("Bagru", True), ("Amer", True)]
    [one] = tara.sticks.carried()
    assert (one.state, one.answered) == (Carrying.forked, True)


def test_a_bundle_that_nobody_can_mend_any_more_goes_after_its_time(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    handed(twin, tara, tmp_path / "stick", "Tara")
    rewritten(asha, meeting, place="Amer")
    for store in (asha, tara):
        exchanged(store)
    skew = exchanging.past(tara)[0].skew or dt.timedelta()
    for days, left in ((89, [Carrying.forked]), (91, [])):
        tara.note_skew(skew + dt.timedelta(days=days))
        tara.note_exchange()
        assert [each.state for each in tara.sticks.carried()] == left


def test_the_twin_hears_of_it_by_stick_and_its_change_comes_as_one_of_its_own(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    handed(twin, tara, tmp_path / "stick", "Tara")
    rewritten(asha, meeting, place="Amer")
    exchanged(asha)
    exchanged(tara)
    assert not twin.is_forked()
    handed(tara, twin, tmp_path / "back", "Asha")
    assert twin.is_forked()
    mended(twin)
    exchanged(tara)
    [conflict] = [each.record for each in review.open_conflicts(tara) if each.record.about_id == meeting.id]
    assert (conflict.kept, conflict.offered) == ("Amer", "Chaksu")


def test_a_twin_that_goes_on_has_keys_of_its_own_and_colleagues_hear_of_both(
    served: Served, asha: Store, twin: Store, tara: Store, tmp_path: Path
) -> None:
    written(asha, Meeting, served.scope, place="Amer")
    exchanged(asha)
    fresh = written(twin, Meeting, served.scope, place="Chaksu")
    mended(twin)
    assert twin.sticks.keys() != asha.sticks.keys()
    exchanged(tara)
    grants = tara.sticks.grants()
    assert grants is not None
    known = {str(each.replica): each.keys for each in grants.colleagues}
    for each in (asha, twin):
        assert known[str(each.replica)] == each.sticks.keys().public
    rewritten(twin, fresh, place="Chaksu, the mandir")
    assert handed(twin, tara, tmp_path / "stick", "Tara").troubles == []
    assert the(tara, Meeting, fresh.id).record.place == "Chaksu, the mandir"
    review.comment(tara, the(tara, Meeting, fresh.id).record, "Which one?", "place")
    found = handed(tara, twin, tmp_path / "back", "Asha")
    assert dict(found.shown) == {"Tara": 1}


def test_what_only_the_stick_showed_goes_until_it_comes_from_its_own_laptop(
    served: Served, asha: Store, twin: Store, tara: Store, tmp_path: Path
) -> None:
    fresh = [written(twin, Meeting, served.scope, place=f"Chaksu {n}") for n in range(3)]
    handed(twin, tara, tmp_path / "stick", "Tara")
    assert {tara.transport(each) for each in fresh} == {Transport.seen_on_stick}
    written(asha, Meeting, served.scope, place="Amer")
    exchanged(asha)
    exchanged(tara)
    assert [tara.get(Meeting, each.id) for each in fresh] == [None] * 3
    mended(twin)
    exchanged(tara)
    assert {tara.transport(each) for each in fresh} == {Transport.applied}


def test_sticks_of_two_twins_are_told_apart_and_both_arrive(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    handed(twin, tara, tmp_path / "first", "Tara")
    rewritten(asha, meeting, place="Amer")
    found = handed(asha, tara, tmp_path / "second", "Tara")
    assert found.troubles == [str(stick_in.TwoUnderOneNumber("Asha"))]
    assert the(tara, Meeting, meeting.id).record.place == "Chaksu"
    exchanged(tara)
    assert {each.state for each in tara.sticks.carried()} == {Carrying.delivered, Carrying.forked}
    for each in (asha, twin):
        try:
            exchanged(each)
        except ForkedReplica:
            mended(each)
    exchanged(tara)
    [conflict] = [each.record for each in review.open_conflicts(tara) if each.record.about_id == meeting.id]
    assert {conflict.kept, conflict.offered} == {"Amer", "Chaksu"}
    assert the(tara, Meeting, meeting.id).record.place == conflict.kept


def test_a_word_on_a_twins_change_does_not_count_for_the_one_that_was_shown(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    handed(twin, tara, tmp_path / "first", "Tara")
    rewritten(asha, meeting, place="Amer")
    handed(asha, tara, tmp_path / "second", "Tara")
    by_place = {}
    for one, payload in tara.sticks.to_carry():
        batch = bundle.read(payload).open(str(tara.replica), tara.sticks.keys())
        by_place["Chaksu" if "Chaksu" in str(batch) else "Amer"] = one
    judged = Told(by_place["Amer"].last, Result.ok, Seen(1, 10_000))
    tara.sticks.delivered(by_place["Amer"], Outcomes(1, judged.n, (judged,)), b"the answer")
    assert of_one_meeting(tara, meeting)[-1] == ("Chaksu", False)
    assert tara.transport(meeting) is Transport.seen_on_stick


def test_the_answer_to_one_twin_is_not_taken_by_the_other(
    asha: Store, twin: Store, tara: Store, meeting: Meeting, tmp_path: Path
) -> None:
    rewritten(twin, meeting, place="Chaksu")
    handed(twin, tara, tmp_path / "stick", "Tara")
    exchanged(tara)
    rewritten(asha, meeting, place="Amer")
    found = handed(tara, asha, tmp_path / "back", "Asha")
    assert (found.answered, found.troubles) == (0, [str(stick_in.AnswerForTwin())])
    assert asha.standing().waiting == 1
    assert handed(tara, twin, tmp_path / "again", "Asha").answered == 1
