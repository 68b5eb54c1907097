"""What comes down: rows of a scope with the changes that stand in them, slice by slice, and rows set aside."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from cdadesk.clock import read_instant
from cdadesk.wire import canonical, changes, runs
from cdadesk.wire.changes import Changes
from cdadesk.wire.lazily import Lazily
from cdadesk.wire.ops import Leaves, Seen, read_numbers


@dataclass(frozen=True)
class Change:
    """What one op left standing in a record: the paths that no later change has overwritten.

    `n` is the op's number in its replica, 0 for what the server wrote by itself.
    """

    seen: Seen
    replica: str
    author: str
    made_at: str
    received_at: str
    fields: Leaves
    n: int = 0

    def plain(self) -> dict[str, Any]:
        """Return the change as the wire carries it."""
        plain: dict[str, Any] = {
            "seen": self.seen.plain(),
            "replica": self.replica,
            "author": self.author,
            "made_at": self.made_at,
            "received_at": self.received_at,
            "fields": self.fields,
        }
        return plain | ({"n": self.n} if self.n else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Change":
        """Read a change; raises ValueError, KeyError or TypeError when it is none."""
        texts = {name: str(plain[name]) for name in ("replica", "author", "made_at", "received_at")}
        return cls(seen=Seen.read(plain["seen"]), fields=dict(plain["fields"]), n=int(plain.get("n", 0)), **texts)


@dataclass(frozen=True)
class Row:
    """One record as the feed carries it: its newest number, and the changes newer than the cursor.

    `erased` tells which paths were erased since, even where something was written there again. `moved` is None unless
    the record left this scope: then it is the scope where it lies now, empty for who may not read there. `is_echo`: the
    reader put it back by itself (`wire.echo`); the wire never says so.
    """

    seq: int
    kind: str
    id: UUID
    changes: tuple[Change, ...]
    erased: Mapping[str, Seen] = field(default_factory=dict)
    moved: str | None = None
    is_echo: bool = field(default=False, compare=False)

    def plain(self) -> dict[str, Any]:
        """Return the row as the wire carries it."""
        plain: dict[str, Any] = {
            "seq": self.seq,
            "kind": self.kind,
            "id": str(self.id),
            "changes": [each.plain() for each in self.changes],
        }
        if self.erased:
            plain["erased"] = {path: seen.plain() for path, seen in self.erased.items()}
        return plain if self.moved is None else plain | {"moved": self.moved}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Row":
        """Read a row; raises ValueError, KeyError or TypeError when it is none."""
        told_changes = tuple(Change.read(each) for each in plain["changes"])
        erased, moved = read_numbers(plain.get("erased", {})), plain.get("moved")
        told = (int(plain["seq"]), str(plain["kind"]), UUID(plain["id"]), told_changes)
        return cls(*told, erased, None if moved is None else str(moved))


class Rows(Lazily[Row]):
    """Rows as the wire carries them: runs of single changes as columns, of which no object is made unasked."""

    def __init__(self, parts: Sequence["Part"]) -> None:
        self.parts = parts

    @classmethod
    def read(cls, listed: Sequence[Any]) -> "Rows":
        """Read rows, with runs or without; raises ValueError, KeyError or TypeError when they are none."""
        rows = cls([Part.read(each) for each in listed])
        if len(rows) > runs.MOST:
            raise ValueError("more rows than anybody sends")
        return rows

    def make(self) -> Iterable[Row]:
        """Return all rows."""
        return chain.from_iterable(part.rows for part in self.parts)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, self.parts))


class Flat(Lazily[Row]):
    """Rows to be told: as rows, or as the single change that one is (`runs.row_of`)."""

    def __init__(self, told: Sequence[Row | dict[str, Any]]) -> None:
        self._told = told

    def plain(self) -> list[dict[str, Any]]:
        """Return the rows as the wire carries them."""
        return [runs.row_of(each) if isinstance(each, dict) else each.plain() for each in self._told]

    def dense(self) -> list[Any]:
        """Return the rows in runs."""
        return runs.dense_rows(each if isinstance(each, dict) else each.plain() for each in self._told)

    def make(self) -> Iterable[Row]:
        """Return all rows."""
        return (Row.read(runs.row_of(each)) if isinstance(each, dict) else each for each in self._told)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._told)


@dataclass(frozen=True)
class Part:
    """One row, or a run of them as it lies on the wire; `changes` where each holds a single change."""

    listed: Any
    changes: Changes | None = None

    @classmethod
    def read(cls, listed: Any) -> "Part":
        """Read what lies at one place of a list; raises ValueError, KeyError or TypeError when it is none."""
        part = cls(listed, changes.read(*listed) if isinstance(listed, list) else None)
        if part.changes is None:
            part.rows  # noqa: B018 - it is read now, so that what is none is refused now
        return part

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows one by one."""
        return tuple(Row.read(each) for each in runs.loose_rows([self.listed]))

    def __len__(self) -> int:
        """Return how many rows these are."""
        return len(self.rows) if self.changes is None else len(self.changes)


def parts_of(rows: Sequence[Row]) -> tuple[Sequence[Changes], Sequence[Row]]:
    """Return the runs of single changes that rows came in, and all rows that came otherwise."""
    if not isinstance(rows, Rows):
        return (), rows
    columns = [each.changes for each in rows.parts if each.changes is not None]
    return columns, [row for each in rows.parts if each.changes is None for row in each.rows]


def seqs_of(rows: Sequence[Row]) -> Iterator[int]:
    """Yield the numbers of rows, those of single changes first."""
    columns, others = parts_of(rows)
    yield from chain.from_iterable(each.seqs for each in columns)
    yield from (row.seq for row in others)


