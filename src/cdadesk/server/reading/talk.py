"""What was said about a record: comments with their answers, verdicts, open conflicts, and how the review stands."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.clock import read_instant
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment, Conflict, Outcome, Position, ReviewState, Sight, Verdict, review_state
from cdadesk.i18n import _
from cdadesk.server.copies import position_of
from cdadesk.server.reading.history_view import People
from cdadesk.server.reading.naming import read_record
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import Standing
from cdadesk.server.tables import StoredRecord

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Said:
    """One comment; `about` names the field, `earlier` says that the record was changed since it was read."""

    id: UUID
    path: str
    about: str
    text: str
    author: str
    author_id: str
    made_at: dt.datetime
    earlier: bool
    answers: tuple["Said", ...] = ()

    @property
    def waits(self) -> bool:
        """Say whether the last word on it is still the one of who began."""
        return all(each.author_id == self.author_id for each in self.answers)


@dataclass(frozen=True)
class Judged:
    """One verdict."""

    outcome: Outcome
    reason: str
    author: str
    made_at: dt.datetime


@dataclass(frozen=True)
class Side:
    """One of two values that met: who wrote it, when, from where."""

    words: str
    author: str
    device: str
    made_at: dt.datetime | None


@dataclass(frozen=True)
class Dispute:
    """A field for which two people gave different values, and nobody has chosen yet."""

    id: UUID
    path: str
    label: str
    kept: Side
    offered: Side
    before: str
    offered_value: Any
    kept_value: Any


@dataclass(frozen=True)
class Talk:
    """All that was said about one record, as it is stored: the page puts it into words."""

    comments: tuple[tuple[StoredRecord, Comment], ...]
    verdicts: tuple[tuple[Position, StoredRecord, Verdict], ...]
    conflicts: tuple[Conflict, ...]

    @property
    def authors(self) -> set[str]:
        """Return who wrote any of it, and who wrote the values that met."""
        wrote = {author_of(row) for row, _comment in self.comments}
        wrote |= {author_of(row) for _position, row, _verdict in self.verdicts}
        return wrote | {by for each in self.conflicts for by in (each.kept_author, each.offered_author) if by}

    @property
    def replicas(self) -> set[str]:
        """Return from where the values came that met."""
        return {by for each in self.conflicts for by in (each.kept_replica, each.offered_replica) if by}

    def state(self, newest: Sight) -> ReviewState:
        """Return how the review stands, with the record's newest change."""
        return review_state([(position, verdict) for position, _row, verdict in self.verdicts], newest)


def talk_about(session: Session, standing: Standing) -> Talk:
    """Return what was said about a record; the caller has seen that the member may read it."""
    rows = _about(session, [standing.scope], [standing.id], ("comment", "verdict", "conflict"))
    mine = [row for row in rows if row.values.get("about_kind") == standing.kind]
    comments = [(row, comment) for row in mine if (comment := _read(Comment, row)) is not None]
    verdicts = [(position_of(row), row, verdict) for row in mine if (verdict := _read(Verdict, row)) is not None]
    conflicts = [conflict for row in mine if (conflict := _read(Conflict, row)) is not None]
    return Talk(
        comments=tuple(sorted(comments, key=lambda pair: position_of(pair[0]))),
        verdicts=tuple(sorted(verdicts, key=lambda each: each[0])),
        conflicts=tuple(each for each in conflicts if each.settled is None and each.path),
    )


def sight_of(standing: Standing) -> Sight:
    """Return what a page that shows a record has seen of it."""
    return Sight((standing.seen.epoch, standing.seen.seq), *standing.newest)


def threads(talk: Talk, standing: Standing, wording: Wording, people: People) -> list[Said]:
    """Return the comments as threads, oldest first, each with its answers."""
    newest = sight_of(standing)
    known = {comment.id: comment for _row, comment in talk.comments}
    answers: dict[UUID, list[Said]] = {}
    roots: list[Said] = []
    for row, comment in talk.comments:
        said = _said(row, comment, newest, wording, people)
        root = _root(comment, known)
        if root != comment.id:
            answers.setdefault(root, []).append(said)
        else:
            roots.append(said)
    return [_with_answers(each, answers.get(each.id, [])) for each in roots]


