"""Signing in and out, the language, and what guards every page."""

import pytest
import requests

from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor
from tests.serving import PASSWORD, RunningServer

REFUSED = "The server does not know this name and password."


def test_a_stranger_signs_in_first_and_is_then_led_where_they_wanted(stranger: Visitor):
    asked = stranger.get("/clusters")
    assert asked.address == "/sign-in?next=%2Fclusters"
    assert stranger.send(asked, "/sign-in", login=" Tara ", password=PASSWORD).address == "/clusters"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_signing_in_leads_to_no_other_server(stranger: Visitor, elsewhere: str):
    asked = stranger.get("/sign-in", params={"next": elsewhere})
    assert stranger.send(asked, "/sign-in", login="tara", password=PASSWORD).address == "/queue"


def test_an_unknown_name_and_a_wrong_password_read_alike(stranger: Visitor):
    unknown = stranger.sign_in("nobody-at-all", "wrong password")
    wrong = stranger.sign_in("omkar", "wrong password")
    assert (unknown.status, wrong.status) == (401, 401)
    assert REFUSED in unknown.words
    assert REFUSED in wrong.words


def test_after_several_wrong_passwords_one_has_to_wait(stranger: Visitor):
    for _try in range(4):
        stranger.sign_in("somebody-else", "wrong password")
    told = stranger.sign_in("somebody-else", "wrong password")
    assert told.status == 429
    assert "Try again in" in told.words


def test_no_script_reads_the_session_and_no_other_page_sends_it(stranger: Visitor):
    asked = stranger.get("/sign-in")
    action, hidden = asked.forms("/sign-in")[0]
    answer = stranger.session.post(
        stranger.server + action, hidden | {"login": "tara", "password": PASSWORD}, allow_redirects=False, timeout=30
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "cdadesk_session" in cookie


def test_behind_an_encrypted_line_the_session_travels_only_there(stranger: Visitor):
    asked = stranger.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "secure" in asked.headers["set-cookie"].lower()


def test_who_signs_out_is_out_even_with_the_old_cookie(stranger: Visitor):
    page = stranger.sign_in("tara")
    kept = dict(stranger.session.cookies)
    assert stranger.send(page, "/sign-out").address == "/sign-in"
    with Visitor(stranger.server) as thief:
        thief.session.cookies.update(kept)
        assert thief.get("/queue").address.startswith("/sign-in")


def test_a_form_that_is_not_ours_changes_nothing(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Form of strangers")
    _action, hidden = tara.get(meeting).forms("/verdicts")[0]
    for forged in ("", "made.up", hidden["form_token"][:-1] + "0"):
        refused = tara.post(f"{meeting}/verdicts", hidden | {"outcome": "approved", "form_token": forged})
        assert refused.status == 403
        assert "This form is too old." in refused.words
    assert sample.arrived(meeting, "verdict") == []


def test_a_form_of_another_visitor_is_none_of_ours(signed_in: SignIn, sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Form of Asha")
    _action, hidden = signed_in("asha").get(meeting).forms("/comments")[0]
    assert tara.post(f"{meeting}/comments", hidden | {"text": "not mine"}).status == 403


def test_a_form_that_is_far_too_large_is_refused_unread(tara: Visitor):
    refused = tara.post("/users", {"name": "x" * 300_000})
    assert refused.status == 413
    assert "too much for one form" in refused.words


def test_the_language_follows_the_browser_until_the_person_chooses(stranger: Visitor):
    assert '<html lang="hi">' in stranger.get("/sign-in", headers={"Accept-Language": "hi-IN,en;q=0.5"}).body
    assert '<html lang="en">' in stranger.get("/sign-in", headers={"Accept-Language": "ta,fr;q=0.5"}).body
    chosen = stranger.post("/language", {"language": "hi", "back": "/sign-in?next=%2Fclusters"})
    assert chosen.address == "/sign-in?next=%2Fclusters"
    assert '<html lang="hi">' in chosen.body


def test_dates_and_closed_lists_speak_hindi(sample: Sample, server: RunningServer):
    with Visitor(server.address) as reader:
        reader.session.cookies.set("cdadesk_language", "hi")
        reader.sign_in("tara")
        page = reader.get(sample.address("trust_event", sample.ids["trust_event_M02"]))
    assert "10 मार्च 2025" in page.words
    assert "परिचय या जागरूकता बैठक में आए" in page.words


@pytest.mark.parametrize("address", ["/queue", "/sign-in", "/static/style.css", "/static/nothing.css", "/nowhere"])
def test_every_answer_tells_the_browser_to_trust_nobody_else(tara: Visitor, address: str):
    headers = tara.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_kept_by_no_cache_but_their_letters_are(tara: Visitor):
    assert tara.get("/queue").headers["Cache-Control"] == "no-store"
    assert "immutable" in tara.get("/static/tokens.css").headers["Cache-Control"]


def test_pages_carry_no_script_or_style_of_their_own(sample: Sample, tara: Visitor):
    for address in ("/queue", sample.address("meeting", sample.ids["meeting_march"]), "/clusters"):
        body = tara.get(address).body
        assert body.count("<script") == body.count('<script src="/static/')
        assert " style=" not in body
        assert " onclick=" not in body


def test_the_way_of_the_laptops_stays_open(server: RunningServer):
    assert requests.get(f"{server.address}/health", timeout=30).json() == {"status": "ok"}
    assert requests.post(f"{server.address}/sync", data=b"no frames", timeout=30).status_code == 400
