"""Passwords: kept as Argon2id, compared in even time, slower with every wrong one."""

import datetime as dt
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.database import Database
from cdadesk.server.tables import FailedSignIn, User
from cdadesk.server.troubles import TooManyTries, WeakPassword, WrongPassword

LEAST = 8
FREE_TRIES = 3
LONGEST_WAIT = 300
_FORGOTTEN_AFTER = dt.timedelta(days=1)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """Return what is kept of a password; raises WeakPassword."""
    if len(password) < LEAST:
        raise WeakPassword(LEAST)
    return _hasher.hash(password)


def check(database: Database, login: str, password: str) -> UUID:
    """Return the id of the user who has this name and password; raises WrongPassword or TooManyTries.

    Takes as long for a name that nobody has, and keeps its count in the database, for all processes of the server.
    """
    now = database.clock.now()
    with database.reading() as session:
        has_failed = _wait_over(session, login, now)
        user = session.scalar(select(User).where(col(User.login) == login, col(User.disabled_at).is_(None)))
    if not _fits(user.password_hash if user else _NOBODY, password) or user is None:
        database.write(lambda session: _count(session, login, now))
        raise WrongPassword
    if has_failed:
        database.write(lambda session: session.execute(delete(FailedSignIn).where(col(FailedSignIn.login) == login)))
    return user.id


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except VerificationError:
        return False


def _wait_over(session: Session, login: str, now: dt.datetime) -> bool:
    """Refuse to look before the wait is over; say whether there were wrong passwords."""
    failed = session.get(FailedSignIn, login)
    if failed is not None and failed.blocked_until > now:
        raise TooManyTries(int((failed.blocked_until - now).total_seconds()) + 1)
    return failed is not None


def _count(session: Session, login: str, now: dt.datetime) -> None:
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.blocked_until) < now - _FORGOTTEN_AFTER))
    failed = session.get(FailedSignIn, login) or FailedSignIn(login=login, failures=0, blocked_until=now)
    failed.failures += 1
    beyond = failed.failures - FREE_TRIES
    failed.blocked_until = now + dt.timedelta(seconds=min(LONGEST_WAIT, 2**beyond) if beyond > 0 else 0)
    session.add(failed)
