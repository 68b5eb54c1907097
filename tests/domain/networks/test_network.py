"""Members over time, quorum, and what a network's record says of itself."""

import datetime as dt

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.networks.network import CountEntry, LegalForm, Membership, Network, NetworkKind, OfficeBearer
from tests.domain.making import lines, make, paths

ASHA, BIJAN = new_id(), new_id()
VOID = Void(by="cda", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def with_members(*members):
    return make(Network, members=lines(*members))


def test_a_member_counts_from_the_first_day_until_the_day_of_leaving():
    network = with_members(Membership(member=ASHA, from_on="2026-01-10", to_on="2026-03-10"))
    assert network.members_on(dt.date(2026, 1, 9)) == set()
    assert network.members_on(dt.date(2026, 1, 10)) == {ASHA}
    assert network.members_on(dt.date(2026, 3, 9)) == {ASHA}
    assert network.members_on(dt.date(2026, 3, 10)) == set()


def test_dates_known_only_to_the_year_count_a_member_in_for_that_year():
    network = with_members(Membership(member=ASHA, from_on="1998", to_on="1999"))
    assert network.active_members(dt.date(1998, 1, 1)) == 1
    assert network.active_members(dt.date(1999, 12, 30)) == 1
    assert network.active_members(dt.date(2000, 1, 1)) == 0


def test_who_left_and_came_back_is_one_member():
    network = with_members(
        Membership(member=ASHA, from_on="1998", to_on="1999-03"), Membership(member=ASHA, from_on="1999-03")
    )
    assert network.active_members(dt.date(1999, 3, 15)) == 1
    assert paths(network) == []


def test_of_a_time_without_any_record_the_number_is_not_known_and_not_zero():
    network = with_members(Membership(member=ASHA, from_on="1998"))
    assert network.active_members(dt.date(1997, 12, 31)) is None
    assert make(Network).active_members(dt.date(2026, 1, 1)) is None


def test_a_count_without_names_holds_until_the_next_one():
    calico = make(
        Network,
        count_entries=lines(
            CountEntry(counted_on="1999-12", count=120),
            CountEntry(counted_on="1997", count=26),
            CountEntry(counted_on="1998-03", count=48),
        ),
    )
    assert calico.active_members(dt.date(1996, 12, 31)) is None
    assert calico.active_members(dt.date(1998, 2, 28)) == 26
    assert calico.active_members(dt.date(1998, 3, 1)) == 48
    assert calico.active_members(dt.date(2001, 1, 1)) == 120


def test_of_a_count_and_a_list_of_names_the_larger_figure_stands():
    members = lines(Membership(member=ASHA, from_on="1998"), Membership(member=BIJAN, from_on="1998"))
    counted = lines(CountEntry(counted_on="1997", count=26))
    assert make(Network, members=members, count_entries=counted).active_members(dt.date(1999, 1, 1)) == 26
    done = {key: line.changed(void=VOID) for key, line in counted.items()}
    assert make(Network, members=members, count_entries=done).active_members(dt.date(1999, 1, 1)) == 2


def test_a_voided_membership_does_not_count():
    assert with_members(Membership(member=ASHA, from_on="1998", void=VOID)).members_on(dt.date(1999, 1, 1)) == set()


@pytest.mark.parametrize(("active", "quorum"), [(1, 1), (2, 2), (3, 2), (20, 11), (21, 11)])
def test_without_a_rule_more_than_half_make_a_quorum(active, quorum):
    assert make(Network).quorum_needed(active) == quorum


@pytest.mark.parametrize(("percent", "active", "quorum"), [(3333, 30, 10), (3334, 30, 11), (5000, 21, 11), (0, 9, 1)])
def test_an_agreed_percentage_is_rounded_up_to_whole_members(percent, active, quorum):
    assert make(Network, quorum_percent=percent).quorum_needed(active) == quorum


def test_one_member_cannot_be_in_twice_at_a_time():
    twice = with_members(
        Membership(member=ASHA, from_on="1998-01-01", to_on="1998-06-30"),
        Membership(member=BIJAN, from_on="1998-01-01"),
        Membership(member=ASHA, from_on="1998-06-29"),
    )
    assert paths(twice) == ["members/from_on"]


@pytest.mark.parametrize("again", ["1998-06-30", "1998-06", "1998", "1999"])
def test_coming_back_on_the_day_of_leaving_or_at_a_vague_date_is_no_overlap(again):
    members = Membership(member=ASHA, from_on="1998", to_on="1998-06-30"), Membership(member=ASHA, from_on=again)
    assert paths(with_members(*members)) == []


def test_a_membership_does_not_end_before_it_begins():
    assert paths(with_members(Membership(member=ASHA, from_on="1999", to_on="1998"))) == ["members/to_on"]
    backward = lines(OfficeBearer(person=ASHA, from_on="1999", to_on="1998"))
    assert paths(make(Network, office_bearers=backward)) == ["office_bearers/to_on"]


def test_a_registered_network_has_its_paper():
    assert paths(make(Network, network_kind=NetworkKind.cooperative)) == ["legal_form"]
    paper = ["registration_number", "registration_act", "registered_on"]
    assert paths(make(Network, legal_form=LegalForm.society)) == paper
    assert paths(make(Network, legal_form=LegalForm.none)) == []
    assert paths(make(Network, network_kind=NetworkKind.informal_group)) == []


def test_two_years_in_office_without_rotation_are_told():
    bearers = lines(
        OfficeBearer(person=ASHA, post="President", from_on="2024-01-01"),
        OfficeBearer(person=BIJAN, post="Secretary", from_on="2020-01-01", to_on="2021-01-01"),
    )
    network = make(Network, office_bearers=bearers)
    assert network.long_in_office(dt.date(2026, 1, 1)) == []
    assert network.long_in_office(dt.date(2026, 1, 2)) == [next(iter(bearers))]
