"""Users and laptops, as the administrator looks after them."""

import re

import pytest

from cdadesk.wire.granted import NamedLaptop
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Page, Visitor
from tests.serving import RunningServer

FIRST = "a first password"


@pytest.fixture
def admin(signed_in: SignIn) -> Visitor:
    """Return the administrator."""
    return signed_in("admin")


def add(admin: Visitor, login: str, role: str = "ta", password: str = FIRST) -> Page:
    """Add a user through the form."""
    form = {"login": login, "name": f"{login.title()} Somebody", "role": role, "password": password}
    return admin.send(admin.get("/users"), "/users", **form)


def signs_in(server: RunningServer, login: str, password: str) -> bool:
    """Say whether somebody gets in."""
    with Visitor(server.address) as visitor:
        return visitor.sign_in(login, password).status == 200


def test_a_new_user_gets_clusters_and_signs_in(sample: Sample, server: RunningServer, admin: Visitor):
    page = add(admin, "Gita")
    assert "The user is added. Now assign the clusters." in page.words
    page = admin.send(page, "/clusters", cluster=str(sample.house.town.jaipur))
    assert "Assigned." in page.words
    with Visitor(server.address) as gita:
        assert gita.sign_in("gita", FIRST).address == "/queue"
        assert gita.get(sample.address("meeting", sample.ids["meeting_march"])).status == 200
        admin.send(page, "/clusters", act="unassign")
        assert gita.get(sample.address("meeting", sample.ids["meeting_march"])).status == 404


def test_what_cannot_be_added_comes_back_with_a_sentence_and_what_was_typed(admin: Visitor):
    add(admin, "harish")
    taken = add(admin, " HARISH ")
    assert taken.status == 422
    assert "There is already somebody who signs in as “harish”." in taken.words
    assert 'name="login" value="HARISH"' in taken.body
    assert "A password needs at least 8 characters." in add(admin, "indu", password="short").words
    assert "Write the person's name" in add(admin, "   ").words


def test_a_new_password_closes_what_was_open_under_the_old(server: RunningServer, admin: Visitor):
    page = add(admin, "jaya")
    with Visitor(server.address) as jaya:
        jaya.sign_in("jaya", FIRST)
        assert "at least 8" in admin.send(page, "/password", password="short").words
        admin.send(page, "/password", password="another password")
        assert jaya.get("/queue").address.startswith("/sign-in")
    assert not signs_in(server, "jaya", FIRST)
    assert signs_in(server, "jaya", "another password")


def test_who_is_shut_out_gets_in_no_more(server: RunningServer, admin: Visitor):
    page = admin.send(add(admin, "kiran"), "/disable")
    assert "Shut out since" in page.words
    assert page.forms("/disable") == []
    assert not signs_in(server, "kiran", FIRST)


def test_nobody_shuts_themselves_out(sample: Sample, admin: Visitor):
    assert admin.get(f"/users/{sample.house.town.people['admin'].id}").forms("/disable") == []


def test_users_are_found_by_any_part_of_their_name(admin: Visitor):
    found = admin.get("/users?words=ALB").words
    assert "Balbir" in found
    assert "Tara" not in found
    assert "Nobody of that name." in admin.get("/users?words=100%25").words
    assert admin.get("/users?words=%00%5F").status == 200


def test_a_laptop_that_is_shut_out_is_not_answered_any_more(sample: Sample, admin: Visitor):
    laptop = sample.house.laptop("balbir", laptop="lost laptop")
    assert laptop.pull().status == 200
    page = admin.get("/devices")
    assert "lost laptop" in page.words
    action = re.search(rf'action="(/devices/{laptop.replica}/revoke)"', page.body)
    assert action
    told = admin.send(page, action[1])
    assert "The laptop is shut out until its person signs in again." in told.words
    assert laptop.pull().status == 401


def test_the_administrator_names_a_laptop_and_those_who_share_a_cluster_learn_of_it(sample: Sample, admin: Visitor):
    laptop, advisor = sample.house.laptop("asha", laptop="DESKTOP-7"), sample.house.laptop("tara")
    sample.a_meeting(place="Named")
    action = f"/devices/{laptop.replica}/name"
    told = admin.send(admin.get("/devices"), action, name="  Office\nlaptop ")
    assert "Laptops learn of it with their next exchange." in told.words
    assert "Office laptop DESKTOP-7" in told.words
    advisor.pull()
    assert advisor.grants.laptops[str(laptop.replica)] == NamedLaptop(str(laptop.member.id), "Office laptop")
    admin.send(admin.get("/devices"), action, name=" ")
    advisor.pull()
    assert advisor.grants.laptops[str(laptop.replica)].name == "DESKTOP-7"


ITS_FORMS = ("/users", "/devices/{id}/revoke", "/devices/{id}/name", "/users/{id}/password", "/users/{id}/disable")


@pytest.mark.parametrize("address", ITS_FORMS)
def test_nobody_else_administers(sample: Sample, server: RunningServer, tara: Visitor, address: str):
    token = tara.get("/queue").forms("/sign-out")[0][1]["form_token"]
    form = {"form_token": token, "login": "evil", "name": "Evil", "password": "evil password", "role": "administrator"}
    refused = tara.post(address.format(id=sample.house.town.people["asha"].id), form)
    assert refused.status == 403
    assert not signs_in(server, "evil", "evil password")
