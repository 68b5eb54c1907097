"""Tables and signs, without a process."""

import io
import json

from cdadesk.cli.console import Align, Column, Console, shortened, table_lines, width


def test_marks_of_devanagari_take_no_cell_of_their_own():
    assert width("Prints") == 6
    assert width("हिन्दी") == 5
    assert width("अनार") == 4
    assert width("क़ु") == 1


def test_columns_begin_at_the_same_cell_in_both_scripts():
    lines = table_lines([Column("Name"), Column("Place")], [["कुँआ छापाघर", "Bagru"], ["Old Well", "बगरू"]])
    places = [width(line[: line.index(word)]) for line, word in zip(lines[2:], ("Bagru", "बगरू"), strict=True)]
    assert places == [width(lines[0][: lines[0].index("Place")])] * 2


def test_figures_end_at_the_same_cell():
    lines = table_lines([Column("Sum", Align.end)], [["1,23,456.78"], ["0.50"]])
    assert [width(line) for line in lines] == [11, 11, 11, 11]


def test_a_long_word_ends_in_an_ellipsis_and_keeps_its_marks():
    assert shortened("छपाई हस्तछपाई", most=7) == "छपाई ह…"
    assert shortened("कि" * 10, most=10).endswith("कि…")
    assert shortened("short") == "short"


def test_what_is_no_letter_of_the_terminal_becomes_a_question_mark():
    raw = io.BytesIO()
    console = Console(io.TextIOWrapper(raw, encoding="cp1252", write_through=True), io.StringIO())
    console.say("₹ 5, बगरू")
    assert raw.getvalue().splitlines() == [b"? 5, ????"]


def test_json_loses_nothing_on_such_a_terminal():
    raw = io.BytesIO()
    console = Console(io.TextIOWrapper(raw, encoding="cp1252", write_through=True), io.StringIO())
    console.json({"name": "बगरू"})
    assert json.loads(raw.getvalue()) == {"name": "बगरू"}
