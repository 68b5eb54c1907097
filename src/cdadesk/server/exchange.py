"""One exchange as the server does it: who asks, what they bring, what they get. Frames in, frames out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from cdadesk.server import devices, enrolment, feed, intake, keys, knocking, recovered, restoring
from cdadesk.server.database import Database
from cdadesk.server.feed import Known
from cdadesk.server.grants import grants, told_now
from cdadesk.server.intake import Sender
from cdadesk.server.knocking import MISFITS
from cdadesk.server.making_ready import Readiness
from cdadesk.server.troubles import Refused, TooManyTries, UnknownToken
from cdadesk.wire import canonical, enrol
from cdadesk.wire.echo import NOTHING_OWN, Own, own_of
from cdadesk.wire.frames import BadFrames, Frame, FrameType, TooLarge, pack, unpack
from cdadesk.wire.messages import (
    OLDEST_PROTOCOL,
    SCHEMA,
    Batch,
    Envelope,
    Outcomes,
)
from cdadesk.wire.pages import Page, SetAside
from cdadesk.wire.versions import LEAST_SERVED

CONTENT_TYPE = "application/x-cdadesk"
PACKED_MOST = 2 * 1024 * 1024
PLAIN_MOST = 16 * 1024 * 1024
ROOM_LEAST = 4 * 1024
ROOM_MOST = 4 * 1024 * 1024

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: bytes
    wait: int = 0


def answer_sync(database: Database, body: bytes, readiness: Readiness | None = None) -> Answer:
    """Answer one exchange; a request that cannot be taken whole changes nothing."""
    return told_apart(lambda: _exchange(database, body, readiness))


def answer_enrol(database: Database, body: bytes) -> Answer:
    """Answer a laptop that signs in."""
    return told_apart(lambda: enrolment.enrol(database, enrol.Enrolment.read(body)).pack())


def too_large() -> Answer:
    """Return the answer to a body of which no more was read than fits."""
    return Answer(413, b"")


def told_apart(work: Callable[[], bytes]) -> Answer:
    """Return what work answers, or what its refusal means over HTTP."""
    try:
        return Answer(200, work())
    except (BadFrames, Refused) as refused:
        return refusal(refused)


def refusal(refused: BadFrames | Refused) -> Answer:
    """Return the answer to a request that is not granted, or is none."""
    match refused:
        case TooLarge():
            return too_large()
        case BadFrames():
            return Answer(400, b"")
        case UnknownToken():
            return Answer(401, _words(refused))
        case TooManyTries():
            return Answer(429, _words(refused), refused.seconds)
    return Answer(403, _words(refused))


def _words(refused: Refused) -> bytes:
    return enrol.Refused(refused.code, str(refused)).pack()


@dataclass(frozen=True)
class _Asked:
    """What a laptop brings in one request."""

    envelope: Envelope
    batch: Batch | None
    aside: SetAside | None


def _read(body: bytes) -> _Asked:
    came = unpack(body, limit=PLAIN_MOST)
    frames = {frame.type: frame.body for frame in came}
    is_twice = len(came) > len(frames)
    try:
        envelope = Envelope.read(frames.pop(FrameType.envelope))
        batch = Batch.read(frames.pop(FrameType.batch)) if FrameType.batch in frames else None
        aside = SetAside.read(frames.pop(FrameType.set_aside)) if FrameType.set_aside in frames else None
    except MISFITS as error:
        raise BadFrames("the messages do not fit") from error
    if frames or is_twice:
        raise BadFrames("messages of another kind, or too many")
    return _Asked(envelope, batch, aside)


def _exchange(database: Database, body: bytes, readiness: Readiness | None) -> bytes:
    """Take what is brought, then give what is new; of the sender's own changes only what the outcomes do not tell."""
    sender = knocking.let_in(database, body)
    asked = _read(body)
    envelope, batch = asked.envelope, asked.batch
    if asked.aside is not None:
        _keep_aside(database, sender, asked.aside)
    readable = frozenset(sender.member.readable())  # what is asked of other scopes must not tell how far they are
    cursors = {scope: seen for scope, seen in envelope.cursors.items() if scope in readable}
    with database.reading() as session:
        refused = restoring.refusal(session, sender.replica, cursors)
    if refused is not None:
        return pack(Frame(FrameType.outcomes, refused.plain()), Frame(FrameType.page, Page().plain()))
    if envelope.keys is not None:
        database.write(lambda session: keys.tell(session, sender.replica, envelope.keys))
    if envelope.laptop:
        database.write(lambda session: devices.call(session, sender.replica, envelope.laptop))
    outcomes = _outcomes(database, sender, envelope, batch)
    frames = [] if outcomes is None else [Frame(FrameType.outcomes, outcomes.plain())]
    is_as_sent = batch is not None and envelope.schema >= SCHEMA  # else it may have been converted
    own = own_of(batch, outcomes.outcomes) if batch and outcomes and is_as_sent else NOTHING_OWN
    room = _room(envelope) - sum(len(canonical.encode(each.body)) for each in frames)
    return pack(*frames, *news(database, sender, envelope, room, own, readiness))


def news(
    database: Database,
    sender: Sender,
    envelope: Envelope,
    room: int,
    own: Own = NOTHING_OWN,
    readiness: Readiness | None = None,
) -> list[Frame]:
    """Return what is new for a laptop: its grants, if they changed, and a page in the room that is left.

    With `readiness` the page tells of first downloads that lie ready; on a stick nobody can fetch them.
    """
    with database.reading() as session:
        granted = told_now(grants(session, sender.member, sender.replica), database.clock.now())
        known = Known(envelope.cursors, envelope.floors, restoring.fences(session, granted.scopes), envelope.check)
        is_served = envelope.schema >= LEAST_SERVED
        page = feed.page(session, list(granted.scopes), known, room, own) if is_served else Page(upgrade=True)
        page = page if readiness is None else readiness.told(session, page, known)
    told = [] if granted.hash == envelope.grants else [Frame(FrameType.grants, granted.plain())]
    knows_runs = envelope.protocol > OLDEST_PROTOCOL
    return [*told, Frame(FrameType.page, page.dense() if knows_runs else page.plain())]


def _room(envelope: Envelope) -> int:
    return min(max(envelope.room, ROOM_LEAST), ROOM_MOST)


def _keep_aside(database: Database, sender: Sender, aside: SetAside) -> None:
    now = database.clock.now()
    database.write(lambda session: recovered.keep(session, sender, aside, now))


def _outcomes(database: Database, sender: Sender, envelope: Envelope, batch: Batch | None) -> Outcomes | None:
    if batch is None:
        return intake.look_for_fork(database, sender, envelope.made)
    return intake.take_in(database, sender, batch, envelope.made, envelope.schema)
