"""Frozen requests of every released version, and how to write those of a new one.

python -m tests.wire.corpus schema_1      # writes what is not there yet; what is there is never changed

`NN-name.cda` is the body of a request as a laptop of that version sent it, `NN-name.json` what the server must say to
it. They are replayed in their order against one server that knows the people below.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.server import scopes
from cdadesk.server.database import Database
from cdadesk.server.sessions import digest
from cdadesk.server.tables import Assignment, DeviceToken, Replica, User
from cdadesk.wire.frames import Frame, FrameType, pack
from cdadesk.wire.messages import OLDEST_PROTOCOL, PROTOCOL, Batch, Envelope
from cdadesk.wire.ops import Act, Leaves, Op, Seen, Stub, chain_after, chain_start, item_id

FOLDER = Path(__file__).parent
NOON = dt.datetime(2026, 3, 14, 6, 30, tzinfo=dt.UTC)
CLUSTER = UUID("01a20000-0000-7000-8000-0000000000c1")
ASHA = UUID("01a20000-0000-7000-8000-0000000000a5")
LAPTOPS = {UUID(f"01a20000-0000-7000-8000-00000000000{n}"): f"{n}" * 32 for n in (1, 2)}
ONE, TWO = LAPTOPS
MEETING, ACTOR, STRANGE = (UUID(f"01a20000-0000-7000-8000-0000000000e{n}") for n in (1, 2, 3))


def furnish(database: Database) -> None:
    """Let a server know the person and the laptops of the corpus."""

    def work(session: Session) -> None:
        scopes.make_cluster(session, CLUSTER, "Jaipur", NOON)
        session.add(User(id=ASHA, login="asha", name="Asha", role="cda", password_hash="", added_at=NOON))
        session.flush()
        session.add(Assignment(user=ASHA, cluster=CLUSTER))
        for each, token in LAPTOPS.items():
            session.add(Replica(id=each, user=ASHA, laptop="", last_n=0, h=chain_start(each), added_at=NOON))
            session.flush()
            session.add(DeviceToken(digest=digest(token), replica=each, issued_at=NOON))

    database.write(work)


@dataclass
class Writer:
    """A laptop whose ops have the same bytes in every run."""

    replica: UUID
    entries: list[Op | Stub] = field(default_factory=list)
    sent: int = 0

    def op(self, record: UUID, fields: Leaves, *, save: int = 0, **told: Any) -> Op:
        """Make an op; those of one `save` belong together, 0 stands alone."""
        n = len(self.entries) + 1
        usual: dict[str, Any] = {
            "n": n,
            "scope": str(CLUSTER),
            "kind": "meeting",
            "record": record,
            "base": None,
            "act": Act.set,
            "fields": fields,
            "author": str(ASHA),
            "made_at": NOON + dt.timedelta(minutes=n),
            "local_day": NOON.date(),
            "group": UUID(int=self.replica.int + 2**20 + (save or n * 2**10)),
            "salt": bytes([n]) * 16,
        }
        made = Op(**(usual | told))
        self.entries.append(made)
        return made

    def request(self, *, schema: int, park: bool = False, protocol: int = OLDEST_PROTOCOL) -> bytes:
        """Return the request that sends what was not sent yet, as far as the protocol allows in runs."""
        start = chain_start(self.replica)
        before, after = (chain_after(start, self.entries[:n]) for n in (self.sent, len(self.entries)))
        batch = Batch(before, after, tuple(self.entries[self.sent :]), park)
        self.sent = len(self.entries)
        known = (self.sent, after)
        envelope = Envelope(None, LAPTOPS[self.replica], "", {}, known, 4096, schema=schema, protocol=protocol)
        told = batch.plain() if protocol == OLDEST_PROTOCOL else batch.dense()
        return pack(Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.batch, told))


def requests(schema: int) -> Iterator[tuple[str, bytes]]:
    """Yield today's requests: each rule of the intake once."""
    one, two = Writer(ONE), Writer(TWO)
    one.op(MEETING, {"held_on": "2026-03-14", "place": "बगरू", "present_count": 11})
    yield "a new record", one.request(schema=schema)
    line = "attendance/01a20000-0000-7000-8000-0000000000d1"
    one.op(MEETING, {f"{line}/status": "present", f"{line}/order": "a"}, base=Seen(1, 1), save=1)
    one.op(ACTOR, {"name": "Bagru Printers", "year_started": 1998}, kind="actor", save=1)
    yield "a save of two records with a line of a list", one.request(schema=schema)
    two.op(MEETING, {"place": "Sanganer", "present_count": None})
    yield "a change that another had made otherwise", two.request(schema=schema)
    yield from _judged(one, schema)
    yield from _erased(one, two, schema)


