"""What the server fails on although it answers all else: tried again, then in smaller runs, then laid aside there.

The counts are kept in the profile, so that a restart begins nothing anew, and one bad save holds nobody up for ever.
"""

from dataclasses import astuple, dataclass, replace

from cdadesk.store.store import Store
from cdadesk.sync.troubles import ServerTroubled
from cdadesk.wire.messages import Batch
from cdadesk.wire.ops import Op

TRIES = 3
_FAILED = "failed_at_the_server"


@dataclass(frozen=True)
class Failures:
    """How often the server failed on a run of ops that ends at `up_to`; `alone` is the save that failed by itself."""

    replica: str = ""
    up_to: int = 0
    times: int = 0
    alone: int = 0
    times_alone: int = 0


def next_batch(store: Store, room: int) -> Batch | None:
    """Return what is sent next; a save on which the server failed goes by itself, and in the end marked `park`."""
    batch = store.next_to_send(room)
    known = _known(store, batch)
    if batch is None or known.alone != batch.numbers[0]:
        return batch
    alone = store.next_to_send(1)
    return replace(alone, park=True) if alone and known.times_alone >= TRIES else alone


def batch_after(store: Store, batch: Batch, room: int) -> Batch | None:
    """Return what comes after a batch that is on its way; None where that has to be looked at closely."""
    following = store.next_to_send(room, batch.numbers[-1])
    return following if _known(store, following) == Failures() else None


def note_failure(store: Store, batch: Batch, trouble: ServerTroubled) -> None:
    """Count a failure of a server that answers all but this batch.

    Raises the trouble, unless it is time to halve the batch or to have it laid aside.
    """
    alone = is_alone(batch)
    known = _counted(_known(store, batch), store, batch, alone=alone)
    store.settings.put(_FAILED, list(astuple(known)))
    tired = known.times_alone >= TRIES if alone else known.times >= TRIES
    if batch.park or not tired:
        raise trouble


def is_alone(batch: Batch) -> bool:
    """Say whether a batch holds a single save, which is never cut."""
    return len({entry.group if isinstance(entry, Op) else entry.n for entry in batch.entries}) < 2


def _counted(known: Failures, store: Store, batch: Batch, *, alone: bool) -> Failures:
    first, last = batch.numbers[0], batch.numbers[-1]
    known = replace(known, replica=str(store.replica), up_to=max(known.up_to, last), times=known.times + 1)
    if not alone or known.times <= TRIES:
        return known
    before = known.times_alone if known.alone == first else 0
    return replace(known, alone=first, times_alone=before + 1)


def _known(store: Store, batch: Batch | None) -> Failures:
    """Return the failures that this batch may be to blame for; those of a run that has gone through count no more."""
    known = Failures(*store.settings.get(_FAILED, []))
    is_about = batch is not None and batch.numbers[0] <= known.up_to and known.replica == str(store.replica)
    return known if is_about else Failures()