def verdicts(talk: Talk, people: People) -> list[Judged]:
    """Return the verdicts, newest first."""
    return [
        Judged(verdict.outcome, verdict.reason or "", people.author(author_of(row)), made_at(row))
        for _position, row, verdict in reversed(talk.verdicts)
        if verdict.outcome is not None
    ]


def disputes(talk: Talk, wording: Wording, people: People) -> list[Dispute]:
    """Return the open conflicts, side by side."""
    return [_dispute(each, wording, people) for each in talk.conflicts]


def counts(session: Session, scopes: Sequence[str], records: Iterable[UUID], kind: str) -> Mapping[UUID, int]:
    """Return how many open conflicts, or comments, each of some records has."""
    found: dict[UUID, int] = {}
    for row in _about(session, scopes, list(records), (kind,)):
        if kind != "conflict" or "settled" not in row.values:
            about = UUID(row.values["about_id"])
            found[about] = found.get(about, 0) + 1
    return found


def author_of(row: StoredRecord) -> str:
    """Return who wrote a record's newest change."""
    return str(row.writers[-1][3]) if row.writers else ""


def made_at(row: StoredRecord) -> dt.datetime:
    """Return when a record's newest change was made, by the clock of its device."""
    return read_instant(row.writers[-1][4]) if row.writers else dt.datetime.fromtimestamp(0, dt.UTC)


def _about(
    session: Session, scopes: Sequence[str], records: Sequence[UUID], kinds: Sequence[str]
) -> list[StoredRecord]:
    found = select(StoredRecord).where(
        col(StoredRecord.scope).in_(scopes),
        col(StoredRecord.kind).in_(kinds),
        col(StoredRecord.hangs_on).in_([str(each) for each in records]),
    )
    return list(session.scalars(found))


def _read(entity: type[R], row: StoredRecord) -> R | None:
    reading = read_record(row.kind, row.scope, row.id, row.values)
    found = reading.record if reading else None
    return found if isinstance(found, entity) and found.void is None else None


def _said(row: StoredRecord, comment: Comment, newest: Sight, wording: Wording, people: People) -> Said:
    path = comment.about_path or ""
    return Said(
        id=comment.id,
        path=path,
        about=wording.label(path) if path else "",
        text=comment.text or _("(nothing was written)"),
        author=people.author(author_of(row)),
        author_id=author_of(row),
        made_at=made_at(row),
        earlier=not Sight.read(comment.read).includes(newest),
    )


def _root(comment: Comment, known: Mapping[UUID, Comment]) -> UUID:
    """Return the comment at which a chain of answers begins."""
    passed: list[UUID] = []
    above: UUID | None = comment.id
    while above is not None and above in known and above not in passed:
        passed.append(above)
        above = known[above].reply_to
    return passed[-1]


def _with_answers(said: Said, answers: Sequence[Said]) -> Said:
    return replace(said, answers=tuple(answers))


def _dispute(conflict: Conflict, wording: Wording, people: People) -> Dispute:
    path = conflict.path or ""
    kept, offered = (wording.words(path, each) for each in (conflict.kept, conflict.offered))
    return Dispute(
        id=conflict.id,
        path=path,
        label=wording.label(path),
        kept=_side(kept, (conflict.kept_author, conflict.kept_replica), conflict.kept_at, people),
        offered=_side(offered, (conflict.offered_author, conflict.offered_replica), conflict.offered_at, people),
        before=wording.words(path, conflict.base),
        kept_value=conflict.kept,
        offered_value=conflict.offered,
    )


def _side(words: str, who: tuple[str | None, str | None], at: dt.datetime | None, people: People) -> Side:
    author, replica = who
    return Side(words, people.author(author or ""), people.device(replica or ""), at)
