"""A server that was put back to a backup: it begins a new epoch, and asks its laptops for what it lost.

Each scope keeps a fence for every epoch that ended so: what has a higher number in that epoch is not here any more.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import first_downloads, scopes
from cdadesk.server.tables import Fence, Replica, Scope
from cdadesk.wire.fences import still_holds
from cdadesk.wire.messages import Outcomes, Refusal
from cdadesk.wire.ops import NOTHING_SEEN, Seen

Cursors = Mapping[str, Seen]
Fences = dict[str, tuple[Seen, ...]]


def begin_epoch(session: Session, now: dt.datetime) -> int:
    """Note that this database is a backup that was put back, and return the epoch that begins.

    An epoch is named after the moment in which it begins, not by counting: the backup may be older than another restore
    of which it knows nothing, and no laptop must take one for the other.
    """
    found = session.scalars(select(Scope).order_by(col(Scope.scope)).with_for_update()).all()
    epoch = max([_named_after(now), *(each.epoch + 1 for each in found)])
    session.execute(insert(Fence), [{"scope": each.scope, "epoch": each.epoch, "seq": each.seq} for each in found])
    for each in found:
        each.epoch = epoch
    first_downloads.discard_all(session)
    return epoch


def _named_after(now: dt.datetime) -> int:
    """Return YYMMDDHHMMSSmmm: it grows with the time, and two restores do not share a millisecond."""
    return int(f"{now:%y%m%d%H%M%S}{now.microsecond // 1000:03}")


def fences(session: Session, asked: Collection[str]) -> Fences:
    """Return up to where each epoch of these scopes was kept; empty on a server that was never restored."""
    rows = select(Fence).where(col(Fence.scope).in_(asked)).order_by(col(Fence.epoch))
    found: Fences = {}
    for each in session.scalars(rows):
        found[each.scope] = (*found.get(each.scope, ()), Seen(each.epoch, each.seq))
    return found


def refusal(session: Session, replica: UUID, cursors: Cursors) -> Outcomes | None:
    """Answer a laptop that has seen what this server does not hold; None for all others."""
    epoch = scopes.epoch(session)
    if any(each.epoch > epoch for each in cursors.values()) or _is_ahead(session, cursors, epoch):
        return _refused(session, replica, epoch, Refusal.rewound)
    if all(each.epoch == epoch or each == NOTHING_SEEN for each in cursors.values()):
        return None
    kept = fences(session, cursors)
    if all(still_holds(seen, kept.get(scope, ()), epoch) == seen for scope, seen in cursors.items()):
        return None
    return _refused(session, replica, epoch, Refusal.restored, kept)


def _is_ahead(session: Session, cursors: Cursors, epoch: int) -> bool:
    """Say whether a laptop has seen numbers that were not given yet: nobody said that a backup was put back."""
    heads = select(col(Scope.scope), col(Scope.seq)).where(col(Scope.scope).in_(cursors))
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(heads)}
    current = {scope: seen.seq for scope, seen in cursors.items() if seen.epoch == epoch}
    return any(seq > found.get(scope, 0) for scope, seq in current.items())


def _refused(session: Session, replica: UUID, epoch: int, why: Refusal, kept: Fences | None = None) -> Outcomes:
    last_n = session.get_one(Replica, replica).last_n
    return Outcomes(epoch, last_n, (), why, kept or {})
