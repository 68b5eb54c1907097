"""A line as in a village: 64 kbit/s, 0.8 s to and fro, and cut every 20 seconds. It gets on all the time."""

import time
from collections.abc import Callable

import pytest

from tests.line.bad_line import CountedPace, Manners, Pace
from tests.line.town import LineTown, try_until_through

RATE = 8_000  # bytes per second: 64 kbit/s
DELAY = 0.4  # seconds each way
CUT_EVERY = 20
WORDS = "The women of lane {n} asked for a common boiler and will bring three offers by Friday; {n} came, {n} left. "


def a_village_line(pace: Callable[[float, float], Pace]) -> Manners:
    """Return the manners of such a line."""
    return Manners(pace=pace(RATE, DELAY), cut_every=CUT_EVERY)


def send_over(town: LineTown, manners: Manners, records: int) -> None:
    """Let Asha send so many records of some 600 bytes over a line with these manners."""
    made = town.save(town.asha, records, WORDS * 4)
    with town.line.behaving(manners):
        try_until_through(town, most=12)
    assert town.asha.standing().all_sent
    town.check_arrived(town.asha, made)
    town.check()


def fetch_over(town: LineTown, manners: Manners, records: int) -> None:
    """Let Asha fetch so many records of Balbir's over a line with these manners."""
    made = [each for _turn in range(0, records, 50) for each in town.write_page(50, WORDS * 4)]
    with town.line.behaving(manners):
        try_until_through(town, most=12)
    town.check_arrived(town.asha, made)
    town.check()


@pytest.mark.parametrize("way", [send_over, fetch_over])
def test_a_weak_line_gets_on_between_any_two_cuts(town: LineTown, way: Callable[..., None]) -> None:
    pace = CountedPace(RATE, DELAY)
    way(town, Manners(pace=pace, cut_every=CUT_EVERY), 200)
    assert pace.now() < 60


@pytest.mark.long
@pytest.mark.parametrize("way", [send_over, fetch_over])
def test_500_records_pass_a_weak_line_within_two_minutes(town: LineTown, way: Callable[..., None]) -> None:
    begun = time.monotonic()
    way(town, Manners(pace=Pace(RATE, DELAY), cut_every=CUT_EVERY), 500)
    assert time.monotonic() - begun < 120


@pytest.mark.parametrize("bytes_a_try", [3_000, 6_000])
def test_a_line_that_breaks_after_a_few_kilobytes_gets_on_all_the_same(town: LineTown, bytes_a_try: int) -> None:
    made = town.save(town.asha, 40, WORDS * 4)
    news = town.write_page(40, WORDS * 4)
    with town.line.behaving(Manners(cut_up=bytes_a_try, cut_down=bytes_a_try)):
        try_until_through(town, most=60)
    town.check_arrived(town.asha, [*made, *news])
    town.check()
