"""Time and new identities: the only module that reads the system's clock."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from uuid_utils import compat

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")


def _system_now() -> dt.datetime:
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)


@dataclass(frozen=True)
class Clock:
    """Tells the time; tests hand in one that is wrong by years."""

    read: Callable[[], dt.datetime] = _system_now

    def now(self) -> dt.datetime:
        """Return the instant in UTC, cut to milliseconds as the wire carries it."""
        instant = self.read().astimezone(dt.UTC)
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)

    def today(self) -> dt.date:
        """Return the local day of India at this instant."""
        return local_day(self.now())


def ticks() -> float:
    """Return seconds that only ever go on, whatever is done to the date: for waiting, never for telling the time."""
    return time.monotonic()


def local_day(instant: dt.datetime) -> dt.date:
    """Return the day in India (Asia/Kolkata, no summer time) of an aware instant."""
    return instant.astimezone(INDIA).date()


def instant_text(instant: dt.datetime) -> str:
    """Write an aware instant as the wire does: `2026-03-14T09:12:33.120Z`."""
    return instant.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(written: str) -> dt.datetime:
    """Read an instant as the wire writes it; raises ValueError on anything without a zone."""
    instant = dt.datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a zone: {written!r}")
    return instant.astimezone(dt.UTC)


def new_id() -> UUID:
    """Return a new UUIDv7; ids made later in one process sort later."""
    return compat.uuid7()
