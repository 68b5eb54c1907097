"""What carries an exchange: one request, one answer."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

from cdadesk.clock import read_instant
from cdadesk.wire.echo import with_echo
from cdadesk.wire.frames import BadFrames, Frame, FrameType, Written, pack, unpack
from cdadesk.wire.messages import (
    Answer,
    Batch,
    Envelope,
    Grants,
    Outcomes,
    Simply,
)
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page, SetAside, parts_of

_MOST = 2**53  # what the protocol's numbers stay below
_LONGEST = 80  # of a scope or a kind
_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Cancelled(Exception):
    """The person stopped the exchange; what was done so far stays done."""


@dataclass(frozen=True)
class Heard:
    """What the last answer told besides its frames: how long it took, and how far the clocks are apart.

    `skew` is how much the server's clock is ahead of the laptop's; None while it has not told the time.
    """

    took: dt.timedelta = dt.timedelta()
    skew: dt.timedelta | None = None


class Carrier(Protocol):
    """Takes an envelope, at most one batch, and what was set aside to the server, and brings its answer."""

    heard: Heard

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        """Return the answer; raises a Trouble when there is none, Cancelled when the person stopped it."""

    def post(self, path: str, body: bytes) -> bytes:
        """Return the bytes of the answer at another address; raises what `exchange` raises."""


def request_bytes(envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> bytes:
    """Return the frames of one request."""
    frames: list[Frame | Written] = [Frame(FrameType.envelope, envelope.plain())]
    if batch is not None:
        frames.append(batch.written)
    if aside is not None:
        frames.append(Frame(FrameType.set_aside, aside.plain()))
    return pack(*frames)


def read_answer(packed: bytes, envelope: Envelope, batch: Batch | None) -> Answer:
    """Read the answer to a request, and put back what the server left out of it because the batch holds it.

    Raises BadFrames when these are no frames of an answer, or hold what no store could keep.
    """
    answer = _read(packed)
    if batch is None or answer.outcomes is None or envelope.replica is None:
        return answer
    page = with_echo(answer.page, envelope.cursors, envelope.replica, batch, answer.outcomes)
    return replace(answer, page=page)


def _read(packed: bytes) -> Answer:
    bodies = {frame.type: frame.body for frame in unpack(packed)}
    if FrameType.page not in bodies:
        raise BadFrames("no page")
    return answer_of(bodies)


def answer_of(bodies: Mapping[FrameType, Any]) -> Answer:
    """Return the messages of an answer; on a stick it may lack a page. Raises BadFrames when no store could keep it."""
    try:
        answer = Answer(
            page=Page.read(bodies[FrameType.page]) if FrameType.page in bodies else Page(),
            outcomes=Outcomes.read(bodies[FrameType.outcomes]) if FrameType.outcomes in bodies else None,
            grants=Grants.read(bodies[FrameType.grants]) if FrameType.grants in bodies else None,
        )
        _check_page(answer.page)
        _check_numbers(answer)
    except _MISFITS as error:
        raise BadFrames("the messages do not fit") from error
    return answer


def _check_page(page: Page) -> None:
    for each in page.slices:
        _check_name(each.scope)
        for row in parts_of(each.rows)[1]:
            _check_name(row.kind)
            for change in row.changes:
                read_instant(change.made_at)
                read_instant(change.received_at)


def _check_name(name: str) -> None:
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise ValueError("name")


def _check_numbers(answer: Answer) -> None:
    numbers = chain(_of_page(answer.page), _of_outcomes(answer.outcomes) if answer.outcomes else ())
    if any(not 0 <= number < _MOST for number in numbers):
        raise ValueError("number")


def _of_page(page: Page) -> Iterator[int]:
    for each in page.slices:
        yield from _of_seen(each.cursor)
        yield from _of_seen(each.head)
        for row in parts_of(each.rows)[1]:
            yield row.seq
            for change in row.changes:
                yield from _of_seen(change.seen)


def _of_outcomes(outcomes: Outcomes) -> Iterator[int]:
    yield outcomes.epoch
    yield outcomes.last_n
    for each in () if isinstance(outcomes.outcomes, Simply) else outcomes.outcomes:
        yield each.n
        if each.seen is not None:
            yield from _of_seen(each.seen)
    for kept in outcomes.fences.values():
        for fence in kept:
            yield from _of_seen(fence)


def _of_seen(seen: Seen) -> tuple[int, int]:
    return seen.epoch, seen.seq
