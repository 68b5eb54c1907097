"""A laptop that was restored from a copy, or cloned: it goes on under a new id, and nothing anybody typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import exchanging, review
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.review import Conflict
from cdadesk.store.store import Edit, Store, Transport
from cdadesk.store.troubles import ForkedReplica
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import TokenRefused
from cdadesk.wire.messages import Envelope
from tests.builders import the
from tests.serving import PASSWORD
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
def balbir(served: Served, tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "balbir", served, "balbir") as store:
        yield store


def conflicts_of(store: Store, *meetings: Meeting) -> list[Conflict]:
    """Return the open conflicts about some meetings; the town is that of all these tests."""
    ids = {each.id for each in meetings}
    return [held.record for held in review.open_conflicts(store) if held.record.about_id in ids]


def sent_and_not_heard(store: Store) -> None:
    """Send what waits; the answer is lost on the way."""
    link = store.link()
    envelope = Envelope(store.replica, link.token, link.grants_hash, store.cursors(), store.made(), 100_000)
    with HttpCarrier(link.server) as carrier:
        carrier.exchange(envelope, store.next_to_send(100_000))


def goes_on(store: Store) -> None:
    """Meet the fork, look at what will be sent again, and go on."""
    with pytest.raises(ForkedReplica, match="go on"):
        exchanged(store)
    assert store.is_forked()
    exchanging.go_on(store)
    assert not store.is_forked()
    exchanged(store)
    assert store.standing().all_sent


def test_a_laptop_restored_from_an_old_copy_sends_what_is_new_and_gets_back_what_it_forgot(
    served: Served, asha: Store, balbir: Store, tmp_path: Path
) -> None:
    known = written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    copy = copied(asha, tmp_path)
    forgotten = written(asha, Meeting, served.scope, place="Amer")
    rewritten(asha, known, present_count=7)
    exchanged(asha)

    old = asha.replica
    restored = copy.put_back(asha)
    with restored:
        new = written(restored, Meeting, served.scope, place="Chomu")
        with pytest.raises(ForkedReplica):
            exchanged(restored)
        assert [change.record for change in restored.to_issue_again()] == [new.id]
        goes_on(restored)
        assert restored.replica != old
        assert restored.transport(new) is Transport.applied
        assert the(restored, Meeting, forgotten.id).record.place == "Amer"
        assert the(restored, Meeting, known.id).record.present_count == 7
        assert conflicts_of(restored, known, forgotten, new) == []
        exchanged(balbir)
        assert {the(balbir, Meeting, each.id).record.place for each in (known, forgotten, new)} == {
            "Bagru",
            "Amer",
            "Chomu",
        }


def test_what_was_sent_before_and_after_the_copy_is_not_a_conflict_with_oneself(
    served: Served, asha: Store, tmp_path: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    rewritten(asha, meeting, place="Sanganer")
    exchanged(asha)
    rewritten(asha, meeting, place="Amer")
    sent_and_not_heard(asha)
    copy = copied(asha, tmp_path)
    written(asha, Meeting, served.scope, place="Tonk")
    exchanged(asha)
    with copy.put_back(asha) as restored:
        rewritten(restored, meeting, place="Chomu")
        goes_on(restored)
        assert the(restored, Meeting, meeting.id).record.place == "Chomu"
        assert conflicts_of(restored, meeting) == []
        lines = [line.value for line in restored.history(meeting, "place")]
        assert lines == ["Bagru", "Sanganer", "Amer", "Chomu"]


def test_both_values_are_kept_where_the_lost_time_said_something_else(
    served: Served, asha: Store, tmp_path: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    copy = copied(asha, tmp_path)
    rewritten(asha, meeting, place="Amer")
    exchanged(asha)
    with copy.put_back(asha) as restored:
        rewritten(restored, meeting, place="Chomu")
        goes_on(restored)
        (conflict,) = conflicts_of(restored, meeting)
        assert {conflict.kept, conflict.offered} == {"Amer", "Chomu"}


def test_a_twin_goes_on_under_a_name_of_its_own_and_the_original_hears_nothing_of_it(
    served: Served, asha: Store, tmp_path: Path
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    copy = copied(asha, tmp_path)
    with copy.beside(tmp_path / "twin") as twin:
        mine = written(asha, Meeting, served.scope, place="Amer")
        exchanged(asha)
        theirs = written(twin, Meeting, served.scope, place="Chomu")
        goes_on(twin)
        rewritten(asha, meeting, present_count=3)
        exchanged(asha)
        exchanged(twin)
        assert asha.replica != twin.replica
        for store in (asha, twin):
            assert {the(store, Meeting, each.id).record.place for each in (mine, theirs)} == {"Amer", "Chomu"}
            assert the(store, Meeting, meeting.id).record.present_count == 3
            assert store.standing().all_sent


def test_a_laptop_restored_twice_from_the_same_copy_loses_nothing(served: Served, asha: Store, tmp_path: Path) -> None:
    written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    waiting = written(asha, Meeting, served.scope, place="Waits")
    copy = copied(asha, tmp_path)
    exchanged(asha)
    first = written(asha, Meeting, served.scope, place="First")
    exchanged(asha)
    once = copy.put_back(asha)
    goes_on(once)
    second = written(once, Meeting, served.scope, place="Second")
    exchanged(once)
    with copy.put_back(once) as twice:
        third = written(twice, Meeting, served.scope, place="Third")
        goes_on(twice)
        for each, place in ((waiting, "Waits"), (first, "First"), (second, "Second"), (third, "Third")):
            assert the(twice, Meeting, each.id).record.place == place
        assert conflicts_of(twice, waiting, first, second, third) == []
        assert len(twice.history(waiting, "place")) == 1


def test_an_undo_of_an_old_save_still_works_after_going_on(served: Served, asha: Store, tmp_path: Path) -> None:
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    copy = copied(asha, tmp_path)
    written(asha, Meeting, served.scope, place="Amer")
    exchanged(asha)
    with copy.put_back(asha) as restored:
        held = the(restored, Meeting, meeting.id)
        saved = restored.save(Edit(held.record, held.record.changed(place="Chomu"), held.base))
        goes_on(restored)
        restored.undo(saved.group)
        exchanged(restored)
        assert the(restored, Meeting, meeting.id).record.place == "Bagru"


def test_a_laptop_that_was_shut_out_does_not_come_in_by_another_name(
    served: Served, asha: Store, tmp_path: Path
) -> None:
    written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    copy = copied(asha, tmp_path)
    written(asha, Meeting, served.scope, place="Amer")
    exchanged(asha)
    with copy.put_back(asha) as restored:
        waits = written(restored, Meeting, served.scope, place="Chomu")
        with pytest.raises(ForkedReplica):
            exchanged(restored)
        restored.link_to(served.address, "a token that was taken away")
        with pytest.raises(TokenRefused):
            exchanging.go_on(restored)
        assert restored.is_forked()
        exchanging.sign_in(restored, served.address, "asha", PASSWORD)
        exchanged(restored)
        assert restored.transport(waits) is Transport.applied
