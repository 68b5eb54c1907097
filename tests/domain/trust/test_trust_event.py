"""Trust events as they are written down, and what reaches the trust figure."""

import datetime as dt
from fractions import Fraction

from cdadesk import i18n
from cdadesk.clock import new_id
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.trust.trust_event import (
    EvidenceType,
    SubjectKind,
    TrustEvent,
    TrustEvidence,
    TrustParticipant,
    occurrences,
)
from tests.domain.making import lines, make, paths

CALICO, COTEX = new_id(), new_id()


def event(**fields):
    return make(TrustEvent, **{"subject_kind": SubjectKind.network, "network": CALICO, **fields})


def one(**fields):
    (occurrence,) = occurrences([event(ladder_item="M11", event_on="1999-03", **fields)], CALICO)
    return occurrence


def test_a_date_known_to_the_month_comes_as_its_first_day_but_an_end_as_its_last():
    occurrence = one(standing_until="1999", resolved_on="1999-06")
    assert occurrence.day == dt.date(1999, 3, 1)
    assert occurrence.standing_until == dt.date(1999, 12, 31)
    assert occurrence.resolved_on == dt.date(1999, 6, 30)


def test_evidence_counts_by_who_made_it():
    own = TrustEvidence(evidence_type=EvidenceType.photo)
    signed = TrustEvidence(evidence_type=EvidenceType.signed_minutes, independent=True)
    assert one().evidence == 0
    assert one(evidence=lines(own)).evidence == Fraction(1, 2)
    both = one(evidence=lines(own, signed))
    assert (both.cda_records, both.outside_records, both.evidence) == (1, 1, 1)
    void = signed.changed(void=Void(by="cda", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    assert one(evidence=lines(own, void)).evidence == Fraction(1, 2)


def test_guests_are_no_participants():
    people = lines(TrustParticipant(member=new_id()), TrustParticipant(member=new_id(), guest=True))
    assert one(participants=people).participants == 1
    assert one(participants=people, participants_count=16).participants == 16
    assert one().participants is None


def test_events_of_other_networks_stay_out_and_those_of_groups_stay_as_marks():
    told = [
        event(ladder_item="M02", event_on="1997"),
        event(ladder_item="M02", event_on="1997", network=COTEX),
        event(ladder_item="S01", event_on="1997-04", subject_kind=SubjectKind.group, network=None, place="Bagru"),
    ]
    found = occurrences(told, CALICO)
    assert [(each.item, each.of_network) for each in found] == [("M02", True), ("S01", False)]


def test_an_event_of_a_pair_does_not_count_even_with_a_network_beside_it():
    (pair,) = occurrences([event(ladder_item="M01", event_on="1997", subject_kind=SubjectKind.pair)], CALICO)
    assert not pair.of_network


def test_what_is_voided_or_half_written_reaches_no_figure():
    void = Void(by="cda", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    told = [event(ladder_item="M02", event_on="1997", void=void), event(ladder_item="M02"), event(event_on="1997")]
    assert occurrences(told, CALICO) == []


def test_no_more_members_take_part_than_there_are():
    assert paths(event(participants_count=21, active_members_at=20)) == ["participants_count"]
    assert paths(event(participants_count=20, active_members_at=20)) == []
    assert paths(event(participants_count=20)) == []


def test_an_event_of_a_network_names_it():
    assert paths(event(network=None)) == ["network"]
    assert paths(event(network=None, subject_kind=SubjectKind.group)) == []


def test_nothing_ends_before_it_began():
    assert paths(event(event_on="1999", standing_until="1998", resolved_on="1998-12")) == [
        "standing_until",
        "resolved_on",
    ]


def test_an_event_is_called_by_its_step_in_words_and_its_date():
    event_of_the_fair = event(ladder_item="M11", event_on="1998-03")
    assert event_of_the_fair.title() == "Joint fair whose accounts were settled within 60 days, Mar 1998"
    assert event(ladder_item="our own step").title() == "our own step"
    assert event().title() == "Trust event without a step"


def test_the_title_of_an_event_follows_the_language():
    i18n.use_language("hi")
    assert event(ladder_item="M10").title() == "साझा कैटलॉग, वेबसाइट या कार्यशाला पूरी हुई"


def test_a_photo_that_hangs_on_an_event_is_half_a_proof_and_none_beside_another_record():
    network = new_id()
    event = make(TrustEvent, ladder_item="M01", event_on="2026-03", network=network)
    assert occurrences([event], network)[0].evidence == 0
    assert occurrences([event], network, {event.id: 3})[0].evidence == Fraction(1, 2)
    told = event.changed(evidence=lines(TrustEvidence(evidence_type=EvidenceType.receipt, independent=True)))
    assert occurrences([told], network, {event.id: 1})[0].evidence == 1
