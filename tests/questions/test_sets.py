"""The question sets that come with the program: complete, in both languages, and what their texts say."""

import re
from functools import cache

import pytest

from cdadesk.domain.actors.actor import ActorKind, RelationType
from cdadesk.questions.faults import FaultKind
from cdadesk.questions.filling import Filling
from cdadesk.questions.form import Form, Group, Question, Repeat
from cdadesk.questions.reading import read_bytes
from cdadesk.questions.sets import consent_script, find_set, open_set, set_for
from cdadesk.questions.sources import ENGLISH, HINDI, known_sets, read_sources, sheets_of
from cdadesk.questions.troubles import UnknownSet
from cdadesk.questions.workbooks import written
from tests.questions.person import Person, asked_in
from tests.questions.sheets import NOON

SETS = known_sets()
EVERY_SET = pytest.mark.parametrize("one", SETS, ids=lambda one: one.code)
CORE = {f"C{number:02}" for number in range(1, 11)}
OWN = {"artisan": ("FA", 13), "industrial": ("FI", 12), "association": ("AB", 11)}
OWN |= {"bds_provider": ("BP", 11), "institution": ("SI", 11), "buyer": ("BX", 10)}


def names(form: Form) -> list[str]:
    """Return the ids of the questions as the field numbers them, in the order in which they are asked."""
    ends = (node.path.rsplit("/", maxsplit=1)[-1] for node in form.walk())
    return [name for name in ends if re.fullmatch(r"[A-Z]{1,2}\d\d", name)]


as_written = cache(read_sources)


def filling(code: str) -> Filling:
    return Filling(open_set(code), lambda: NOON)


@EVERY_SET
def test_a_set_asks_the_core_and_its_own_questions_each_once(one):
    letters, count = OWN[one.code]
    asked = names(open_set(one.code))
    assert set(asked) == CORE | {f"{letters}{number:02}" for number in range(1, count + 1)}
    assert len(asked) == len(set(asked)) == 10 + count


def test_the_sets_are_as_long_as_they_should_be():
    assert {code: len(names(open_set(code))) for code in OWN} == {
        "artisan": 23,
        "industrial": 22,
        "association": 21,
        "bds_provider": 21,
        "institution": 21,
        "buyer": 20,
    }


@EVERY_SET
def test_the_sections_stand_in_their_order_and_hold_everything(one):
    body = open_set(one.code).body
    sections = [node.path.removeprefix("/data/") for node in body]
    assert all(isinstance(node, Group) for node in body)
    assert sections == sorted(sections)
    assert set(sections) <= set("ABCDEFGHIJ")


@EVERY_SET
def test_the_form_that_is_opened_is_what_the_tables_say(one):
    assert as_written(one).form.source == open_set(one.code).source, "run: python3 dev.py question-sets"


@EVERY_SET
def test_nothing_in_a_set_has_to_be_named_as_not_done(one):
    assert as_written(one).notes == ()


@EVERY_SET
def test_a_workbook_for_other_tools_reads_back_as_the_same_form(one):
    assert read_bytes(written(sheets_of(one)), ".xlsx", "another name").form == open_set(one.code)


@EVERY_SET
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 20))])
def test_a_random_filling_keeps_to_the_rules_and_comes_back_equal(one, seed):
    form = open_set(one.code)
    person = Person(form, seed)
    made = person.fill()
    assert {each.kind for each in made.faults(ENGLISH)} <= {FaultKind.missing}
    again = Filling(form, lambda: NOON, seed + 1)
    assert again.fill(made.given()) == {}
    assert again.given() == made.given()
    assert asked_in(again) == asked_in(made)


@EVERY_SET
def test_every_text_is_there_in_both_languages(one):
    form = open_set(one.code)
    assert set(form.languages) == {ENGLISH, HINDI}
    assert (form.language("hi"), form.language("en"), form.language("ta")) == (HINDI, ENGLISH, ENGLISH)
    for node in form.walk():
        assert node.words.by_language.keys() == {ENGLISH, HINDI}, node.path
        assert "".join(map(str, node.words(HINDI))) != "".join(map(str, node.words(ENGLISH))), node.path
    for question in form.questions():
        assert question.hint.by_language.keys() in ({ENGLISH, HINDI}, set()), question.path
        assert all(choice.words.by_language.keys() == {ENGLISH, HINDI} for choice in question.choices.offered)
    for bind in form.binds.values():
        assert bind.constraint_words.by_language.keys() == ({ENGLISH, HINDI} if bind.constraint else set()), bind.path


@EVERY_SET
def test_nothing_must_be_answered_and_nothing_has_no_question(one):
    form = open_set(one.code)
    assert not any(bind.required for bind in form.binds.values())
    assert not Filling(form, lambda: NOON).faults(ENGLISH)


@pytest.mark.parametrize(
    ("code", "confidential"),
    [
        ("artisan", {"C08", "FA07", "FA10"}),
        ("industrial", {"C08", "FI01", "FI10"}),
        ("association", {"C08", "AB09"}),
        ("bds_provider", {"C08"}),
        ("institution", {"C08", "SI08"}),
        ("buyer", {"C08", "BX01"}),
    ],
)
def test_delicate_questions_are_confidential_with_all_that_lies_in_them(code, confidential):
    form = open_set(code)
    marked = {part for node in form.walk() if form.is_confidential(node.path) for part in node.path.split("/")[3:4]}
    assert marked == confidential
    leaves = [each.path for each in form.questions() if each.path.split("/")[3] in confidential]
    assert all(form.is_confidential(path) for path in leaves)


