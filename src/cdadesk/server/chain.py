"""The chain of a replica's ops: what was taken already, what is new, and what does not fit together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.tables import Replica, StoredOutcome
from cdadesk.wire.frames import BadFrames
from cdadesk.wire.messages import Batch, Outcome, Refusal
from cdadesk.wire.ops import Op, Origin, Stub, chain_start, chained

Made = tuple[int, str]


@dataclass(frozen=True)
class Link:
    """One entry of a batch and the chain up to it."""

    entry: Op | Stub
    h: str


def links(batch: Batch) -> list[Link]:
    """Return the entries with their chain; raises BadFrames when the sender computed another one."""
    found = []
    h = batch.h_before
    try:
        for entry in batch.entries:
            h = chained(h, entry)
            found.append(Link(entry, h))
    except ValueError as error:
        raise BadFrames("a chain that is none") from error
    if h != batch.h_after:
        raise BadFrames("the chain does not lead where the sender says")
    return found


def lock(session: Session, replica: UUID) -> Replica:
    """Return the replica, held until the transaction ends: the same batch may be on its way twice."""
    return session.scalars(select(Replica).where(col(Replica.id) == replica).with_for_update()).one()


def is_forked(replica: Replica, made: Made) -> bool:
    """Say whether a laptop lacks ops that it sent once: it was restored from a backup, or is a clone."""
    n, h = made
    return n < replica.last_n or (n == replica.last_n and h != replica.h)


def follows(replica: Replica, batch: Batch) -> bool:
    """Say whether a batch goes on exactly where the replica stands: nothing of it was taken before."""
    return batch.numbers[0] == replica.last_n + 1 and batch.h_before == replica.h


def refusal(session: Session, replica: Replica, h_before: str, found: Sequence[Link]) -> Refusal | None:
    """Say why nothing of a batch can be taken; what was taken before is compared, not skipped unseen."""
    first = found[0].entry.n
    if first > replica.last_n + 1:
        return Refusal.gap
    known = _known(session, replica, first - 1)
    expected = [h_before, *(link.h for link in found)]
    return Refusal.fork if any(h != mine for h, mine in zip(expected, known, strict=False)) else None


def answered(session: Session, replica: Replica, first: int) -> list[Outcome]:
    """Return what was answered to the ops from `first` on."""
    stored = (
        select(col(StoredOutcome.outcome))
        .where(col(StoredOutcome.replica) == replica.id, col(StoredOutcome.n) >= first)
        .order_by(col(StoredOutcome.n))
    )
    return [Outcome.read(each) for each in session.scalars(stored)]


def answer_to(session: Session, user: UUID, was: Origin) -> Outcome | None:
    """Return what was answered to an op when another replica of the same user sent it; None if it was not taken."""
    stored = (
        select(StoredOutcome)
        .join(Replica, col(Replica.id) == col(StoredOutcome.replica))
        .where(col(StoredOutcome.replica) == UUID(was[0]), col(StoredOutcome.n) == was[1], col(Replica.user) == user)
    )
    found = session.scalar(stored)
    return Outcome.read(found.outcome) if found is not None and found.h == was[2] else None


def _known(session: Session, replica: Replica, first: int) -> list[str]:
    """Return the chain as it stands here, from before the first op of a batch on."""
    if first == replica.last_n:
        return [replica.h]
    stored = (
        select(col(StoredOutcome.h))
        .where(col(StoredOutcome.replica) == replica.id, col(StoredOutcome.n) >= first)
        .order_by(col(StoredOutcome.n))
    )
    return [*([chain_start(replica.id)] if first == 0 else []), *session.scalars(stored)]
