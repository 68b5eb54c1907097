"""Profiles that only illustrate: what they hold was invented, and their calendar stands still."""

import datetime as dt

from cdadesk.clock import Clock
from cdadesk.store.store import Store

_DAY = "illustrative_day"


def mark_illustrative(store: Store, day: dt.date) -> None:
    """Say of a profile that it illustrates a cluster as it was on one day; every paper says so from now on."""
    store.settings.put(_DAY, day.isoformat())


def illustrative_day(store: Store) -> dt.date | None:
    """Return the day that an illustrative profile shows, None for one of real work."""
    written = store.settings.get(_DAY)
    return dt.date.fromisoformat(written) if written else None


def today(store: Store, clock: Clock) -> dt.date:
    """Return the day that counts as today in a profile."""
    return illustrative_day(store) or clock.today()
