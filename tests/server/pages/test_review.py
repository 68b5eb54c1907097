"""What the advisor says, and that it arrives: comments, verdicts, choices."""

import re

import pytest

from cdadesk.domain.networks.meeting import Attendance, Presence
from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample, lines
from tests.server.pages.visitor import Page, Visitor


def state(page: Page) -> str:
    """Return what the page says of the review."""
    found = re.search(r'<span class="state [^"]*">([^<]*)<', page.body)
    assert found
    return found[1]


def test_a_comment_on_a_field_arrives_at_the_laptop(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Comment")
    page = tara.send(tara.get(f"{meeting}?field=place"), "/comments", text="  Which lane?\nAnd whose house? ")
    assert "Your comment is on its way to the laptop." in page.words
    assert [(each["about_path"], each["text"]) for each in sample.arrived(meeting, "comment")] == [
        ("place", "Which lane?\nAnd whose house?")
    ]


def test_a_comment_says_when_the_record_was_changed_after_it(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Earlier")
    page = tara.send(tara.get(meeting), "/comments", text="Please look again.")
    assert "about an earlier state" not in page.words
    sample.edit(meeting, {"place": "Later"})
    assert "about an earlier state" in tara.get(meeting).words


def test_an_answer_stands_under_what_it_answers(sample: Sample, signed_in: SignIn, tara: Visitor):
    meeting = sample.a_meeting(place="Answer")
    page = tara.send(tara.get(f"{meeting}?field=place"), "/comments", text="Which lane?")
    asked = re.search(r'name="reply_to" value="([^"]*)"', page.body)
    assert asked
    answered = signed_in("asha").send(
        signed_in("asha").get(meeting), "/comments", reply_to=asked[1], text="The old one"
    )
    thread = answered.words.partition(" Comments ")[2]
    assert thread.index("Which lane?") < thread.index("The old one")
    assert '<div class="answer">' in answered.body
    assert sample.arrived(meeting, "comment")[1]["about_path"] == "place"


def test_a_comment_without_words_is_not_sent(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Empty")
    refused = tara.send(tara.get(meeting), "/comments", text=" \n ")
    assert refused.status == 422
    assert "Write what you want to say." in refused.words
    assert sample.arrived(meeting, "comment") == []


def test_a_comment_that_is_too_long_comes_back_with_a_sentence_and_all_its_words(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Long")
    refused = tara.send(tara.get(meeting), "/comments", text="many words " * 600)
    assert refused.status == 422
    assert "does not fit there" in refused.words
    assert refused.body.count("many words") == 600


def test_one_form_sent_twice_is_one_comment(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Twice")
    page = tara.get(meeting)
    assert tara.send(page, "/comments", text="Once").status == 200
    assert tara.send(page, "/comments", text="Once").status == 200
    assert len(sample.arrived(meeting, "comment")) == 1
    other = tara.send(page, "/comments", text="Changed my mind")
    assert other.status == 422
    assert "Changed my mind" in other.body


def test_returning_needs_a_reason_and_the_reason_arrives(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Return")
    refused = tara.send(tara.get(meeting), "/verdicts", outcome="returned", reason="  ")
    assert "Say why you return it." in refused.words
    assert sample.arrived(meeting, "verdict") == []
    page = tara.send(tara.get(meeting), "/verdicts", outcome="returned", reason="Who came?")
    assert state(page) == "Returned"
    assert sample.arrived(meeting, "verdict")[0]["reason"] == "Who came?"


def test_an_approval_is_of_what_the_page_showed(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Approve")
    shown = tara.get(meeting)
    sample.edit(meeting, {"place": "Changed while it was read"})
    page = tara.send(shown, "/verdicts", outcome="approved")
    assert state(page) == "Changed since"
    assert "You judged what you read. It was changed meanwhile: look again." in page.words
    assert state(tara.send(tara.get(meeting), "/verdicts", outcome="approved")) == "Approved"


def test_nobody_judges_what_has_not_come_in_yet(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Future")
    action, hidden = tara.get(meeting).forms("/verdicts")[0]
    far = re.sub(r"\.\d+\.", ".999999999.", hidden["sight"], count=1)
    assert state(tara.post(action, hidden | {"sight": far})) == "Approved"
    sample.edit(meeting, {"place": "Came later"})
    assert state(tara.get(meeting)) == "Changed since"


@pytest.mark.parametrize("nonsense", ["", "x", "1.2", "9" * 5000 + ".1.a.1", "1.1.<b>.1"])
def test_a_form_that_does_not_say_what_it_showed_judges_nothing(sample: Sample, tara: Visitor, nonsense: str):
    meeting = sample.a_meeting(place="Nonsense")
    action, hidden = tara.get(meeting).forms("/verdicts")[0]
    assert state(tara.post(action, hidden | {"sight": nonsense})) == "Changed since"


def test_a_word_can_be_taken_back(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Back")
    approved = tara.send(tara.get(meeting), "/verdicts", outcome="approved")
    assert state(approved) == "Approved"
    back = tara.send(approved, "/verdicts", outcome="withdrawn")
    assert state(back) == "Not reviewed"
    assert "Approved" in back.words


def test_the_agent_gives_no_verdict_even_by_a_form_of_their_own_making(sample: Sample, signed_in: SignIn):
    meeting, asha = sample.a_meeting(place="Own verdict"), signed_in("asha")
    page = asha.get(meeting)
    assert page.forms("/verdicts") == []
    _action, hidden = page.forms("/comments")[0]
    refused = asha.post(f"{meeting}/verdicts", hidden | {"outcome": "approved"})
    assert refused.status == 403
    assert "Your account does not open this page." in refused.words
    assert sample.arrived(meeting, "verdict") == []


def test_two_values_stand_side_by_side_with_who_wrote_them_and_what_was_before(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Before")
    sample.edit_on_two_laptops(meeting, {"place": "One"}, {"place": "Other"})
    page = tara.get(meeting)
    assert "Two values for “Place”" in page.words
    assert "Before both: Before" in page.words
    assert "Asha , laptop of asha 14 Mar 2026, 12:00 One Let this stand" in page.words
    assert "Asha , laptop of asha 14 Mar 2026, 12:00 Other Let this stand" in page.words


@pytest.mark.parametrize(("choice", "stands"), [("kept", "One"), ("offered", "Other")])
def test_the_advisor_chooses_one_of_two(sample: Sample, tara: Visitor, choice: str, stands: str):
    meeting = sample.a_meeting(place="Before")
    sample.edit_on_two_laptops(meeting, {"place": "One"}, {"place": "Other"})
    page = _settle(tara, meeting, choice=choice)
    assert "Two values" not in page.words
    assert f"Place {stands}" in page.words
    assert [each["settled"]["by"] for each in sample.arrived(meeting, "conflict")] == [_id_of(sample, "tara")]


def test_the_advisor_writes_a_third_value_as_people_write(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Third", next_meeting_on="2026-04-01")
    sample.edit_on_two_laptops(meeting, {"next_meeting_on": "2026-04-02"}, {"next_meeting_on": "2026-04-03"})
    refused = _settle(tara, meeting, choice="third", third="soon")
    assert refused.status == 422
    assert "This is not a date." in refused.words
    assert 'value="soon"' in refused.body
    assert "Next meeting 9 May 2026" in _settle(tara, meeting, choice="third", third="9 may 2026").words


def test_a_third_answer_of_a_closed_list_is_chosen(sample: Sample, tara: Visitor):
    came = lines(Attendance(member=sample.firms[0], status=Presence.present))
    meeting = sample.a_meeting(place="List", attendance=came)
    path = f"attendance/{next(iter(came))}/status"
    sample.edit_on_two_laptops(meeting, {path: "late"}, {path: "absent"})
    page = tara.get(meeting)
    assert "Two values for “Attendance, Neel Chhapa: Came?”" in page.words
    assert '<option value="excused">Excused</option>' in page.body
    assert "choose one" in _settle(tara, meeting, choice="third", third="nonsense").words.lower()
    assert "Neel Chhapa Excused" in _settle(tara, meeting, choice="third", third="excused").words


def test_a_conflict_of_another_record_is_not_settled_here(sample: Sample, tara: Visitor):
    meeting, other = sample.a_meeting(place="Mine"), sample.a_meeting(place="Not mine")
    sample.edit_on_two_laptops(meeting, {"place": "One"}, {"place": "Other"})
    action, hidden = next(each for each in tara.get(meeting).forms("") if "/conflicts/" in each[0])
    assert tara.post(action.replace(meeting, other), hidden | {"choice": "offered"}).status == 404
    assert "Choose one of the two, or write a third." in tara.post(action, hidden).words


def _settle(visitor: Visitor, meeting: str, **typed: str) -> Page:
    action, hidden = next(each for each in visitor.get(meeting).forms("") if "/conflicts/" in each[0])
    return visitor.post(action, hidden | typed)


def _id_of(sample: Sample, login: str) -> str:
    return str(sample.house.town.people[login].id)
