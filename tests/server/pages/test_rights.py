"""Who sees what on the pages: rights hold on every address, not only in the menu."""

import pytest

from cdadesk.clock import new_id
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample

ALL = ("tara", "asha", "balbir", "omkar", "aditi", "admin")
PLACES = {
    "queue": {"tara", "asha", "balbir", "aditi"},
    "clusters": {"tara", "asha", "balbir", "aditi"},
    "changes": {"tara", "asha", "balbir", "aditi"},
    "programme": {"omkar"},
    "approved": {"omkar"},
    "users": {"admin"},
    "devices": {"admin"},
}


@pytest.mark.parametrize("login", ALL)
@pytest.mark.parametrize("place", PLACES)
def test_a_place_opens_to_its_roles_only(signed_in: SignIn, login: str, place: str):
    page = signed_in(login).get(f"/{place}")
    assert page.status == (200 if login in PLACES[place] else 403)
    if page.status == 403:
        assert "Your account does not open this page." in page.words


@pytest.mark.parametrize(
    ("login", "status"),
    [("tara", 200), ("asha", 200), ("aditi", 200), ("balbir", 404), ("omkar", 403), ("admin", 403)],
)
def test_a_record_opens_to_who_works_on_its_cluster(sample: Sample, signed_in: SignIn, login: str, status: int):
    page = signed_in(login).get(sample.address("meeting", sample.ids["meeting_march"]))
    assert page.status == status
    assert ("Sanganer" in page.words) == (status == 200)


@pytest.mark.parametrize(
    ("login", "status"),
    [("tara", 200), ("asha", 200), ("aditi", 404), ("balbir", 404), ("omkar", 403), ("admin", 403)],
)
def test_what_is_confidential_opens_to_agent_and_advisor_only(
    sample: Sample, signed_in: SignIn, login: str, status: int
):
    address = sample.address("actor_private", sample.ids["actor_private"], sample.house.jaipur_private)
    page = signed_in(login).get(address)
    assert page.status == status
    assert ("Owes to two traders" in page.words) == (status == 200)


def test_the_auditor_reads_history_and_has_no_form_to_write_with(sample: Sample, signed_in: SignIn):
    aditi = signed_in("aditi")
    page = aditi.get(sample.address("meeting", sample.ids["meeting_march"]))
    assert "History" in page.words
    assert [action for action, _hidden in page.forms("") if action not in ("/language", "/sign-out")] == []
    assert "Confidential notes on an actor" not in aditi.get(sample.address("actor", sample.firms[0])).words
    assert "Confidential" not in aditi.get("/changes").words
    assert "Confidential notes on an actor" in signed_in("tara").get(sample.address("actor", sample.firms[0])).words


def test_the_auditor_cannot_write_by_a_form_of_their_own_making(sample: Sample, signed_in: SignIn):
    aditi, meeting = signed_in("aditi"), sample.a_meeting(place="Audited")
    token = aditi.get(meeting).forms("/sign-out")[0][1]["form_token"]
    form = {"form_token": token, "sight": "1.1.x.1", "once": str(new_id()), "text": "I was here"}
    assert aditi.post(f"{meeting}/comments", form).status == 403
    assert sample.arrived(meeting, "comment") == []


def test_a_cluster_that_is_not_assigned_is_as_if_it_were_not_there(sample: Sample, signed_in: SignIn):
    balbir, jaipur = signed_in("balbir"), sample.house.town.jaipur
    assert balbir.get(f"/clusters/{jaipur}").status == 404
    assert balbir.get(f"/changes?cluster={jaipur}").status == 404
    assert "Jaipur" not in balbir.get("/clusters").words


def test_the_programme_officer_sees_sums_and_no_name(sample: Sample, signed_in: SignIn):
    page = signed_in("omkar").get("/programme")
    assert "Hand-block printed textiles, Jaipur (illustrative) 6 " in page.words
    assert "₹ 1,67,345.67" in page.words
    for name in ("Neel Chhapa", "Calico", "Kamla Verma", "Spring fair"):
        assert name not in page.words
    assert "/records/" not in page.body
    assert signed_in("omkar").get(f"/clusters/{sample.house.town.jaipur}").status == 403


def test_the_administrator_sees_no_record(sample: Sample, signed_in: SignIn):
    assert signed_in("admin").get(f"/clusters/{sample.house.town.jaipur}").status == 403
    assert "/records/" not in signed_in("admin").get("/users").body
