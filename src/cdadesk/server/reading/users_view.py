"""Users as an administrator sees them: a part of a long list, and one with the clusters assigned."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.scopes import cluster_names
from cdadesk.server.tables import Assignment, User
from cdadesk.server.troubles import NotFound
from cdadesk.wire.messages import Role

MOST = 100


@dataclass(frozen=True)
class UserView:
    """One user, whether or not still let in."""

    id: UUID
    login: str
    name: str
    role: Role
    clusters: tuple[tuple[UUID, str], ...]
    added_at: dt.datetime
    disabled_at: dt.datetime | None


@dataclass(frozen=True)
class UserList:
    """The first users that fit what was searched for, and how many there are in all."""

    users: tuple[UserView, ...]
    total: int


def find_users(session: Session, words: str = "") -> UserList:
    """Return the users whose name or login holds the words, by login."""
    fitting = _fitting(words)
    found = session.scalars(select(User).where(*fitting).order_by(col(User.login)).limit(MOST)).all()
    total = session.scalar(select(func.count()).select_from(User).where(*fitting)) or 0
    return UserList(tuple(_views(session, found)), total)


def one_user(session: Session, user: UUID) -> UserView:
    """Return one user; raises NotFound."""
    found = session.get(User, user)
    if found is None:
        raise NotFound(str(user))
    return next(iter(_views(session, [found])))


def _fitting(words: str) -> list[ColumnElement[bool]]:
    typed = words.strip().casefold()
    if not typed:
        return []
    return [or_(*(func.lower(column).contains(typed, autoescape=True) for column in (User.login, User.name)))]


def _views(session: Session, users: Sequence[User]) -> Iterable[UserView]:
    ids = [user.id for user in users]
    pairs = select(col(Assignment.user), col(Assignment.cluster)).where(col(Assignment.user).in_(ids))
    assigned: dict[UUID, list[UUID]] = {}
    for who, cluster in session.execute(pairs):
        assigned.setdefault(who, []).append(cluster)
    names = cluster_names(session, sorted({each for clusters in assigned.values() for each in clusters}))
    for user in users:
        clusters = sorted(((each, names.get(each, "")) for each in assigned.get(user.id, [])), key=lambda pair: pair[1])
        yield UserView(
            id=user.id,
            login=user.login,
            name=user.name,
            role=Role(user.role),
            clusters=tuple(clusters),
            added_at=user.added_at,
            disabled_at=user.disabled_at,
        )
