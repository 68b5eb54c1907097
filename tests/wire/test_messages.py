"""Messages: each comes back as it was, and what is none is refused with an error the reader expects."""

from dataclasses import replace
from uuid import UUID

import pytest

from cdadesk.wire.enrol import Enrolled, Enrolment, Refused
from cdadesk.wire.frames import BadFrames, Frame, FrameType, pack
from cdadesk.wire.messages import (
    Batch,
    Envelope,
    Grants,
    Outcome,
    Outcomes,
    Refusal,
    Result,
    Role,
)
from cdadesk.wire.ops import Seen, Stub, numbered
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests.wire.makers import CLUSTER, RECORD, an_op

REPLICA = UUID("01a20000-0000-7000-8000-000000000001")
ENVELOPE = Envelope(None, "token", "hash", {str(CLUSTER): Seen(1, 9)}, (7, "00ff"), 4096)
GRANTS = Grants("u1", "Asha", Role.cda, {str(CLUSTER): "Jaipur"}, {"u1": "Asha"}, "hash")
ENROLMENT = Enrolment("asha", "pass word", REPLICA, "Dell", "author", {str(CLUSTER): "जयपुर"})
CHANGE = Change(Seen(1, 9), "r", "a", "2026-03-14T06:30:00.000Z", "2026-03-14T07:00:00.000Z", {"came": 9, "x": None})
PAGE = Page((Slice("programme", (Row(9, "meeting", RECORD, (CHANGE,)),), Seen(1, 9), Seen(1, 12)),))
OUTCOMES = Outcomes(
    1,
    4,
    (
        Outcome(1, Result.ok, Seen(1, 9)),
        Outcome(2, Result.conflict, Seen(1, 10), (RECORD, REPLICA)),
        Outcome(3, Result.rejected, code="rights", sentence="You may not."),
        Outcome(4, Result.ok),
    ),
)


@pytest.mark.parametrize(
    "message",
    [
        ENVELOPE,
        replace(ENVELOPE, replica=REPLICA, token="", room=128 * 1024),
        Batch("00", "ff", tuple(numbered([an_op({"a": 1}), an_op({"b": None})], 5))),
        Batch("00", "ff", (Stub(1, "aa"), *numbered([an_op({})], 2))),
        Batch("00", "ff", (Stub(1, "aa"),), park=True),
        OUTCOMES,
        Outcomes(3, 12, (), Refusal.gap),
        PAGE,
        Page(),
        GRANTS,
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_message_comes_back_as_it_was(message):
    assert type(message).read(message.plain()) == message


@pytest.mark.parametrize("message", [ENROLMENT, Enrolled("token", GRANTS), Refused("cluster", "Not yours.")])
def test_an_enrolment_comes_back_as_it_was(message):
    assert type(message).read(message.pack()) == message


@pytest.mark.parametrize("numbers", [[], [1, 3], [2, 1], [1, 1]])
def test_a_batch_is_a_run_without_holes(numbers):
    ops = [replace(an_op({}), n=n) for n in numbers]
    with pytest.raises(ValueError, match="run"):
        Batch.read(Batch("00", "ff", tuple(ops)).plain())


@pytest.mark.parametrize("kind", [Enrolment, Enrolled, Refused])
@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"<html>", id="a web page"),
        pytest.param(pack(), id="no message"),
        pytest.param(pack(Frame(FrameType.page, {"slices": []})), id="another message"),
        pytest.param(pack(*[Frame(each, {}) for each in (FrameType.enrol, FrameType.enrolled)]), id="two messages"),
        *(
            pytest.param(pack(Frame(each, body)), id=f"{each.name} of {body!r}")
            for each in (FrameType.enrol, FrameType.enrolled, FrameType.refused)
            for body in ({}, [], None, 7)
        ),
    ],
)
def test_what_is_no_enrolment_is_refused(kind, packed):
    with pytest.raises(BadFrames):
        kind.read(packed)


def test_names_lose_what_cannot_be_seen_but_keep_what_their_script_needs():
    asked = replace(ENROLMENT, laptop="Dell\n\x00of Asha", user="as\u202eha", clusters={str(CLUSTER): "क्\u200dष"})
    read = Enrolment.read(asked.pack())
    assert (read.laptop, read.user, read.clusters) == ("Dellof Asha", "asha", {str(CLUSTER): "क्\u200dष"})


@pytest.mark.parametrize("password", ["x" * 201, "\ud83d", 7, None])
def test_a_password_that_nobody_could_type_is_refused(password):
    with pytest.raises(BadFrames):
        Enrolment.read(replace(ENROLMENT, password=password).pack())
