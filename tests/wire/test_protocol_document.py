"""docs/protocol.md: every example in it is what the program writes and reads, byte for byte."""

import datetime as dt
import hashlib
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

import dev
from cdadesk.wire import bundle, canonical
from cdadesk.wire.author import AuthorProof, author_of
from cdadesk.wire.blobs import Have, Holding, Part, Want
from cdadesk.wire.dictionary import DICTIONARY
from cdadesk.wire.enrol import Enrolled, Enrolment, Refused
from cdadesk.wire.frames import Frame, FrameType, unpack
from cdadesk.wire.granted import NamedLaptop
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import (
    OLDEST_PROTOCOL,
    Batch,
    Colleague,
    Envelope,
    Grants,
    Outcome,
    Outcomes,
    Refusal,
    Result,
    Role,
)
from cdadesk.wire.ops import Act, Op, Seen, Stub, chain_after, chain_start, chained, item_id
from cdadesk.wire.pages import Change, Page, Ready, Row, SetAside, Slice, Sum

DOCUMENT = (dev.ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"<!-- example: ([\w-]+) -->\n+```\w*\n(.*?)\n```", DOCUMENT, re.DOTALL))

CLUSTER = "01a2016f-1332-72f3-8895-518db257d516"
LUDHIANA = "01a2016f-1332-72f3-8895-518db257d599"
REPLICA = UUID("01a20000-0000-7000-8000-000000000001")
OTHER = UUID("01a20000-0000-7000-8000-000000000002")
MEETING = UUID("01a20000-0000-7000-8000-00000000000a")
ASHA = "01a20000-0000-7000-8000-0000000000a5"
MADE = dt.datetime(2026, 3, 14, 9, 12, 33, 120_000, tzinfo=dt.UTC)

