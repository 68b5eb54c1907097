"""The messages of one exchange: envelope and batch up, outcomes, grants and page down."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain, count, pairwise, repeat
from operator import eq
from typing import Any
from uuid import UUID

from cdadesk.wire import fresh, runs
from cdadesk.wire.frames import Frame, FrameType, Written, written
from cdadesk.wire.fresh import Fresh
from cdadesk.wire.granted import Colleague, Grants, Role
from cdadesk.wire.keys import PublicKeys
from cdadesk.wire.lazily import Lazily
from cdadesk.wire.ops import Op, Seen, Stub, is_whole, read_entry, read_numbers
from cdadesk.wire.pages import Page
from cdadesk.wire.unread import Unread

PROTOCOL = 2
OLDEST_PROTOCOL = 1
"""Requests without runs, whose answers hold none; a server hears them for ever."""
SCHEMA = 1
ROOM = 128 * 1024


@dataclass(frozen=True)
class Envelope:
    """Who asks, and what it holds already.

    `cursors` say how far it has come in the feed of each scope, `floors` up to where it holds all of a scope: less than
    the cursor while a scope comes in several pages, because a record may move past the cursor before it came. `made` is
    the newest (n, h) of the replica; `room` is the most bytes it wants back. The wire carries `replica` only where no
    token says whose envelope it is, and `room` only where it is not the usual one; `keys` only as long as the server
    does not know them, and `laptop`, what its person calls it, until the grants say so. With `check` it asks for the
    sum of every scope, to hold against its own.
    """

    replica: UUID | None
    token: str
    grants: str
    cursors: Mapping[str, Seen]
    made: tuple[int, str]
    room: int
    protocol: int = PROTOCOL
    schema: int = SCHEMA
    floors: Mapping[str, Seen] = field(default_factory=dict)
    check: bool = False
    keys: PublicKeys | None = None
    laptop: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the envelope as the wire carries it: floors only where they lie below the cursor."""
        floors = {scope: seen.plain() for scope, seen in self.floors.items() if seen != self.cursors.get(scope)}
        plain: dict[str, Any] = {
            "protocol": self.protocol,
            "schema": self.schema,
            "grants": self.grants,
            "cursors": {scope: seen.plain() for scope, seen in self.cursors.items()},
            "made": list(self.made),
        }
        plain |= {"token": self.token} if self.token else {"replica": str(self.replica)}
        plain |= {"room": self.room} if self.room != ROOM else {}
        plain |= {"keys": self.keys.plain()} if self.keys else {}
        plain |= {"laptop": self.laptop} if self.laptop else {}
        return plain | ({"floors": floors} if floors else {}) | ({"check": True} if self.check else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Envelope":
        """Read an envelope; raises ValueError, KeyError or TypeError when it is none."""
        n, h = plain["made"]
        return cls(
            replica=UUID(plain["replica"]) if "replica" in plain else None,
            token=str(plain.get("token", "")),
            grants=str(plain["grants"]),
            cursors=read_numbers(plain["cursors"]),
            floors=read_numbers(plain.get("floors", {})),
            made=(int(n), str(h)),
            room=int(plain.get("room", ROOM)),
            protocol=int(plain["protocol"]),
            schema=int(plain["schema"]),
            check=plain.get("check") is True,
            keys=PublicKeys.read(plain["keys"]) if "keys" in plain else None,
            laptop=str(plain.get("laptop", "")),
        )


@dataclass(frozen=True)
class Batch:
    """A consecutive run of whole groups, with the chain before and after it.

    `park` asks to keep the ops unread as dead letters: the server failed on them again and again.
    """

    h_before: str
    h_after: str
    entries: Sequence[Op | Stub]
    park: bool = False

    @property
    def numbers(self) -> range:
        """Return the numbers of the ops."""
        entries = self.entries
        return entries.numbers if isinstance(entries, Unread) else range(entries[0].n, entries[-1].n + 1)

    @property
    def fresh(self) -> tuple[Fresh, ...]:
        """Return all ops as columns where that is how they came, and each only makes a record; else nothing."""
        return self.entries.fresh if isinstance(self.entries, Unread) else ()

    def ops(self) -> Sequence[dict[str, Any]]:
        """Return the ops as the wire carries them, one by one."""
        entries = self.entries
        return entries.plains if isinstance(entries, Unread) else [entry.plain() for entry in entries]

    def records(self, numbers: Container[int]) -> Iterator[str]:
        """Yield the records of those of the ops that have these numbers, as their ids are written."""
        if numbers == self.numbers:
            told = (runs.values_of(each, "record") for each in self.dense()["ops"])
            return chain.from_iterable(told)
        return (each["record"] for each in self.ops() if "record" in each and each["n"] in numbers)

    def plain(self) -> dict[str, Any]:
        """Return the batch as the wire carries it."""
        return self._told(list(self.ops()))

    def _told(self, ops: list[Any]) -> dict[str, Any]:
        plain: dict[str, Any] = {"h_before": self.h_before, "h_after": self.h_after, "ops": ops}
        return plain | ({"park": True} if self.park else {})

    def dense(self) -> dict[str, Any]:
        """Return the batch with its ops in runs."""
        entries = self.entries
        listed = entries.listed if isinstance(entries, Unread) else runs.dense(entry.plain() for entry in entries)
        return self._told(listed)

    @cached_property
    def written(self) -> Written:
        """Return the frame of the batch, written out once."""
        return written(Frame(FrameType.batch, self.dense()))

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Batch":
        """Read a batch, with runs or without; raises ValueError, KeyError or TypeError when it is none."""
        told = (str(plain["h_before"]), str(plain["h_after"]))
        park, listed = plain.get("park") is True, plain["ops"]
        columns = fresh.read(listed)
        if columns is not None:
            numbers = range(columns[0].first, columns[0].first + sum(map(len, columns)))
            unread = Unread(numbers, lambda: listed)
            unread.fresh = columns
            return cls(*told, unread, park)
        entries = tuple(read_entry(each) for each in runs.loose(listed))
        if not entries or any(later.n != earlier.n + 1 for earlier, later in pairwise(entries)):
            raise ValueError("not a consecutive run")
        return cls(*told, entries, park)


@dataclass(frozen=True)
class Apart:
    """Ops of a batch on a stick that not every receiver may read: they lie sealed apart, stubs stand for them."""

    ops: tuple[Op, ...]

    def plain(self) -> dict[str, Any]:
        """Return the ops as the wire carries them."""
        return {"ops": [each.plain() for each in self.ops]}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Apart":
        """Read ops; raises ValueError, KeyError or TypeError when they are none."""
        return cls(tuple(Op.read(each) for each in plain["ops"]))


class Result(StrEnum):
    """What became of one op at the server."""

    ok = "ok"
    merged = "merged"
    conflict = "conflict"
    erased = "erased"
    rejected = "rejected"


@dataclass(frozen=True)
class Outcome:
    """The server's word on one op: its number in the scope, and why if it was not simply taken."""

    n: int
    result: Result
    seen: Seen | None = None
    conflicts: tuple[UUID, ...] = ()
    code: str = ""
    sentence: str = ""

    def plain(self) -> list[Any]:
        """Return `[n, result, seen, conflicts or [code, sentence]]`, without idle tails."""
        tail: list[Any] = [str(each) for each in self.conflicts] or ([self.code, self.sentence] if self.code else [])
        return [self.n, self.result.value, self.seen.plain() if self.seen else None, *([tail] if tail else [])]

    @classmethod
    def read(cls, plain: Any) -> "Outcome":
        """Read an outcome; raises ValueError or TypeError when it is none."""
        n, result, seen, *rest = plain
        tail = rest[0] if rest else []
        kind = Result(result)
        at = Seen.read(seen) if seen is not None else None
        if kind is Result.rejected:
            return cls(int(n), kind, at, code=str(tail[0]), sentence=str(tail[1]))
        return cls(int(n), kind, at, tuple(UUID(each) for each in tail))


class Simply(Lazily[Outcome]):
    """The outcomes of ops that follow each other, each of which was simply taken: of the first, and their numbers."""

    def __init__(self, first: int, seen: Sequence[Seen]) -> None:
        self.first = first
        self.seen = seen

    @classmethod
    def read(cls, plain: Sequence[Any]) -> "Simply | None":
        """Read outcomes that are all such; None where one is not. Raises ValueError or TypeError when they are none."""
        if not plain or any(len(each) != 3 or each[1] != Result.ok for each in plain):
            return None
        ns, _ok, seen = zip(*plain, strict=True)
        if list(ns) != list(range(ns[0], ns[0] + len(ns))) or any(each is None or len(each) != 2 for each in seen):
            return None
        are_numbers = all(map(is_whole, (ns[0], ns[-1], *chain.from_iterable(seen))))
        return cls(ns[0], tuple(map(Seen._make, seen))) if are_numbers else None

    @property
    def numbers(self) -> range:
        """Return the numbers of the ops."""
        return range(self.first, self.first + len(self.seen))

    def stretch(self) -> Seen | None:
        """Return the number of the first op, if those of the others follow on it one by one; else None."""
        epoch, first = self.seen[0]
        return self.seen[0] if all(map(eq, self.seen, zip(repeat(epoch), count(first), strict=False))) else None

    def make(self) -> Iterable[Outcome]:
        """Return the outcomes one by one."""
        return (Outcome(n, Result.ok, seen) for n, seen in enumerate(self.seen, self.first))

    def plain(self) -> list[Any]:
        """Return the outcomes as the wire carries them."""
        return [[n, Result.ok.value, seen.plain()] for n, seen in enumerate(self.seen, self.first)]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.seen)


