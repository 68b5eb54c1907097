"""Sticks as the profile remembers them: its keys, what it wrote, what it carries for colleagues, and their answers."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from cdadesk.clock import Clock, instant_text, read_instant
from cdadesk.store import granting, guests, outbox, settings
from cdadesk.store.engine import Database
from cdadesk.store.guests import Host, Laid
from cdadesk.store.journal import KEPT
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.settings import Setting
from cdadesk.store.tables import carried, op, stick
from cdadesk.wire import bundle
from cdadesk.wire.bundle import Bundle, NotSealedToUs
from cdadesk.wire.frames import FrameType
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import (
    Batch,
    Colleague,
    Grants,
    Outcomes,
    Refusal,
)

_REMEMBERED = 50


class Carrying(StrEnum):
    """Where a bundle stands that is carried for a colleague."""

    waiting = "waiting"
    gap = "gap"  # the server lacks what came before it
    delivered = "delivered"
    refused = "refused"
    forked = "forked"  # the server has other changes under the same numbers


@dataclass(frozen=True)
class Stick:
    """What was written at one time: when, for whom (blank: the server alone), where, and what of it has arrived."""

    written_at: dt.datetime
    receiver: str
    place: str
    files: tuple[str, ...]
    first: int
    last: int
    size: int
    changes: int
    arrived: int


@dataclass(frozen=True)
class Writing:
    """What is about to be remembered of a stick."""

    receiver: str
    place: str
    files: tuple[str, ...]
    first: int
    last: int
    size: int


@dataclass(frozen=True)
class Carried:
    """A bundle of a colleague: whose, which part, which ops, when it was read, and how far it has come."""

    id: str
    sender: str
    part: int
    parts: int
    first: int
    last: int
    read_at: dt.datetime
    state: Carrying
    sentence: str
    laid: bool
    answered: bool
    handed: bool


class Sticks:
    """The sticks of an open profile."""

    def __init__(self, database: Database, schema: Schema, clock: Clock) -> None:
        self._database = database
        self._schema = schema
        self._clock = clock

    def keys(self) -> Keys:
        """Return the keys of this profile."""
        with self._database.reading() as connection:
            return keys_of(connection)

    def grants(self) -> Grants | None:
        """Return the grants with the keys of server and colleagues, None before the laptop was signed in."""
        with self._database.reading() as connection:
            return granting.granted(connection)

    def batches(self, most: int) -> list[Batch]:
        """Return all that waits, in whole groups, about so many bytes in each batch."""
        found = []
        with self._database.reading() as connection:
            replica = granting.replica_of(connection)
            batch = outbox.next_batch(connection, replica, most)
            while batch is not None:
                found.append(batch)
                batch = outbox.batch_from(connection, replica, batch.entries[-1].n + 1, most)
        return found

    def note(self, writing: Writing) -> None:
        """Remember that a stick was written."""
        values = {
            "written_at": instant_text(self._clock.now()),
            "receiver": writing.receiver,
            "place": writing.place,
            "files": list(writing.files),
            "first": writing.first,
            "last": writing.last,
            "size": writing.size,
        }
        with self._database.writing() as connection:
            replica = str(granting.replica_of(connection))
            connection.execute(insert(stick).values(values | {"replica": replica}))
            kept = select(stick.c.id).order_by(stick.c.id.desc()).limit(_REMEMBERED)
            connection.execute(delete(stick).where(stick.c.id.not_in(kept)))

    def written(self) -> list[Stick]:
        """Return the sticks that were written, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(stick).order_by(stick.c.id.desc())).all()
            return [_stick(row, _waiting_in(connection, row)) for row in rows]

    def keep(self, came: Bundle) -> bool:
        """Keep a bundle as it came, to carry it on; say whether it is new. One that was refused is tried again."""
        about = came.about
        values = {
            "id": came.id,
            "sender": about.sender,
            "part": about.part,
            "parts": about.parts,
            "first": about.first,
            "last": about.last,
            "made_at": instant_text(about.made_at),
            "read_at": instant_text(self._clock.now()),
            "state": Carrying.waiting,
            "laid": False,
            "payload": came.payload,
        }
        with self._database.writing() as connection:
            known = connection.execute(select(carried.c.state).where(carried.c.id == came.id)).scalar()
            if known is None:
                connection.execute(insert(carried).values(values))
                _drop_known(connection, about.sender, about.first)
                _try_again(connection, about.sender)
            elif known == Carrying.refused:
                waits = {"state": Carrying.waiting, "sentence": ""}
                connection.execute(update(carried).where(carried.c.id == came.id).values(waits))
        return known is None

    def lay(self, came: Bundle, colleague: Colleague, batch: Batch) -> Laid | None:
        """Lay the ops of a bundle over the copy; None while the part before it is missing."""
        with self._database.writing() as connection:
            grants = granting.granted(connection)
            if grants is None or not guests.follows(connection, came.about.sender, batch, came.about.part):
                return None
            laid = guests.take(connection, self._schema, Host(grants, colleague), batch)
            connection.execute(update(carried).where(carried.c.id == came.id).values(laid=True))
        return laid

    def payloads(self, *, laid: bool, sender: str = "") -> list[bytes]:
        """Return the bundles that wait, as they came, in the order of their ops; those laid over the copy or not."""
        chosen = [carried.c.payload.is_not(None), carried.c.laid == laid, carried.c.state != Carrying.forked]
        if sender:
            chosen.append(carried.c.sender == sender)
        with self._database.reading() as connection:
            asked = select(carried.c.payload).where(*chosen).order_by(carried.c.sender, carried.c.first)
            return list(connection.execute(asked).scalars())

    def to_carry(self) -> list[tuple[Carried, bytes]]:
        """Return the bundles that the server should get now, in the order of their ops."""
        asked = select(carried).where(carried.c.state == Carrying.waiting, carried.c.payload.is_not(None))
        with self._database.reading() as connection:
            ops_first = (carried.c.sender, carried.c.first == 0, carried.c.first, carried.c.made_at, carried.c.part)
            rows = connection.execute(asked.order_by(*ops_first)).all()
        return [(_carried(row), row.payload) for row in rows]

    def delivered(self, one: Carried, outcomes: Outcomes | None, reply: bytes) -> None:
        """Note what the server said to a bundle, and keep its answer for the sender."""
        refusal = outcomes.refusal if outcomes else None
        with self._database.writing() as connection:
            chain = _chain_in(connection, one)
            connection.execute(update(carried).where(carried.c.id == one.id).values(_told(refusal, reply)))
            if outcomes is not None and refusal is None:
                guests.judge(connection, self._schema, one.sender, chain, outcomes.outcomes)
            if refusal is Refusal.fork:
                guests.withdraw(connection, self._schema, one.sender, chain)
            if refusal is not Refusal.gap:
                _try_again(connection, one.sender)

    def refused(self, one: Carried, sentence: str) -> None:
        """Note why the server will not take a bundle; it stays here, and can be read again."""
        told = {"state": Carrying.refused, "sentence": sentence}
        with self._database.writing() as connection:
            connection.execute(update(carried).where(carried.c.id == one.id).values(told))

    def carried(self) -> list[Carried]:
        """Return what was read for the server, the newest first."""
        asked = select(carried).order_by(carried.c.read_at.desc(), carried.c.first.desc()).limit(_REMEMBERED)
        with self._database.reading() as connection:
            return [_carried(row) for row in connection.execute(asked)]

    def replies(self, replicas: Collection[UUID]) -> list[tuple[str, bytes]]:
        """Return the server's answers for these laptops, by the id of what they answer, in the order of their ops."""
        asked = select(carried.c.id, carried.c.reply).where(
            carried.c.reply.is_not(None), carried.c.sender.in_([str(each) for each in replicas])
        )
        with self._database.reading() as connection:
            return [(row.id, row.reply) for row in connection.execute(asked.order_by(carried.c.first))]

    def handed(self, ids: Sequence[str]) -> None:
        """Note that answers are on a stick; they stay until their sender shows to have them."""
        now = instant_text(self._clock.now())
        with self._database.writing() as connection:
            connection.execute(update(carried).where(carried.c.id.in_(ids)).values(handed_at=now))


