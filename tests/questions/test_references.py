"""Which answers a rule looks at: on this hangs that what follows is worked out again."""

import pytest

from cdadesk.questions.references import looks_at_own_row, references
from tests.questions.sheets import asked, filling, worked_out


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        (" /data/a  *  /data/b ", {"/data/a", "/data/b"}),
        (" /data/a  != '' and  /data/b  != ''", {"/data/a", "/data/b"}),
        ("not( /data/a ) or /data/b div /data/c mod 2", {"/data/a", "/data/b", "/data/c"}),
        ("../b + ../../c/d", {"/data/g/b", "/data/c/d"}),
        (". > 3 and . < .5", {"/data/g/at"}),
        ("current()/../b", {"/data/g/b"}),
        ("count( /data/r ) - 1", {"/data/r"}),
        ("if(selected( /data/a , 'and /data/z'), /data/b , 2)", {"/data/a", "/data/b"}),
        ("../and = ../or", {"/data/g/and", "/data/g/or"}),
        ("instance('towns')/root/item[state = /data/a ]/label", {"/data/a", "/data/g/at/state", "/label"}),
        ("sum( /data/r/* ) - /data/b", {"/data/r/*", "/data/b"}),
    ],
)
def test_every_path_of_a_rule_is_seen(expression, paths):
    assert references(expression, "/data/g/at") == paths


def test_the_second_part_of_a_product_counts_as_soon_as_it_is_there():
    made = filling([asked("integer", "a"), asked("integer", "b"), worked_out("product", "${a} * ${b}")])
    made.answer("a", "6")
    made.answer("b", "7")
    assert made.text("product") == "42"


@pytest.mark.parametrize(
    ("expression", "own"),
    [
        ("", True),
        (" ../wage  > 0", True),
        (". > 3", True),
        ("../g/wage + ../days", True),
        ("position(..) > 1", True),
        ("../../wage > 0", False),
        (" /data/r/wage  > 0", False),
        ("sum( ../paid/sum )", False),
        ("count(../../r[wage > 0])", False),
    ],
)
def test_a_rule_that_looks_at_its_own_row_only_is_known(expression, own):
    assert looks_at_own_row(expression, "/data/r/days", ("/data/r", "/data/r/paid")) is own


def test_what_follows_in_a_row_follows_there_and_in_what_looks_at_all_rows():
    lines = [
        {"type": "begin repeat", "name": "r", "label": "Workers"},
        asked("integer", "wage"),
        asked("integer", "days", relevant="${wage} > 0"),
        worked_out("month", "${wage} * coalesce(${days}, 0)"),
        {"type": "end repeat"},
        worked_out("all", "sum(${month})"),
    ]
    made = filling(lines)
    made.fill({f"r@{row}:{name}": text for row in range(60) for name, text in (("wage", "100"), ("days", "2"))})
    assert made.text("all") == "12000"
    made.answer("r@7:wage", "300")
    assert (made.text("r@7:month"), made.text("r@8:month"), made.text("all")) == ("600", "200", "12400")
    made.answer("r@7:wage", "0")
    assert [made.is_asked(f"r@{row}:days") for row in (7, 8)] == [False, True]
    assert (made.text("r@7:month"), made.text("all")) == ("0", "11800")
    made.add_row("r", "new")
    made.answer("r@new:wage", "50")
    made.answer("r@new:days", "1")
    assert made.text("all") == "11850"
    again = filling(lines)
    again.fill({key: made.text(key) for key in made.answerable()})
    assert again.given() == made.given()
