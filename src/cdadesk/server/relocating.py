"""Relocating: how a record and all that hangs on it are written down in another scope, at the end of a transaction.

Every change that the record ever saw gets a number of the new scope, in the old order; the arrival is one more.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import first_downloads, needed_files
from cdadesk.server.bench import Key
from cdadesk.server.moving import Move, changed_after, counterpart, departed
from cdadesk.server.tables import (
    DeadLetter,
    Departed,
    History,
    Scope,
    ScopeAuthor,
    StoredRecord,
    metadata,
)
from cdadesk.wire.ops import NOTHING_SEEN, Seen

_SIGHTS = ("read", "judged")
Numbers = dict[Seen, Seen]


@dataclass
class _Relocated:
    """One record on its way: its lines where it was, where it goes, and the numbers that both sides give it."""

    stored: StoredRecord
    to_scope: str
    lines: Sequence[History]
    files: frozenset[str] = frozenset()
    leaving: Seen = NOTHING_SEEN
    arriving: Seen = NOTHING_SEEN
    numbers: Numbers = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, UUID]:
        """Return kind and id."""
        return self.stored.kind, self.stored.id


def relocate(session: Session, move: Move, tombstone: Seen, now: dt.datetime) -> set[Key]:
    """Carry a record, and all that hangs on it; the caller holds the counter of the scope that it leaves.

    Returns where all of it lay and lies now.
    """
    family = [_packed(session, each, move, tombstone) for each in _family(session, move)]
    touched = {(scope, *each.place) for each in family for scope in (each.stored.scope, each.to_scope)}
    _number(session, family, tombstone)
    for each in family:
        _write_there(session, each, family, move, now)
    for each in family:
        _leave_here(session, each, move, now)
    _take_files_along(session, family)
    first_downloads.discard(session, {each.stored.scope for each in family})
    session.flush()
    return touched


def _family(session: Session, move: Move) -> list[StoredRecord]:
    """Return the record, and all that belongs to it or speaks of it, in both parts of its cluster."""
    scope, kind, record = move.key
    here = (scope, f"{scope}:private")
    is_root = (col(StoredRecord.scope) == scope, col(StoredRecord.kind) == kind, col(StoredRecord.id) == record)
    found = {each.id: each for each in session.scalars(_locked(*is_root))}
    newest = list(found)
    while newest:
        hangs = col(StoredRecord.hangs_on).in_([str(each) for each in newest])
        more = {each.id: each for each in session.scalars(_locked(col(StoredRecord.scope).in_(here), hangs))}
        newest = [each for each in more if each not in found]
        found |= {each: more[each] for each in newest}
    return list(found.values())


def _locked(*conditions: Any) -> Any:
    order = (col(StoredRecord.scope), col(StoredRecord.kind), col(StoredRecord.id))
    return select(StoredRecord).where(*conditions).order_by(*order).with_for_update()


def _packed(session: Session, stored: StoredRecord, move: Move, tombstone: Seen) -> _Relocated:
    """Return a record with all that was ever written in it; the line of the move itself stays behind."""
    mine = (col(History.scope) == stored.scope, col(History.kind) == stored.kind, col(History.record) == stored.id)
    found = session.scalars(select(History).where(*mine).order_by(col(History.seq)))
    is_root = (stored.kind, stored.id) == move.key[1:]
    lines = [line for line in found if not (is_root and line.seq == tombstone.seq)]
    files = [needed_files.named_in(line.fields) for line in lines] if stored.kind == needed_files.KIND else []
    return _Relocated(stored, counterpart(move.target, stored.scope), lines, frozenset().union(*files))


def _number(session: Session, family: Sequence[_Relocated], tombstone: Seen) -> None:
    """Take the numbers of all lines and arrivals, and of the tombstones that no op has numbered: scope by scope."""
    root = family[0]
    scopes = sorted({each.to_scope for each in family} | {each.stored.scope for each in family[1:]})
    for scope in scopes:
        arriving = [each for each in family if each.to_scope == scope]
        leaving = [each for each in family[1:] if each.stored.scope == scope]
        count = sum(len(each.lines) + 1 for each in arriving) + len(leaving)
        numbers = iter(_taken(session, scope, count))
        for each in arriving:
            each.numbers = {Seen(line.epoch, line.seq): next(numbers) for line in each.lines}
            each.arriving = next(numbers)
        for each in leaving:
            each.leaving = next(numbers)
    root.leaving = tombstone


def _taken(session: Session, scope: str, count: int) -> list[Seen]:
    counter = (
        update(Scope)
        .where(col(Scope.scope) == scope)
        .values(seq=col(Scope.seq) + count)
        .returning(col(Scope.epoch), col(Scope.seq))
    )
    epoch, last = session.execute(counter).one()
    return [Seen(epoch, last - count + at) for at in range(1, count + 1)]


def _write_there(
    session: Session, each: _Relocated, family: Sequence[_Relocated], move: Move, now: dt.datetime
) -> None:
    stored, sights = each.stored, _sights(each, family)
    came_back = departed(session, (each.to_scope, stored.kind, stored.id))
    if came_back is not None:
        _note_return(session, came_back, each)
    lines = [_line(line, each, sights) for line in each.lines]
    lines.append(_move_line(each.to_scope, each.arriving, stored, move, now))
    session.execute(insert(History), lines)
    row = {
        "scope": each.to_scope,
        "kind": stored.kind,
        "id": stored.id,
        "seq": each.arriving.seq,
        "values": {path: sights(path, value) for path, value in stored.values.items()},
        "stamps": {path: _there(each, stamp) for path, stamp in stored.stamps.items()},
        "writers": [[*_there(each, by[:2]), *by[2:]] for by in stored.writers],
        "erased": {path: _there(each, at) for path, at in stored.erased.items()} if stored.erased else None,
        "hangs_on": stored.hangs_on,
    }
    session.connection().execute(insert(metadata.tables["record"]), [row])
    _note_authors(session, each.to_scope, {line["author"] for line in lines})


def _take_files_along(session: Session, family: Sequence[_Relocated]) -> None:
    """Let the new scopes have the files of all attachments that went there, also those that were replaced once."""
    ways: dict[tuple[str, str], frozenset[str]] = {}
    for each in family:
        way = (each.stored.scope, each.to_scope)
        ways[way] = ways.get(way, frozenset()) | each.files
    for (here, there), hashes in sorted(ways.items()):
        needed_files.take_along(session, here, there, hashes)


def _note_return(session: Session, left: Departed, each: _Relocated) -> None:
    """Remember where a record has come back to which of its paths are as they were when it left."""
    changed = _changed_away(session, left, (left.scope, *each.place))
    back = each.arriving.plain()
    paths = {*each.stored.stamps, *left.stamps}
    left.stamps = {path: back if path in changed else left.stamps.get(path, back) for path in paths}
    left.erased, left.back = None, back
    session.flush()


def _changed_away(session: Session, left: Departed, key: tuple[str, str, UUID]) -> set[str]:
    """Return the paths that were changed wherever a record lay since it left a scope."""
    changed: set[str] = set()
    arrived, scope = Seen(*left.arrived), left.to_scope
    while (further := departed(session, (scope, *key[1:]))) is not None and further.back is None:
        changed |= changed_after(further, arrived)
        arrived, scope = Seen(*further.arrived), further.to_scope
    lies = session.get(StoredRecord, (scope, *key[1:]))
    stamps = lies.stamps if lies is not None else {}
    return changed | {path for path, stamp in stamps.items() if Seen(*stamp) > arrived}


def _leave_here(session: Session, each: _Relocated, move: Move, now: dt.datetime) -> None:
    stored = each.stored
    tombstone = Departed(
        scope=stored.scope,
        kind=stored.kind,
        id=stored.id,
        seq=each.leaving.seq,
        stamps=dict(stored.stamps),
        erased=stored.erased,
        to_scope=each.to_scope,
        arrived=each.arriving.plain(),
    )
    session.merge(tombstone)
    mine = (col(History.scope) == stored.scope, col(History.kind) == stored.kind, col(History.record) == stored.id)
    session.execute(update(History).where(*mine).values(fields={}, refused=[], resolves=[]))
    if (stored.kind, stored.id) != move.key[1:]:  # the tombstone of the record itself is numbered by the op
        session.execute(insert(History), [_move_line(stored.scope, each.leaving, stored, move, now)])
    letters = (col(DeadLetter.scope) == stored.scope, col(DeadLetter.kind) == stored.kind)
    session.execute(update(DeadLetter).where(*letters, col(DeadLetter.record) == stored.id).values(scope=each.to_scope))
    key = (stored.scope, stored.kind, stored.id)
    session.expunge(stored)
    at = (col(StoredRecord.scope) == key[0], col(StoredRecord.kind) == key[1], col(StoredRecord.id) == key[2])
    session.execute(delete(StoredRecord).where(*at))


def _there(each: _Relocated, stamp: Sequence[int]) -> list[int]:
    """Return the new number of a change."""
    return each.numbers.get(Seen(stamp[0], stamp[1]), each.arriving).plain()


def _sights(each: _Relocated, family: Sequence[_Relocated]) -> Callable[[str, Any], Any]:
    """Return what translates which state somebody read or judged: its number, too, is one of the new scope now."""
    about = next((other for other in family if str(other.stored.id) == each.stored.values.get("about_id")), None)

    def translated(path: str, value: Any) -> Any:
        if about is None or path not in _SIGHTS or not isinstance(value, dict) or "seen" not in value:
            return value
        return value | {"seen": _state_there(about, Seen.read(value["seen"])).plain()}

    return translated


def _state_there(about: _Relocated, seen: Seen) -> Seen:
    known = [old for old in about.numbers if old <= seen]
    if len(known) == len(about.numbers):
        return about.arriving
    return about.numbers[max(known)] if known else NOTHING_SEEN


def _line(line: History, each: _Relocated, sights: Callable[[str, Any], Any]) -> dict[str, Any]:
    number = each.numbers[Seen(line.epoch, line.seq)]
    fields = {path: sights(path, value) for path, value in line.fields.items()}
    moved = {"scope": each.to_scope, "epoch": number.epoch, "seq": number.seq, "base": None, "fields": fields}
    return line.model_dump() | moved


def _move_line(scope: str, number: Seen, stored: StoredRecord, move: Move, now: dt.datetime) -> dict[str, Any]:
    op = move.op
    return {
        "scope": scope,
        "seq": number.seq,
        "epoch": number.epoch,
        "kind": stored.kind,
        "record": stored.id,
        "replica": move.replica,
        "n": op.n,
        "author": op.author,
        "act": op.act.value,
        "fields": {},
        "refused": [],
        "base": None,
        "resolves": [],
        "in_group": op.group,
        "made_at": op.made_at,
        "local_day": op.local_day,
        "received_at": now,
    }


def _note_authors(session: Session, scope: str, authors: Iterable[str]) -> None:
    known = set(session.scalars(select(col(ScopeAuthor.author)).where(col(ScopeAuthor.scope) == scope)))
    missing = sorted(set(authors) - known)
    if missing:
        session.execute(insert(ScopeAuthor), [{"scope": scope, "author": author} for author in missing])
