"""Filling in an interview: answers go into the half where they may be seen, and are there again on another day."""

import datetime as dt

import pytest

from cdadesk.acts.sitting import Halves, Sitting, sections
from cdadesk.domain.diagnostic.interview import LONGEST_ANSWER, Answer
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.questions.form import Group
from cdadesk.questions.reading import read_bytes
from tests.asked import SETTINGS, begun, line, looms
from tests.builders import a_store
from tests.questions.sheets import workbook

NOW = dt.datetime(2026, 3, 14, 9, 12, tzinfo=dt.UTC)


@pytest.fixture
def halves(tmp_path):
    with a_store(tmp_path / "laptop") as store:
        yield begun(store)


def sitting(halves: Halves) -> Sitting:
    return Sitting(looms().form, halves, lambda: NOW)


def test_an_answer_goes_into_the_half_where_it_may_be_seen(halves):
    talk = sitting(halves)
    talk.answer("A:looms", "12")
    talk.answer("B:trusted", "Old Meena")
    made = talk.halves()
    assert made.shared.answers == {"A:looms": Answer(value="12", unit="looms")}
    assert made.private.answers == {"B:trusted": Answer(value="Old Meena")}


def test_a_lock_is_closed_and_opened_on_purpose_and_stays_so(halves):
    talk = sitting(halves)
    talk.answer("A:owner", "A widow")
    talk.answer("B:trusted", "Nobody")
    talk.lock("A:owner", closed=True)
    talk.lock("B:trusted", closed=False)
    made = talk.halves()
    assert (set(made.shared.answers), set(made.private.answers)) == ({"B:trusted"}, {"A:owner"})
    assert sitting(made).is_locked("A:owner")
    assert sitting(made).halves() == made


def test_zero_is_an_answer_and_a_code_is_none(halves):
    talk = sitting(halves)
    before = len(talk.wanted())
    talk.answer("A:looms", "0")
    talk.say_missing("A:owner", MissingCode.refused)
    assert len(talk.wanted()) == before - 2
    made = talk.halves().shared.answers
    assert made["A:looms"].value == "0"
    assert made["A:owner"] == Answer(missing={"value": MissingCode.refused})
    talk.answer("A:owner", "He said it after all")
    assert talk.beside("A:owner").missing is None


def test_rows_keep_their_order_and_their_names_on_the_next_day(halves):
    talk = sitting(halves)
    first, second = talk.add_row("B:worker"), talk.add_row("B:worker")
    for name, who in ((first, "Ravi"), (second, "Asif")):
        talk.answer(f"B:worker@{name}:who", who)
        talk.answer(f"B:worker@{name}:wage", "300")
    again = sitting(talk.halves())
    assert again.filling.answers.rows("B:worker")[-2:] == [first, second]
    again.remove_row("B:worker", str(first))
    assert [each.value for each in again.halves().shared.answers.values()] == ["Asif", "300"]


def test_certainty_and_notes_in_the_margin_go_with_the_answer(halves):
    talk = sitting(halves)
    talk.answer("A:looms", "7")
    talk.say_certainty("A:looms", Certainty.hearsay)
    talk.say_beside("A:looms", "The neighbour says nine.")
    line = sitting(talk.halves()).beside("A:looms")
    assert (line.certainty, line.remark) == (Certainty.hearsay, "The neighbour says nine.")


def test_what_is_no_answer_is_said_at_once_and_kept_all_the_same(halves):
    talk = sitting(halves)
    talk.answer("A:looms", "99999999999")
    assert talk.complaint("A:looms", "English (en)") == "From 0 to 50."
    talk.answer("A:looms", "many")
    assert talk.complaint("A:looms", "English (en)") == "A whole number is wanted here."
    assert talk.halves().shared.answers["A:looms"].value == "many"


def test_an_endless_paste_stays_typed_and_what_was_saved_before_stays_saved(halves):
    talk = sitting(halves)
    talk.answer("A:owner", "Meena")
    saved = sitting(talk.halves())
    saved.answer("A:owner", "x" * (LONGEST_ANSWER + 3))
    assert "3 characters too long" in saved.complaint("A:owner", "English (en)")
    assert saved.halves().shared.answers["A:owner"].value == "Meena"
    assert len(saved.text("A:owner")) == LONGEST_ANSWER + 3


def test_a_question_that_is_not_asked_any_more_is_not_left_over_and_its_answer_is_kept(halves):
    talk = sitting(halves)
    talk.answer("A:credit", "yes")
    assert "A:interest" in talk.wanted()
    talk.answer("A:interest", "24")
    talk.answer("A:credit", "no")
    assert "A:interest" not in talk.asked()
    talk.answer("A:credit", "yes")
    assert talk.text("A:interest") == "24"


def test_an_answer_without_a_question_in_this_form_is_not_lost(halves):
    strange = {"Z:new": Answer(value="from tomorrow"), "A:looms": Answer(value="3")}
    talk = sitting(Halves(halves.shared.changed(answers=strange), halves.private))
    talk.answer("A:looms", "4")
    made = talk.halves()
    assert made.shared.answers["Z:new"].value == "from tomorrow"
    assert made.shared.answers["A:looms"].value == "4"
    assert made.private.answers == {}


def test_every_group_of_a_form_is_a_page():
    pages = sections(looms().form)
    titles = [page[0].words("English (en)") for page in pages if isinstance(page[0], Group)]
    assert titles == [("The workshop",), ("People",), ("What next",)]


def test_a_place_that_a_photo_told_answers_the_first_question_for_one_that_is_left_over(halves):
    asked = (line("text", "owner", "Whose?", "किसका?"), line("geopoint", "where", "Where?", "कहाँ?"))
    form = read_bytes(workbook(asked, (), SETTINGS), ".xlsx", "places").form
    talk = Sitting(form, halves, lambda: NOW)
    assert talk.answer_place("26.91667, 75.81667")
    assert talk.text("where") == "26.91667 75.81667 0 0"
    assert talk.complaint("where", "") == ""
    assert not talk.answer_place("1.00000, 2.00000")
    assert not sitting(halves).answer_place("1.00000, 2.00000")


def test_an_answer_outside_the_limits_is_one_that_is_wrong_and_not_one_that_is_left_over(halves):
    talk = sitting(halves)
    talk.answer("A:looms", "3000")
    assert "A:looms" not in talk.wanted()
    assert talk.wrong() == ["A:looms"]
    talk.answer("A:looms", "12")
    assert talk.wrong() == []
