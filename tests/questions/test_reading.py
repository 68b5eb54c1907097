"""Reading question sets from files: what is refused, in which words, and what is said of the rest."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cdadesk import i18n
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.questions.filling import Filling
from cdadesk.questions.form import Control, Kind, Repeat
from cdadesk.questions.lists import embedded
from cdadesk.questions.reader_words import in_own_words
from cdadesk.questions.reading import read_bytes, read_file
from cdadesk.questions.troubles import ProtectedForm, TooLargeForm, UnreadableForm
from cdadesk.questions.xforms import read_form
from tests.questions.sheets import EN, HI, NOON, YES_NO, asked, choice, filling, read, workbook, worked_out

CORPUS = Path(__file__).with_name("corpus")


def said(found):
    return {each.name: each.sentence for each in found.notes}


def test_every_kind_of_question_is_known():
    found = read(
        [
            asked("text", "a"),
            asked("integer", "b"),
            asked("decimal", "c"),
            asked("range", "d", parameters="start=1 end=5 step=1"),
            asked("date", "e"),
            asked("time", "f"),
            asked("dateTime", "g"),
            asked("select_one yn", "h"),
            asked("select_multiple yn", "i"),
            asked("rank yn", "j"),
            asked("note", "k"),
            asked("geopoint", "l"),
            asked("image", "m", parameters="max-pixels=1024"),
            asked("audio", "n"),
            asked("file", "o"),
            asked("acknowledge", "p"),
        ],
        YES_NO,
    )
    form = found.form
    controls = {each.path.removeprefix("/data/"): each.control for each in form.questions()}
    assert [controls[name] for name in "hijp"] == [
        Control.select_one,
        Control.select_many,
        Control.rank,
        Control.trigger,
    ]
    assert {controls[name] for name in "mno"} == {Control.upload}
    assert [form.bind(f"/data/{name}").kind for name in "bcefgl"] == [
        Kind.int,
        Kind.decimal,
        Kind.date,
        Kind.time,
        Kind.instant,
        Kind.point,
    ]
    (range_of,) = [each for each in form.questions() if each.control is Control.range]
    assert (range_of.least, range_of.most, range_of.step) == ("1", "5", "1")
    assert found.notes == ()


def test_words_in_several_languages_hints_pages_and_the_name_of_the_form():
    lines = [
        {"type": "begin group", "name": "a", f"label::{EN}": "A", f"label::{HI}": "क", "appearance": "field-list"},
        {"type": "text", "name": "t", f"label::{EN}": "Name", f"label::{HI}": "नाम", f"hint::{EN}": "As on paper"},
        {"type": "end group"},
        {"type": "begin repeat", "name": "r", f"label::{EN}": "R", f"label::{HI}": "र"},
        {"type": "text", "name": "u", f"label::{EN}": "U", f"label::{HI}": "उ"},
        {"type": "end repeat"},
    ]
    form = read(
        lines, settings={"form_title": "Artisans", "form_id": "FA", "version": "3", "default_language": HI}
    ).form
    assert (form.title, form.form_id, form.version, form.languages) == ("Artisans", "FA", "3", (HI, EN))
    name = next(iter(form.questions()))
    assert (name.words(EN), name.words(HI), name.hint(EN)) == (("Name",), ("नाम",), ("As on paper",))
    group, *_rest = form.body
    assert (group.appearance, group.words(HI)) == ("field-list", ("क",))
    assert [each.path for each in form.walk() if isinstance(each, Repeat)] == ["/data/r"]


def test_a_form_stands_by_itself_once_it_was_read():
    form = read([asked("select_one yn", "h")], YES_NO).form
    assert read_form(form.source) == form


def test_another_answer_may_be_typed_where_the_form_offers_other():
    made = filling([asked("select_one yn or_other", "h")], YES_NO)
    assert [each.value for each in made.offered("h")] == ["y", "n", "other"]
    made.answer("h", "other")
    assert made.is_asked("h_other")


def test_choices_of_a_sheet_of_their_own_are_made_part_of_the_form():
    form = read([asked("select_one town", "t", choice_filter="state='raj'")], [choice("town", "x", state="raj")]).form
    itemsets = "list_name,name,label,state\nvillages,bagru,Bagru,raj\n"
    source = embedded(form.source, itemsets)
    assert '<instance id="villages">' in source
    assert "bagru" in source
    assert read_form(source).binds.keys() == form.binds.keys()


def test_a_list_that_lies_beside_the_form_is_read_and_one_that_lies_elsewhere_is_not(tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "towns.csv").write_text("name,label,state\nbagru,Bagru,raj\nsurat,Surat,guj\n", "utf-8")
    (tmp_path / "secret.csv").write_text("name,label\nx,X\n", "utf-8")
    file = tmp_path / "forms" / "places.xlsx"
    lines = [asked("select_one_from_file towns.csv", "town", choice_filter="state = 'guj'")]
    file.write_bytes(workbook([*lines, asked("select_one_from_file ../secret.csv", "other")]))
    found = read_file(file)
    made = Filling(found.form, lambda: NOON)
    assert [(each.value, each.words("")) for each in made.offered("town")] == [("surat", ("Surat",))]
    assert made.offered("other") == []
    assert set(said(found)) == {"other", ""}


def test_what_cannot_be_done_is_listed_by_name_and_row_with_what_happens_instead():
    found = read(
        [
            asked("text", "t"),
            worked_out("looked_up", "far_from('towns', ${t})"),
            asked("geotrace", "way"),
            asked("image", "sketch", appearance="draw"),
            asked("text", "never", relevant="nonsense(${t})"),
            asked("integer", "broken", constraint="(. > 1"),
        ]
    )
    rows = {each.name: each.row for each in found.notes}
    assert rows["looked_up"] == 3
    assert "far_from" in said(found)["looked_up"]
    assert "stays blank" in said(found)["looked_up"]
    assert "typed by hand" in said(found)["way"]
    assert "draw" in said(found)["sketch"]
    assert "always" in said(found)["never"]
    assert (rows["broken"], "every answer is taken" in said(found)["broken"]) == (7, True)


def test_a_rule_that_cannot_be_asked_lets_the_question_be_asked():
    made = filling([asked("text", "t"), asked("text", "u", relevant="nonsense(${t})")])
    assert made.is_asked("u")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([asked("text", "a"), asked("text", "a")], "a"),
        ([asked("text", "a", relevant="${b} = 1")], "b"),
        ([asked("nonsense", "a")], "nonsense"),
        ([asked("select_one nowhere", "a")], "nowhere"),
        ([{"type": "begin group", "name": "g", "label": "G"}, asked("text", "a")], "g"),
    ],
)
def test_a_mistake_in_a_form_is_told_in_one_line_that_names_it(lines, words):
    with pytest.raises(UnreadableForm) as told:
        read(lines, YES_NO)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_five_thousand_choices_are_read_and_filtered():
    towns = [choice("town", f"t{number}", state=f"s{number % 50}") for number in range(5000)]
    states = [choice("state", f"s{number}") for number in range(50)]
    lines = [asked("select_one state", "state"), asked("select_one town", "town", choice_filter="state = ${state}")]
    made = filling(lines, [*states, *towns])
    made.answer("state", "s7")
    assert len(made.offered("town")) == 100


def test_a_language_without_words_shows_those_of_another():
    lines = [{"type": "text", "name": "t", f"label::{EN}": "Name", f"label::{HI}": "नाम"}]
    lines += [{"type": "text", "name": "u", f"label::{EN}": "Place"}]
    form = read(lines).form
    second = list(form.questions())[1]
    assert second.words(HI) == ("Place",)


def test_a_language_without_any_words_is_told_and_shows_those_of_the_other():
    lines = [{"type": "text", "name": "t", f"label::{EN}": "Name", f"hint::{HI}": "काग़ज़ पर जैसा"}]
    found = read(lines)
    (question,) = found.form.questions()
    assert (question.words(HI), question.hint(HI)) == (("Name",), ("काग़ज़ पर जैसा",))
    assert any("Hindi" in note.sentence for note in found.notes)


def test_choices_of_the_sheet_of_external_choices_are_offered_and_filtered():
    book = load_workbook(io.BytesIO(workbook([asked("select_one state", "state")], [choice("state", "raj")])))
    book["survey"].append(["select_one_external town", "town", "Town"])
    book["survey"].cell(1, 4, "choice_filter")
    book["survey"].cell(3, 4, "state = ${state}")
    outside = book.create_sheet("external_choices")
    for line in (
        ["list_name", "name", "label", "state"],
        ["town", "bagru", "Bagru", "raj"],
        ["town", "surat", "Surat", "guj"],
    ):
        outside.append(line)
    out = io.BytesIO()
    book.save(out)
    made = Filling(read_bytes(out.getvalue(), ".xlsx", "towns").form, lambda: NOON)
    made.answer("state", "raj")
    assert [(each.value, each.words("")) for each in made.offered("town")] == [("bagru", ("Bagru",))]


def test_external_choices_in_two_languages_are_called_by_the_first():
    columns = ["list_name", "name", f"label::{EN}", f"label::{HI}"]
    book = load_workbook(io.BytesIO(workbook([asked("select_one_external town", "town", choice_filter="true()")])))
    outside = book.create_sheet("external_choices")
    for line in (columns, ["town", "bagru", "Bagru", "बगरू"]):
        outside.append(line)
    out = io.BytesIO()
    book.save(out)
    made = Filling(read_bytes(out.getvalue(), ".xlsx", "towns").form, lambda: NOON)
    assert [(each.value, each.words("")) for each in made.offered("town")] == [("bagru", ("Bagru",))]


def test_a_workbook_of_2003_is_read():
    sheet_2003 = Path(__file__).parent / "old.xls"
    found = read_file(sheet_2003)
    assert [question.path for question in found.form.questions()] == ["/data/name", "/data/works"]


def test_a_workbook_under_a_password_is_told_apart(tmp_path):
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ProtectedForm):
        read_file(locked)


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024 * 1024))
    with pytest.raises(TooLargeForm):
        read_bytes(bomb.getvalue(), ".xlsx", "bomb")


def test_entities_in_an_xform_are_not_expanded():
    with pytest.raises(UnreadableForm):
        read_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ".xml", "form")


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"type,name\n" * 3])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".xml", ".md"])
def test_whatever_a_file_holds_a_sentence_is_said(contents, suffix):
    with pytest.raises(Trouble):
        read_bytes(contents, suffix, "something")


def test_a_workbook_that_is_cut_off_is_told():
    whole = workbook([asked("text", "a")])
    with pytest.raises(UnreadableForm):
        read_bytes(whole[: len(whole) // 2], ".xlsx", "half")


def test_a_file_that_is_not_there_or_of_another_kind_is_told(tmp_path):
    with pytest.raises(UnreadableForm):
        read_file(tmp_path / "nowhere.xlsx")
    with pytest.raises(UnreadableForm):
        read_bytes(b"", ".docx", "letter")


def test_the_workbooks_of_these_tests_are_workbooks():
    assert load_workbook(io.BytesIO(workbook([asked("text", "a")]))).sheetnames == ["survey"]


def test_a_file_beside_the_form_is_asked_for_what_belongs_to_an_answer(tmp_path):
    (tmp_path / "villages.csv").write_text("code,pin,people\nbagru,303007,31000\nsanganer,302029,\n", "utf-8")
    file = tmp_path / "places.xlsx"
    file.write_bytes(workbook([asked("text", "v"), worked_out("pin", "pulldata('villages', 'pin', 'code', ${v})")]))
    made = Filling(read_file(file).form, lambda: NOON)
    made.answer("v", "sanganer")
    assert made.text("pin") == "302029"
    made.answer("v", "surat")
    assert made.text("pin") == ""


def test_what_only_other_tools_do_is_named_each_with_its_row():
    named = said(read_file(CORPUS / "trees.md"))
    assert "not shown or played" in named["kind"] or "entity" in named["kind"]
    assert "entity" in named["tag"]
    assert "laptop" in named["began_at"]
    whole = [note.sentence for note in read_file(CORPUS / "trees.md").notes if not note.name]
    assert any("entities of “trees”" in each for each in whole)
    assert any("answer of the last time" in each for each in whole)


def test_rows_are_named_however_the_heads_of_the_columns_are_written():
    rows = {note.name: note.row for note in read_file(CORPUS / "census.md").notes}
    assert rows["device"] == 4


def test_what_the_reader_complains_of_is_said_in_the_language_in_use_and_in_its_own_words_where_it_must():
    i18n.use_language("hi")
    (note,) = read([{"type": "text", "name": "t", f"label::{EN}": "Name", f"hint::{HI}": "x"}]).notes[:1]
    assert "कॉलम" in note.sentence
    assert in_own_words("Strange thing in a form").startswith("फ़ॉर्म पढ़ने वाला")
    assert "Strange thing in a form" in in_own_words("Strange thing in a form")


VILLAGE = {"type": "select_one_from_file villages.csv", "name": "village", "label": "Village", "required": "yes"}


def test_a_list_that_was_not_given_is_named_with_what_happens_instead_and_any_answer_is_taken():
    form = read((VILLAGE,))
    assert [(each.name, each.row, each.sentence) for each in form.notes if each.name] == [
        ("village", 2, "its answers are in the list “villages.csv”, which is not here; the answer is typed")
    ]
    assert "“villages.csv” is a file of its own" in next(each.sentence for each in form.notes if not each.name)
    filled = Filling(form.form, lambda: NOON)
    filled.answer("village", "Bagru")
    assert filled.faults("") == []


def test_a_list_that_was_not_given_stops_nobody_where_it_is_to_be_filtered():
    state = {"type": "text", "name": "state", "label": "State"}
    filled = filling((state, VILLAGE | {"choice_filter": "state = ${state}"}))
    filled.answer("village", "Bagru")
    assert filled.faults("") == []


def test_a_list_that_the_sheet_of_external_choices_lacks_is_a_fault_by_name():
    asked_for = asked("select_one_external towns", "town", choice_filter="state = 'RJ'")
    book = load_workbook(io.BytesIO(workbook([asked_for])))
    outside = book.create_sheet("external_choices")
    outside.append(["list_name", "name", "label"])
    outside.append(["states", "RJ", "Rajasthan"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UnreadableForm, match="towns"):
        read_bytes(out.getvalue(), ".xlsx", "towns")


def test_answers_that_were_given_before_are_typed_again_and_that_is_said():
    member = asked("text", "member", label="Name")
    survey = [
        asked("begin repeat", "household"),
        member,
        {"type": "end repeat"},
        asked("select_one ${member}", "eldest"),
    ]
    found = read(survey)
    assert "what was answered before" in said(found)["eldest"]
    filled = Filling(found.form, lambda: NOON)
    filled.answer("eldest", "Meena")
    assert filled.faults("") == []


def test_a_kind_that_is_not_known_is_named_with_the_row_that_the_spreadsheet_shows():
    with pytest.raises(UnreadableForm) as told:
        read([asked("text", "a"), {}, asked("integr", "b")])
    assert "row 4: there is no kind of question called “integr”" in str(told.value)


def test_a_search_in_a_file_and_a_server_of_its_own_are_named():
    lines = [asked("select_one fruit", "q", appearance="search('fruits')")]
    settings = {"form_title": "x", "form_id": "x", "submission_url": "https://example.org/x"}
    found = read(lines, [choice("fruit", "name_key")], settings)
    assert "looked for in a file" in said(found)["q"]
    assert "elsewhere" in said(found)[""]
