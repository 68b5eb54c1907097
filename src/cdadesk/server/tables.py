"""The server's tables. Every key of a table whose rows go out contains the scope, so that scopes can be spread."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}

metadata = MetaData(naming_convention=NAMES)
_JSON = JSON(none_as_null=True)


class Base(SQLModel, registry=registry(metadata=metadata)):
    """Binds the server's tables together, apart from any other tables in the process."""


class Scope(Base, table=True):
    """A scope and its counter: the number of its newest change."""

    __tablename__ = "scope"

    scope: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    epoch: int = Field(sa_type=BigInteger)
    seq: int = Field(sa_type=BigInteger)
    made_at: dt.datetime


class Fence(Base, table=True):
    """Up to where an epoch of a scope was kept, when the server was restored from a backup."""

    __tablename__ = "fence"

    scope: str = Field(primary_key=True, sa_type=Text)
    epoch: int = Field(primary_key=True, sa_type=BigInteger)
    seq: int = Field(sa_type=BigInteger)


class RecoveredRow(Base, table=True):
    """A row that a restored server lost, as a laptop still held it."""

    __tablename__ = "recovered_row"

    scope: str = Field(primary_key=True, sa_type=Text)
    replica: UUID = Field(primary_key=True)
    digest: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    record: UUID
    row: dict[str, Any] = Field(sa_type=_JSON)
    received_at: dt.datetime


class Identity(Base, table=True):
    """What tells this server from any other: one row, made with the tables."""

    __tablename__ = "identity"

    id: UUID = Field(primary_key=True)


class StoredRecord(Base, table=True):
    """A record as it stands: the value of each path, the number of the change that wrote it, and who wrote that.

    `erased`: the number of the erasure of each path that ever was erased, for ever. `hangs_on`: the record of which it
    speaks, or else to which it belongs, so that what hangs on a record is found by it.
    """

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("scope", "seq"), Index(None, "scope", "hangs_on"))

    scope: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    id: UUID = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    values: dict[str, Any] = Field(sa_type=_JSON)
    stamps: dict[str, list[int]] = Field(sa_type=_JSON)
    writers: list[list[Any]] = Field(sa_type=_JSON)
    erased: dict[str, list[int]] | None = Field(default=None, sa_type=_JSON, nullable=True)
    hangs_on: str | None = Field(default=None, sa_type=Text, nullable=True)


class Queued(Base, table=True):
    """A record that waits for its advisor, or for its agent, and why: derived, see `queueing`.

    `rank` sorts: the more urgent first, of equally urgent ones the lists of people last.
    """

    __tablename__ = "queued"
    __table_args__ = (Index(None, "scope", "rank", "received_at"),)

    scope: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    id: UUID = Field(primary_key=True)
    urgency: str = Field(sa_type=Text)
    rank: int
    received_at: dt.datetime


class Filled(Base, table=True):
    """A derived table that was filled once with what was here already."""

    __tablename__ = "filled"

    name: str = Field(primary_key=True, sa_type=Text)


class History(Base, table=True):
    """One change that was numbered: what it said, and which of its paths met another's change and did not stand."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "scope", "kind", "record", "seq"),)

    scope: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    epoch: int = Field(sa_type=BigInteger)
    kind: str = Field(sa_type=Text)
    record: UUID
    replica: str = Field(sa_type=Text)
    n: int = Field(sa_type=BigInteger)
    author: str = Field(sa_type=Text)
    act: str = Field(sa_type=Text)
    fields: dict[str, Any] = Field(sa_type=_JSON)
    refused: list[str] = Field(sa_type=_JSON)
    base: list[int] | None = Field(sa_type=_JSON, nullable=True)
    resolves: list[str] = Field(sa_type=_JSON)
    in_group: UUID
    made_at: dt.datetime
    local_day: dt.date
    received_at: dt.datetime


class Departed(Base, table=True):
    """Where a record lay before it was moved: the numbers of its paths there, and under which number it arrived where.

    `back` is the number under which it came back, if it did: then it lies here again, and this is no tombstone.
    """

    __tablename__ = "departed"
    __table_args__ = (Index(None, "scope", "seq"), Index(None, "scope", "id"))

    scope: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    id: UUID = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    stamps: dict[str, list[int]] = Field(sa_type=_JSON)
    erased: dict[str, list[int]] | None = Field(default=None, sa_type=_JSON, nullable=True)
    to_scope: str = Field(sa_type=Text)
    arrived: list[int] = Field(sa_type=_JSON)
    back: list[int] | None = Field(default=None, sa_type=_JSON, nullable=True)


class DeadLetter(Base, table=True):
    """An op that could not be taken, as it came, until the laptop sends it mended."""

    __tablename__ = "dead_letter"
    __table_args__ = (Index(None, "scope", "kind", "record"), Index(None, "record", "scope"))

    scope: str = Field(primary_key=True, sa_type=Text)
    replica: UUID = Field(primary_key=True)
    n: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str = Field(sa_type=Text)
    record: UUID
    in_group: UUID
    code: str = Field(sa_type=Text)
    sentence: str = Field(sa_type=Text)
    entry: bytes = Field(sa_type=LargeBinary)
    received_at: dt.datetime
    mended_at: dt.datetime | None = None


class ScopeAuthor(Base, table=True):
    """Who has written in a scope, so that names can be given without reading its history."""

    __tablename__ = "scope_author"

    scope: str = Field(primary_key=True, sa_type=Text)
    author: str = Field(primary_key=True, sa_type=Text)


class StoredFile(Base, table=True):
    """A file of an attachment that is here whole, and was verified by its check sum.

    `object` names its bytes; after a move, those of two scopes may be the same.
    """

    __tablename__ = "blob"
    __table_args__ = (Index(None, "object", "scope"),)

    scope: str = Field(primary_key=True, sa_type=Text)
    sha256: str = Field(primary_key=True, sa_type=Text)
    size: int = Field(sa_type=BigInteger)
    object: str = Field(sa_type=Text)
    received_at: dt.datetime


class FilePiece(Base, table=True):
    """One piece of a file, as far as it came."""

    __tablename__ = "blob_piece"

    scope: str = Field(primary_key=True, sa_type=Text)
    sha256: str = Field(primary_key=True, sa_type=Text)
    start: int = Field(primary_key=True, sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    object: str = Field(sa_type=Text)


class GoneObject(Base, table=True):
    """Bytes of a file that nobody needs any more, and that are not deleted yet."""

    __tablename__ = "gone_object"

    object: str = Field(primary_key=True, sa_type=Text)


class FirstDownload(Base, table=True):
    """A file of all pages of a scope up to a number, for laptops that begin; without a check sum while it is made.

    `spoiled`: something was erased or moved away while it was made, so that it must never be given to anybody.
    """

    __tablename__ = "first_download"

    scope: str = Field(primary_key=True, sa_type=Text)
    object: str = Field(primary_key=True, sa_type=Text)
    epoch: int = Field(sa_type=BigInteger)
    seq: int = Field(sa_type=BigInteger)
    sha256: str | None = Field(default=None, sa_type=Text, nullable=True)
    size: int = Field(sa_type=BigInteger)
    spoiled: bool = False
    begun_at: dt.datetime


class User(Base, table=True):
    """A person with an account."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("login"),)

    id: UUID = Field(primary_key=True)
    login: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    password_hash: str = Field(sa_type=Text)
    added_at: dt.datetime
    disabled_at: dt.datetime | None = None


