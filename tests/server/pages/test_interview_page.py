"""An interview as the advisor reads it: with the questions that were asked, and the confidential half beside it."""

import datetime as dt

import pytest

from cdadesk.domain.diagnostic.interview import Agreement, Answer, Interview, InterviewPrivate
from cdadesk.domain.diagnostic.question_set import QuestionSet, check_sum, packed
from cdadesk.domain.kernel.record import MissingCode
from tests.asked import looms
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor

ROW = "B:worker@r0001abcde"


@pytest.fixture
def interview(sample: Sample) -> Interview:
    """Send the set, an interview with it, and its confidential half."""
    source = looms().source
    kept = sample.make(QuestionSet, name="Looms", code="looms", form=packed(source), check_sum=check_sum(source))
    answers = {
        "A:credit": Answer(value="yes"),
        "A:looms": Answer(value="0", unit="looms", remark="Sold all of them"),
        "A:owner": Answer(missing={"value": MissingCode.refused}),
        f"{ROW}:who": Answer(value="Ravi"),
        "C:ways": Answer(value="yarn shop"),
    }
    asked = sample.make(
        Interview,
        question_set=sample.send(kept),
        set_name="Looms",
        held_on=dt.date(2026, 3, 12),
        agreement=Agreement.unnamed,
        answers=answers,
    )
    sample.send(asked)
    hidden = {"B:trusted": Answer(value="Old Kishan")}
    sample.send(sample.make(InterviewPrivate, parent_id=asked.id, actor=sample.firms[0], answers=hidden))
    return asked


def test_answers_stand_beside_their_questions_in_the_order_of_the_form(
    sample: Sample, interview: Interview, tara: Visitor
):
    words = tara.get(sample.address("interview", interview.id)).words
    questions = ("Whose is it?", "How many looms?", "Any loan?", "Name (1)", "What would you join?")
    places = [words.index(each) for each in questions]
    assert places == sorted(places)
    assert "How many looms? 0 looms Sold all of them" in words
    assert "Any loan? Yes" in words
    assert "What would you join? Buying yarn together, A shop" in words
    assert "Whose is it? refused" in words
    assert "Old Kishan" not in words


def test_the_confidential_half_is_one_click_away_for_the_advisor(sample: Sample, interview: Interview, tara: Visitor):
    page = tara.get(sample.address("interview", interview.id))
    assert "Confidential half of an interview" in page.words
    half = next(each for each in page.body.split('"') if "interview_private" in each)
    words = tara.get(half).words
    assert "Whom do people trust? Old Kishan" in words
