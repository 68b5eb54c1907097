"""Question sets come in from a file, are kept as they are, asked, put in the trash, and go out again."""

import io

import pytest
from openpyxl import load_workbook

from cdadesk.acts import interviews, question_sets
from cdadesk.acts.interviews import offered
from cdadesk.acts.question_sets import CodeOfTheProgram, NothingAsked, SetIsHere, VersionIsHere, keep, listed, look_at
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import use_language
from cdadesk.questions.troubles import ProtectedForm, TooLargeForm, UnreadableForm
from tests.asked import begun
from tests.builders import SCOPE, a_store, the
from tests.questions.sheets import YES_NO, asked, workbook

SETTINGS = {"form_title": "Dyers", "form_id": "dyers", "version": "1"}
LINES = [asked("select_one yn", "own", label="Own dye house?"), asked("geotrace", "way", label="Way of the water")]


@pytest.fixture
def store(tmp_path):
    with a_store(tmp_path / "laptop") as made:
        yield made


def a_file(tmp_path, lines=LINES, name="dyers.xlsx", **settings):
    file = tmp_path / name
    file.write_bytes(workbook(lines, YES_NO, SETTINGS | settings))
    return file


def own(store):
    return [each for each in listed(store, SCOPE) if each.held is not None]


def test_a_set_is_looked_at_first_and_asked_once_it_is_kept(store, tmp_path):
    coming = look_at(store, SCOPE, a_file(tmp_path))
    assert coming.count_words() == "2 questions, one language"
    assert [(each.row, each.name) for each in coming.notes] == [(3, "way")]
    assert own(store) == []
    kept = keep(store, SCOPE, coming, [ActorKind.firm_micro_artisan])
    assert [(each.title, each.version, each.questions) for each in own(store)] == [("Dyers", "1", 2)]
    (found,) = (each for each in offered(store, SCOPE) if each.key == str(kept.id))
    assert (found.title("hi"), found.actor_kinds) == ("Dyers", (ActorKind.firm_micro_artisan,))


def test_what_was_kept_stays_and_a_change_is_a_new_version(store, tmp_path):
    coming = look_at(store, SCOPE, a_file(tmp_path))
    keep(store, SCOPE, coming)
    with pytest.raises(SetIsHere):
        look_at(store, SCOPE, a_file(tmp_path))
    with pytest.raises(VersionIsHere, match="version 1, is here already"):
        look_at(store, SCOPE, a_file(tmp_path, LINES[:1]))
    with pytest.raises(SetIsHere):
        keep(store, SCOPE, coming)
    keep(store, SCOPE, look_at(store, SCOPE, a_file(tmp_path, LINES[:1], version="2")))
    assert [each.version for each in own(store)] == ["2", "1"]
    assert [each.form.version for each in offered(store, SCOPE) if each.form.form_id == "dyers"] == ["2"]


def test_a_set_in_the_trash_is_asked_no_more_and_its_interviews_open_with_it(store, tmp_path):
    kept = keep(store, SCOPE, look_at(store, SCOPE, a_file(tmp_path)))
    held = begun(store, question_set=kept.id)
    interviews.save(store, None, held, (None, None))
    assert [each.asked for each in own(store) if each.title == "Dyers"] == [1]
    store.void(kept)
    assert "Dyers" not in [each.title for each in own(store)]
    assert "dyers" not in [each.form.form_id for each in offered(store, SCOPE)]
    assert interviews.form_of(store, held.shared).form_id == "dyers"
    store.restore(the(store, QuestionSet, kept.id).record)
    assert "Dyers" in [each.title for each in own(store)]


def test_a_set_called_as_one_of_the_program_is_refused(store, tmp_path):
    with pytest.raises(CodeOfTheProgram, match="form_id"):
        look_at(store, SCOPE, a_file(tmp_path, form_id="artisan"))


BAD = (
    ([asked("text", "a"), asked("text", "a")], "row 3", "दूसरी बार"),
    ([asked("text", "a", relevant="${b} = 1")], "column “relevant”", "नाम का कोई प्रश्न नहीं"),
    ([asked("select_one nowhere", "a")], "“nowhere”", "सूची"),
    ([{"type": "begin group", "name": "g", "label": "G"}, asked("text", "a")], "ends nowhere", "समाप्त"),
)


@pytest.mark.parametrize(("lines", "english", "hindi"), BAD)
def test_a_mistake_is_told_by_its_row_in_the_own_language(store, tmp_path, lines, english, hindi):
    file = a_file(tmp_path, lines)
    for code, words in (("en", english), ("hi", hindi)):
        use_language(code)
        with pytest.raises(UnreadableForm) as told:
            look_at(store, SCOPE, file)
        assert words in str(told.value)
        assert "[row" not in str(told.value)


def test_a_formula_of_the_workbook_that_went_wrong_is_named(store, tmp_path):
    coming = look_at(store, SCOPE, a_file(tmp_path, [asked("text", "a", label="#REF!")]))
    assert [(each.row, each.name) for each in coming.notes] == [(2, "a")]
    assert "#REF!" in coming.notes[0].sentence


@pytest.mark.parametrize(
    ("name", "contents", "trouble"),
    [
        ("locked.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), ProtectedForm),
        ("no.xlsx", b"hello", UnreadableForm),
        ("no.pdf", b"%PDF", UnreadableForm),
        ("large.xlsx", b"0" * (21 * 1024 * 1024), TooLargeForm),
    ],
)
def test_what_is_no_question_set_is_refused_in_a_sentence(store, tmp_path, name, contents, trouble):
    (tmp_path / name).write_bytes(contents)
    with pytest.raises(trouble) as told:
        look_at(store, SCOPE, tmp_path / name)
    assert "pyxform" not in str(told.value).casefold()
    assert isinstance(told.value, Trouble)


def test_a_set_without_questions_is_refused(store, tmp_path):
    with pytest.raises(NothingAsked):
        look_at(store, SCOPE, a_file(tmp_path, [{"type": "calculate", "name": "c", "calculation": "1"}]))


def test_every_set_goes_out_as_a_workbook(store, tmp_path):
    keep(store, SCOPE, look_at(store, SCOPE, a_file(tmp_path)))
    for one in listed(store, SCOPE):
        book = load_workbook(io.BytesIO(question_sets.workbook_of(one)))
        assert book.sheetnames == ["survey", "choices", "settings"]
    file = tmp_path / "again.xlsx"
    file.write_bytes(question_sets.workbook_of(own(store)[0]))
    with pytest.raises((SetIsHere, VersionIsHere)):
        look_at(store, SCOPE, file)
