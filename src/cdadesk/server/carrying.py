"""Sticks at the server: a bundle is taken like a batch of its sender, whoever brings it, and answered with a bundle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from cdadesk.server import accounts, intake, keys, knocking, scopes
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.exchange import Answer, news, told_apart
from cdadesk.server.files.holding import Held, Keeper, named_by, told_of
from cdadesk.server.files.objects import Objects
from cdadesk.server.intake import Sender
from cdadesk.server.knocking import ENVELOPE_MOST, MISFITS
from cdadesk.server.tables import Replica
from cdadesk.server.troubles import NotForThisServer, UnknownSender, WrongSignature
from cdadesk.wire import bundle
from cdadesk.wire.blobs import Part
from cdadesk.wire.bundle import About, Bundle, Layer, NewerBundle, NotSealedToUs
from cdadesk.wire.frames import BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.keys import Keys, PublicKeys
from cdadesk.wire.messages import (
    OLDEST_PROTOCOL,
    PROTOCOL,
    Apart,
    Batch,
    Envelope,
    Outcomes,
    Refusal,
)
from cdadesk.wire.ops import Op
from cdadesk.wire.rights import Doing

ROOM_MOST = 512 * 1024
_CARRIED = frozenset({FrameType.envelope, FrameType.bundle})


@dataclass(frozen=True)
class Taken:
    """What became of a bundle: the server's word on its ops, and the bundle that goes back to its sender."""

    sender: Member
    batch: Batch | None
    outcomes: Outcomes | None
    reply: bytes


@dataclass(frozen=True)
class _Known:
    """Who sends, with which keys, to whose server."""

    member: Member
    public: PublicKeys
    own: Keys


def answer_carry(database: Database, objects: Objects, body: bytes) -> Answer:
    """Answer a laptop that brings a bundle of a colleague."""
    return told_apart(lambda: _carry(database, objects, body))


def take_bundle(database: Database, objects: Objects, payload: bytes) -> Taken:
    """Take a bundle in; twice is once. Raises BadFrames or a Refused, and then nothing was changed."""
    try:
        came = bundle.read(payload)
    except NewerBundle as error:
        raise NotForThisServer from error
    known = _known(database, came)
    if not came.is_signed(known.public):
        raise WrongSignature
    if came.about.files:
        return _take_files(database, objects, came, known)
    envelope, batch = _opened(came, known.own)
    sender = Sender(UUID(came.about.sender), known.member)
    outcomes = None if batch is None else intake.take_in(database, sender, batch, None, envelope.schema)
    return Taken(known.member, batch, outcomes, _reply(database, came, known, envelope, outcomes))


def _take_files(database: Database, objects: Objects, came: Bundle, known: _Known) -> Taken:
    """Take parts of files of one scope in; where a part or the record before them is lacking they wait, as after a gap.

    Whoever may read the record may bring its file: the check sum that the record names proves it.
    """
    keeper, held = Keeper(database, objects), dict[str, Held]()
    parts = _parts(came, known.own)
    for part in parts:
        with database.reading() as session:
            named = named_by(session, known.member, Doing.carry, (part.scope, part.record, part.sha256))
        if named is not None and named.size == part.total:
            held[part.sha256] = keeper.take(named, part)
    is_gap = any(part.sha256 not in held or _lacks(held[part.sha256], part) for part in parts)
    told = Frame(FrameType.blob_have, told_of(parts[0].scope, held).plain())
    about = About(bundle.SERVER, database.clock.now(), files=came.about.files)
    reply = bundle.make(about, [Layer([told], {came.about.sender: known.public})], known.own)
    return Taken(known.member, None, _gap(database, came) if is_gap else None, reply)


def _parts(came: Bundle, own: Keys) -> list[Part]:
    try:
        parts = came.parts_of_files(bundle.SERVER, own)
    except NotSealedToUs as error:
        raise NotForThisServer from error
    if len({each.scope for each in parts}) != 1:
        raise BadFrames("files of several scopes")
    return parts


