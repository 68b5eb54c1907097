"""What carries an exchange: one request, one answer."""

from typing import Protocol

from cdadesk.wire.frames import BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.messages import Answer, Batch, Envelope, Grants, Outcomes, Page


class Carrier(Protocol):
    """Takes an envelope and at most one batch to the server, and brings its answer."""

    def exchange(self, envelope: Envelope, batch: Batch | None) -> Answer:
        """Return the answer; raises a Trouble when there is none."""


def request_bytes(envelope: Envelope, batch: Batch | None) -> bytes:
    """Return the frames of one request."""
    frames = [Frame(FrameType.envelope, envelope.plain())]
    if batch is not None:
        frames.append(Frame(FrameType.batch, batch.plain()))
    return pack(*frames)


def read_answer(packed: bytes) -> Answer:
    """Read the frames of an answer; raises BadFrames when they are none or do not fit together."""
    bodies = {frame.type: frame.body for frame in unpack(packed)}
    try:
        return Answer(
            page=Page.read(bodies[FrameType.page]),
            outcomes=Outcomes.read(bodies[FrameType.outcomes]) if FrameType.outcomes in bodies else None,
            grants=Grants.read(bodies[FrameType.grants]) if FrameType.grants in bodies else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadFrames("the messages do not fit") from error