def _told(refusal: Refusal | None, reply: bytes) -> dict[str, Any]:
    """Return what becomes of a bundle; what met a fork may exist nowhere else and stays."""
    match refusal:
        case Refusal.gap:
            return {"state": Carrying.gap}
        case Refusal.fork:
            return {"state": Carrying.forked, "reply": reply}
    return {"state": Carrying.delivered, "payload": None, "reply": reply}


def _chain_in(connection: Connection, one: Carried) -> dict[int, str]:
    """Return the chain at each op of a bundle that waits; nothing where this laptop may not read it."""
    payload = connection.execute(select(carried.c.payload).where(carried.c.id == one.id)).scalar()
    if payload is None or not one.first:
        return {}
    try:
        bodies = bundle.read(payload).open(str(granting.replica_of(connection)), keys_of(connection))
    except NotSealedToUs:
        return {}
    return guests.chain_of(Batch.read(bodies[FrameType.batch])) if FrameType.batch in bodies else {}


def tidy(connection: Connection, now: dt.datetime) -> None:
    """Let bundles go that met a fork longer ago than any laptop keeps what it sent: nobody mends them any more.

    `now` is the server's time, and so is what is remembered of each: a clock that jumps must not throw away anything.
    """
    forked = connection.execute(select(carried.c.id).where(carried.c.state == Carrying.forked)).scalars().all()
    known = settings.read(connection, Setting.forked_since) or {}
    since = {each: known.get(each, instant_text(now)) for each in forked}
    old = [each for each, at in since.items() if at < instant_text(now - KEPT)]
    connection.execute(delete(carried).where(carried.c.id.in_(old)))
    left = {each: at for each, at in since.items() if each not in old}
    if left != known:
        settings.write(connection, Setting.forked_since, left or None)


