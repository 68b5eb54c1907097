"""The form of a fair asks for everything a fair can hold, each thing once."""

import pytest

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.gui.places.joint_actions.layout import FAIR, SHAPES
from cdadesk.gui.places.joint_actions.own_lines import NAMED


def test_every_field_of_a_fair_stands_on_one_page() -> None:
    names = FAIR.names()
    assert sorted(names) == sorted(describe(Fair))
    assert FAIR.pages() == ["The fair", "Costs", "Who pays", "Participants"]


@pytest.mark.parametrize("name", [info.name for info in describe(Fair).values() if info.kind is Kind.rows])
def test_every_field_of_a_line_is_a_column_or_stands_below(name: str) -> None:
    shape = SHAPES[name]
    placed = [*shape.columns, *(each for group in shape.below for each in group)]
    assert sorted(placed) == sorted(describe(describe(Fair)[name].element))


def test_every_field_that_names_a_line_knows_in_which_list() -> None:
    lists = [describe(Fair)[name].element for name in SHAPES]
    pointers = {info.name for sheet in (Fair, *lists) for info in describe(sheet).values() if info.kind is Kind.plain}
    assert pointers == set(NAMED)
