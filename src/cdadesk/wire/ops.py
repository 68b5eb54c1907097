"""Ops: one change of one record each, frozen when written, chained so that neither end can mistake one for another."""

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from cdadesk import clock
from cdadesk.wire import canonical

GROUP_OPS = 200
GROUP_BYTES = 64 * 1024
RECORD_BYTES = 256 * 1024

Leaves = dict[str, Any]
Origin = tuple[str, int, str]
"""Under which name an op was issued before: replica, n and h_n."""

_MOST_ORIGINS = 8
HIDDEN = 2 * canonical.DIGEST_BYTES + 2  # bytes of a digest in place of a value
SALT = ',"salt":""'


class Act(StrEnum):
    """What an op does to its record."""

    set = "set"
    void = "void"
    restore = "restore"
    erase = "erase"
    move = "move"


class Seen(NamedTuple):
    """The server's number of a change in a scope: compared by epoch, then seq."""

    epoch: int
    seq: int

    def plain(self) -> list[int]:
        """Return `[epoch, seq]`."""
        return [self.epoch, self.seq]

    @classmethod
    def read(cls, plain: Any) -> "Seen":
        """Read `[epoch, seq]`; raises ValueError on anything else."""
        match plain:
            case [int(epoch), int(seq)] if epoch >= 0 and seq >= 0:
                return cls(epoch, seq)
        raise ValueError("seen")


NOTHING_SEEN = Seen(0, 0)


