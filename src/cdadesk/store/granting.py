"""Grants: what the account may see begins to come, and what it may no longer see is taken away, unsent work first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, select

from cdadesk.store import attached, cursors, outbox, search, settings
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.settings import Setting
from cdadesk.store.tables import blob_sent, erasure, guest_op, history, leaving, op, parked, server_copy
from cdadesk.wire.author import AuthorProof, author_of
from cdadesk.wire.granted import NamedLaptop
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Grants, Role
from cdadesk.wire.rights import Account


@dataclass(frozen=True)
class Author:
    """Who works with this profile: the id that changes carry, the name for people, the role."""

    id: str
    name: str
    role: Role
    formerly: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the author as a setting."""
        return {"id": self.id, "name": self.name, "role": self.role.value, "formerly": list(self.formerly)}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Author":
        """Read the setting."""
        return cls(plain["id"], plain["name"], Role(plain["role"]), tuple(plain["formerly"]))


@dataclass(frozen=True)
class Taken:
    """What grants changed: scopes that begin to come, scopes that are going, files that no record names any more."""

    gained: frozenset[str]
    lost: frozenset[str]
    unnamed: frozenset[str] = frozenset()


def author(connection: Connection) -> Author:
    """Return who works with this profile."""
    return Author.read(settings.read(connection, Setting.author))


def first_author(connection: Connection, replica: UUID) -> tuple[str, AuthorProof | None]:
    """Return the author id that the profile was made with, and the proof for a laptop; none where it has no key."""
    written = settings.read(connection, Setting.author_keys)
    if written is None:
        return author(connection).id, None
    keys = Keys.read(written)
    first = str(author_of(keys.public.sign))
    return first, AuthorProof.made(keys, first, replica)


def account(connection: Connection) -> Account:
    """Return what this person may do, as far as the server told."""
    grants = granted(connection)
    return Account(author(connection).role, frozenset(grants.scopes) if grants else frozenset())


def granted(connection: Connection) -> Grants | None:
    """Return the grants as they last came, None before the first."""
    plain = settings.read(connection, Setting.grants)
    return Grants.read(plain) if plain else None


def take(connection: Connection, schema: Schema, grants: Grants) -> Taken:
    """Note what the account may see. A scope that was never granted (made offline) is left alone."""
    had = {each.scope for each in cursors.every(connection) if each.granted}
    known = {each.scope for each in cursors.every(connection)}
    for scope, name in grants.scopes.items():
        if scope not in known:
            cursors.open_scope(connection, scope, name)
        cursors.grant(connection, scope, name, granted=True)
    lost = frozenset(had - grants.scopes.keys())
    for each in cursors.every(connection):
        if each.scope in lost:
            cursors.grant(connection, each.scope, each.name, granted=False)
    settings.write(connection, Setting.grants, grants.plain())
    told = grants.laptops.get(str(replica_of(connection)))
    if told is not None and told.name == settings.read(connection, Setting.laptop):
        settings.write(connection, Setting.laptop, None)
    _rename(connection, grants)
    unnamed = let_go(connection, schema)
    return Taken(frozenset(grants.scopes.keys() - had), lost, unnamed)


def let_go(connection: Connection, schema: Schema) -> frozenset[str]:
    """Delete what lost scopes hold, as soon as the server has judged all that waited in them.

    A form that was open may save there once more, long after all was deleted: that goes the same way. Returns the files
    that no record names any more; they may be thrown away once all of this is kept.
    """
    were_named: frozenset[str] = frozenset()
    for each in cursors.every(connection):
        if not each.granted and not _waits(connection, each.scope) and _holds(connection, schema, each.scope):
            were_named |= attached.named_in(connection, schema, each.scope)
            _purge(connection, schema, each.scope)
    return were_named - attached.named(connection, schema) if were_named else were_named


def _rename(connection: Connection, grants: Grants) -> None:
    now = author(connection)
    formerly = now.formerly if now.id == grants.user else (*now.formerly, now.id)
    changed = replace(now, id=grants.user, name=grants.name, role=grants.role, formerly=formerly)
    settings.write(connection, Setting.author, changed.plain())


def _waits(connection: Connection, scope: str) -> bool:
    waiting = (op.c.scope == scope, op.c.state == OpState.waiting)
    return connection.execute(select(func.count()).select_from(op).where(*waiting)).scalar_one() > 0


def _holds(connection: Connection, schema: Schema, scope: str) -> bool:
    """Say whether anything of a scope is here, or of what was written in it."""
    written = select(op.c.n).where(op.c.scope == scope, op.c.state != OpState.forgotten).limit(1)
    there = (select(table.c.scope).where(table.c.scope == scope).limit(1) for table in _of_scopes(schema))
    return any(connection.execute(asked).first() is not None for asked in (written, *there))


def _purge(connection: Connection, schema: Schema, scope: str) -> None:
    """Drop every value of the scope; drafts stay, since they are the person's own words and were never sent."""
    search.forget_scope(connection, scope)
    for table in _of_scopes(schema):
        connection.execute(delete(table).where(table.c.scope == scope))
    for row in connection.execute(select(op).where(op.c.scope == scope)).all():
        outbox.forget(connection, row)
    cursors.close_scope(connection, scope)


def _of_scopes(schema: Schema) -> Iterator[Table]:
    yield from map(schema.table, schema.entities)
    yield from (history, server_copy, parked, guest_op, erasure, leaving, blob_sent)


def names(connection: Connection) -> dict[str, str]:
    """Return author id -> name, as far as the server told, and this person under every id."""
    grants, me = granted(connection), author(connection)
    told = dict(grants.people) if grants else {}
    return told | dict.fromkeys((me.id, *me.formerly), me.name)


def laptops(connection: Connection) -> dict[str, NamedLaptop]:
    """Return replica -> name and owner of the laptops that the server named, this one as its person wishes it."""
    grants, wish, here = granted(connection), settings.read(connection, Setting.laptop), str(replica_of(connection))
    told = dict(grants.laptops) if grants else {}
    return told | ({here: NamedLaptop(author(connection).id, wish)} if wish else {})


def replica_of(connection: Connection) -> UUID:
    """Return the id of this profile as a replica."""
    return UUID(settings.read(connection, Setting.replica))
