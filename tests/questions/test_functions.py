"""The functions of ODK's forms: https://docs.getodk.org/form-operators-functions/."""

import pytest

from cdadesk.questions.filling import Filling
from tests.questions.sheets import NOON, asked, read, worked_out


@pytest.mark.parametrize(
    ("expression", "comes_to"),
    [
        ("ends-with(${said}, 'ner')", "true"),
        ("ends-with(${said}, 'Bag')", "false"),
        ("substring-before(${said}, 'an')", "S"),
        ("substring-after(${said}, 'an')", "ganer"),
        ("weighted-checklist(2, 3, true(), 2, false(), 5)", "true"),
        ("weighted-checklist(3, 4, true(), 2, false(), 5)", "false"),
        ("abs(-3)", "3"),
        ("floor(2.7)", "2"),
        ("log10(1000)", "3"),
        ("exp10(2)", "100"),
        ("round(exp(log(5)), 6)", "5"),
        ("round(pi(), 2)", "3.14"),
        ("boolean(${said})", "true"),
        ("date-time('2026-03-14T09:30:00')", "2026-03-14T09:30:00"),
        ("format-date-time('2026-03-14T09:30:00', '%d.%m.%Y %H:%M')", "14.03.2026 09:30"),
        ("round(sin(0) + cos(0) + tan(0), 3)", "1"),
        ("version()", "7"),
    ],
)
def test_what_a_form_may_work_out_comes_to_what_its_documents_say(expression, comes_to):
    read_with = read([asked("text", "said"), worked_out("told", expression)], settings={"version": "7"})
    made = Filling(read_with.form, lambda: NOON)
    made.answer("said", "Sanganer")
    assert made.text("told") == comes_to
