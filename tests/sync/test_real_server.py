"""Whether laptops and a real server process agree in the end, whatever was refused on the way."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts import exchanging, review
from cdadesk.clock import new_id
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.networks.meeting import Attendance, Meeting, Presence
from cdadesk.store.store import Store, Transport
from cdadesk.sync.troubles import AnotherServer, RefusedThere, ServerBusy, SignInRefused, TokenRefused
from tests.builders import HandClock, a_store, saved, the
from tests.serving import PASSWORD
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


def test_a_meeting_goes_to_the_other_laptop_and_counts_as_sent_only_then(
    served: Served, asha: Store, balbir: Store
) -> None:
    meeting = written(asha, Meeting, served.scope, place="बगरू")
    assert asha.transport(meeting) is Transport.not_sent
    progress = exchanged(asha)
    assert progress.sent == 1
    assert asha.transport(meeting) is Transport.applied
    assert exchanged(balbir).received >= 1
    assert the(balbir, Meeting, meeting.id).record == meeting


def test_nothing_to_do_is_done_in_one_round(asha: Store) -> None:
    rounds: list[exchanging.Progress] = []
    done = exchanging.exchange(asha, rounds.append, lambda: False)
    assert len(rounds) == 1
    assert (done.sent, done.received) == (0, 0)


def test_different_rows_of_one_list_merge_and_the_same_row_waits_for_a_person(
    served: Served, asha: Store, balbir: Store
) -> None:
    first, second = str(new_id()), str(new_id())
    lines = {each: Attendance(status=Presence.absent) for each in (first, second)}
    meeting = written(asha, Meeting, served.scope, place="Bagru", attendance=lines)
    exchanged(asha)
    exchanged(balbir)

    rewritten(asha, meeting, attendance=lines | {first: Attendance(status=Presence.present)})
    rewritten(balbir, meeting, attendance=lines | {second: Attendance(status=Presence.late)})
    for laptop in (asha, balbir, asha):
        exchanged(laptop)
    merged = {first: Presence.present, second: Presence.late}
    for laptop in (asha, balbir):
        assert {key: line.status for key, line in the(laptop, Meeting, meeting.id).record.attendance.items()} == merged
        assert review.open_conflicts(laptop) == []

    both = the(asha, Meeting, meeting.id).record.attendance
    rewritten(asha, meeting, attendance=both | {first: Attendance(status=Presence.excused)})
    rewritten(balbir, meeting, attendance=both | {first: Attendance(status=Presence.late)})
    for laptop in (asha, balbir, asha):
        exchanged(laptop)
    (conflict,) = [held.record for held in review.open_conflicts(balbir)]
    assert conflict.path == f"attendance/{first}/status"
    assert (conflict.kept, conflict.offered) == ("excused", "late")
    review.settle_conflict(balbir, conflict, "late")
    assert review.open_conflicts(balbir) == []
    for laptop in (balbir, asha):
        exchanged(laptop)
        assert the(laptop, Meeting, meeting.id).record.attendance[first].status is Presence.late
        assert review.open_conflicts(laptop) == []


@pytest.mark.parametrize("choice", ["Bagru", "Amer", "Chomu", "Tonk", None])
def test_a_choice_stands_even_if_the_field_was_changed_again_meanwhile(
    served: Served, asha: Store, balbir: Store, choice: str | None
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer")
    for laptop in (asha, balbir):
        exchanged(laptop)
    rewritten(asha, meeting, place="Bagru")
    rewritten(balbir, meeting, place="Amer")
    for laptop in (asha, balbir, asha):
        exchanged(laptop)
    rewritten(asha, meeting, place="Chomu")
    for laptop in (asha, balbir):
        exchanged(laptop)
    conflicts = [held.record for held in review.open_conflicts(balbir) if held.record.about_id == meeting.id]
    (conflict,) = conflicts
    assert (conflict.kept, conflict.offered) == ("Bagru", "Amer")
    review.settle_conflict(balbir, conflict, choice)
    assert the(balbir, Meeting, meeting.id).record.place == choice
    for laptop in (balbir, asha):
        exchanged(laptop)
        assert the(laptop, Meeting, meeting.id).record.place == choice
        assert review.open_conflicts(laptop) == []


def test_a_wrong_password_is_told_and_changes_nothing(served: Served, tmp_path: Path) -> None:
    with a_store(tmp_path / "new", "Tara") as store:
        with pytest.raises(SignInRefused, match="does not know"):
            exchanging.sign_in(store, served.address, "tara", "guessed")
        assert not exchanging.line(store).open
        assert store.link().token == ""
        with pytest.raises(exchanging.NotSignedIn):
            exchanged(store)
        exchanging.sign_in(store, served.address, "tara", PASSWORD)
        assert exchanging.line(store) == exchanging.ServerLine(served.address, "tara", open=True)


def guess(store: Store, served: Served) -> type[Exception]:
    """Try a wrong password, and return what the server makes of it."""
    with pytest.raises((SignInRefused, ServerBusy)) as met:
        exchanging.sign_in(store, served.address, "omkar", "guessed")
    return met.type


def test_many_wrong_passwords_are_asked_to_wait(served: Served, tmp_path: Path) -> None:
    with a_store(tmp_path / "new", "Omkar") as store:
        met = [guess(store, served) for _try in range(12)]
    assert met[0] is SignInRefused
    assert met[-1] is ServerBusy


def test_a_password_is_kept_nowhere(served: Served, asha: Store) -> None:
    asha.close()
    kept = b"".join(file.read_bytes() for file in asha.profile.folder.rglob("*") if file.is_file())
    assert PASSWORD.encode() not in kept


def test_a_cluster_of_others_is_refused_in_words(served: Served, tmp_path: Path) -> None:
    with a_store(tmp_path / "thief", "Asha") as store:
        words = {"name": "Mine", "product": "Yarn", "place": "X", "id": served.town.ludhiana}
        saved(store, Cluster.model_validate(words | {"scope": str(served.town.ludhiana)}))
        with pytest.raises(RefusedThere, match="do not work on it"):
            exchanging.sign_in(store, served.address, "asha", PASSWORD)
        assert not exchanging.line(store).open


def test_a_laptop_that_was_put_out_signs_in_again_and_loses_nothing(served: Served, asha: Store) -> None:
    token = asha.link().token
    asha.link_to(served.address, "an old token")
    meeting = written(asha, Meeting, served.scope, place="Sanganer")
    with pytest.raises(TokenRefused, match="Sign in"):
        exchanged(asha)
    assert not exchanging.line(asha).open
    assert [each.code for each in exchanging.past(asha)][:1] == ["TokenRefused"]
    exchanging.sign_in(asha, served.address, "asha", PASSWORD)
    assert exchanging.line(asha).open
    assert asha.link().token not in ("an old token", token)
    exchanged(asha)
    assert asha.transport(meeting) is Transport.applied


def test_another_server_is_noticed_before_anything_is_sent(served: Served, asha: Store, tmp_path: Path) -> None:
    link, me = asha.link(), asha.me
    with a_served_town(tmp_path) as other, pytest.raises(AnotherServer):
        exchanging.sign_in(asha, other.address, "asha", PASSWORD)
    assert (asha.link(), asha.me) == (link, me)
    exchanged(asha)


def test_what_became_of_each_exchange_is_remembered(served: Served, asha: Store) -> None:
    written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    asha.link_to("http://localhost:1", asha.link().token)
    with pytest.raises(exchanging.Trouble):
        exchanged(asha)
    newest, before, *_older = exchanging.past(asha)
    assert (newest.code, newest.sent) == ("ServerAway", 0)
    assert "cannot be reached" in newest.trouble
    assert (before.trouble, before.sent) == ("", 1)


def test_failures_in_a_row_are_one_line_and_push_nothing_out_of_the_last_twenty(served: Served, asha: Store) -> None:
    link = asha.link()
    written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    asha.link_to("http://localhost:1", link.token)
    for _time in range(25):
        with pytest.raises(exchanging.Trouble):
            exchanged(asha)
    newest, before, *_older = exchanging.past(asha)
    assert (newest.code, newest.times) == ("ServerAway", 25)
    assert (before.trouble, before.sent) == ("", 1)
    asha.link_to(link.server, link.token)
    for _time in range(25):
        written(asha, Meeting, served.scope, place="Sanganer")
        exchanged(asha)
    assert [each.sent for each in exchanging.past(asha)] == [1] * 20


def test_a_stopped_exchange_is_remembered_as_stopped(asha: Store) -> None:
    with pytest.raises(exchanging.Cancelled):
        exchanging.exchange(asha, lambda _progress: None, lambda: True)
    assert "You stopped it" in exchanging.past(asha)[0].trouble


@pytest.mark.parametrize("years", [-2, 2])
def test_a_clock_that_is_off_by_years_sends_and_receives(
    served: Served, balbir: Store, tmp_path: Path, years: int
) -> None:
    wrong = HandClock(dt.datetime(2026 + years, 3, 14, 9, 12, tzinfo=dt.UTC))
    with a_laptop(tmp_path / "wrong", served, "asha", wrong) as store:
        meeting = written(store, Meeting, served.scope, place="Bagru")
        exchanging.exchange(store, lambda _progress: None, lambda: False, wrong.clock)
        newest = exchanging.past(store)[0]
        assert newest.clock_is_off
        exchanged(balbir)
        rewritten(balbir, meeting, place="Sanganer")
        exchanged(balbir)
        exchanged(store)
        assert the(store, Meeting, meeting.id).record.place == "Sanganer"
