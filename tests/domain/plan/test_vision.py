"""The vision as it is called, and what it lacks."""

from cdadesk.domain.plan.vision import Vision
from tests.domain.making import make, paths


def test_it_is_called_by_revision_and_horizon_and_a_later_one_says_which_it_replaces():
    assert make(Vision, revision=1, horizon="2003").title() == "Vision, revision 1, 2003"
    assert paths(make(Vision, revision=1)) == []
    assert paths(make(Vision, revision=2)) == ["replaces"]
