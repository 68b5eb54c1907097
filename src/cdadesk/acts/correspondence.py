"""The conversation with the advisor by record: what came back, what was said of it then, how it stands now."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from cdadesk.acts import review
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import Comment, Position, ReviewState, Sight, Verdict, review_state
from cdadesk.store.history import HistoryLine
from cdadesk.store.reading import Held
from cdadesk.store.standing import Transport
from cdadesk.store.store import Store

_NOT_NUMBERED = (2**53, 0)  # newer than all that is
_ANY = Sight()
BACK = (ReviewState.returned, ReviewState.needs_you)

Word = Comment | Verdict


@dataclass(frozen=True)
class Matter:
    """A record that somebody said something about: how it stands, the newest word and whose it was, how many."""

    record: Record
    state: ReviewState
    transport: Transport
    newest: Word
    by: str
    at: dt.datetime | None
    comments: int


@dataclass(frozen=True)
class Said:
    """One word on a record. `before` is what the field held when its writer read it, `now` what it holds today."""

    word: Word
    by: str
    at: dt.datetime | None
    mine: bool
    before: Any = None
    now: Any = None
    changed: bool = False


class Difference(NamedTuple):
    """What a path held when the advisor judged, and what it holds now."""

    path: str
    before: Any
    now: Any


@dataclass(frozen=True)
class Correspondence:
    """All that was said about one record, oldest first, and what changed in it since it was judged."""

    record: Record
    state: ReviewState
    transport: Transport
    said: tuple[Said, ...]
    since: tuple[Difference, ...]

    @property
    def verdict(self) -> Said | None:
        """Return the newest verdict."""
        return next((each for each in reversed(self.said) if isinstance(each.word, Verdict)), None)


def matters(store: Store) -> list[Matter]:
    """Return every record that somebody spoke of: what came back first, in each lot the newest word first."""
    verdicts, comments = _by_record(store, Verdict), _by_record(store, Comment)
    found = []
    for kind, entity in ENTITIES.items():
        ids = [record for of, record in verdicts.keys() | comments.keys() if of == kind]
        for held in store.get_all(entity, ids):
            if held.record.void is None:
                about = (kind, held.record.id)
                found.append(_matter(store, held, verdicts.get(about, []), comments.get(about, [])))
    return sorted(found, key=_urgency)


def count_back(store: Store) -> int:
    """Return how many records came back and still stand so; cheap, since it is asked after every save."""
    found = 0
    for (kind, record), verdicts in _by_record(store, Verdict).items():
        if kind in ENTITIES and review_state(numbered(verdicts), _ANY) in BACK:
            held = store.get(ENTITIES[kind], record)
            found += held is not None and held.record.void is None and _state(store, held.record, verdicts) in BACK
    return found


def correspondence(store: Store, kind: str, record: UUID) -> Correspondence | None:
    """Return what was said about a record; None if it is not here."""
    held: Held[Record] | None = store.get(ENTITIES[kind], record) if kind in ENTITIES else None
    if held is None:
        return None
    talk = review.conversation(store, Held[Record](held.record, held.base, held.transport))
    reader = _Reader(store, held.record)
    words: list[Held[Any]] = [*talk.verdicts, *talk.comments]
    said = tuple(reader.said(each.record) for each in sorted(words, key=_order))
    verdict = talk.last_verdict
    judged = verdict is not None and talk.state is ReviewState.changed_since
    since = reader.since(Sight.read(verdict.judged)) if verdict is not None and judged else ()
    return Correspondence(held.record, talk.state, held.transport, said, tuple(since))


def _matter(
    store: Store, held: Held[Record], verdicts: Sequence[Held[Verdict]], comments: Sequence[Held[Comment]]
) -> Matter:
    words: list[Held[Any]] = [*verdicts, *comments]
    newest = max(words, key=_order).record
    by, at = _written(store, newest)
    state = _state(store, held.record, verdicts)
    return Matter(held.record, state, held.transport, newest, by, at, len(comments))


def _state(store: Store, record: Record, verdicts: Sequence[Held[Verdict]]) -> ReviewState:
    return review_state(numbered(verdicts), store.newest_change(record)) if verdicts else ReviewState.none


def _by_record(store: Store, kind: type[Any]) -> dict[tuple[str, UUID], list[Held[Any]]]:
    found: dict[tuple[str, UUID], list[Held[Any]]] = {}
    for held in store.find(kind):
        if held.record.about_kind and held.record.about_id:
            found.setdefault((held.record.about_kind, held.record.about_id), []).append(held)
    return found


def numbered(verdicts: Iterable[Held[Verdict]]) -> list[tuple[Position, Verdict]]:
    """Return verdicts with their numbers at the server; one that has none yet is newer than all that have."""
    return [(_position(held), held.record) for held in verdicts]


def _position(held: Held[Any]) -> Position:
    return (held.base.epoch, held.base.seq) if held.base else _NOT_NUMBERED


def _order(held: Held[Any]) -> tuple[Position, UUID]:
    return _position(held), held.record.id


def _urgency(matter: Matter) -> tuple[int, float]:
    ranks = {ReviewState.returned: 0, ReviewState.needs_you: 0, ReviewState.none: 1, ReviewState.changed_since: 2}
    return ranks.get(matter.state, 3), -matter.at.timestamp() if matter.at else 0.0


def _written(store: Store, word: Record) -> tuple[str, dt.datetime | None]:
    lines = store.history(word)
    return (lines[0].author, lines[0].made_at) if lines else ("", None)


class _Reader:
    """Reads what a record held at the state that somebody had before them."""

    def __init__(self, store: Store, record: Record) -> None:
        self._store = store
        self._record = record
        self._now = payload.leaves(record)
        self._mine = (store.me.id, *store.me.formerly)
        self._lines = store.history(record)

    def said(self, word: Word) -> Said:
        """Return a word with what its writer saw."""
        by, at = _written(self._store, word)
        path = word.about_path if isinstance(word, Comment) else None
        if not path or not self._is_leaf(path):
            return Said(word, by, at, by in self._mine)
        sight, now = Sight.read(word.read if isinstance(word, Comment) else None), self._now.get(path)
        then = self._then(path, sight)
        return Said(word, by, at, by in self._mine, then, now, changed=then != now)

    def since(self, judged: Sight) -> Iterator[Difference]:
        """Yield what is otherwise than it was when it was judged."""
        later = sorted((line for line in self._lines if _is_after(line, judged)), key=lambda line: line.path)
        for path, lines in groupby(later, key=lambda line: line.path):
            before, now = next(lines).before, self._now.get(path)
            if before != now:
                yield Difference(path, before, now)

    def _then(self, path: str, sight: Sight) -> Any:
        """Return what the path held at a state; what it holds now if the history does not reach so far."""
        lines = [line for line in self._lines if line.path == path]
        seen = [line for line in lines if not _is_after(line, sight)]
        if seen:
            return seen[-1].value
        return lines[0].before if lines else self._now.get(path)

    def _is_leaf(self, path: str) -> bool:
        info = describe(type(self._record)).get(path.partition("/")[0])
        is_list = info is not None and info.kind is Kind.rows
        return path in self._now or (not is_list and info is not None and info.kind is not Kind.plain)


def _is_after(line: HistoryLine, sight: Sight) -> bool:
    position = (line.seen.epoch, line.seen.seq) if line.seen else _NOT_NUMBERED
    return not sight.includes(Sight(position, line.replica, line.n or 0))
