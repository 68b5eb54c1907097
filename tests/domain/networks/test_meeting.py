"""Who came, whether that made a quorum, and what a meeting's record says of itself."""

import datetime as dt
from fractions import Fraction

from cdadesk.clock import new_id
from cdadesk.domain.kernel.record import all_findings
from cdadesk.domain.networks.meeting import Attendance, Decision, Meeting, Presence, turnout
from cdadesk.domain.networks.network import CountEntry, Membership, Network
from tests.domain.making import lines, make, paths

ASHA, BIJAN, CHAMPA, GUEST = (new_id() for _ in range(4))
DAY = dt.date(2026, 3, 14)


def came(member, **fields):
    return Attendance(member=member, status=Presence.present, **fields)


def test_present_are_members_who_came_also_late_but_no_guests():
    meeting = make(
        Meeting,
        attendance=lines(
            came(ASHA),
            Attendance(member=BIJAN, status=Presence.late),
            Attendance(member=CHAMPA, status=Presence.excused),
            came(GUEST, walk_in=True),
        ),
    )
    assert (meeting.present(), meeting.guests()) == (2, 1)


def test_a_member_and_a_proxy_for_it_count_once():
    meeting = make(Meeting, attendance=lines(came(ASHA), came(GUEST, proxy_for=ASHA), came(CHAMPA, proxy_for=BIJAN)))
    assert meeting.present() == 2


def test_a_bare_count_stands_where_names_are_not_known():
    assert make(Meeting, present_count=14).present() == 14
    assert make(Meeting, present_count=14, attendance=lines(came(ASHA))).present() == 14
    assert make(Meeting, present_count=1, attendance=lines(came(ASHA), came(BIJAN))).present() == 2


def test_turnout_is_measured_by_the_members_of_that_day():
    members = lines(*(Membership(member=each, from_on="2026-01") for each in (ASHA, BIJAN, CHAMPA)))
    network = make(Network, members=members)
    meeting = make(Meeting, held_on=DAY, attendance=lines(came(ASHA), came(BIJAN)))
    seen = turnout(meeting, network)
    assert (seen.present, seen.active, seen.share) == (2, 3, Fraction(2, 3))
    assert (seen.quorum, seen.quorate) == (2, True)
    assert turnout(meeting.changed(attendance=lines(came(ASHA))), network).quorate is False


def test_guests_make_no_quorum():
    network = make(Network, count_entries=lines(CountEntry(counted_on="2026", count=2)))
    guests = lines(came(GUEST, walk_in=True), came(new_id(), walk_in=True))
    assert turnout(make(Meeting, held_on=DAY, attendance=guests), network).quorate is False


def test_without_a_network_or_its_members_no_quorum_is_claimed():
    meeting = make(Meeting, held_on=DAY, present_count=30)
    for network in (None, make(Network)):
        seen = turnout(meeting, network)
        assert (seen.share, seen.quorum, seen.quorate) == (None, None, None)


def test_no_more_can_vote_than_were_present():
    decision = Decision(decision="Take a stall", votes_for=2, votes_against=1)
    assert paths(make(Meeting, present_count=3, decisions=lines(decision))) == []
    assert paths(make(Meeting, present_count=2, decisions=lines(decision))) == ["decisions/votes_for"]


def test_the_next_meeting_comes_after_this_one():
    assert paths(make(Meeting, held_on=DAY, next_meeting_on=DAY)) == ["next_meeting_on"]
    assert paths(make(Meeting, held_on=DAY, next_meeting_on=DAY + dt.timedelta(days=1))) == []


def test_nobody_stands_in_the_list_twice_and_no_line_is_without_a_name():
    assert paths(make(Meeting, attendance=lines(came(ASHA), came(ASHA)))) == ["attendance/member"]
    assert paths(make(Meeting, attendance=lines(came(None)))) == ["attendance/member"]
    assert paths(make(Meeting, attendance=lines(came(None, walk_in=True)))) == []


def test_a_meeting_without_an_agenda_is_not_complete():
    missing = {finding.path for finding in all_findings(make(Meeting, held_on=DAY, place="Sanganer"))}
    assert "agenda" in missing
    assert "held_on" not in missing


def test_a_meeting_is_called_by_its_day_and_place():
    assert make(Meeting, held_on=DAY, place="Sanganer").title() == "14 Mar 2026, Sanganer"
    assert make(Meeting).title() == "Meeting without a date"
