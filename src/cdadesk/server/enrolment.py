"""Enrolment: a person signs a laptop in once; it gets a token, and the clusters it made offline get their scopes."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import new_id
from cdadesk.server import accounts, devices, keys, lineage, passwords, recovered, scopes
from cdadesk.server.accounts import Member
from cdadesk.server.conflicts import SERVER
from cdadesk.server.database import Database
from cdadesk.server.grants import grants, told_now
from cdadesk.server.sessions import digest, new_token
from cdadesk.server.tables import Alias, DeviceToken, Replica, ScopeAuthor, StoredEnrolment, User
from cdadesk.server.troubles import (
    AuthorOfOthers,
    ClusterOfOthers,
    LaptopOfOthers,
    NoClustersOfYourOwn,
    UnknownToken,
    WrongPassword,
)
from cdadesk.wire.author import follows_from_a_key
from cdadesk.wire.enrol import Enrolled, Enrolment, Former
from cdadesk.wire.messages import Role
from cdadesk.wire.ops import chain_start


def enrol(database: Database, asked: Enrolment) -> Enrolled:
    """Sign a laptop in, or again; raises a Refused, and then nothing was changed.

    One that was restored or cloned, and takes a new id, shows the token of its former one instead of the password.
    """
    user = _person(database, asked)
    token = new_token()

    def work(session: Session) -> Enrolled:
        now = database.clock.now()
        member = accounts.member(session, user)
        if member is None:
            raise WrongPassword
        _check_author(session, asked)
        member = take_over(session, member, asked, now)
        _issue(session, asked.replica, token, now)
        keys.tell(session, asked.replica, asked.keys)
        return Enrolled(token, told_now(grants(session, member, asked.replica), now))

    return database.write(work)


def take_over(session: Session, member: Member, asked: Enrolment, now: dt.datetime) -> Member:
    """Let a laptop belong to a member, with the id it wrote under and its clusters; return the member with these.

    Raises a Refused.
    """
    _take_laptop(session, member, asked, now)
    _take_author(session, member, asked.author)
    _take_clusters(session, member, {UUID(key): name for key, name in asked.clusters.items()}, now)
    return accounts.member(session, member.id) or member


def _person(database: Database, asked: Enrolment) -> UUID:
    """Return who signs in; raises WrongPassword, TooManyTries or UnknownToken."""
    if asked.former is None or not _comes_by_token(asked):
        return passwords.check(database, accounts.plain_login(asked.user), asked.password)
    before = devices.greet(database, asked.token)
    if str(before.replica) != asked.former[0]:
        raise UnknownToken
    return before.member.id


def _comes_by_token(asked: Enrolment) -> bool:
    return asked.former is not None and bool(asked.token)


def _goes_on(known: Replica, former: Former | None) -> bool:
    """Say whether a replica that is known took the place of this former one, so that it only asks once more."""
    return former is not None and known.revoked_at is None and str(known.former) == former[0]


def _take_former(session: Session, known: Replica, former: Former | None) -> None:
    """Note which replica this one continues, once, and only one of the same person."""
    if former is None or known.former is not None:
        return
    before = session.get(Replica, UUID(former[0]))
    if before is not None and before.user == known.user and before.id not in (known.id, known.user):
        known.former, known.former_n = before.id, lineage.newest_in_common(session, former)
        known.called = before.called


def _take_laptop(session: Session, member: Member, asked: Enrolment, now: dt.datetime) -> None:
    known = session.get(Replica, asked.replica)
    if known is not None and _comes_by_token(asked) and not _goes_on(known, asked.former):
        raise UnknownToken  # only a password lets a laptop in again, be it shut out or another one of the person
    if known is None:
        h = chain_start(asked.replica)
        known = Replica(id=asked.replica, user=member.id, laptop=asked.laptop, last_n=0, h=h, added_at=now)
    if known.user != member.id or known.id == known.user:
        raise LaptopOfOthers
    known.laptop, known.revoked_at = asked.laptop, None
    _take_former(session, known, asked.former)
    session.add(known)
    session.flush()
    session.add(
        StoredEnrolment(
            id=new_id(),
            user=member.id,
            replica=asked.replica,
            laptop=asked.laptop,
            author=asked.author,
            clusters=dict(asked.clusters),
            enrolled_at=now,
        )
    )


def _check_author(session: Session, asked: Enrolment) -> None:
    """Refuse an author id that is not the laptop's own: it may be that of others whose words lie here, or nowhere yet.

    An id of an older program follows from no key. It is believed as long as nothing came here under it.
    """
    author = asked.author
    if author == "" or session.get(Alias, author) is not None or _is_user(session, author):
        return  # whose it is, is known
    if asked.proof is not None and asked.proof.holds(author, asked.replica):
        return
    if follows_from_a_key(author) or _has_written(session, author) or recovered.has_of(session, author):
        raise AuthorOfOthers


def _has_written(session: Session, author: str) -> bool:
    return session.scalar(select(col(ScopeAuthor.author)).where(col(ScopeAuthor.author) == author).limit(1)) is not None


def _take_author(session: Session, member: Member, author: str) -> None:
    """Let the id under which the profile wrote so far stand for this user, unless it stands for another."""
    if author in ("", str(member.id)):
        return
    known = session.get(Alias, author)
    if author == SERVER or _is_user(session, author) or (known is not None and known.user != member.id):
        raise LaptopOfOthers
    if known is None:
        session.add(Alias(author=author, user=member.id))


def _is_user(session: Session, author: str) -> bool:
    try:
        return session.get(User, UUID(author)) is not None
    except ValueError:
        return False


def _take_clusters(session: Session, member: Member, clusters: Mapping[UUID, str], now: dt.datetime) -> None:
    for cluster, name in clusters.items():
        if cluster in member.clusters:
            continue
        if member.role is not Role.cda:
            raise NoClustersOfYourOwn
        if scopes.cluster_exists(session, cluster):
            raise ClusterOfOthers(name)
        scopes.make_cluster(session, cluster, name, now)
        accounts.assign(session, member.login, cluster)


def _issue(session: Session, replica: UUID, token: str, now: dt.datetime) -> None:
    session.execute(delete(DeviceToken).where(col(DeviceToken.replica) == replica))
    session.add(DeviceToken(digest=digest(token), replica=replica, issued_at=now))
