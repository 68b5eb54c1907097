"""The pages in a real browser: keys, one click on a field, a narrow phone, words that outlive a lost session."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cdadesk.domain.actors.person import Person, PersonPrivate
from tests.server.pages.sample import Sample
from tests.serving import PASSWORD, RunningServer

PHONE = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Return a browser without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, server: RunningServer) -> Iterator[Page]:
    """Return a tab in which the advisor is signed in; whatever the browser complains of fails the test."""
    context = browser.new_context(base_url=server.address, locale="en-IN")
    complaints: list[str] = []
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    tab.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(tab)
    yield tab
    context.close()
    assert complaints == []


def sign_in(tab: Page, login: str = "tara") -> None:
    """Sign in as a person does."""
    tab.goto("/sign-in")
    tab.get_by_label("Name").fill(login)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def test_from_the_queue_by_keys_to_a_record_and_back(page: Page, sample: Sample):
    sample.a_meeting(place="Keys")
    page.goto("/queue?kind=meeting")
    first = page.locator("[data-card] a").first
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(first).not_to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_click_on_a_field_opens_it_beside_the_record(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Click")
    page.goto(meeting)
    page.evaluate("window.stayed = true")
    page.locator('[data-path="place"]').click()
    expect(page.locator("#talk h2").first).to_have_text("Place")
    assert page.evaluate("window.stayed")
    page.locator("#say textarea").fill("Which school?")
    page.locator("#say").get_by_role("button", name="Comment").click()
    expect(page.locator(".notice")).to_contain_text("Your comment is on its way")
    assert [each["about_path"] for each in sample.arrived(meeting, "comment")] == ["place"]


def test_the_page_moves_on_rather_than_let_one_judge_what_one_has_not_read(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Read")
    page.goto(meeting)
    page.evaluate("window.stayed = true")
    sample.edit(meeting, {"place": "Not read yet"})
    page.locator('[data-path="held_on"]').click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not read yet")
    assert not page.evaluate("window.stayed === true")


def test_r_asks_for_a_reason_and_returns(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Key R")
    page.goto(meeting)
    page.keyboard.press("r")
    reason = page.get_by_label("What must be mended?")
    expect(reason).to_be_focused()
    page.keyboard.type("Who came? Ask and add it.")
    page.get_by_role("button", name="Return to the agent").click()
    expect(page.locator(".state").first).to_have_text("Returned")
    assert sample.arrived(meeting, "verdict")[0]["reason"] == "Who came? Ask and add it."


def test_a_approves_but_not_while_one_writes(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Key A")
    page.goto(meeting)
    page.keyboard.press("c")
    page.keyboard.type("a rare thing")
    expect(page.locator("#say textarea")).to_have_value("a rare thing")
    assert sample.arrived(meeting, "verdict") == []
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator(".state").first).to_have_text("Approved")
    expect(page.locator(".notice")).to_contain_text("Next in the queue")


def test_words_outlive_a_session_that_ended_while_one_wrote(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Lost session")
    page.goto(meeting)
    page.locator("#say textarea").fill("A long thought about the minutes")
    page.context.clear_cookies()
    page.locator("#say").get_by_role("button", name="Comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page)
    page.goto(meeting)
    expect(page.locator("#say textarea")).to_have_value("A long thought about the minutes")
    page.locator("#say").get_by_role("button", name="Comment").click()
    expect(page.locator(".notice")).to_contain_text("Your comment is on its way")
    expect(page.locator("#say textarea")).to_have_value("")
    assert len(sample.arrived(meeting, "comment")) == 1


def test_the_language_is_one_click_away(page: Page, sample: Sample):
    page.goto(sample.address("trust_event", sample.ids["trust_event_M05"]))
    page.get_by_role("button", name="हि").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 जून 2025")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 Jun 2025")


def test_two_values_are_settled_with_one_click(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Before")
    sample.edit_on_two_laptops(meeting, {"place": "This hall"}, {"place": "That hall"})
    page.goto(meeting)
    page.locator(".side", has_text="That hall").get_by_role("button").click()
    expect(page.locator(".notice")).to_contain_text("Settled.")
    expect(page.locator('[data-path="place"] dd')).to_have_text("That hall")


def test_nothing_is_wider_than_a_phone(page: Page, sample: Sample):
    endless = sample.a_meeting(place="x" * 200, conflicts="y" * 5000, started_at="z" * 20)
    sample.edit_on_two_laptops(endless, {"place": "w" * 200}, {"place": "v" * 200})
    page.set_viewport_size(PHONE)
    for address in (
        "/queue",
        endless,
        f"{endless}?field=place",
        sample.address("fair", sample.ids["fair_spring"]),
        sample.address("settlement", sample.ids["settlement_spring"]),
        f"/clusters/{sample.house.town.jaipur}",
        "/clusters",
        "/changes",
        "/nowhere",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_on_a_phone_a_field_leads_down_to_its_comments(page: Page, sample: Sample):
    page.set_viewport_size(PHONE)
    page.goto(sample.address("meeting", sample.ids["meeting_march"]))
    page.locator('[data-path="place"]').click()
    expect(page.locator("#talk h2").first).to_have_text("Place")
    expect(page.locator("#talk h2").first).to_be_in_viewport()


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_page_follows_the_shade_of_the_system(page: Page, shade: str):
    page.emulate_media(color_scheme="dark" if shade == "dark" else "light")
    page.goto("/clusters")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(244, 246, 247)", "dark": "rgb(18, 25, 29)"}[shade]


def test_without_a_script_one_can_still_comment_and_approve(browser: Browser, server: RunningServer, sample: Sample):
    meeting = sample.a_meeting(place="No script")
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    tab = context.new_page()
    sign_in(tab)
    tab.goto(meeting)
    tab.locator('[data-path="place"] a').click()
    assert urlparse(tab.url).query == "field=place"
    tab.locator("#say textarea").fill("Which school?")
    tab.locator("#say").get_by_role("button", name="Comment").click()
    tab.goto(meeting)
    tab.get_by_role("button", name="Approve").click()
    expect(tab.locator(".state").first).to_have_text("Approved")
    assert len(sample.arrived(meeting, "comment")) == 1
    context.close()


def test_personal_data_is_erased_by_choice_reason_and_a_last_question(page: Page, sample: Sample):
    person = sample.send(sample.make(Person, name="Meena", role="Owner"))
    private = sample.make(PersonPrivate, parent_id=person, phone="9829012345", year_of_birth=1961)
    sample.send(private)
    page.goto(sample.address(private.kind, private.id, private.scope))
    page.get_by_role("link", name="Erase personal data").click()
    expect(page.get_by_role("checkbox", name="Phone")).to_be_checked()
    page.get_by_role("checkbox", name="Year of birth").uncheck()
    erase = page.get_by_role("button", name="Erase for ever")
    erase.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erase personal data")
    page.get_by_label("At whose wish, or why?").fill("She asked for it")
    page.get_by_label("I know that nothing brings it back.").check()
    erase.click()
    expect(page.locator(".notice")).to_contain_text("Erased for ever.")
    expect(page.locator(".conversation")).to_contain_text("Erased for ever: She asked for it")
    expect(page.locator('[data-path="phone"]')).to_contain_text("not filled in")
    sample.laptop.pull_all()
    left = sample.laptop.sees(private.scope, private.kind, private.id)
    assert left == {"parent_id": str(person), "year_of_birth": 1961}


def test_a_narrow_page_of_erasing_fits_in_both_languages(page: Page, sample: Sample):
    meeting = sample.a_meeting(place="Bagru, behind the school, at the stall of Meena")
    page.set_viewport_size(PHONE)
    for language in ("हि", "EN"):
        page.goto(f"{meeting}/erase")
        page.get_by_role("button", name=language, exact=True).click()
        expect(page.get_by_role("checkbox").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
