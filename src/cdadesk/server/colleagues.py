"""Colleagues: who works on the same clusters, and may thus hand over and carry a stick."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.server import keys
from cdadesk.server.accounts import Member
from cdadesk.server.tables import Assignment, Replica, User
from cdadesk.wire.messages import Colleague, Role
from cdadesk.wire.rights import Account, Doing, may

_IN_THE_FIELD = (Role.cda, Role.ta)


def colleagues(session: Session, member: Member) -> tuple[Colleague, ...]:
    """Return the profiles of the agents and advisors who share a cluster with the member, revoked ones left out."""
    if member.role not in _IN_THE_FIELD:
        return ()
    shared = _shared_clusters(session, member)
    profiles = (
        select(Replica, User)
        .join(User, col(Replica.user) == col(User.id))
        .where(
            col(User.id).in_(shared),
            col(User.role).in_([role.value for role in _IN_THE_FIELD]),
            col(User.disabled_at).is_(None),
            col(Replica.revoked_at).is_(None),
            col(Replica.id) != col(Replica.user),
        )
        .order_by(col(User.name), col(Replica.id))
    )
    found = []
    for replica, user in session.execute(profiles):
        public = keys.of_replica(replica)
        if public is not None:
            scopes = _both_hold(member, Role(user.role), shared[user.id])
            found.append(Colleague(replica.id, str(user.id), user.name, Role(user.role), public, scopes))
    return tuple(found)


def _shared_clusters(session: Session, member: Member) -> dict[UUID, set[UUID]]:
    """Return who else works on the member's clusters, and on which of them."""
    others = (col(Assignment.cluster).in_(member.clusters), col(Assignment.user) != member.id)
    shared: dict[UUID, set[UUID]] = {}
    for user, cluster in session.execute(select(col(Assignment.user), col(Assignment.cluster)).where(*others)):
        shared.setdefault(user, set()).add(cluster)
    return shared


def _both_hold(member: Member, role: Role, clusters: Collection[UUID]) -> tuple[str, ...]:
    scopes = [scope for each in sorted(clusters) for scope in (cluster_scope(each), private_scope(each))]
    other = Account(role, scopes)
    return tuple(scope for scope in scopes if may(other, Doing.read, scope, "") and member.may(Doing.read, scope, ""))
