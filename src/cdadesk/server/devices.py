"""Laptops: which are enrolled, whose they are, and how to shut one out."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.record import in_one_line
from cdadesk.server import accounts
from cdadesk.server.database import Database
from cdadesk.server.sessions import digest
from cdadesk.server.tables import DeviceToken, Replica, User
from cdadesk.server.taking import Sender
from cdadesk.server.troubles import NotFound, UnknownToken
from cdadesk.wire.granted import NamedLaptop

LONGEST_NAME = 60
_NEWS = dt.timedelta(hours=1)  # a pull is not worth a write each time


@dataclass(frozen=True)
class Device:
    """One profile on one laptop."""

    replica: UUID
    laptop: str
    called: str
    login: str
    name: str
    changes: int
    added_at: dt.datetime
    seen_at: dt.datetime | None
    revoked_at: dt.datetime | None


def devices(session: Session) -> list[Device]:
    """Return all laptops, the newest first; the accounts' own replicas are none."""
    found = (
        select(Replica, User)
        .join(User, col(Replica.user) == col(User.id))
        .where(col(Replica.id) != col(Replica.user))
        .order_by(col(Replica.added_at).desc(), col(Replica.id))
    )
    return [
        Device(
            replica=replica.id,
            laptop=replica.laptop,
            called=replica.called or "",
            login=user.login,
            name=user.name,
            changes=replica.last_n,
            added_at=replica.added_at,
            seen_at=replica.seen_at,
            revoked_at=replica.revoked_at,
        )
        for replica, user in session.execute(found)
    ]


def name_of(replica: Replica) -> str:
    """Return what people call a laptop, or else what it calls itself."""
    return replica.called or replica.laptop


def call(session: Session, replica: UUID, name: str) -> None:
    """Give a laptop a name, in one line and not too long; a blank one takes it away. Raises NotFound."""
    found = session.get(Replica, replica)
    if found is None or found.id == found.user:
        raise NotFound(str(replica))
    found.called = in_one_line(name)[:LONGEST_NAME].strip() or None


def named_laptops(session: Session, users: Collection[UUID]) -> dict[str, NamedLaptop]:
    """Return what the laptops of some people are called, also those that are shut out: what they wrote stays."""
    theirs = select(Replica).where(col(Replica.user).in_(users), col(Replica.id) != col(Replica.user))
    found = session.scalars(theirs.order_by(col(Replica.id)))
    return {str(each.id): NamedLaptop(str(each.user), name_of(each)) for each in found if name_of(each)}


def revoke(session: Session, replica: UUID, now: dt.datetime) -> None:
    """Shut a laptop out, with all that took its place, until its person signs in again; raises NotFound."""
    found = session.get(Replica, replica)
    if found is None or found.id == found.user:
        raise NotFound(str(replica))
    gone = _with_successors(session, replica)
    session.execute(update(Replica).where(col(Replica.id).in_(gone)).values(revoked_at=now))
    session.execute(delete(DeviceToken).where(col(DeviceToken.replica).in_(gone)))


def _with_successors(session: Session, replica: UUID) -> set[UUID]:
    """Return a replica and those that go on in its place: whoever held its token may have made them."""
    found, newest = {replica}, {replica}
    while newest:
        newest = set(session.scalars(select(col(Replica.id)).where(col(Replica.former).in_(newest)))) - found
        found |= newest
    return found


def greet(database: Database, token: str) -> Sender:
    """Return which laptop it is that shows this token, and whose, and note that it came; raises UnknownToken."""
    now = database.clock.now()
    with database.reading() as session:
        found = session.get(DeviceToken, digest(token))
        known = session.get(Replica, found.replica) if found is not None else None
        if known is None or known.revoked_at is not None:
            raise UnknownToken
        member = accounts.member(session, known.user)
        is_news = known.seen_at is None or now - known.seen_at > _NEWS
    if member is None:
        raise UnknownToken
    if is_news:
        came = update(Replica).where(col(Replica.id) == known.id).values(seen_at=now)
        database.write(lambda session: session.execute(came))
    return Sender(known.id, member)