def keys_of(connection: Connection) -> Keys:
    """Return the keys of a profile."""
    return Keys.read(settings.read(connection, Setting.keys))


def ensure_keys(connection: Connection) -> None:
    """Make keys for a profile that has none: it is new, or was made by an older version."""
    if settings.read(connection, Setting.keys) is None:
        settings.write(connection, Setting.keys, Keys.new().written)


def reach(connection: Connection) -> int:
    """Return up to which op this profile's changes are on a stick, 0 if none was written."""
    asked = select(func.max(stick.c.last)).where(stick.c.replica == str(granting.replica_of(connection)))
    return connection.execute(asked).scalar() or 0


def _waiting_in(connection: Connection, row: Row[Any]) -> int:
    inside = (op.c.n.between(row.first, row.last), op.c.state == OpState.waiting)
    return connection.execute(select(func.count()).select_from(op).where(*inside)).scalar_one()


def _stick(row: Row[Any], waiting: int) -> Stick:
    changes = row.last - row.first + 1 if row.last else 0
    told = (row.receiver, row.place, tuple(row.files), row.first, row.last, row.size)
    return Stick(read_instant(row.written_at), *told, changes, changes - waiting)


def _carried(row: Row[Any]) -> Carried:
    return Carried(
        id=row.id,
        sender=row.sender,
        part=row.part,
        parts=row.parts,
        first=row.first,
        last=row.last,
        read_at=read_instant(row.read_at),
        state=Carrying(row.state),
        sentence=row.sentence,
        laid=row.laid,
        answered=row.reply is not None,
        handed=row.handed_at is not None,
    )


def _drop_known(connection: Connection, sender: str, first: int) -> None:
    """Let answers go that a sender has: it only goes on from ops whose outcome it knows."""
    if first:
        known = (carried.c.sender == sender, carried.c.last < first, carried.c.handed_at.is_not(None))
        connection.execute(update(carried).where(*known).values(reply=None))


def _try_again(connection: Connection, sender: str) -> None:
    """Let what waited for an earlier part be tried again."""
    waits = (carried.c.sender == sender, carried.c.state == Carrying.gap)
    connection.execute(update(carried).where(*waits).values(state=Carrying.waiting))
