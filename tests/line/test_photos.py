"""A large photo over a line that breaks all the time: each byte goes once, or nearly."""

import random

import pytest

from cdadesk.acts import sending_files
from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.domain.actors.actor import Actor
from tests.builders import a_record, saved
from tests.line.bad_line import Manners
from tests.line.town import LineTown


def sent_through_cuts(town: LineTown, size: int, cuts: int) -> tuple[int, int]:
    """Send a file over a line that is cut so often; return the bytes that went up, and how often it broke."""
    actor = saved(town.asha, a_record(Actor, name="Calico").changed(scope=town.served.scope))
    assert town.try_once() == ""
    attach(town.asha, actor, pasted_source("film.mp4", random.Random(size).randbytes(size)))  # noqa: S311
    sending_files.let_photos_go(town.asha, go=False)
    assert town.try_once() == ""
    sending_files.let_photos_go(town.asha, go=True)
    with town.line.behaving(Manners(cut_up=size // cuts)) as passed:
        for broke in range(2 * cuts):
            if not town.try_once():
                return passed.up, broke
    raise AssertionError("it never got through")


def test_a_photo_gets_through_a_line_that_is_cut_again_and_again(town: LineTown) -> None:
    size = 2 * 1024 * 1024
    up, broke = sent_through_cuts(town, size, 20)
    assert broke >= 20
    assert sending_files.waiting(town.asha).count == 0
    assert up < size * 1.5  # a line that is reset takes with it what the server has not read yet


@pytest.mark.long
def test_of_twenty_megabytes_through_fifty_cuts_less_than_five_percent_goes_twice(town: LineTown) -> None:
    size = 20 * 1024 * 1024
    up, broke = sent_through_cuts(town, size, 50)
    assert broke >= 50
    assert sending_files.waiting(town.asha).count == 0
    assert up < size * 1.05
