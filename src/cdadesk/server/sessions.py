"""Sessions on the pages: a random token with the browser, its digest here."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import accounts, passwords
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.tables import SignIn
from cdadesk.server.troubles import WrongPassword

LASTS = dt.timedelta(hours=12)


def sign_in(database: Database, login: str, password: str) -> tuple[str, Member]:
    """Open a session and return its token; raises WrongPassword or TooManyTries."""
    user = passwords.check(database, accounts.plain_login(login), password)
    token, now = new_token(), database.clock.now()

    def open_it(session: Session) -> Member:
        member = accounts.member(session, user)
        if member is None:
            raise WrongPassword
        session.execute(delete(SignIn).where(col(SignIn.expires_at) < now))
        session.add(SignIn(digest=digest(token), user=user, opened_at=now, expires_at=now + LASTS))
        return member

    return token, database.write(open_it)


def member_of(session: Session, token: str, now: dt.datetime) -> Member | None:
    """Return who is signed in with this token."""
    found = session.get(SignIn, digest(token))
    return accounts.member(session, found.user) if found is not None and found.expires_at > now else None


def sign_out(database: Database, token: str) -> None:
    """Close a session."""
    database.write(lambda session: session.execute(delete(SignIn).where(col(SignIn.digest) == digest(token))))


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_hex(16)


def digest(token: str) -> str:
    """Return what is kept of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
