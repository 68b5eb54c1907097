"""Making the demo's profile, and finding it again."""

import datetime as dt

import pytest

from cdadesk.acts.illustration import illustrative_day, today
from cdadesk.clock import local_day
from cdadesk.demo.profile import DEMO_DAY, PASSPHRASE, demo_clock, demo_store, make_demo_profile
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store import vault
from cdadesk.store.store import Store
from cdadesk.store.vault import WrongPassphrase
from tests.builders import HandClock, a_setup, a_store, the


def test_the_second_time_the_demo_is_only_opened_with_all_that_was_done_in_it(tmp_path):
    first = make_demo_profile(tmp_path / "demo", a_setup())
    with first.store as store:
        store.settings.put("mine", "kept")
        replica = store.replica
    assert first.recovery
    again = make_demo_profile(tmp_path / "demo", a_setup())
    with again.store as store:
        assert (store.settings.get("mine"), store.replica, again.recovery) == ("kept", replica, "")


def test_a_demo_that_was_cut_off_while_it_was_made_is_made_again(tmp_path):
    with Store.create(tmp_path / "demo", PASSPHRASE, "Asha", setup=a_setup()).store as store:
        store.settings.put("demo", "begun")
    with demo_store(tmp_path / "demo", a_setup()) as store:
        assert store.count(Meeting) == 16


def test_somebodys_own_profile_is_never_touched(tmp_path):
    a_store(tmp_path / "mine").close()
    with pytest.raises(WrongPassphrase):
        make_demo_profile(tmp_path / "mine", a_setup())
    assert (tmp_path / "mine" / "cdadesk.db").exists()


def test_a_profile_with_the_demos_passphrase_is_opened_as_it_is(tmp_path):
    Store.create(tmp_path / "mine", PASSPHRASE, "Kavita", setup=a_setup()).store.close()
    with demo_store(tmp_path / "mine", a_setup()) as store:
        assert store.me.name == "Kavita"
        assert store.count(Meeting) == 0


def test_the_demo_says_that_it_illustrates_and_which_day_it_shows(demo, tmp_path):
    assert illustrative_day(demo) == DEMO_DAY
    assert today(demo, HandClock().clock) == DEMO_DAY
    with a_store(tmp_path / "real") as real:
        assert illustrative_day(real) is None
        assert today(real, HandClock().clock) == dt.date(2026, 3, 14)


def test_the_demos_clock_goes_through_the_hours_of_one_day():
    wall = HandClock(dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC))
    clock = demo_clock(wall.clock)
    assert (clock.today(), clock.now().isoformat()) == (DEMO_DAY, "1999-12-20T12:30:00+00:00")
    wall.advance(hours=12)
    assert clock.today() == DEMO_DAY


def test_the_history_has_the_days_on_which_things_happened(demo, story):
    meeting = the(demo, Meeting, story.id_of("calico-after-october")).record
    days = {line.local_day for line in demo.history(meeting)}
    assert days == {dt.date(1999, 10, 30), dt.date(1999, 11, 12)}


def test_what_is_done_in_the_demo_happens_on_its_day(own_demo):
    with demo_store(own_demo, a_setup()) as store:
        held = store.find(Meeting)[0]
        assert local_day(store.void(held.record, "tried out", held.base).at) == DEMO_DAY


def test_the_printed_passphrase_opens_the_demo(demo):
    assert vault.unlock(demo.profile.key_file, PASSPHRASE).raw


def test_a_sentence_that_was_being_typed_is_still_there(demo, story):
    (draft,) = demo.drafts.all()
    assert draft.key.record == story.id_of("calico-committee")
    assert "wait until" in draft.body["typed"]["conflicts"]
