"""Filling in a question set: what is asked, what is worked out, what is wrong, and rows that come and go."""

import pytest

from cdadesk.questions.faults import FaultKind
from cdadesk.questions.troubles import CircularForm
from tests.questions.sheets import EN, HI, NOON, YES_NO, asked, choice, filling, read, worked_out


def wrong(made, language=EN):
    return {each.key: each.sentence for each in made.faults(language)}


def test_a_question_is_asked_when_its_rule_says_so_and_its_answer_waits_meanwhile():
    made = filling(
        [
            asked("integer", "age"),
            asked("text", "school", relevant="${age} < 18"),
            worked_out("twice", "string-length(${school})"),
        ]
    )
    assert not made.is_asked("school")
    made.answer("age", "12")
    made.answer("school", "Sanganer")
    assert (made.is_asked("school"), made.text("twice")) == (True, "8")
    made.answer("age", "30")
    assert (made.is_asked("school"), made.text("twice"), made.text("school")) == (False, "0", "Sanganer")
    assert "school" not in made.given()
    made.answer("age", "13")
    assert (made.text("twice"), made.given()["school"]) == ("8", "Sanganer")


def test_a_group_takes_all_that_lies_in_it_along():
    made = filling(
        [
            asked("select_one yn", "sells"),
            {"type": "begin group", "name": "sales", "label": "Sales", "relevant": "${sells} = 'y'"},
            asked("integer", "shops", required="yes"),
            {"type": "end group"},
            worked_out("more", "coalesce(${shops}, 'none')"),
        ],
        YES_NO,
    )
    assert wrong(made) == {}
    made.answer("sells", "y")
    assert wrong(made) == {"sales:shops": "This question wants an answer."}
    made.answer("sales:shops", "3")
    assert made.text("more") == "3"
    made.answer("sells", "n")
    assert (made.is_asked("sales:shops"), made.text("more")) == (False, "none")


def test_limits_are_checked_with_the_sentence_of_the_form_in_the_language_in_use():
    line = asked("integer", "months", constraint=". >= 0 and . <= 12")
    line |= {f"label::{EN}": "Months", f"label::{HI}": "महीने", f"constraint_message::{EN}": "0 to 12"}
    line |= {f"constraint_message::{HI}": "0 से 12"}
    del line["label"]
    made = filling([line])
    made.answer("months", "13")
    assert (wrong(made)["months"], wrong(made, HI)["months"]) == ("0 to 12", "0 से 12")
    made.answer("months", "12")
    assert wrong(made) == {}


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("integer", "3.5", FaultKind.whole_number),
        ("integer", "2026-11-28", FaultKind.whole_number),
        ("decimal", "three", FaultKind.number),
        ("date", "2026-02-30", FaultKind.day),
        ("time", "25:00", FaultKind.time),
        ("geopoint", "26.9", FaultKind.point),
        ("geopoint", "126.9 75.8", FaultKind.point),
        ("select_one yn", "maybe", FaultKind.not_offered),
        ("select_multiple yn", "y maybe", FaultKind.not_offered),
    ],
)
def test_an_answer_of_another_shape_is_kept_and_told(kind, text, fault):
    made = filling([asked(kind, "it")], YES_NO)
    made.answer("it", text)
    assert [(each.key, each.kind) for each in made.faults(EN)] == [("it", fault)]
    assert made.text("it") == text


def test_days_are_compared_and_counted_as_days():
    made = filling(
        [
            asked("date", "born", constraint=". <= today()"),
            worked_out("age", "int((today() - ${born}) div 365.25)"),
            worked_out("in_a_week", "format-date(date(today() + 7), '%d.%m.%Y')"),
        ]
    )
    made.answer("born", "1990-06-01")
    assert (made.text("age"), made.text("in_a_week"), wrong(made)) == ("36", "05.12.2026", {})
    made.answer("born", "2030-01-01")
    assert "born" in wrong(made)


def test_sums_are_exact():
    made = filling([asked("decimal", "a"), asked("decimal", "b"), worked_out("sum", "${a} + ${b}")])
    made.answer("a", "0.1")
    made.answer("b", "0.2")
    assert made.text("sum") == "0.3"
    made.answer("b", "")
    assert made.text("sum") == ""


def test_rows_are_added_counted_summed_and_taken_away():
    made = filling(
        [
            {"type": "begin repeat", "name": "loan", "label": "Loan"},
            asked("decimal", "sum"),
            worked_out("place", "position(..)"),
            {"type": "end repeat"},
            worked_out("all", "sum(${sum})"),
            worked_out("how_many", "count(${loan})"),
            worked_out("second", "indexed-repeat(${sum}, ${loan}, 2)"),
        ]
    )
    made.answer("loan@1:sum", "100")
    assert made.add_row("loan", "b")
    made.answer("loan@b:sum", "50.5")
    assert (made.text("all"), made.text("how_many")) == ("150.5", "2")
    assert (made.text("second"), made.text("loan@b:place")) == ("50.5", "2")
    made.remove_row("loan", "1")
    assert (made.text("all"), made.text("how_many"), made.text("loan@b:place")) == ("50.5", "1", "1")
    assert made.answers.rows("loan") == ["b"]


