"""Profiles that only illustrate: what they hold was invented, and their calendar stands still."""

import datetime as dt

from cdadesk.clock import Clock
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.store import Store
from cdadesk.sync.address import is_on_this_machine
from cdadesk.wire.messages import Grants

_DAY = "illustrative_day"


class OnlyInvented(Trouble):
    """The profile is the demo, and the server is one for real work."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "What this profile holds is invented, and no server for real work may have it. The demo exchanges only "
                "with the demo's server on this computer, the one that “dev.py serve” starts. Nothing was sent."
            )
        )


def mark_illustrative(store: Store, day: dt.date) -> None:
    """Say of a profile that it illustrates a cluster as it was on one day; every paper says so from now on."""
    store.settings.put(_DAY, day.isoformat())


def illustrative_day(store: Store) -> dt.date | None:
    """Return the day that an illustrative profile shows, None for one of real work."""
    written = store.settings.get(_DAY)
    return dt.date.fromisoformat(written) if written else None


def is_invented(store: Store) -> bool:
    """Say whether what a profile holds was invented."""
    return illustrative_day(store) is not None


def keep_inventions_here(store: Store, address: str) -> None:
    """Let inventions go to this very machine only; raises OnlyInvented."""
    if is_invented(store) and not is_on_this_machine(address):
        raise OnlyInvented


def check_knows_inventions(store: Store, grants: Grants) -> None:
    """Let inventions go only to a server that knew the invented clusters already; raises OnlyInvented."""
    clusters = {cluster_scope(held.record.id) for held in store.find(Cluster)} if is_invented(store) else set()
    if not clusters <= grants.scopes.keys():
        raise OnlyInvented


def today(store: Store, clock: Clock) -> dt.date:
    """Return the day that counts as today in a profile."""
    return illustrative_day(store) or clock.today()