def _lacks(held: Held, part: Part) -> bool:
    return not held.is_whole and not held.is_wrong and held.size < part.offset + len(part.contents)


def _gap(database: Database, came: Bundle) -> Outcomes:
    with database.reading() as session:
        last_n = session.get_one(Replica, UUID(came.about.sender)).last_n
        return Outcomes(scopes.epoch(session), last_n, (), Refusal.gap)


def _carry(database: Database, objects: Objects, body: bytes) -> bytes:
    carrier = knocking.let_in(database, body)
    frames = unpack(body, limit=ENVELOPE_MOST + bundle.MOST)
    bodies = {frame.type: frame.body for frame in frames}
    if bodies.keys() != _CARRIED or len(frames) != len(_CARRIED):
        raise BadFrames("messages of another kind, or too many")
    taken = take_bundle(database, objects, bodies[FrameType.bundle])
    told = _for_carrier(taken, carrier.member)
    return pack(*([Frame(FrameType.outcomes, told.plain())] if told else []), Frame(FrameType.bundle, taken.reply))


def _known(database: Database, came: Bundle) -> _Known:
    with database.reading() as session:
        replica = session.get(Replica, UUID(came.about.sender)) if came.about.sender != bundle.SERVER else None
        public = keys.of_replica(replica) if replica is not None else None
        own = keys.of_server(session)
        if replica is None or public is None or replica.revoked_at is not None or own is None:
            raise UnknownSender
        member = accounts.member(session, replica.user)
    if member is None:
        raise UnknownSender
    return _Known(member, public, own)


def _opened(came: Bundle, own: Keys) -> tuple[Envelope, Batch | None]:
    try:
        bodies = came.open(bundle.SERVER, own)
        envelope = Envelope.read(bodies[FrameType.envelope])
        batch = _batch(bodies)
    except NotSealedToUs as error:
        raise NotForThisServer from error
    except MISFITS as error:
        raise BadFrames("the messages do not fit") from error
    if str(envelope.replica) != came.about.sender or not OLDEST_PROTOCOL <= envelope.protocol <= PROTOCOL:
        raise BadFrames("another sender, or another protocol")
    return envelope, batch


def _batch(bodies: Mapping[FrameType, Any]) -> Batch | None:
    if FrameType.batch not in bodies:
        return None
    apart: Sequence[Op] = Apart.read(bodies[FrameType.apart]).ops if FrameType.apart in bodies else ()
    return bundle.batch_whole(Batch.read(bodies[FrameType.batch]), apart)


def _reply(database: Database, came: Bundle, known: _Known, envelope: Envelope, outcomes: Outcomes | None) -> bytes:
    """Return what goes back: outcomes and news, with the envelope that they answer, for the sender alone."""
    frames = [Frame(FrameType.envelope, replace(envelope, token="", keys=None).plain())]
    if outcomes is not None and outcomes.refusal is not Refusal.gap:  # a gap may be filled by the time it is read
        frames.append(Frame(FrameType.outcomes, outcomes.plain()))
    if envelope.room:
        sender = Sender(UUID(came.about.sender), known.member)
        frames += news(database, sender, envelope, min(envelope.room, ROOM_MOST))
    about = About(bundle.SERVER, database.clock.now(), first=came.about.first, last=came.about.last)
    return bundle.make(about, [Layer(frames, {came.about.sender: known.public})], known.own)


def _for_carrier(taken: Taken, carrier: Member) -> Outcomes | None:
    """Return the outcomes of what the carrier may read."""
    if taken.outcomes is None or taken.batch is None:
        return taken.outcomes
    scopes = {each.n: each.scope for each in taken.batch.entries if isinstance(each, Op)}
    told = tuple(each for each in taken.outcomes.outcomes if carrier.may(Doing.read, scopes.get(each.n, ""), ""))
    return replace(taken.outcomes, outcomes=told)
