"""A fair's account as a person judges it: what changed since it was approved, and what an advisor would ask."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts.fair_account import read_account, relieved_before
from cdadesk.acts.fairs import Approval, approve, fairs_in_series
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.lines import FairParticipant
from cdadesk.domain.fairs.troubles import NothingToShareBy
from cdadesk.domain.fairs.vocabulary import HeadCode
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.store import Store
from tests.builders import SCOPE, a_record, a_store, saved
from tests.domain.fairs.a_fair import ACTORS, VETERANS, a_fair, key_of
from tests.domain.making import lines

ON = dt.date(2026, 3, 14)
LATER = dt.date(2026, 6, 14)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path / "profile") as made:
        for number, actor in ACTORS.items():
            saved(made, a_record(Actor, id=actor, name=f"Firm {number}", code=f"P{number}"))
        before = lines(*(FairParticipant(actor=actor) for actor in sorted(VETERANS)))
        saved(made, a_record(Fair, name="Before", from_on="2025-03-05", to_on="2025-03-09", participants=before))
        yield made


def the_fair(store: Store) -> Fair:
    return saved(store, a_fair().changed(scope=SCOPE))


def approved(store: Store, fair: Fair) -> None:
    meeting = saved(store, a_record(Meeting, held_on=ON, place="School hall"))
    approve(store, fair, Approval(meeting.id, ON))


def codes(store: Store, fair: Fair, on: dt.date = ON) -> set[str]:
    return {concern.code for concern in read_account(store, fair, on).concerns}


def spent(fair: Fair, head: HeadCode, rupees: int) -> Fair:
    key = key_of(fair.budget_lines, head=head)
    line = fair.budget_lines[key].changed(actual=Money.rupees(rupees * 100))
    return fair.changed(budget_lines=fair.budget_lines | {key: line})


def test_an_approved_account_is_changed_only_by_what_changes_its_figures(store: Store) -> None:
    fair = the_fair(store)
    assert not read_account(store, fair, ON).changed_since
    approved(store, fair)
    assert not read_account(store, fair.changed(remarks="Rain on the third day"), ON).changed_since
    assert read_account(store, spent(fair, HeadCode.space, 41_000), ON).changed_since


def test_an_account_that_cannot_be_made_any_more_counts_as_changed(store: Store) -> None:
    fair = the_fair(store)
    approved(store, fair)
    none = fair.changed(participants={key: line.changed(sales=None) for key, line in fair.participants.items()})
    account = read_account(store, none, ON)
    assert isinstance(account.trouble, NothingToShareBy)
    assert account.changed_since
    assert account.approved is not None
    assert account.approved.settlement is not None


def test_a_fair_that_lies_open_is_asked_about_until_it_is_approved(store: Store) -> None:
    fair = the_fair(store)
    assert "open_too_long" not in codes(store, fair)
    assert "open_too_long" in codes(store, fair, LATER)
    approved(store, fair)
    assert "open_too_long" not in codes(store, fair, LATER)


def test_relief_given_twice_is_asked_about(store: Store) -> None:
    first = the_fair(store)
    approved(store, first)
    second = a_fair()
    again = {
        key: line.changed(first_timer=True, first_timer_reason="new owner") for key, line in second.participants.items()
    }
    second = saved(
        store, second.changed(scope=SCOPE, from_on="2026-09-05", to_on="2026-09-09", ordinal=2, participants=again)
    )
    had = relieved_before(store, second)
    assert {second.participants[key].actor for key in had} == {ACTORS[4], ACTORS[5]}
    assert "relief_twice" in codes(store, second)


def test_orders_that_repeat_the_sales_are_asked_about(store: Store) -> None:
    fair = the_fair(store)
    key = key_of(fair.participants, actor=ACTORS[1])
    line = fair.participants[key].changed(orders=fair.participants[key].sales)
    assert "sales_equal_orders" in codes(store, fair.changed(participants=fair.participants | {key: line}))


def test_a_fair_is_seen_among_those_of_its_series_alone(store: Store) -> None:
    fair = the_fair(store)
    other = a_record(Fair, name="Jaipur", from_on="2026-01", series="Jaipur", ordinal=1, private_percent=100_00)
    saved(store, other)
    assert [each.fair for each in fairs_in_series(store, SCOPE, "Delhi")] == [fair.id]
    assert [each.fair for each in fairs_in_series(store, SCOPE)] == [other.id, fair.id]
