"""Erasing: what was blanked in a record is blanked wherever the server kept it, in the same transaction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import blanking, conflicts, first_downloads, needed_files
from cdadesk.server.bench import Bench, Key
from cdadesk.server.dead_letters import PARKED
from cdadesk.server.tables import DeadLetter, History, StoredRecord
from cdadesk.wire import canonical
from cdadesk.wire.merge import Copy
from cdadesk.wire.ops import Op, Seen, covered


@dataclass(frozen=True)
class _Erasure:
    """Which paths of which record were erased, under which provisional number."""

    key: Key
    paths: frozenset[str]
    seen: Seen


class Erasures:
    """The erasures of one transaction."""

    def __init__(self, session: Session, bench: Bench) -> None:
        self._session = session
        self._bench = bench
        self._noted: list[_Erasure] = []

    def note(self, key: Key, paths: Iterable[str], seen: Seen) -> None:
        """Note an erasure that was merged."""
        self._noted.append(_Erasure(key, frozenset(paths), seen))

    def mark(self) -> int:
        """Return a place to go back to."""
        return len(self._noted)

    def go_back(self, mark: int) -> None:
        """Forget all that was noted since the mark."""
        del self._noted[mark:]

    def conflicts_about(self, op: Op) -> Mapping[UUID, Copy]:
        """Return the conflicts at the paths that an op erases, locked; the caller holds the record itself."""
        of_scope = (col(StoredRecord.scope) == op.scope, col(StoredRecord.kind) == conflicts.KIND)
        about = col(StoredRecord.hangs_on) == str(op.record)
        ids = self._session.scalars(select(col(StoredRecord.id)).where(*of_scope, about))
        self._bench.lock((op.scope, conflicts.KIND, each) for each in ids)
        found = self._bench.of_kind(op.scope, conflicts.KIND)
        return {each: copy for each, copy in found.items() if _lies_in(copy, op)}

    def finish(self, numbers: Mapping[Seen, Seen]) -> None:
        """Blank history, dead letters and recovered rows, and let files go, now that all is written and numbered."""
        if self._noted:
            first_downloads.discard(self._session, (each.key[0] for each in self._noted))
        for each in self._noted:
            files = self._blank_history(each, numbers[each.seen].seq)
            if each.key[1] == needed_files.KIND:
                needed_files.let_go(self._session, each.key[0], files)
            self._blank_letters(each)
            blanking.blank_recovered(self._session, each.key[1], each.key[2], each.paths)

    def _blank_history(self, erasure: _Erasure, until: int) -> frozenset[str]:
        """Blank what the history tells of erased paths, and return the files that were named there."""
        files: frozenset[str] = frozenset()
        scope, kind, record = erasure.key
        lines = select(History).where(
            col(History.scope) == scope,
            col(History.kind) == kind,
            col(History.record) == record,
            col(History.seq) <= until,
        )
        for line in self._session.scalars(lines):
            if any(value is not None and covered(path, erasure.paths) for path, value in line.fields.items()):
                files |= needed_files.named_in(line.fields)
                line.fields = blanked(line.fields, erasure.paths)
        self._session.flush()
        return files

    def _blank_letters(self, erasure: _Erasure) -> None:
        """Blank what was laid aside of a record, also for where it lay once; of what nobody read, all of it."""
        _scope, kind, record = erasure.key
        letters = select(DeadLetter).where(col(DeadLetter.record) == record, col(DeadLetter.kind) == kind)
        for letter in self._session.scalars(letters):
            op = Op.read(json.loads(letter.entry))
            left = op.without(op.fields if letter.code == PARKED else erasure.paths)
            letter.entry = canonical.encode(left.plain())
        self._session.flush()


def blanked(fields: Mapping[str, Any], erased: frozenset[str]) -> dict[str, Any]:
    """Return the fields of a change after an erasure: the paths stay, to tell that something was there."""
    return {path: None if covered(path, erased) else value for path, value in fields.items()}


def _lies_in(conflict: Copy, op: Op) -> bool:
    about = (conflict.values.get("about_kind"), conflict.values.get("about_id"))
    return about == (op.kind, str(op.record)) and covered(str(conflict.values.get("path")), op.fields)