@dataclass(frozen=True)
class Sum:
    """What tells whether two hold the same records of a scope in the same state: how many, and XOR of their marks."""

    count: int = 0
    xor: int = 0

    def plus(self, kind: str, record: UUID, seq: int) -> "Sum":
        """Return the sum with one more record, whose newest number is `seq`."""
        mark = canonical.digest(kind.encode(), record.bytes, str(seq).encode())
        return Sum(self.count + 1, self.xor ^ int(mark, 16))

    def plain(self) -> list[Any]:
        """Return `[count, marks]`."""
        return [self.count, f"{self.xor:032x}"]

    @classmethod
    def read(cls, plain: Any) -> "Sum":
        """Read a sum; raises ValueError or TypeError when it is none."""
        count, marks = plain
        return cls(int(count), int(marks, 16))


@dataclass(frozen=True)
class Ready:
    """A ready-made first download of a scope: a file of pages up to `at`, asked for like other files."""

    sha256: str
    size: int
    at: Seen

    def plain(self) -> list[Any]:
        """Return `[sha256, size, number]`."""
        return [self.sha256, self.size, self.at.plain()]

    @classmethod
    def read(cls, plain: Any) -> "Ready":
        """Read it; raises ValueError or TypeError when it is none."""
        sha256, size, at = plain
        return cls(str(sha256), int(size), Seen.read(at))


@dataclass(frozen=True)
class Echo:
    """What comes back to a laptop in a slice: ops that stand as it sent them, each a record of its own.

    `first` and `last` are their numbers, `seen` is the first one's number in the scope, on which those of the others
    follow one by one. `rows` gives them as rows.
    """

    first: int
    last: int
    seen: Seen
    rows: Callable[[], Sequence[Row]]


@dataclass(frozen=True)
class Slice:
    """A run of one scope's feed: rows up to `cursor`; the scope is all there when cursor = head.

    `sum` is over all that the scope holds at its head, when the replica asked for it and this slice reaches the head.
    `ready` is told to a replica that begins with a large scope: it may fetch that file and go on behind it.
    The wire never carries an `echo`: the reader holds it in its hands.
    """

    scope: str
    rows: Sequence[Row]
    cursor: Seen
    head: Seen
    sum: Sum | None = None
    ready: Ready | None = None
    echo: Echo | None = field(default=None, compare=False)

    def spelled_out(self) -> "Slice":
        """Return the slice with all that it says as rows."""
        return self if self.echo is None else replace(self, rows=(*self.rows, *self.echo.rows()), echo=None)

    def plain(self) -> dict[str, Any]:
        """Return the slice as the wire carries it."""
        return self._told(self.rows.plain() if isinstance(self.rows, Flat) else [row.plain() for row in self.rows])

    def dense(self) -> dict[str, Any]:
        """Return the slice with its rows in runs."""
        rows = self.rows
        return self._told(rows.dense() if isinstance(rows, Flat) else runs.dense_rows([row.plain() for row in rows]))

    def _told(self, rows: list[Any]) -> dict[str, Any]:
        plain = {"scope": self.scope, "rows": rows, "cursor": self.cursor.plain(), "head": self.head.plain()}
        plain |= {"sum": self.sum.plain()} if self.sum is not None else {}
        return plain | ({"ready": self.ready.plain()} if self.ready is not None else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Slice":
        """Read a slice, with runs or without; raises ValueError, KeyError or TypeError when it is none."""
        rows = Rows.read(plain["rows"])
        told = Sum.read(plain["sum"]) if "sum" in plain else None
        ready = Ready.read(plain["ready"]) if "ready" in plain else None
        return cls(str(plain["scope"]), rows, Seen.read(plain["cursor"]), Seen.read(plain["head"]), told, ready)


@dataclass(frozen=True)
class Page:
    """One answer's worth of news, scope by scope; none for a program so old that it has to `upgrade` first."""

    slices: tuple[Slice, ...] = ()
    upgrade: bool = False

    @property
    def is_echo(self) -> bool:
        """Say whether it tells of nothing but what the reader sent."""
        return not self.upgrade and not any(each.rows or each.sum or each.ready for each in self.slices)

    def plain(self) -> dict[str, Any]:
        """Return the page as the wire carries it."""
        return self._told([each.plain() for each in self.slices])

    def dense(self) -> dict[str, Any]:
        """Return the page with its rows in runs."""
        return self._told([each.dense() for each in self.slices])

    def _told(self, slices: list[dict[str, Any]]) -> dict[str, Any]:
        plain: dict[str, Any] = {"slices": slices}
        return plain | ({"upgrade": True} if self.upgrade else {})

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Page":
        """Read a page; raises ValueError, KeyError or TypeError when it is none."""
        return cls(tuple(Slice.read(each) for each in plain["slices"]), plain.get("upgrade") is True)


@dataclass(frozen=True)
class SetAside:
    """Rows that a restored server lost and a laptop still held: for people to look at, never applied by themselves."""

    rows: tuple[tuple[str, Row], ...]

    def plain(self) -> dict[str, Any]:
        """Return the rows with their scopes as the wire carries them."""
        return {"rows": [{"scope": scope, **row.plain()} for scope, row in self.rows]}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "SetAside":
        """Read the rows; raises ValueError, KeyError or TypeError when they are none."""
        rows = tuple((str(each["scope"]), Row.read(each)) for each in plain["rows"])
        for change in (change for _scope, row in rows for change in row.changes):
            read_instant(change.made_at)
        return cls(rows)
