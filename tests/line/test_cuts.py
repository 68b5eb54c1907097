"""A small exchange, cut after every number of bytes: nothing is lost, nothing is there twice."""

import itertools
from collections.abc import Iterable

import pytest

from tests.line.bad_line import GOOD, Manners
from tests.line.town import LineTown

OPS = 10
CUTS = 8  # of each way, spread over all bytes
PARTS = 20  # of the long form, for as many processes


def exchange_through(town: LineTown, manners: Manners) -> tuple[int, int]:
    """Let both save, and Asha exchange over a line with these manners until it is through."""
    news = town.write_page(2)
    mine = town.save(town.asha, OPS, together=4)
    with town.line.behaving(manners) as passed:
        met = town.try_once()
    assert met in ("", "LineBroke")
    assert met or not passed.cuts or town.asha.standing().all_sent
    assert town.try_once() == ""
    town.check_arrived(town.asha, [*mine, *news])
    assert town.asha.standing().all_sent
    return passed.up, passed.down


def cut_everywhere(town: LineTown, ups: Iterable[int], downs: Iterable[int]) -> None:
    """Cut the exchange after each of these bytes."""
    for at in ups:
        exchange_through(town, Manners(cut_up=at))
    for at in downs:
        exchange_through(town, Manners(cut_down=at))
    town.check()


def test_an_exchange_cut_anywhere_loses_nothing_and_doubles_nothing(town: LineTown) -> None:
    up, down = exchange_through(town, GOOD)
    ups, downs = (itertools.chain(range(0, size, size // CUTS + 1), (size - 1, size)) for size in (up, down))
    cut_everywhere(town, ups, downs)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_an_exchange_cut_after_every_byte_loses_nothing_and_doubles_nothing(town: LineTown, part: int) -> None:
    up, down = exchange_through(town, GOOD)
    cut_everywhere(town, range(part, up + 50, PARTS), range(part, down + 50, PARTS))
