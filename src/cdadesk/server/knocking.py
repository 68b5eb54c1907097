"""Who knocks: the token of a request is looked at before any more of it is unpacked than its envelope."""

from cdadesk.server import devices
from cdadesk.server.database import Database
from cdadesk.server.taking import Sender
from cdadesk.server.troubles import UnknownToken
from cdadesk.wire.frames import BadFrames, FrameType, check_undamaged, first_message
from cdadesk.wire.messages import OLDEST_PROTOCOL, PROTOCOL, Envelope

ENVELOPE_MOST = 256 * 1024
MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def let_in(database: Database, body: bytes) -> Sender:
    """Return whose request this is; raises BadFrames, or UnknownToken for a whole body that shows none that is known.

    A token that was damaged on the way must not send a person to sign in again.
    """
    frame = first_message(body, most=ENVELOPE_MOST)
    if frame.type is not FrameType.envelope:
        raise BadFrames("no envelope")
    try:
        envelope = Envelope.read(frame.body)
    except MISFITS as error:
        raise BadFrames("not an envelope") from error
    if not OLDEST_PROTOCOL <= envelope.protocol <= PROTOCOL:
        raise BadFrames("another protocol")
    try:
        return devices.greet(database, envelope.token)
    except UnknownToken:
        check_undamaged(body)
        raise
