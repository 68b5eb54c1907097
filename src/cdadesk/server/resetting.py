"""A new password for somebody who forgot theirs: it closes every session that is open under the old one."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import passwords
from cdadesk.server.tables import FailedSignIn, SignIn, User
from cdadesk.server.troubles import NotFound


def set_password(session: Session, user: UUID, password: str) -> None:
    """Set a user's password; raises NotFound or WeakPassword. Laptops keep their tokens."""
    found = session.get(User, user)
    if found is None:
        raise NotFound(str(user))
    found.password_hash = passwords.hashed(password)
    session.execute(delete(SignIn).where(col(SignIn.user) == user))
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.login) == found.login))
