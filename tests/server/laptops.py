"""Laptops as plain as can be: a list of ops, a dict of what came, and the bytes between them and the server."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.server import exchange
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.exchange import Answer
from cdadesk.server.files.objects import Objects
from cdadesk.wire.echo import with_own
from cdadesk.wire.enrol import Enrolled, Enrolment
from cdadesk.wire.frames import Frame, FrameType, pack, unpack
from cdadesk.wire.messages import (
    Batch,
    Envelope,
    Grants,
    Outcome,
    Outcomes,
)
from cdadesk.wire.ops import NOTHING_SEEN, Act, Leaves, Op, Seen, Stub, chain_after, chain_start
from cdadesk.wire.pages import Page
from tests.serving import PASSWORD, Town

NOON = dt.datetime(2026, 3, 14, 6, 30, tzinfo=dt.UTC)
Key = tuple[str, str, UUID]
Post = Callable[[bytes], Answer]


@dataclass(frozen=True)
class Change:
    """One change before it is an op."""

    record: UUID
    fields: Leaves
    scope: str
    kind: str = "meeting"
    base: Seen | None = None
    act: Act = Act.set
    resolves: tuple[UUID, ...] = ()
    author: str | None = None
    was: tuple[str, int, str] | None = None


@dataclass
class Reply:
    """What came back of one exchange."""

    status: int
    outcomes: Outcomes | None = None
    page: Page = field(default_factory=Page)
    grants: Grants | None = None

    def results(self) -> list[str]:
        """Return in a word what became of each op."""
        return [f"{each.result}{':' + each.code if each.code else ''}" for each in self.told().outcomes]

    def told(self) -> Outcomes:
        """Return the outcomes, which must have come."""
        assert self.outcomes is not None
        return self.outcomes


class Laptop:
    """One replica: makes ops, sends runs of them, keeps what the pages bring."""

    def __init__(self, post: Post, member: Member, enrolled: Enrolled, replica: UUID) -> None:
        self.post = post
        self.member = member
        self.token = enrolled.token
        self.grants = enrolled.grants
        self.replica = replica
        self.entries: list[Op | Stub] = []
        self.cursors: dict[str, Seen] = {}
        self.floors: dict[str, Seen] = {}
        self.held: dict[Key, Leaves] = {}
        self.seen: dict[Key, Seen] = {}

    def save(self, *changes: Change) -> list[Op]:
        """Make the ops of one save."""
        group = new_id()
        made = [
            Op(
                n=len(self.entries) + 1 + index,
                scope=each.scope,
                kind=each.kind,
                record=each.record,
                base=each.base,
                act=each.act,
                fields=each.fields,
                author=each.author or str(self.member.id),
                made_at=NOON,
                local_day=NOON.date(),
                group=group,
                resolves=each.resolves,
                was=(each.was,) if each.was else (),
            )
            for index, each in enumerate(changes)
        ]
        self.entries += made
        return made

    def h(self, n: int) -> str:
        """Return the chain after n ops."""
        return chain_after(chain_start(self.replica), self.entries[:n])

    def request(self, first: int = 0, last: int = 0, room: int = 1_000_000) -> bytes:
        """Return the bytes of a request with the ops from first to last; none if first is 0."""
        made = (len(self.entries), self.h(len(self.entries)))
        envelope = Envelope(self.replica, self.token, self.grants.hash, self.cursors, made, room, floors=self.floors)
        frames = [Frame(FrameType.envelope, envelope.plain())]
        if first:
            run = tuple(self.entries[first - 1 : last])
            frames.append(Frame(FrameType.batch, Batch(self.h(first - 1), self.h(last), run).plain()))
        return pack(*frames)

    def push(self, first: int = 1, last: int = 0) -> Reply:
        """Send a run of ops, by default all that were ever made, and take what comes back."""
        return self.take(self.post(self.request(first, last or len(self.entries))))

    def park(self, n: int) -> Reply:
        """Ask that one op is laid aside unread, as after this server failed on it again and again."""
        envelope = Envelope(self.replica, self.token, self.grants.hash, self.cursors, (n, self.h(n)), 1_000_000)
        batch = Batch(self.h(n - 1), self.h(n), tuple(self.entries[n - 1 : n]), park=True)
        frames = Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.batch, batch.plain())
        return self.take(self.post(pack(*frames)))

    def pull(self, room: int = 1_000_000) -> Reply:
        """Ask for news only."""
        return self.take(self.post(self.request(room=room)))

    def pull_all(self, room: int = 1_000_000) -> None:
        """Ask until nothing is behind."""
        while any(each.cursor < each.head for each in self.pull(room).page.slices):
            pass

    def take(self, answer: Answer) -> Reply:
        """Read an answer and apply its page."""
        if answer.status != 200:
            return Reply(answer.status)
        bodies = {frame.type: frame.body for frame in unpack(answer.body)}
        reply = Reply(
            answer.status,
            Outcomes.read(bodies[FrameType.outcomes]) if FrameType.outcomes in bodies else None,
            Page.read(bodies[FrameType.page]),
            Grants.read(bodies[FrameType.grants]) if FrameType.grants in bodies else None,
        )
        self.grants = reply.grants or self.grants
        if reply.outcomes is not None:
            run = Batch("", "", tuple(self.entries[each.n - 1] for each in reply.outcomes.outcomes))
            reply.page = with_own(reply.page, self.cursors, self.replica, run, reply.outcomes)
        for part in reply.page.slices:
            self.cursors[part.scope] = part.cursor
            self.floors[part.scope] = (
                part.head if part.cursor == part.head else self.floors.get(part.scope, NOTHING_SEEN)
            )
            for row in part.rows:
                self.seen[part.scope, row.kind, row.id] = Seen(part.head.epoch, row.seq)
                held = self.held.setdefault((part.scope, row.kind, row.id), {})
                for change in row.changes:
                    held.update(change.fields)
        return reply

    def sees(self, scope: str, kind: str, record: UUID) -> Leaves | None:
        """Return what it holds of a record; emptied leaves are left out."""
        held = self.held.get((scope, kind, record))
        return None if held is None else {path: value for path, value in held.items() if value is not None}

    def conflicts(self) -> dict[UUID, Leaves]:
        """Return the conflicts it has heard of and that nobody has settled."""
        heard = {key[2]: leaves for key, leaves in self.held.items() if key[1] == "conflict"}
        return {each: leaves for each, leaves in heard.items() if "settled" not in leaves}

    def base(self, scope: str, record: UUID, kind: str = "meeting") -> Seen:
        """Return the state of a record that it holds: the base of a form that opens now."""
        return self.seen.get((scope, kind, record), NOTHING_SEEN)


@dataclass
class House:
    """A furnished server, without HTTP: bytes in, bytes out."""

    database: Database
    town: Town
    objects: Objects = field(default_factory=lambda: Objects(Path("nowhere")))

    @property
    def jaipur(self) -> str:
        """Return the scope of the cluster that Asha works on."""
        return str(self.town.jaipur)

    @property
    def jaipur_private(self) -> str:
        """Return the scope behind its wall."""
        return f"{self.town.jaipur}:private"

    @property
    def ludhiana(self) -> str:
        """Return the scope of the cluster that Balbir works on."""
        return str(self.town.ludhiana)

    def post(self, body: bytes) -> Answer:
        """Carry an exchange."""
        return exchange.answer_sync(self.database, body)

    def enrol(self, login: str, **told: Any) -> Answer:
        """Sign a laptop in."""
        usual: dict[str, Any] = {
            "user": login,
            "password": PASSWORD,
            "replica": new_id(),
            "laptop": f"laptop of {login}",
            "author": "",
            "clusters": {},
        }
        return exchange.answer_enrol(self.database, Enrolment(**(usual | told)).pack())

    def laptop(self, login: str, **told: Any) -> Laptop:
        """Return an enrolled laptop."""
        replica = told.setdefault("replica", new_id())
        answer = self.enrol(login, **told)
        assert answer.status == 200, answer
        return Laptop(self.post, self.town.people[login], Enrolled.read(answer.body), replica)


def found(outcomes: Sequence[Outcome], n: int) -> Outcome:
    """Return the outcome of one op."""
    return next(each for each in outcomes if each.n == n)


def again(change: Change, **told: Any) -> Change:
    """Return a change like another."""
    return replace(change, **told)