class Refusal(StrEnum):
    """Why nothing of a batch was applied.

    `restored`: the server was put back to a backup, and the replica has seen what it lost. `rewound`: it was put back,
    and nobody has told it so.
    """

    fork = "fork"
    gap = "gap"
    restored = "restored"
    rewound = "rewound"


@dataclass(frozen=True)
class Outcomes:
    """The server's answer to a batch. `refusal` is set when nothing was applied.

    `fences` tell a replica that saw what a restored server lost, for each scope, up to where every epoch was kept.
    """

    epoch: int
    last_n: int
    outcomes: Sequence[Outcome] = ()
    refusal: Refusal | None = None
    fences: Mapping[str, tuple[Seen, ...]] = field(default_factory=dict)

    @property
    def erased(self) -> int:
        """Return how many ops said something that had been erased meanwhile."""
        return 0 if isinstance(self.outcomes, Simply) else sum(each.result is Result.erased for each in self.outcomes)

    def plain(self) -> dict[str, Any]:
        """Return the answer as the wire carries it."""
        told = self.outcomes
        ops = told.plain() if isinstance(told, Simply) else [each.plain() for each in told]
        plain: dict[str, Any] = {"epoch": self.epoch, "last_n": self.last_n, "ops": ops}
        fences = {scope: [each.plain() for each in kept] for scope, kept in self.fences.items()}
        refused = {"refusal": self.refusal.value} if self.refusal else {}
        return plain | refused | ({"fences": fences} if fences else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Outcomes":
        """Read the answer; raises ValueError, KeyError or TypeError when it is none."""
        refusal = Refusal(plain["refusal"]) if "refusal" in plain else None
        outcomes = Simply.read(plain["ops"]) or tuple(Outcome.read(each) for each in plain["ops"])
        told = plain.get("fences", {}).items()
        fences = {str(scope): tuple(Seen.read(each) for each in kept) for scope, kept in told}
        return cls(int(plain["epoch"]), int(plain["last_n"]), outcomes, refusal, fences)


@dataclass(frozen=True)
class Answer:
    """What came back of one exchange; `grants` only when they changed, `outcomes` only when a batch was sent."""

    page: Page
    outcomes: Outcomes | None = None
    grants: Grants | None = None


__all__ = [
    "OLDEST_PROTOCOL",
    "PROTOCOL",
    "ROOM",
    "SCHEMA",
    "Answer",
    "Apart",
    "Batch",
    "Colleague",
    "Envelope",
    "Grants",
    "Outcome",
    "Outcomes",
    "Refusal",
    "Result",
    "Role",
    "Simply",
]
