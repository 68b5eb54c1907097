"""The ladder as data: what ships is whole in both languages, and a broken one is refused in plain words."""

from collections.abc import Callable
from typing import Any

import pytest

from cdadesk import i18n, resources
from cdadesk.domain.trust.ladder import Lasting, Milestone, Setback, in_words, label, read_ladder
from cdadesk.domain.trust.plain_part import BrokenLadder
from tests.domain.trust.builders import the_ladder

DEVANAGARI = range(0x0900, 0x0980)


def test_the_ladder_that_ships_has_twenty_milestones_and_eightyfour_points() -> None:
    ladder = the_ladder()
    assert [milestone.id for milestone in ladder.milestones] == [f"M{number:02}" for number in range(1, 21)]
    assert [milestone.level for milestone in ladder.milestones] == [level for level in range(1, 6) for _ in range(4)]
    assert ladder.maximum == 84


def test_the_ladder_that_ships_says_how_long_each_milestone_lasts_and_whose_act_it_is() -> None:
    milestones = the_ladder().milestones
    once = {milestone.id for milestone in milestones if milestone.lasting is Lasting.once}
    standing = {milestone.id for milestone in milestones if milestone.lasting is Lasting.standing}
    acts = {milestone.id for milestone in milestones if milestone.act_of_body}
    assert once == {"M01", "M06", "M10"}
    assert standing == {"M05", "M07", "M08", "M14", "M16", "M17", "M18", "M20"}
    assert acts == {"M07", "M14", "M17", "M18", "M20"}


def test_the_setbacks_that_ship_deduct_one_three_or_six() -> None:
    ladder = the_ladder()
    assert [setback.id for setback in ladder.setbacks] == [f"S{number:02}" for number in range(1, 9)]
    assert [ladder.deduction(setback) for setback in ladder.setbacks] == [1, 1, 3, 3, 3, 3, 6, 6]


def test_every_text_of_the_ladder_is_there_in_english_and_in_hindi() -> None:
    ladder = the_ladder()
    texts = [ladder.about, *(level.label for level in ladder.levels)]
    for item in ladder.items:
        texts += [item.label, item.evidence]
        assert set(item.source) == {"en", "hi"}
    for words in texts:
        assert set(words) == {"en", "hi"}
        assert not any(ord(letter) in DEVANAGARI for letter in words["en"])
        assert any(ord(letter) in DEVANAGARI for letter in words["hi"])


def test_a_label_follows_the_language_in_use_unless_another_is_asked_for() -> None:
    item = the_ladder().find("M02")
    assert isinstance(item, Milestone)
    assert label(item) == "Came to an introductory or awareness meeting"
    assert label(item, "hi") == "परिचय या जागरूकता बैठक में आए"
    with i18n.speaking("hi"):
        assert label(item) == label(item, "hi")


def test_a_text_without_a_translation_is_shown_in_english() -> None:
    assert in_words({"en": "Common brand"}, "hi") == "Common brand"


def test_an_item_is_found_by_its_id_and_a_local_one_is_not() -> None:
    ladder = the_ladder()
    assert isinstance(ladder.find("S04"), Setback)
    assert ladder.find("X99") is None


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda plain: plain.pop(key)


def put(value: object, *keys: str | int) -> Callable[[dict[str, Any]], object]:
    def change(plain: Any) -> None:
        for key in keys[:-1]:
            plain = plain[key]
        plain[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (without("version"), "At the beginning: “version” must be a whole number"),
        (lambda plain: plain.update(version=True), "At the beginning: “version” must be a whole number"),
        (without("rules"), "At rules: names and values are expected here"),
        (without("milestones"), "“milestones” must be a list"),
        (put([], "setbacks"), "“setbacks” must be a list that is not empty"),
        (put("5", "milestones", 4, "level"), "At milestones M05: “level” must be a whole number"),
        (put(6, "milestones", 4, "level"), "At M05: there is no level 6"),
        (put("often", "milestones", 4, "type"), "At milestones M05: “type” must be one of once, standing, repeat"),
        (put("no", "milestones", 4, "act_of_body"), "At milestones M05: “act_of_body” must be true or false"),
        (put({"hi": "बैठक"}, "milestones", 4, "label"), "At milestones M05 label: “en” must be a text"),
        (put({"en": "x", "hi": " "}, "setbacks", 0, "label"), "At setbacks S01 label: “hi” must be a text"),
        (put("M01", "milestones", 1, "id"), "At M01: this id is used twice"),
        (put(None, "milestones", 0), "At milestones 1: names and values are expected here"),
        (put(4, "setbacks", 0, "severity"), "At S01: there is no deduction for severity 4"),
        (put(1, "rules", "deductions", "high"), "At rules deductions: “high” is not a severity"),
        (put("half", "rules", "rung_least_share"), "At rules: “rung_least_share” must be a fraction"),
        (put("3/2", "rules", "rung_least_share"), "At rules: “rung_least_share” must be a fraction"),
        (put(6, "rules", "repeat_half_months"), "“repeat_half_months” is shorter than “repeat_full_months”"),
        (put(7, "levels", 0, "level"), "At levels: levels must be counted 1, 2, 3"),
    ],
)
def test_a_broken_ladder_is_refused_with_the_place_that_is_wrong(damage: Any, complaint: str) -> None:
    plain = resources.read_json("trust", "ladder.json")
    damage(plain)
    with pytest.raises(BrokenLadder) as trouble:
        read_ladder(plain)
    assert complaint in str(trouble.value)