@dataclass(frozen=True)
class Op:
    """One change to one record.

    `n` counts from 1 in its replica; `base` is what the person saw of this record when the form opened, None for a new
    record; `fields` maps leaf paths to values (None empties); `group` ties the ops of one save; `salt` keeps values out
    of digests; `was` are the names under which a laptop that was restored or cloned issued it before, the newest first.
    Once some of its values were erased, `gone` holds the digests of all of them, and the salt is gone too.
    """

    n: int
    scope: str
    kind: str
    record: UUID
    base: Seen | None
    act: Act
    fields: Leaves
    author: str
    made_at: dt.datetime
    local_day: dt.date
    group: UUID
    salt: bytes = field(default_factory=lambda: os.urandom(16))
    resolves: tuple[UUID, ...] = ()
    was: tuple[Origin, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the op as the wire carries it; empty options are left out."""
        return dict(self._plain)

    @cached_property
    def _plain(self) -> Mapping[str, Any]:
        plain: dict[str, Any] = {
            "n": self.n,
            "scope": self.scope,
            "kind": self.kind,
            "record": str(self.record),
            "base": self.base.plain() if self.base else None,
            "act": self.act.value,
            "fields": self.fields,
            "author": self.author,
            "made_at": clock.instant_text(self.made_at),
            "local_day": self.local_day.isoformat(),
            "group": str(self.group),
            "salt": self.salt.hex(),
        }
        if self.resolves:
            plain["resolves"] = [str(each) for each in self.resolves]
        if self.was:
            plain["was"] = [part for origin in self.was for part in origin]
        if self.gone:
            plain["gone"] = dict(self.gone)
        return plain

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Op":
        """Read an op from the wire; raises ValueError, KeyError or TypeError when it is none."""
        return cls(
            n=_whole(plain["n"]),
            scope=_short(plain["scope"]),
            kind=_short(plain["kind"]),
            record=UUID(plain["record"]),
            base=None if plain["base"] is None else Seen.read(plain["base"]),
            act=Act(plain["act"]),
            fields=_leaves(plain["fields"]),
            author=_short(plain["author"]),
            made_at=clock.read_instant(plain["made_at"]),
            local_day=dt.date.fromisoformat(plain["local_day"]),
            group=UUID(plain["group"]),
            salt=bytes.fromhex(plain["salt"]),
            resolves=tuple(UUID(each) for each in plain.get("resolves", ())),
            was=_origins(plain["was"]) if "was" in plain else (),
            gone={str(path): _short(hidden) for path, hidden in _leaves(plain.get("gone", {})).items()},
        )

    def digest(self) -> str:
        """Return d_n: every value enters only as its salted digest, so that a stub can stand for an erased op."""
        return self._measured[0]

    def size(self) -> int:
        """Return the bytes of the op on the wire before compression and without runs."""
        return self._measured[1]

    @cached_property
    def _measured(self) -> tuple[str, int]:
        """Return digest and size together: what is written for the one tells the other."""
        shown = self.plain()
        del shown["salt"]
        shown.pop("gone", None)
        values = {path: canonical.encode(value) for path, value in self.fields.items()}
        hidden = canonical.salted(self.salt, values) | dict(self.gone)
        written = canonical.encode(shown | {"fields": hidden})
        if self.gone:
            return canonical.digest(written), len(canonical.encode(self._plain))
        grown = sum(map(len, values.values())) - HIDDEN * len(values) + len(SALT) + 2 * len(self.salt)
        return canonical.digest(written), len(written) + grown

    @property
    def lost(self) -> frozenset[str]:
        """Return the paths whose values were erased from this op."""
        return frozenset(self.gone.keys() - self.fields.keys())

    def without(self, erased: Iterable[str]) -> "Op":
        """Return the op after paths were erased: same digest, no value there, and no salt to try values out with."""
        erased = list(erased)
        kept = {path: value for path, value in self.fields.items() if value is None or not covered(path, erased)}
        return self if len(kept) == len(self.fields) else replace(self, fields=kept, gone=self._hidden(), salt=b"")

    def _hidden(self) -> dict[str, str]:
        values = {path: canonical.encode(value) for path, value in self.fields.items()}
        return canonical.salted(self.salt, values) | dict(self.gone)


@dataclass(frozen=True)
class Stub:
    """What stays of an op whose content is gone: it advances the chain and sets nothing."""

    n: int
    digest_kept: str

    def digest(self) -> str:
        """Return the digest of the op that it stands for."""
        return self.digest_kept

    def plain(self) -> dict[str, Any]:
        """Return the stub as the wire carries it."""
        return {"n": self.n, "d": self.digest_kept}


def read_numbers(plain: Mapping[str, Any]) -> dict[str, Seen]:
    """Read numbers by scope or path; raises ValueError or TypeError when they are none."""
    return {str(name): Seen.read(seen) for name, seen in plain.items()}


def read_entry(plain: Mapping[str, Any]) -> Op | Stub:
    """Read an op or a stub."""
    return Stub(_whole(plain["n"]), _short(plain["d"])) if "d" in plain else Op.read(plain)


def chain_start(replica: UUID) -> str:
    """Return h_0 of a replica."""
    return canonical.digest(b"cda-sync 1", replica.bytes)


def chained(before: str, entry: Op | Stub) -> str:
    """Return h_n = SHA-256(h_{n-1} | d_n)."""
    return canonical.digest(bytes.fromhex(before), bytes.fromhex(entry.digest()))


def chain_after(before: str, entries: Iterable[Op | Stub]) -> str:
    """Return h after all the entries."""
    for entry in entries:
        before = chained(before, entry)
    return before


def numbered(ops: Iterable[Op], first: int) -> list[Op]:
    """Give consecutive numbers to the ops of one save."""
    return [replace(op, n=first + index) for index, op in enumerate(ops)]


def item_id(replica: UUID, n: int, path: str = "") -> UUID:
    """Return the id of what comes of one op at the server: its conflict at a path, or without one its dead letter."""
    return uuid5(replica, f"{n}/{path}")


def covers(erased: str, path: str) -> bool:
    """Say whether what is done to one path is done to another: to the path itself, and to all below it."""
    return path == erased or path.startswith(f"{erased}/")


def covered(path: str, erased: Iterable[str]) -> bool:
    """Say whether one of the paths covers this one."""
    return any(covers(each, path) for each in erased)


def same(one: Any, other: Any) -> bool:
    """Say whether two leaf values are one: unlike Python, JSON keeps `true` and `1` apart."""
    return one == other and canonical.encode(one) == canonical.encode(other)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Leaves:
    """Return what changed: new or other values, and None where a leaf was emptied."""
    changed = {path: value for path, value in after.items() if path not in before or not same(before[path], value)}
    return changed | {path: None for path, value in before.items() if path not in after and value is not None}


def is_whole(value: Any) -> bool:
    """Say whether a value is a number as the protocol has them."""
    return type(value) is int and 0 <= value < 2**53


def is_short(value: Any) -> bool:
    """Say whether a value is a text in one line, as names and kinds are."""
    return isinstance(value, str) and len(value) <= 80 and value.isprintable()


def _whole(value: Any) -> int:
    if not is_whole(value):
        raise ValueError("number")
    number: int = value
    return number


def _short(value: Any) -> str:
    if not is_short(value):
        raise ValueError("text")
    text: str = value
    return text


def _origins(flat: Any) -> tuple[Origin, ...]:
    """Read the names of an op one after the other: `[replica, n, h, replica, n, h ...]`."""
    if not isinstance(flat, list) or len(flat) % 3 or not 3 <= len(flat) <= 3 * _MOST_ORIGINS:
        raise ValueError("was")
    return tuple(
        (str(UUID(replica)), _whole(n), _short(h))
        for replica, n, h in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
    )


def _leaves(value: Any) -> Leaves:
    if not isinstance(value, dict):
        raise TypeError("fields")
    return value