def test_units_and_uses_are_told():
    form = open_set("artisan")
    assert form.bind("/data/B/FA03").unit == "months"
    assert form.bind("/data/D/FA07/FA07_own").unit == "INR"
    uses = {name: form.bind(f"/data/{name}").feeds for name in ("H/C03", "I/C05", "I/C06", "H/C08", "H/C09", "B/FA03")}
    assert uses == {
        "H/C03": "relation",
        "I/C05": "obstacle",
        "I/C06": "potential",
        "H/C08": "leader",
        "H/C09": "contribution",
        "B/FA03": "baseline",
    }


def test_whom_one_deals_with_is_told_in_the_words_of_the_actors():
    (table,) = [node for node in open_set("buyer").walk() if isinstance(node, Repeat) and node.path.endswith("C03")]
    offered = {each.path.rsplit("_", maxsplit=1)[-1]: each for each in table.children if isinstance(each, Question)}
    assert [choice.value for choice in offered["kind"].choices.offered] == [kind.value for kind in ActorKind]
    links = {choice.value.removesuffix("_inward") for choice in offered["link"].choices.offered} - {"other"}
    assert links == {each.value for each in RelationType}


def test_shares_that_do_not_make_a_hundred_are_doubted_and_not_refused():
    made = filling("artisan")
    made.answer("D:FA06:FA06_trader", "70")
    made.answer("D:FA06:FA06_fair", "20")
    (doubt,) = made.doubts(ENGLISH)
    assert (doubt.key, doubt.sentence) == ("D:FA06:FA06_check", "The shares add up to 90 %, not to 100.")
    assert made.doubts(HINDI)[0].sentence == "हिस्सों का जोड़ 90 % है, 100 नहीं।"
    assert made.faults(ENGLISH) == []
    made.answer("D:FA06:FA06_direct", "10")
    assert made.doubts(ENGLISH) == []


def test_a_shop_that_charges_less_than_it_pays_is_doubted():
    made = filling("artisan")
    made.answer("D:FA07:FA07_own", "400")
    assert made.doubts(ENGLISH) == []
    made.answer("D:FA07:FA07_shop", "350")
    assert [doubt.key for doubt in made.doubts(ENGLISH)] == ["D:FA07:FA07_check"]


def test_one_buyer_with_more_than_half_is_doubted():
    made = filling("industrial")
    made.answer("D:FI08:FI08_buyers@1:FI08_share", "40")
    assert made.doubts(ENGLISH) == []
    made.add_row("D:FI08:FI08_buyers", "second")
    made.answer("D:FI08:FI08_buyers@second:FI08_share", "55")
    assert [doubt.key for doubt in made.doubts(ENGLISH)] == ["D:FI08:FI08_check"]
    made.answer("D:FI08:FI08_buyers@1:FI08_share", "50")
    assert [doubt.key for doubt in made.doubts(ENGLISH)] == ["D:FI08:FI08_check", "D:FI08:FI08_check_sum"]


def test_a_difficulty_is_named_only_once_and_in_order():
    made = filling("artisan")
    assert not made.is_asked("I:C05:C05_area_2")
    made.answer("I:C05:C05_area_1", "market")
    made.answer("I:C05:C05_area_2", "skills")
    offered = [choice.value for choice in made.offered("I:C05:C05_area_3")]
    assert len(offered) == 9
    assert {"market", "skills"}.isdisjoint(offered)


def test_a_part_is_no_more_than_its_whole_and_none_stands_alone():
    made = filling("bds_provider")
    made.answer("G:BP02:BP02_cluster", "9")
    assert made.faults(ENGLISH) == []
    made.answer("G:BP02:BP02_all", "5")
    made.answer("H:C09:C09_work", "none fair")
    assert [(each.key, each.sentence) for each in made.faults(HINDI)] == [
        ("G:BP02:BP02_cluster", "हिस्सा पूरे से ज़्यादा नहीं हो सकता।"),
        ("H:C09:C09_work", '"कोई नहीं" दूसरे उत्तरों के साथ नहीं चुना जा सकता।'),
    ]


def test_every_kind_of_actor_has_its_set():
    sets = [set_for(kind.value) for kind in ActorKind]
    assert None not in sets
    assert set(sets) == set(SETS)


def test_a_set_is_found_by_its_code():
    assert (find_set("buyer").title("en"), find_set("buyer").title("hi")) == (
        "Buyer, trader or exporter",
        "ख़रीदार, व्यापारी या निर्यातक",
    )
    with pytest.raises(UnknownSet) as told:
        find_set("builder")
    assert "builder" in str(told.value)
    assert "artisan" in str(told.value)


def test_the_script_of_the_consent_is_there_in_both_languages():
    assert "Do you agree?" in consent_script("en")
    assert consent_script("hi").endswith("क्या आप सहमत हैं?")
