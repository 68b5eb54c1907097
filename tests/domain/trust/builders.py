"""Builders that name only what matters to a story about trust."""

import datetime as dt
from typing import Any

from cdadesk import clock, resources
from cdadesk.domain.trust.index import Occurrence
from cdadesk.domain.trust.ladder import Ladder, read_ladder

TODAY = dt.date(2026, 3, 31)


def the_ladder() -> Ladder:
    return read_ladder(resources.read_json("trust", "ladder.json"))


def seen(item: str, day: dt.date = TODAY, came: int | None = 20, of: int | None = 20, **rest: Any) -> Occurrence:
    """Return an occurrence, by default today, with everybody there and proved by a second source."""
    told = {"cda_records": 1, "outside_records": 1, "decided_with_quorum": True, **rest}
    return Occurrence(event_id=clock.new_id(), item=item, day=day, participants=came, active_members=of, **told)


def golden() -> list[Occurrence]:
    """Return the worked example of the design: a network of 20 with six milestones and a setback, on TODAY."""
    month_ago, fourteen_months_ago = dt.date(2026, 2, 28), dt.date(2025, 1, 31)
    return [
        seen("M01", month_ago, came=18),
        seen("M02", month_ago, came=16),
        seen("M05", month_ago, came=12),
        seen("M07", month_ago),
        seen("M09", month_ago, came=8, outside_records=0),
        seen("M11", fourteen_months_ago, came=10),
        seen("S04", month_ago),
    ]
