"""Grants: which scopes an account may see, and the names that go with what is in them."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import instant_text
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server import accounts, keys
from cdadesk.server.accounts import Member
from cdadesk.server.colleagues import colleagues
from cdadesk.server.scopes import cluster_names
from cdadesk.server.tables import Identity, Replica, ScopeAuthor
from cdadesk.wire import canonical
from cdadesk.wire.messages import Grants

HASH_LENGTH = 16  # it only tells the newest grants from those before, and goes out with every request


def grants(session: Session, member: Member, replica: UUID) -> Grants:
    """Return what the member may see on one laptop; the hash tells two grants apart without sending them."""
    own, known = keys.of_server(session), keys.of_replica(session.get_one(Replica, replica))
    clusters = cluster_names(session, list(member.clusters))
    scopes = {}
    for scope in member.readable():
        cluster = cluster_of(scope)
        scopes[scope] = clusters.get(cluster, "") if cluster else ""
    granted = Grants(
        user=str(member.id),
        name=member.name,
        role=member.role,
        scopes=scopes,
        people=_people(session, member, list(scopes)),
        identity=str(session.scalar(select(col(Identity.id))) or ""),
        server=own.public if own else None,
        colleagues=colleagues(session, member),
        known_as=known.sign if known else "",
    )
    return replace(granted, hash=canonical.digest(canonical.encode(granted.plain()))[:HASH_LENGTH])


def told_now(granted: Grants, now: dt.datetime) -> Grants:
    """Return grants as they are told at an instant: a stick that comes late must not take back what is newer."""
    return replace(granted, told_at=instant_text(now))


def _people(session: Session, member: Member, scopes: list[str]) -> dict[str, str]:
    wrote = select(col(ScopeAuthor.author)).where(col(ScopeAuthor.scope).in_(scopes)).distinct()
    seen = set(session.scalars(wrote)) | accounts.writes_as(session, member.id)
    return accounts.names(session, sorted(seen))
