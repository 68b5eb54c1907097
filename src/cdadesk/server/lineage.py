"""Which replicas a laptop was before: one that was restored or cloned goes on under a new id.

What both have in common counts as written by the new one, so that a person never meets a conflict with themselves.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.server.tables import Replica, StoredOutcome
from cdadesk.wire.enrol import Former
from cdadesk.wire.merge import Copy
from cdadesk.wire.ops import Origin, Seen

_LONGEST = 100  # more lives than a laptop has


@dataclass(frozen=True)
class Lineage:
    """The replicas that one continues, each with its newest op that it holds in common with it."""

    formers: tuple[tuple[UUID, int], ...] = ()

    def ids(self) -> tuple[UUID, ...]:
        """Return the former replicas."""
        return tuple(each for each, _n in self.formers)

    def kin(self, copy: Copy | None) -> frozenset[Seen]:
        """Return the numbers of those changes in a record that count as the replica's own."""
        common = {str(each): n for each, n in self.formers}
        if copy is None or not common:
            return frozenset()
        return frozenset(seen for seen, by in copy.writers.items() if 0 < by.n <= common.get(by.replica, 0))


def of(session: Session, replica: UUID) -> Lineage:
    """Return the replicas that this one continues, the newest first."""
    formers: list[tuple[UUID, int]] = []
    found = session.get(Replica, replica)
    while found is not None and found.former is not None and len(formers) < _LONGEST:
        formers.append((found.former, found.former_n or 0))
        found = session.get(Replica, found.former)
    return Lineage(tuple(formers))


def newest_in_common(session: Session, former: Former) -> int:
    """Return how far a former replica's chain is what the new one says it is; 0 if it is another chain."""
    replica, n, h = former
    kept = session.get(StoredOutcome, (UUID(replica), n))
    return n if kept is not None and kept.h == h else 0


def extend(session: Session, replica: UUID, origin: Origin) -> None:
    """Note that an op which the former replica sent already is in common: so is all before it."""
    found, (former, n, _h) = session.get(Replica, replica), origin
    if found is not None and found.former == UUID(former):
        found.former_n = max(found.former_n or 0, n)