def _judged(one: Writer, schema: int) -> Iterator[tuple[str, bytes]]:
    conflict = item_id(TWO, 1, "place")
    one.op(MEETING, {"place": "Sanganer"}, base=Seen(1, 5), resolves=(conflict,))
    yield "a choice", one.request(schema=schema)
    void = {"at": "2026-03-14T09:12:33.120Z", "by": str(ASHA), "reason": "twice"}
    one.op(ACTOR, {"void": void}, kind="actor", base=Seen(1, 3), act=Act.void)
    one.op(ACTOR, {"void": None}, kind="actor", base=Seen(1, 3), act=Act.restore)
    yield "out of use and back", one.request(schema=schema)
    one.op(MEETING, {"present_count": "many"}, base=Seen(1, 5))
    yield "a value that does not fit", one.request(schema=schema)
    one.op(STRANGE, {"colour": "indigo", "of/unknown/depth": [1, True, None]}, kind="loom")
    one.op(MEETING, {"mood": "calm"}, base=Seen(1, 5))
    yield "a kind and a field of a newer program", one.request(schema=schema)


def _erased(one: Writer, two: Writer, schema: int) -> Iterator[tuple[str, bytes]]:
    told = one.op(MEETING, {"talk": "erased"})
    one.entries[-1] = Stub(told.n, told.digest())
    yield "a stub", one.request(schema=schema)
    one.op(ACTOR, {"remarks": "Speaks to nobody."}, kind="actor", base=Seen(1, 3))
    yield "laid aside unread", one.request(schema=schema, park=True)
    one.op(ACTOR, dict.fromkeys(("remarks", "place")), kind="actor", base=Seen(1, 3), act=Act.erase)
    two.op(ACTOR, {"remarks": "Late.", "code": "BP"}, kind="actor", base=Seen(1, 3))
    yield "an erasure", one.request(schema=schema)
    yield "a late value of what was erased", two.request(schema=schema)
    one.entries[-1] = replace(told, n=one.sent)
    one.sent -= 1
    yield "another op under a number that was given", one.request(schema=schema)
    for name in ("Bagru Dyers", "Sanganer Dyers"):
        two.op(new_of(name), {"name": name, "year_started": 2001}, kind="actor", save=2)
    yield "two records in a run", two.request(schema=schema, protocol=PROTOCOL)


def new_of(name: str) -> UUID:
    """Return an id that is the same in every run."""
    return item_id(TWO, 0, name)


def write(folder: Path, schema: int, answer: Any) -> None:
    """Freeze requests that are not frozen yet, with what `answer` says to them."""
    folder.mkdir(exist_ok=True)
    for number, (name, body) in enumerate(requests(schema), start=1):
        file = folder / f"{number:02}-{name.replace(' ', '-')}.cda"
        told = answer(body)
        if not file.exists():
            file.write_bytes(body)
            file.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Write the requests of today's schema."""
    from tests.wire.test_corpus import answers  # noqa: PLC0415 - the test replays what this writes

    schema = int(arguments[0].removeprefix("schema_"))
    with answers() as answer:
        write(FOLDER / arguments[0], schema, answer)
