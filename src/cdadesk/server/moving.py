"""Moving: a record goes to another cluster with all that hangs on it; what was written for the old place follows.

At the place that it left stays a tombstone with the numbers of its paths, so that late changes can be merged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_of, cluster_scope, is_private, private_scope
from cdadesk.i18n import _
from cdadesk.server.accounts import Member
from cdadesk.server.bench import Bench, Key, key_of
from cdadesk.server.shape import Rejected
from cdadesk.server.tables import Departed
from cdadesk.wire.merge import Copy
from cdadesk.wire.ops import NOTHING_SEEN, Op, Seen
from cdadesk.wire.rights import Doing

TARGET = "scope"
_OWNERS = ("parent_id", "about_id")
_ROOTS = frozenset({"cluster"})


@dataclass(frozen=True)
class Followed:
    """An op as it takes effect where its record lies now; `unseen`: what its author did not know of by then."""

    op: Op
    unseen: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Move:
    """One move that was taken: what goes where, by which op, and the provisional number of the tombstone."""

    key: Key
    target: str
    op: Op
    replica: str
    seen: Seen


class Moves:
    """The moves of one transaction, and the way to records that were moved before."""

    def __init__(self, session: Session, bench: Bench) -> None:
        self._session = session
        self._bench = bench
        self._noted: list[Move] = []
        self._any = session.scalar(select(col(Departed.id)).limit(1)) is not None
        self._went: dict[str, list[str]] = {}

    def follow(self, op: Op) -> Followed:
        """Return the op as it takes effect where its record lies, or where that lies on which a new one hangs."""
        if not self._any:
            return Followed(op)
        scope, base, unseen = self._way(op.scope, op)
        if scope == op.scope and self._bench.copy(key_of(op)) is None:
            scope = self._scope_of_owner(op)
            if scope == op.scope:
                scope, base, unseen = self._made_after_its_owner_left(op) or (scope, base, unseen)
        if scope != op.scope:
            self._bench.lock([(scope, op.kind, op.record)])
        return Followed(replace(op, scope=scope, base=base), unseen)

    def check(self, op: Op, copy: Copy | None, member: Member) -> None:
        """Refuse a move of what cannot go by itself, or to where its author may not write."""
        target = op.fields[TARGET]
        if copy is None or op.kind in _ROOTS or is_private(op.scope) or any(each in copy.values for each in _OWNERS):
            raise Rejected("stays", _("This goes to another cluster only together with what it belongs to."))
        if is_private(target) or PROGRAMME in (target, op.scope) or not member.may(Doing.write, target, op.kind):
            raise Rejected("rights", _("You may not move this there: you must work on both clusters."))

    def note(self, op: Op, replica: str, seen: Seen) -> None:
        """Note a move that was numbered."""
        self._noted.append(Move(key_of(op), op.fields[TARGET], op, replica, seen))

    def mark(self) -> int:
        """Return a place to go back to."""
        return len(self._noted)

    def go_back(self, mark: int) -> None:
        """Forget all that was noted since the mark."""
        del self._noted[mark:]

    def due(self) -> Iterator[Move]:
        """Yield the moves that remain in the end: of several of one record only the last, and none that leads back."""
        last = {each.key: each for each in self._noted}
        yield from (each for key, each in last.items() if each.target != key[0])

    def _way(self, scope: str, op: Op) -> tuple[str, Seen | None, frozenset[str]]:
        """Follow the tombstones of a record: where it lies, and its author's base and blind spots there."""
        base, unseen = op.base or NOTHING_SEEN, set[str]()
        while (left := departed(self._session, (scope, op.kind, op.record))) is not None:
            back = Seen(*left.back) if left.back else None
            if back is not None and base >= back:
                break
            unseen |= changed_after(left, base)
            if back is not None:
                return scope, back, frozenset(unseen)
            scope, base = left.to_scope, Seen(*left.arrived)
        return scope, (op.base if base == NOTHING_SEEN else base), frozenset(unseen)

    def _scope_of_owner(self, op: Op) -> str:
        """Return where a new record goes: to what it hangs on, if that was moved away."""
        scope = op.scope
        for owner in filter(None, (_uuid(op.fields.get(name)) for name in _OWNERS)):
            while (left := self._owner_left(scope, owner)) is not None:
                scope = counterpart(left.to_scope, scope)
        return scope

    def _made_after_its_owner_left(self, op: Op) -> tuple[str, Seen | None, frozenset[str]] | None:
        """Return where a record lies that followed its owner when it was made: it never lay here itself.

        Its writer goes on changing or erasing it, and does not know that.
        """
        if any(op.fields.get(name) for name in _OWNERS):
            return None
        for target in self._targets(op.scope):
            key = (target, op.kind, op.record)
            self._bench.lock([key])
            if self._bench.copy(key) is not None or departed(self._session, key) is not None:
                return self._way(target, replace(op, base=None))
        return None

    def _targets(self, scope: str) -> list[str]:
        """Return to where anything ever went from a cluster, as the parts that correspond to a scope of it."""
        if scope not in self._went:
            asked = select(col(Departed.to_scope)).where(col(Departed.scope).in_(around(scope))).distinct()
            self._went[scope] = sorted({counterpart(each, scope) for each in self._session.scalars(asked)} - {scope})
        return self._went[scope]

    def _owner_left(self, scope: str, owner: UUID) -> Departed | None:
        places = around(scope)
        found = select(Departed).where(
            col(Departed.scope).in_(places), col(Departed.id) == owner, col(Departed.back).is_(None)
        )
        return self._session.scalars(found.limit(1)).first()


def departed(session: Session, key: Key) -> Departed | None:
    """Return what is left of a record where it once was."""
    return session.get(Departed, key)


def changed_after(left: Departed, base: Seen) -> set[str]:
    """Return the paths that were changed or erased after a state, as the tombstone remembers them."""
    told = [*left.stamps.items(), *(left.erased or {}).items()]
    return {path for path, stamp in told if Seen(*stamp) > base}


def counterpart(target: str, scope: str) -> str:
    """Return the part of the target's cluster that corresponds to a scope: open to open, private to private."""
    cluster = cluster_of(target)
    if cluster is None:
        return target
    return private_scope(cluster) if is_private(scope) else cluster_scope(cluster)


def around(scope: str) -> Sequence[str]:
    """Return the scopes of the cluster in which a scope lies."""
    cluster = cluster_of(scope)
    return (scope,) if cluster is None else (cluster_scope(cluster), private_scope(cluster))


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
