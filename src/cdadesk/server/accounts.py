"""Accounts: who may sign in, in which role, on which clusters."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import new_id
from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_scope, private_scope
from cdadesk.server import passwords, scopes
from cdadesk.server.tables import Alias, Assignment, Replica, User
from cdadesk.server.troubles import LoginTaken, NotFound
from cdadesk.wire.messages import Role
from cdadesk.wire.ops import chain_start
from cdadesk.wire.rights import Account, Doing, may

_AT_ONCE = 500


@dataclass(frozen=True)
class Member:
    """A user as everything but the password: the id is also the replica under which the pages write."""

    id: UUID
    login: str
    name: str
    role: Role
    clusters: tuple[UUID, ...]

    @property
    def account(self) -> Account:
        """Return what the rights are asked with."""
        own = (scope for each in self.clusters for scope in (cluster_scope(each), private_scope(each)))
        return Account(self.role, (PROGRAMME, *own))

    def may(self, doing: Doing, scope: str, kind: str) -> bool:
        """Say whether the member may do that with a record of this kind in this scope."""
        return may(self.account, doing, scope, kind)

    def readable(self) -> list[str]:
        """Return the scopes that the member may see."""
        return [scope for scope in self.account.scopes if self.may(Doing.read, scope, "")]


@dataclass(frozen=True)
class NewUser:
    """What an administrator says of a new user."""

    login: str
    name: str
    role: Role
    password: str


def add_user(session: Session, new: NewUser, now: dt.datetime) -> Member:
    """Add a user, and the replica under which the pages write for them; raises LoginTaken or WeakPassword."""
    login = plain_login(new.login)
    if _user(session, login) is not None:
        raise LoginTaken(login)
    user = User(
        id=new_id(),
        login=login,
        name=new.name,
        role=new.role.value,
        password_hash=passwords.hashed(new.password),
        added_at=now,
    )
    session.add(user)
    session.flush()
    session.add(Replica(id=user.id, user=user.id, laptop="", last_n=0, h=chain_start(user.id), added_at=now))
    session.flush()
    return _member(session, user)


def assign(session: Session, login: str, cluster: UUID) -> None:
    """Let a user work on a cluster; raises NotFound."""
    user = _known(session, login)
    if not scopes.cluster_exists(session, cluster):
        raise NotFound(str(cluster))
    session.merge(Assignment(user=user.id, cluster=cluster))
    session.flush()


def unassign(session: Session, login: str, cluster: UUID) -> None:
    """Take a cluster from a user; raises NotFound."""
    found = session.get(Assignment, (_known(session, login).id, cluster))
    if found is None:
        raise NotFound(str(cluster))
    session.delete(found)


def disable(session: Session, login: str, now: dt.datetime) -> None:
    """Let a user sign in no more, neither on the pages nor from a laptop; raises NotFound."""
    _known(session, login).disabled_at = now


def member(session: Session, user_id: UUID) -> Member | None:
    """Return a user who may still sign in."""
    user = session.get(User, user_id)
    return _member(session, user) if user is not None and user.disabled_at is None else None


def members(session: Session) -> list[Member]:
    """Return all users who may sign in, by login."""
    found = select(User).where(col(User.disabled_at).is_(None)).order_by(col(User.login))
    return [_member(session, user) for user in session.scalars(found)]


def names(session: Session, authors: list[str]) -> dict[str, str]:
    """Return who hides behind author ids: users' own ids and those that their laptops wrote under."""
    found: dict[str, str] = {}
    for at in range(0, len(authors), _AT_ONCE):
        asked = authors[at : at + _AT_ONCE]
        own = select(col(User.id), col(User.name)).where(col(User.id).in_(_ids_among(asked)))
        aliases = select(col(Alias.author), col(User.name)).join(User, col(User.id) == col(Alias.user))
        found |= {str(user): name for user, name in session.execute(own)}
        mine = session.execute(aliases.where(col(Alias.author).in_(asked)))
        found |= {author: name for author, name in mine}  # noqa: C416 - mypy knows rows only unpacked
    return found


def users_behind(session: Session, authors: Collection[str]) -> set[UUID]:
    """Return which users hide behind author ids; some may be of nobody who has an account."""
    aliases = session.scalars(select(col(Alias.user)).where(col(Alias.author).in_(authors)))
    return {*aliases, *session.scalars(select(col(User.id)).where(col(User.id).in_(_ids_among(list(authors)))))}


def writes_as(session: Session, user_id: UUID) -> set[str]:
    """Return the author ids under which a user writes."""
    aliases = select(col(Alias.author)).where(col(Alias.user) == user_id)
    return {str(user_id), *session.scalars(aliases)}


def plain_login(login: str) -> str:
    """Return the name as it is kept: capitals and blanks around it do not matter."""
    return login.strip().casefold()


def _ids_among(authors: list[str]) -> list[UUID]:
    """Return the author ids that may be users' own; an alias may be any text."""
    found = []
    for author in authors:
        try:
            each = UUID(author)
        except ValueError:
            continue
        if str(each) == author:
            found.append(each)
    return found


def _known(session: Session, login: str) -> User:
    user = _user(session, plain_login(login))
    if user is None:
        raise NotFound(login)
    return user


def _user(session: Session, login: str) -> User | None:
    return session.scalar(select(User).where(col(User.login) == login))


def _member(session: Session, user: User) -> Member:
    clusters = select(col(Assignment.cluster)).where(col(Assignment.user) == user.id).order_by(col(Assignment.cluster))
    return Member(user.id, user.login, user.name, Role(user.role), tuple(session.scalars(clusters)))
