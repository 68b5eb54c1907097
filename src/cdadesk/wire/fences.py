"""Fences: up to where what somebody saw of a server still holds after it was put back to a backup."""

from collections.abc import Iterable

from cdadesk.wire.ops import NOTHING_SEEN, Seen


def still_holds(seen: Seen, fences: Iterable[Seen], epoch: int) -> Seen:
    """Return the newest number up to `seen` that a server, now at `epoch`, still knows by that name.

    A fence says of one scope: of this epoch all was kept up to here. An epoch that the server never heard of began in a
    time that it lost, above the fence of the epoch before.
    """
    if seen.epoch >= epoch or seen == NOTHING_SEEN:
        return seen
    before = [each for each in fences if each.epoch <= seen.epoch]
    if not before:
        return NOTHING_SEEN
    return Seen(seen.epoch, min(seen.seq, max(before).seq))
