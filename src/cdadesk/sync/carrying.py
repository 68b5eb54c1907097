"""Carrying: bundles of colleagues go to the server as they came, and its answers are kept for the way back."""

from collections.abc import Callable

from cdadesk.store.sticks import Carried
from cdadesk.store.store import Store
from cdadesk.sync.carrier import Cancelled
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import BatchTooLarge, NonsenseAnswer, NotUnderstoodThere, RefusedThere
from cdadesk.wire import bundle
from cdadesk.wire.frames import BadFrames, Frame, FrameType, pack, unpack
from cdadesk.wire.messages import Envelope, Outcomes

_REFUSALS = (BatchTooLarge, NotUnderstoodThere, RefusedThere)
_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def carry(store: Store, carrier: HttpCarrier, stopped: Callable[[], bool]) -> int:
    """Bring to the server what was read from sticks; return how many bundles it has now.

    What it refuses stays here, with its words. Raises a Trouble of line or server, or Cancelled.
    """
    count = 0
    for one, payload in store.sticks.to_carry():
        if stopped():
            raise Cancelled
        try:
            outcomes, reply = _read(carrier.post("/carry", _request(store, payload)))
        except _REFUSALS as refusal:
            store.sticks.refused(one, str(refusal))
        else:
            _note(store, one, outcomes, reply)
            count += 1
    return count


def _note(store: Store, one: Carried, outcomes: Outcomes | None, reply: bytes) -> None:
    server = store.sticks.grants()
    if server is None or server.server is None or not bundle.read(reply).is_signed(server.server):
        raise NonsenseAnswer
    store.sticks.delivered(one, outcomes, reply)


def _request(store: Store, payload: bytes) -> bytes:
    envelope = Envelope(None, store.link().token, "", {}, store.made(), 0)
    return pack(Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.bundle, payload))


def _read(packed: bytes) -> tuple[Outcomes | None, bytes]:
    try:
        bodies = {frame.type: frame.body for frame in unpack(packed)}
        reply: bytes = bodies[FrameType.bundle]
        bundle.read(reply)
        outcomes = Outcomes.read(bodies[FrameType.outcomes]) if FrameType.outcomes in bodies else None
    except BadFrames as error:
        raise NonsenseAnswer from error
    except _MISFITS as error:
        raise NonsenseAnswer from error
    return outcomes, reply
