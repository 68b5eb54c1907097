"""The scopes of a server: one for the programme, two for each cluster."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_scope, is_private, private_scope
from cdadesk.server.tables import Scope, StoredRecord

FIRST_EPOCH = 1


def epoch(session: Session) -> int:
    """Return the epoch of this server: it grows when a backup is restored."""
    return session.scalar(select(col(Scope.epoch)).where(col(Scope.scope) == PROGRAMME)) or FIRST_EPOCH


def ensure_programme(session: Session, now: dt.datetime) -> None:
    """Make the programme's scope when it is not there."""
    if session.get(Scope, PROGRAMME) is None:
        session.add(Scope(scope=PROGRAMME, name="", epoch=FIRST_EPOCH, seq=0, made_at=now))


def cluster_exists(session: Session, cluster: UUID) -> bool:
    """Say whether the cluster has its scopes."""
    return session.get(Scope, cluster_scope(cluster)) is not None


def make_cluster(session: Session, cluster: UUID, name: str, now: dt.datetime) -> None:
    """Make the two scopes of a new cluster."""
    at = epoch(session)
    for scope in (cluster_scope(cluster), private_scope(cluster)):
        session.add(Scope(scope=scope, name=name, epoch=at, seq=0, made_at=now))
    session.flush()


def all_clusters(session: Session) -> dict[UUID, str]:
    """Return all clusters of this server with their names."""
    scopes = session.scalars(select(col(Scope.scope)).where(col(Scope.scope) != PROGRAMME))
    return cluster_names(session, [UUID(scope) for scope in scopes if not is_private(scope)])


def cluster_names(session: Session, clusters: list[UUID]) -> dict[UUID, str]:
    """Return the names of clusters: as their own record says, or as they were called when they came."""
    ids = {cluster_scope(each): each for each in clusters}
    scopes = select(col(Scope.scope), col(Scope.name)).where(col(Scope.scope).in_(ids))
    names = {ids[scope]: name for scope, name in session.execute(scopes)}
    told = select(StoredRecord).where(
        col(StoredRecord.scope).in_(ids), col(StoredRecord.kind) == "cluster", col(StoredRecord.id).in_(clusters)
    )
    for record in session.scalars(told):
        names[record.id] = record.values.get("name") or names[record.id]
    return names
