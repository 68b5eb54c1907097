"""Which answers a rule looks at: on this hangs that what follows is worked out again."""

import pytest

from cdadesk.questions.references import references
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