def test_a_repeat_has_as_many_rows_as_its_count_and_answers_come_back_with_them():
    made = filling(
        [
            asked("integer", "people"),
            {"type": "begin repeat", "name": "person", "label": "Person", "repeat_count": "${people}"},
            asked("text", "name"),
            {"type": "end repeat"},
            worked_out("names", "join(', ', ${name})"),
        ]
    )
    made.answer("people", "2")
    made.answer("person@1:name", "Asha")
    made.answer("person@2:name", "Meena")
    assert made.text("names") == "Asha, Meena"
    made.answer("people", "1")
    assert (made.answers.rows("person"), made.text("names")) == (["1"], "Asha")
    made.answer("people", "2")
    assert made.text("names") == "Asha, Meena"


def test_choices_are_filtered_by_what_was_answered_in_the_same_row():
    towns = [
        choice("town", "bagru", state="raj"),
        choice("town", "surat", state="guj"),
        choice("town", "amer", state="raj"),
    ]
    made = filling(
        [
            {"type": "begin repeat", "name": "seller", "label": "Seller"},
            asked("select_one state", "state"),
            asked("select_one town", "town", choice_filter="state = ${state}"),
            {"type": "end repeat"},
        ],
        [choice("state", "raj"), choice("state", "guj"), *towns],
    )
    made.add_row("seller", "b")
    made.answer("seller@1:state", "raj")
    made.answer("seller@b:state", "guj")
    assert [each.value for each in made.offered("seller@1:town")] == ["bagru", "amer"]
    assert [each.value for each in made.offered("seller@b:town")] == ["surat"]
    made.answer("seller@b:town", "amer")
    assert [each.key for each in made.faults(EN)] == ["seller@b:town"]


def test_a_text_names_answers_and_choices_by_their_words():
    made = filling(
        [
            asked("text", "firm"),
            asked("select_one yn", "sells"),
            asked("note", "told", label="${firm} sells: ${words}"),
            worked_out("words", "jr:choice-name(${sells}, '${sells}')"),
        ],
        YES_NO,
    )
    made.answer("firm", "Neem Tree Prints")
    made.answer("sells", "y")
    assert made.said("told", made.question("told").words, EN) == "Neem Tree Prints sells: Y"


def test_defaults_stand_there_and_can_be_cleared():
    lines = [asked("integer", "n", default="4"), asked("date", "on", default="today()")]
    made = filling(lines)
    assert (made.text("n"), made.text("on")) == ("4", "2026-11-28")
    made.answer("n", "")
    again = filling(lines)
    assert again.fill(made.given()) == {}
    assert (again.text("n"), again.text("on")) == ("", "2026-11-28")


def test_what_was_given_comes_back_equal_with_its_rows_and_no_others():
    lines = [
        asked("text", "name"),
        {"type": "begin repeat", "name": "r", "label": "R"},
        asked("integer", "n", default="1"),
        {"type": "begin repeat", "name": "s", "label": "S"},
        asked("text", "t"),
        {"type": "end repeat"},
        {"type": "end repeat"},
        worked_out("all", "sum(${n})"),
    ]
    made = filling(lines)
    made.answer("name", "Asha")
    made.add_row("r", "b")
    made.remove_row("r", "1")
    made.add_row("r@b:s", "x")
    made.answer("r@b:s@x:t", "deep")
    made.answer("r@b:n", "5")
    again = filling(lines)
    assert again.fill(made.given() | {"nowhere": "1", "r@c:nothing": "2"}) == {"nowhere": "1", "r@c:nothing": "2"}
    assert again.given() == made.given()
    assert (again.text("all"), again.answers.rows("r@b:s")) == ("5", ["x"])


def test_rules_that_go_in_a_circle_are_named():
    with pytest.raises(CircularForm, match="a → b → a"):
        read([worked_out("a", "${b} + 1"), worked_out("b", "${a} + 1"), asked("text", "t")])


def test_a_repeat_of_five_hundred_rows_can_be_filled_in():
    made = filling(
        [
            {"type": "begin repeat", "name": "r", "label": "R", "repeat_count": "500"},
            asked("integer", "n"),
            {"type": "end repeat"},
            worked_out("all", "sum(${n})"),
        ]
    )
    for row in ("1", "250", "500"):
        made.answer(f"r@{row}:n", "2")
    assert (len(made.answers.rows("r")), made.text("all")) == (500, "6")


def members() -> list[dict[str, str]]:
    return [
        asked("integer", "n"),
        {"type": "begin repeat", "name": "r", "label": "R", "repeat_count": "${n}"},
        asked("text", "t"),
        {"type": "end repeat"},
    ]