FIRST = Op(
    n=1,
    scope=CLUSTER,
    kind="meeting",
    record=MEETING,
    base=None,
    act=Act.set,
    fields={"held_on": "2026-03-14", "place": "बगरू", "present_count": 11},
    author=ASHA,
    made_at=MADE,
    local_day=dt.date(2026, 3, 14),
    group=UUID("01a20000-0000-7000-8000-0000000000b1"),
    salt=bytes(range(16)),
)
CHOICE = Op(
    n=2,
    scope=CLUSTER,
    kind="meeting",
    record=MEETING,
    base=Seen(1, 42),
    act=Act.set,
    fields={"present_count": None},
    author=ASHA,
    made_at=MADE,
    local_day=dt.date(2026, 3, 14),
    group=UUID("01a20000-0000-7000-8000-0000000000b2"),
    salt=bytes(range(16, 32)),
    resolves=(item_id(OTHER, 7, "present_count"),),
    was=((str(OTHER), 9, "00112233445566778899aabbccddeeff"),),
)
START = chain_start(REPLICA)
BATCH = Batch(START, chained(START, FIRST), (FIRST,))
GRANTS = Grants(
    user=ASHA,
    name="Asha",
    role=Role.cda,
    scopes={"programme": "", CLUSTER: "Jaipur", f"{CLUSTER}:private": "Jaipur"},
    people={ASHA: "Asha"},
    hash="6f1e8c0f9d2b4a77",
)
SERVER_KEYS, ASHA_KEYS, TARA_KEYS = (Keys(bytes(range(first, first + 32))) for first in (0, 32, 64))
TARA = UUID("01a20000-0000-7000-8000-0000000000f1")
FOR_STICKS = Grants(
    user=ASHA,
    name="Asha",
    role=Role.cda,
    scopes={"programme": "", CLUSTER: "Jaipur", f"{CLUSTER}:private": "Jaipur"},
    people={ASHA: "Asha"},
    hash="70aa1e9b52c43d8810f6e7c9ab3d5f21",
    server=SERVER_KEYS.public,
    colleagues=(
        Colleague(
            replica=TARA,
            user="01a20000-0000-7000-8000-0000000000a7",
            name="Tara",
            role=Role.ta,
            keys=TARA_KEYS.public,
            scopes=(CLUSTER, f"{CLUSTER}:private"),
        ),
    ),
    known_as=ASHA_KEYS.public.sign,
    told_at="2026-03-14T09:12:33.120Z",
    laptops={str(REPLICA): NamedLaptop(ASHA, "Office")},
)
AUTHOR_KEYS = Keys(bytes(range(96, 128)))
AUTHOR = str(author_of(AUTHOR_KEYS.public.sign))
AUTHOR_PROOF = AuthorProof.made(AUTHOR_KEYS, AUTHOR, REPLICA)
ENROLMENT = Enrolment("asha", "block-print-1", REPLICA, "Dell of Asha", AUTHOR, {CLUSTER: "Jaipur"}, proof=AUTHOR_PROOF)
ON_A_STICK = Envelope(
    REPLICA, "", FOR_STICKS.hash, {CLUSTER: Seen(1, 40)}, (1, chained(START, FIRST)), 262_144, protocol=OLDEST_PROTOCOL
)
ENVELOPE = Envelope(
    replica=REPLICA,
    token="9c0f2b7d41e86a53b1d4f7092ce85a36",
    grants=GRANTS.hash,
    cursors={CLUSTER: Seen(1, 40), "programme": Seen(1, 3)},
    made=(1, BATCH.h_after),
    room=65_536,
    floors={CLUSTER: Seen(1, 12), "programme": Seen(1, 3)},
)
OUTCOMES = Outcomes(
    epoch=1,
    last_n=4,
    outcomes=(
        Outcome(1, Result.ok, Seen(1, 41)),
        Outcome(2, Result.merged, Seen(1, 42)),
        Outcome(3, Result.conflict, Seen(1, 43), (item_id(REPLICA, 3, "present_count"),)),
        Outcome(4, Result.rejected, code="shape", sentence="The answer at “Held on” does not fit there."),
    ),
)
PAGE = Page(
    (
        Slice(
            scope=CLUSTER,
            rows=(
                Row(
                    seq=42,
                    kind="meeting",
                    id=MEETING,
                    changes=(
                        Change(
                            seen=Seen(1, 41),
                            replica=str(REPLICA),
                            author=ASHA,
                            made_at="2026-03-14T09:12:33.120Z",
                            received_at="2026-03-14T18:40:02.007Z",
                            fields={"held_on": "2026-03-14", "place": "बगरू"},
                            n=1,
                        ),
                        Change(
                            seen=Seen(1, 42),
                            replica=str(OTHER),
                            author=ASHA,
                            made_at="2026-03-15T04:00:00.000Z",
                            received_at="2026-03-15T04:10:00.000Z",
                            fields={"present_count": None},
                            n=7,
                        ),
                    ),
                ),
            ),
            cursor=Seen(1, 42),
            head=Seen(1, 57),
        ),
    )
)
SECOND = replace(
    FIRST,
    n=2,
    record=UUID("01a20000-0000-7000-8000-00000000000d"),
    fields={"held_on": "2026-03-14", "place": "Sanganer", "present_count": 9},
    salt=bytes(range(16, 32)),
)
RUN = Batch(START, chain_after(START, [FIRST, SECOND]), (FIRST, SECOND))
TWO_ROWS = Slice(
    scope=CLUSTER,
    rows=tuple(
        Row(
            seq=seq,
            kind="meeting",
            id=op.record,
            changes=(
                Change(
                    seen=Seen(1, seq),
                    replica=str(REPLICA),
                    author=ASHA,
                    made_at="2026-03-14T09:12:33.120Z",
                    received_at="2026-03-14T18:40:02.007Z",
                    fields=op.fields,
                    n=op.n,
                ),
            ),
        )
        for seq, op in ((41, FIRST), (42, SECOND))
    ),
    cursor=Seen(1, 42),
    head=Seen(1, 42),
)
PHOTO, ATTACHMENT = hashlib.sha256(b"abc").hexdigest(), UUID("01a20000-0000-7000-8000-0000000000f0")
PART = Part(CLUSTER, ATTACHMENT, PHOTO, 2, 3, b"c")
ERASURE = replace(
    FIRST,
    n=3,
    scope=f"{CLUSTER}:private",
    kind="person_private",
    base=Seen(1, 7),
    act=Act.erase,
    fields={"missing/phone": None, "phone": None},
)
MOVE = replace(FIRST, n=4, kind="actor", base=Seen(1, 57), act=Act.move, fields={"scope": LUDHIANA})
ERASED_ROW = Row(
    seq=9,
    kind="person_private",
    id=MEETING,
    changes=(
        Change(
            seen=Seen(1, 9),
            replica=str(OTHER),
            author=ASHA,
            made_at="2026-03-15T04:00:00.000Z",
            received_at="2026-03-15T04:10:00.000Z",
            fields={"phone": "9414000000"},
            n=8,
        ),
    ),
    erased={"missing/phone": Seen(1, 8), "phone": Seen(1, 8)},
)
EXAMPLES: dict[str, Any] = {
    "have": Have(CLUSTER, {PHOTO: ATTACHMENT}).plain(),
    "holding": Holding(CLUSTER, {PHOTO: 2}).plain(),
    "whole": Holding(CLUSTER, {}, (PHOTO,)).plain(),
    "wrong": Holding(CLUSTER, {PHOTO: 0}, (), (PHOTO,)).plain(),
    "want": Want(CLUSTER, ATTACHMENT, PHOTO, 2, 262_144).plain(),
    "erase": ERASURE.plain(),
    "gone": FIRST.without(["place"]).plain(),
    "erased-row": ERASED_ROW.plain(),
    "move": MOVE.plain(),
    "moved-row": Row(58, "actor", MEETING, (), moved=LUDHIANA).plain(),
    "op": FIRST.plain(),
    "choice": CHOICE.plain(),
    "stub": Stub(1, FIRST.digest()).plain(),
    "envelope": ENVELOPE.plain(),
    "batch": BATCH.plain(),
    "run": RUN.dense(),
    "rows-in-a-run": TWO_ROWS.dense(),
    "parked": replace(BATCH, park=True).plain(),
    "outcomes": OUTCOMES.plain(),
    "refusal": Outcomes(1, 12, (), Refusal.gap).plain(),
    "restored": Outcomes(261_128_043_012_345, 12, (), Refusal.restored, {CLUSTER: (Seen(1, 40),)}).plain(),
    "ready": Slice(CLUSTER, (), Seen(1, 85), Seen(1, 50_123), ready=Ready(PHOTO, 9_216_000, Seen(1, 50_017))).plain(),
    "checked": Slice(CLUSTER, (), Seen(1, 57), Seen(1, 57), Sum(1, 0).plus("meeting", MEETING, 42)).plain(),
    "aside": SetAside(((CLUSTER, PAGE.slices[0].rows[0]),)).plain(),
    "page": PAGE.plain(),
    "upgrade": Page(upgrade=True).plain(),
    "grants": GRANTS.plain(),
    "grants-for-sticks": FOR_STICKS.plain(),
    "enrol": unpack(ENROLMENT.pack())[0].body,
    "enrol_again": unpack(
        Enrolment("", "", REPLICA, "Dell of Asha", ASHA, {}, (str(OTHER), 9, CHOICE.was[0][2]), ENVELOPE.token).pack()
    )[0].body,
    "enrolled": unpack(Enrolled(ENVELOPE.token, GRANTS).pack())[0].body,
    "refused": Refused("sign_in", "The server does not know this name and password.").plain(),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_document_shows_what_the_program_writes(name):
    assert BLOCKS[name] == canonical.encode(EXAMPLES[name]).decode()


def test_the_document_has_no_other_examples():
    assert set(BLOCKS) == {*EXAMPLES, "frames", "part", "digests", "dictionary", "bundle", "bundle-head"}


def test_the_dictionary_of_the_document_is_that_of_the_program():
    assert BLOCKS["dictionary"].encode() == DICTIONARY


def test_the_frames_of_the_document_can_be_read():
    shown = bytes.fromhex(re.sub(r"\s+|#.*", "", BLOCKS["frames"]))
    assert unpack(shown) == [Frame(FrameType.refused, EXAMPLES["refused"])]


def test_the_part_of_the_document_is_what_the_program_writes_and_reads():
    shown = bytes.fromhex(re.sub(r"\s+|#.*", "", BLOCKS["part"]))
    assert shown == PART.payload()
    assert Part.read(shown) == PART


def test_the_digests_of_the_document_are_right():
    hidden = canonical.digest(FIRST.salt, b"present_count", b"11")
    shown = dict(line.split(" = ") for line in BLOCKS["digests"].splitlines())
    assert shown == {
        "h_0": START,
        "present_count": hidden,
        "d_1": FIRST.digest(),
        "h_1": BATCH.h_after,
        "conflict": str(item_id(REPLICA, 3, "present_count")),
        "dead letter": str(item_id(REPLICA, 4)),
    }
    assert chain_after(START, [Stub(1, FIRST.digest())]) == BATCH.h_after


@pytest.mark.parametrize("kind", FrameType)
def test_the_document_lists_every_type_of_frame(kind):
    assert f"| {kind.value} | {kind.name} |" in DOCUMENT


def test_the_bundle_of_the_document_can_be_read_by_whom_it_is_sealed_to_and_by_nobody_else():
    [shown] = bundle.bundles_in(bytes.fromhex(re.sub(r"\s+|#.*", "", BLOCKS["bundle"])))
    length = int.from_bytes(shown.payload[:4], "big")
    assert shown.payload[4 : 4 + length].decode() == BLOCKS["bundle-head"]
    assert shown.is_signed(ASHA_KEYS.public)
    assert shown.open(str(TARA), TARA_KEYS) == {FrameType.batch: BATCH.plain()}
    at_the_server = {FrameType.batch: BATCH.plain(), FrameType.envelope: ON_A_STICK.plain()}
    assert shown.open("server", SERVER_KEYS) == at_the_server
    with pytest.raises(bundle.NotSealedToUs):
        shown.open("server", ASHA_KEYS)


def test_the_author_of_the_document_has_shown_that_the_id_is_theirs():
    assert Enrolment.read(ENROLMENT.pack()).proof == AUTHOR_PROOF
    assert AUTHOR_PROOF.holds(AUTHOR, REPLICA)
    assert not AUTHOR_PROOF.holds(AUTHOR, OTHER)
    assert not AUTHOR_PROOF.holds(ASHA, REPLICA)


def test_an_op_that_lost_a_value_has_the_digest_of_the_document():
    assert Op.read(FIRST.without(["place"]).plain()).digest() == FIRST.digest()
