"""questions check: a form is tried before anybody is asked with it."""

from openpyxl import load_workbook

from cdadesk.cli import main
from cdadesk.questions.reading import read_file
from cdadesk.questions.sets import open_set
from tests.cli.reading import read_json, trouble
from tests.questions.sheets import YES_NO, asked, workbook, worked_out


def a_file(folder, *lines):
    file = folder / "artisans.xlsx"
    file.write_bytes(workbook(lines, YES_NO, {"form_title": "Artisans", "form_id": "FA", "version": "2"}))
    return file


def test_a_form_that_is_all_understood_is_called_so(tmp_path, ask):
    told = ask("questions", "check", str(a_file(tmp_path, asked("text", "a"), asked("select_one yn", "b")))).stdout
    assert told.splitlines() == ["Artisans: 2 questions, one language", "All of it is asked as it says."]


def test_what_is_not_done_is_named_with_its_row(tmp_path, ask):
    file = a_file(tmp_path, asked("text", "a"), worked_out("b", "far_from('x', ${a})"))
    told = read_json(ask("questions", "check", str(file), "--json"))
    assert (told["form_id"], told["version"], told["questions"]) == ("FA", "2", 1)
    (note, *_rest) = told["notes"]
    assert (note["name"], note["row"], "far_from" in note["sentence"]) == ("b", 3, True)


def test_a_file_that_is_no_form_is_a_trouble_in_one_sentence(tmp_path, ask):
    file = tmp_path / "letter.xlsx"
    file.write_text("Dear Sir", encoding="utf-8")
    assert "cannot be read" in trouble(ask("questions", "check", str(file)))


def test_no_profile_is_needed(tmp_path, capsys):
    assert main(["questions", "check", str(a_file(tmp_path, asked("text", "a")))]) == 0
    assert capsys.readouterr().out.startswith("Artisans: 1 question")


def test_a_set_of_the_program_is_checked_by_its_code(ask):
    assert ask("questions", "check", "artisan").stdout.splitlines() == [
        "Artisan or micro firm: 82 questions, English (en), Hindi (hi)",
        "All of it is asked as it says.",
    ]


def test_a_set_of_the_program_is_written_for_other_tools(tmp_path, ask):
    file = tmp_path / "for-others.xlsx"
    assert ask("questions", "export", "buyer", "--to", str(file)).returncode == 0
    assert load_workbook(file).sheetnames == ["survey", "choices", "settings"]
    assert read_file(file).form == open_set("buyer")


def test_what_cannot_be_written_is_told(tmp_path, ask):
    assert "artisan" in trouble(ask("questions", "export", "nobody", "--to", str(tmp_path / "a.xlsx")))
    assert ".xlsx" in trouble(ask("questions", "export", "buyer", "--to", str(tmp_path / "a.pdf")))
    assert "cannot be written" in trouble(ask("questions", "export", "buyer", "--to", str(tmp_path / "no" / "a.xlsx")))
    assert list(tmp_path.iterdir()) == []
