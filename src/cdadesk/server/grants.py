"""Grants: which scopes an account may see, and the names that go with what is in them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import instant_text
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.server import accounts, devices, keys
from cdadesk.server.accounts import Member
from cdadesk.server.colleagues import colleagues
from cdadesk.server.scopes import cluster_names
from cdadesk.server.tables import Identity, Replica, ScopeAuthor
from cdadesk.wire import canonical
from cdadesk.wire.granted import NamedLaptop
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
        people=accounts.names(session, sorted(_authors(session, scopes) | accounts.writes_as(session, member.id))),
        laptops=_laptops(session, member),
        identity=str(session.scalar(select(col(Identity.id))) or ""),
        server=own.public if own else None,
        colleagues=colleagues(session, member),
        known_as=known.sign if known else "",
    )
    return replace(granted, hash=canonical.digest(canonical.encode(granted.plain()))[:HASH_LENGTH])


def told_now(granted: Grants, now: dt.datetime) -> Grants:
    """Return grants as they are told at an instant: a stick that comes late must not take back what is newer."""
    return replace(granted, told_at=instant_text(now))


def _authors(session: Session, scopes: Iterable[str]) -> set[str]:
    wrote = select(col(ScopeAuthor.author)).where(col(ScopeAuthor.scope).in_(list(scopes))).distinct()
    return set(session.scalars(wrote))


def _laptops(session: Session, member: Member) -> dict[str, NamedLaptop]:
    """Return the names of the member's laptops, and of those of the people who write in the member's clusters."""
    clusters = [scope for scope in member.readable() if cluster_of(scope) is not None]
    return devices.named_laptops(session, {member.id, *accounts.users_behind(session, _authors(session, clusters))})
