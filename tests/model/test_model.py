"""The model test: Hypothesis writes the days of five laptops and a server, and looks for one that loses something.

`python3 dev.py test --long tests/model` looks at 2,000 of them; a fast slice runs every time.
"""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.beginning import Beginning
from tests.model.days import Days
from tests.model.mishaps import Mishaps
from tests.model.place import HttpPlace, Origin, Place, make_origin
from tests.model.travelling import Travelling

EXAMPLES, STEPS, PARTS = 2_000, 50, 20  # in parts, for as many processes
WITHOUT_EXPLAINING = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)


class WholeDays(Mishaps, Travelling, Beginning):
    """What may happen, in any order."""


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    """Return the folder that all worlds are copied from."""
    return make_origin(tmp_path_factory.mktemp("origin"))


def live(origin: Origin, place: Place, examples: int, steps: int) -> None:
    """Let Hypothesis write so many days at a place."""
    with place as Days.place:
        Days.origin = origin
        run = settings(max_examples=examples, stateful_step_count=steps, deadline=None, phases=WITHOUT_EXPLAINING)
        run_state_machine_as_test(WholeDays, settings=run)


def test_whatever_happens_nothing_is_lost_and_all_see_the_same(origin: Origin) -> None:
    live(origin, Place(), 10, 30)


def test_the_same_holds_over_http(origin: Origin) -> None:
    live(origin, HttpPlace(), 2, 20)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_in_many_days_nothing_is_lost(origin: Origin, part: int) -> None:
    live(origin, Place(), EXAMPLES // PARTS, STEPS)


@pytest.mark.long
def test_in_many_days_over_http_nothing_is_lost(origin: Origin) -> None:
    live(origin, HttpPlace(), 60, STEPS)
