"""A form is written as an XLSForm again, and reads back to the same questions."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cdadesk.questions.filling import Filling
from cdadesk.questions.form import Bind, Form
from cdadesk.questions.reading import read_bytes, read_file
from cdadesk.questions.sets import open_set
from cdadesk.questions.sheets_of_forms import sheets_of_form
from cdadesk.questions.workbooks import written
from tests.asked import looms
from tests.questions.sheets import NOON, asked, read, workbook, worked_out

CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.md"))


def tight(bind: Bind) -> Bind:
    """Return the rules of a path without their spaces, of which the reader adds some."""
    rules = {name: re.sub(r"\s+", "", value) for name, value in vars(bind).items() if isinstance(value, str)}
    return replace(bind, **{name: value for name, value in rules.items() if name != "kind"})


def read_back(form: Form) -> Form:
    return read_bytes(written(sheets_of_form(form)), ".xlsx", "x").form


def assert_same(form: Form, again: Form) -> None:
    for name in ("form_id", "version", "title", "languages"):
        assert getattr(form, name) == getattr(again, name)
    assert [(each.path, type(each)) for each in form.walk()] == [(each.path, type(each)) for each in again.walk()]
    for one, other in zip(form.questions(), again.questions(), strict=True):
        assert (one.control, one.words, one.hint, one.appearance) == (
            other.control,
            other.words,
            other.hint,
            other.appearance,
        )
        assert [(each.value, each.words) for each in one.choices.offered] == [
            (each.value, each.words) for each in other.choices.offered
        ]
    assert {path: tight(bind) for path, bind in form.binds.items()} == {
        path: tight(bind) for path, bind in again.binds.items()
    }


@pytest.mark.parametrize("code", ["artisan", "buyer"])
def test_a_set_of_the_program_comes_back_as_it_was(code: str) -> None:
    assert_same(open_set(code), read_back(open_set(code)))


def test_repeats_ranks_photos_and_marks_come_back_as_they_were() -> None:
    assert_same(looms().form, read_back(looms().form))


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_forms_that_were_written_elsewhere_come_back_as_they_were(file: Path) -> None:
    form = read_file(file).form
    assert_same(form, read_back(form))


def test_what_was_pulled_from_a_file_is_found_in_the_sheet_of_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_text("name,label,pin\nbagru,Bagru,303007\n", "utf-8")
    pin = worked_out("pin", "pulldata('villages', 'pin', 'name', ${v})")
    (tmp_path / "places.xlsx").write_bytes(workbook([asked("select_one_from_file villages.csv", "v"), pin]))
    made = Filling(read_back(read_file(tmp_path / "places.xlsx").form), lambda: NOON)
    made.answer("v", "bagru")
    assert made.text("pin") == "303007"


def test_a_value_that_several_answers_set_keeps_them_all() -> None:
    told = {"type": "calculate", "name": "c", "calculation": "concat(${a}, ${b})", "trigger": "${a}, ${b}"}
    form = read([asked("text", "a"), asked("text", "b"), told]).form
    assert [each.source for each in read_back(form).triggers] == ["/data/a", "/data/b"]