class Alias(Base, table=True):
    """An author id that a laptop used before its person had an account, or beside it."""

    __tablename__ = "alias"

    author: str = Field(primary_key=True, sa_type=Text)
    user: UUID = Field(foreign_key="user_account.id")


class Assignment(Base, table=True):
    """A cluster that a user works on or may see; its private part goes with it where the role allows."""

    __tablename__ = "assignment"

    user: UUID = Field(primary_key=True, foreign_key="user_account.id")
    cluster: UUID = Field(primary_key=True)


class Replica(Base, table=True):
    """One profile on one laptop, or the account of a user on the pages; and how far its ops have come.

    `called` is the name that people gave the laptop, `laptop` the one that it has by itself.
    A laptop that was restored or cloned goes on under a new id: `former` is the old one, `former_n` its newest op that
    both have in common.
    """

    __tablename__ = "replica"

    id: UUID = Field(primary_key=True)
    user: UUID = Field(foreign_key="user_account.id", index=True)
    laptop: str = Field(sa_type=Text)
    called: str | None = Field(default=None, sa_type=Text, nullable=True)
    last_n: int = Field(sa_type=BigInteger)
    h: str = Field(sa_type=Text)
    added_at: dt.datetime
    seen_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    former: UUID | None = None
    former_n: int | None = Field(default=None, sa_type=BigInteger)
    sign_key: str | None = Field(default=None, sa_type=Text, nullable=True)
    seal_key: str | None = Field(default=None, sa_type=Text, nullable=True)


class Secret(Base, table=True):
    """What the server keeps to itself: the seed of the keys with which it opens and signs sticks."""

    __tablename__ = "secret"

    name: str = Field(primary_key=True, sa_type=Text)
    value: bytes = Field(sa_type=LargeBinary)


class StoredOutcome(Base, table=True):
    """What was answered to one op, with the chain at it, so that a repeated batch gets the same answer."""

    __tablename__ = "outcome"

    replica: UUID = Field(primary_key=True, foreign_key="replica.id")
    n: int = Field(primary_key=True, sa_type=BigInteger)
    h: str = Field(sa_type=Text)
    outcome: list[Any] = Field(sa_type=_JSON)


class DeviceToken(Base, table=True):
    """What a laptop shows instead of a password; only its digest is kept."""

    __tablename__ = "device_token"

    digest: str = Field(primary_key=True, sa_type=Text)
    replica: UUID = Field(foreign_key="replica.id", index=True)
    issued_at: dt.datetime


class SignIn(Base, table=True):
    """An open session on the pages; only the digest of its token is kept."""

    __tablename__ = "sign_in"

    digest: str = Field(primary_key=True, sa_type=Text)
    user: UUID = Field(foreign_key="user_account.id", index=True)
    opened_at: dt.datetime
    expires_at: dt.datetime


class FailedSignIn(Base, table=True):
    """Wrong passwords given for a name, and until when the next one is not even looked at."""

    __tablename__ = "failed_sign_in"

    login: str = Field(primary_key=True, sa_type=Text)
    failures: int
    blocked_until: dt.datetime


class StoredEnrolment(Base, table=True):
    """When which laptop signed in, and what it brought."""

    __tablename__ = "enrolment"

    id: UUID = Field(primary_key=True)
    user: UUID = Field(foreign_key="user_account.id", index=True)
    replica: UUID = Field(foreign_key="replica.id")
    laptop: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    clusters: dict[str, str] = Field(sa_type=_JSON)
    enrolled_at: dt.datetime
