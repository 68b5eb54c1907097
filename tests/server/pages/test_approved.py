"""What the programme office reads of single records: what was approved, as it was approved, and nothing else."""

from typing import Any

from cdadesk.clock import new_id
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor


def approved(sample: Sample, tara: Visitor, **values: Any) -> str:
    """Let Tara approve a new meeting, and return the address at which the office reads it."""
    meeting = sample.a_meeting(**values)
    tara.send(tara.get(meeting), "/verdicts", outcome="approved")
    return meeting.replace("/records/", "/approved/")


def test_the_office_reads_what_was_approved(sample: Sample, signed_in: SignIn, tara: Visitor):
    address = approved(sample, tara, place="Approved lane")
    omkar = signed_in("omkar")
    listed = omkar.get("/approved")
    assert address in listed.body
    assert "Approved by Tara" in listed.words
    page = omkar.get(address)
    assert "Approved lane" in page.words
    assert [action for action, _hidden in page.forms("") if action not in ("/language", "/sign-out")] == []


def test_a_later_change_is_not_shown_before_it_is_approved_too(sample: Sample, signed_in: SignIn, tara: Visitor):
    address = approved(sample, tara, place="As approved")
    sample.edit(address.replace("/approved/", "/records/"), {"place": "Written later"})
    page = signed_in("omkar").get(address)
    assert "As approved" in page.words
    assert "Written later" not in page.words
    assert "It was changed since." in page.words


def test_what_was_never_approved_or_is_so_no_longer_is_not_there(sample: Sample, signed_in: SignIn, tara: Visitor):
    omkar = signed_in("omkar")
    unread = sample.a_meeting(place="Unread").replace("/records/", "/approved/")
    returned = approved(sample, tara, place="Returned later")
    record = returned.replace("/approved/", "/records/")
    sample.edit(record, {"place": "Changed"})
    tara.send(tara.get(record), "/verdicts", outcome="returned", reason="Why?")
    thrown_away = approved(sample, tara, place="Thrown away")
    sample.void(thrown_away.replace("/approved/", "/records/"), "twice")
    for address in (unread, returned, thrown_away):
        assert omkar.get(address).status == 404
        assert address not in omkar.get("/approved").body


def test_an_approval_of_nothing_shows_nothing_and_hides_no_other(sample: Sample, signed_in: SignIn, tara: Visitor):
    meeting, sound = sample.a_meeting(place="Approved blindly"), approved(sample, tara, place="Approved soundly")
    action, hidden = tara.get(meeting).forms("/verdicts")[0]
    tara.post(action, hidden | {"outcome": "approved", "sight": "of nothing"})
    omkar = signed_in("omkar")
    assert sound in omkar.get("/approved").body
    assert "Approved blindly" not in omkar.get("/approved").words
    assert omkar.get(meeting.replace("/records/", "/approved/")).status == 404


def test_nothing_confidential_and_no_other_cluster_is_read_by_the_office(
    sample: Sample, signed_in: SignIn, tara: Visitor
):
    private = sample.address("actor_private", sample.ids["actor_private"], sample.house.jaipur_private)
    tara.send(tara.get(private), "/verdicts", outcome="approved")
    omkar = signed_in("omkar")
    assert omkar.get(private.replace("/records/", "/approved/")).status == 404
    assert "Owes to two traders" not in omkar.get("/approved").words
    assert omkar.get(f"/approved/{new_id()}/meeting/{new_id()}").status == 404


def test_names_of_what_is_not_approved_are_not_told(sample: Sample, signed_in: SignIn, tara: Visitor):
    address = approved(sample, tara, place="With a network", network=sample.ids["network_calico"])
    page = signed_in("omkar").get(address)
    assert page.status == 200
    assert "Calico" not in page.words
