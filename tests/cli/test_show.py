"""show: lists, filters and single records."""

import pytest

from tests.cli.reading import cell_starts, read_json, trouble, words_at


def test_a_list_is_a_table_whose_columns_line_up_in_both_scripts(ask):
    ran = ask("show", "actors", "--find", "छपाई", "--limit", "8")
    heads, rule, *rows = ran.stdout.splitlines()
    assert len(rows) == 8
    kind = cell_starts(rule)[2]
    assert words_at(heads, kind).startswith("Kind")
    assert {words_at(row, kind)[:7] for row in rows} == {"Artisan"}
    assert ran.stderr == "8 records\n"


def test_a_list_as_json_can_be_read_back_with_amounts_in_paise(ask):
    told = read_json(ask("show", "fairs", "--json"))
    assert (told["kind"], told["count"]) == ("fair", 5)
    (first,) = [each["fields"] for each in told["records"] if each["fields"]["code"] == "CJ1"]
    assert first["total_cost"] == {"minor": 2_00_000_00, "currency": "INR"}
    assert first["private_percent"] == {"hundredths": 3500, "unit": "%"}
    assert first["network"]["name"] == "Calico"
    assert first["missing"] == {"budget_lines": "does_not_know", "sources": "does_not_know"}
    assert first["participants"][0]["actor"]["name"] == "Blue Peacock Prints"


def test_json_is_written_the_same_each_time_with_sorted_keys(ask):
    one, other = ask("show", "networks", "--json"), ask("show", "networks", "--json", "--since", "1 jan 1000")
    assert one.stdout == other.stdout
    keys = [line.split('"')[1] for line in one.stdout.splitlines() if line.startswith('  "')]
    assert keys == sorted(keys)


def test_one_record_is_shown_with_its_lists_and_how_its_review_stands(ask):
    told = ask("show", "meetings", "30 Oct").stdout
    for said in ("30 Oct 1999, Showroom, Sanganer", "Network: Calico", "Attendance", "चंपा छापाघर", "Changed since"):
        assert said in told


def test_one_record_as_json_says_what_looks_odd(ask):
    told = read_json(ask("show", "fairs", "CD2", "--json"))
    assert told["transport"] == "not_sent"
    assert [each["path"] for each in told["findings"]] == ["private_percent"]


def test_a_record_of_any_kind_is_found_by_the_end_of_its_id(ask):
    told = read_json(ask("show", "networks", "calico", "--json"))
    again = read_json(ask("show", "record", told["id"][-8:], "--json"))
    assert again == told


def test_why_a_field_is_blank_is_shown(ask):
    assert "Registration number: not asked" in ask("show", "networks", "CAL").stdout


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (("meetings", "--network", "calico", "--since", "1999-01-01", "--until", "1999-07-10"), 3),
        (("tasks", "--late"), 4),
        (("tasks", "--open"), 7),
        (("actors", "--kind", "bank"), 1),
        (("fairs", "--since", "1 oct 1999"), 3),
    ],
)
def test_a_list_can_be_narrowed(ask, filters, count):
    assert read_json(ask("show", *filters, "--json"))["count"] == count


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("networks", "nobody"), "Network: nothing here is called “nobody”."),
        (("fairs", "calico"), "Fair: “calico” may be several: First fair of Calico in Jaipur"),
        (("actors", "--late"), "This list cannot be narrowed by --open, --late: Actors."),
        (("actors", "--kind", "planet"), "“planet” is none of: firm_micro_artisan"),
        (("record",), "Say which record: its id, or the end of it."),
        (("meetings", "--since", "some day"), "This is not a date."),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_sentence(ask, asked, said):
    assert trouble(ask("show", *asked)).startswith(said)


def test_hindi_is_spoken_when_asked(ask):
    assert ask("--language", "hi", "show", "tasks", "--late").stdout != ask("show", "tasks", "--late").stdout
    assert ask("show", "networks", "--language", "hi").returncode == 0


def test_a_terminal_without_hindi_shows_question_marks_and_no_trace(ask_process):
    ran = ask_process("show", "actors", "--limit", "60", encoding="cp1252")
    assert ran.returncode == 0
    assert "??" in ran.stdout
    told = read_json(ask_process("show", "people", "--json", encoding="cp1252"))
    assert "सुनीता" in [each["title"] for each in told["records"]]
