"""Order of elements: always room for one more, wherever it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.kernel.ordering import between, orders


@given(st.integers(min_value=0, max_value=3_000))
def test_orders_made_at_once_sort_as_they_were_made(count: int) -> None:
    made = orders(count)

    assert made == sorted(set(made))
    assert len(made) == count


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=60))
def test_there_is_always_room_between_two_neighbours(places: list[int]) -> None:
    line = orders(3)
    for place in places:
        at = place % (len(line) + 1)
        before = line[at - 1] if at else ""
        after = line[at] if at < len(line) else ""
        line.insert(at, between(before, after))

    assert line == sorted(line)
    assert len(set(line)) == len(line)


def test_neighbours_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="sort before"):
        between("k", "c")