def test_no_more_rows_than_there_is_room_for():
    made = filling(members())
    made.answer("n", "-3")
    assert made.answers.rows("r") == []
    made.answer("n", "100000000")
    made.allow_rows("r")
    assert len(made.answers.rows("r")) == 1000


def test_a_thousand_rows_by_a_mistyped_figure_are_told_before_they_are_made():
    made = filling(members())
    made.answer("n", "10")
    made.answer("n", "1000")
    assert (made.waiting_rows(), len(made.answers.rows("r"))) == ({"r": 1000}, 10)
    made.answer("n", "12")
    assert (made.waiting_rows(), len(made.answers.rows("r"))) == ({}, 12)


def test_many_rows_that_are_meant_are_made_and_stay():
    made = filling(members())
    made.answer("n", "200")
    made.allow_rows("r")
    made.answer("r@200:t", "the last")
    assert (made.waiting_rows(), len(made.answers.rows("r"))) == ({}, 200)
    made.answer("n", "300")
    assert made.waiting_rows() == {"r": 300}


def test_a_pattern_that_would_take_years_does_not_stop_anybody():
    made = filling([asked("text", "t", constraint="regex(., '(a|a)*[bc]')"), asked("text", "u", constraint=". = 'x'")])
    made.answer("t", "aab")
    assert (made.faults(""), made.doubts("")) == ([], [])
    made.answer("t", "a" * 200)
    made.answer("u", "y")
    assert [each.key for each in made.faults("")] == ["u"]
    (doubt,) = made.doubts("")
    assert (doubt.key, "takes too long" in doubt.sentence) == ("t", True)


def test_the_moment_is_asked_each_time():
    assert filling([worked_out("now", "now()")]).text("now") == NOON.isoformat(timespec="milliseconds")


def test_a_row_that_comes_into_a_group_that_is_not_asked_is_not_asked_either():
    made = filling(
        [
            asked("integer", "n"),
            {"type": "begin group", "name": "g", "label": "G", "relevant": "${n} > 1"},
            {"type": "begin repeat", "name": "r", "label": "R", "repeat_count": "${n}"},
            asked("text", "t", required="yes"),
            {"type": "end repeat"},
            {"type": "end group"},
            worked_out("rows", "count(${r})"),
        ]
    )
    made.answer("n", "1")
    assert (made.faults(EN), made.text("rows")) == ([], "0")
    made.answer("n", "2")
    assert [each.key for each in made.faults(EN)] == ["g:r@1:t", "g:r@2:t"]
    made.answer("n", "1")
    made.answer("n", "2")
    assert [each.key for each in made.faults(EN)] == ["g:r@1:t", "g:r@2:t"]
    assert made.text("rows") == "2"


def test_answers_that_are_not_asked_are_none_among_those_that_are_joined():
    made = filling(
        [
            asked("text", "a"),
            asked("text", "b", relevant="${a} = 'x'"),
            asked("text", "c"),
            worked_out("all", "join('-', ${a}, ${b}, ${c})"),
        ]
    )
    made.answer("a", "1")
    made.answer("c", "3")
    assert made.text("all") == "1-3"


def test_a_day_or_an_hour_that_is_worked_out_is_one():
    made = filling(
        [
            asked("date", "due", default="today() + 30"),
            asked("time", "from"),
            asked("time", "to", constraint=". > ${from}"),
            asked("integer", "whole"),
            worked_out("hours", "(decimal-time(${to}) - decimal-time(${from})) * 24"),
        ]
    )
    assert made.text("due") == "2026-12-28"
    made.answer("from", "09:30")
    made.answer("to", "08:00")
    made.answer("whole", "08:00")
    assert {each.key: each.kind for each in made.faults(EN)} == {
        "to": FaultKind.outside,
        "whole": FaultKind.whole_number,
    }
    made.answer("to", "11:00")
    assert made.text("hours") == "1.5"


def test_the_head_of_a_table_of_questions_wants_no_answer():
    lines = [
        {"type": "begin group", "name": "g", "label": "Do you agree?", "appearance": "table-list"},
        asked("select_one yn", "q1", required="yes"),
        asked("select_one yn", "q2", required="yes"),
        {"type": "end group"},
    ]
    made = filling(lines, YES_NO)
    assert not [key for key in made.answerable() if "field_list_labels" in key]
    assert [each.key for each in made.faults(EN)] == ["g:q1", "g:q2"]


@pytest.mark.parametrize(
    ("figure", "is_right"), [("20", True), ("50.5", True), ("95", True), ("200", False), ("20.3", False)]
)
def test_the_answer_to_a_range_is_one_of_its_figures(figure, is_right):
    made = filling([asked("range", "warmth", parameters="start=20 end=95 step=0.5")])
    made.answer("warmth", figure)
    assert (made.faults(EN) == []) is is_right
