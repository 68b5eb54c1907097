"""The way of a demand: the name of each stage can be read in either language, however long it is."""

from cdadesk.domain.diagnostic.gates import DemandStage
from cdadesk.i18n import speaking
from cdadesk.reports.pictures import Room, Words
from cdadesk.reports.stage_line import draw_stages, two_lines


def test_a_long_name_is_parted_between_its_words():
    assert two_lines("Bought") == ("Bought",)
    assert two_lines("Structural need") == ("Structural need",)
    assert two_lines("महसूस की गई आवश्यकता") == ("महसूस की गई", "आवश्यकता")


def test_every_word_of_every_stage_stands_inside_the_picture():
    with speaking("hi"):
        drawing = draw_stages(DemandStage.felt, DemandStage.demand, Room(480, 86, 16))
    said = [part for part in drawing.parts if isinstance(part, Words)]
    assert "आवश्यकता" in {part.text for part in said}
    assert all(0 < part.at.y < drawing.height for part in said)
