"""What can be asked of an open profile; nothing here changes anything, but that the search catches up when asked."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection

from cdadesk.clock import Clock
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Sight
from cdadesk.store import (
    aside,
    erasing,
    exporting,
    forking,
    granting,
    history,
    merged,
    moving,
    outbox,
    search,
    sights,
    standing,
    whole,
)
from cdadesk.store.aside import TELL_MOST, Aside
from cdadesk.store.asking import ALL, Ask, Question
from cdadesk.store.bench import Bench
from cdadesk.store.engine import Database
from cdadesk.store.erasing import Erasure
from cdadesk.store.granting import Author
from cdadesk.store.history import HistoryLine
from cdadesk.store.merged import Merged
from cdadesk.store.opening import Opened
from cdadesk.store.rows import Kept
from cdadesk.store.search import Hit
from cdadesk.store.standing import Refused, Standing, Transport
from cdadesk.store.writing import without_refused
from cdadesk.wire.author import AuthorProof
from cdadesk.wire.granted import NamedLaptop
from cdadesk.wire.messages import Batch
from cdadesk.wire.ops import NOTHING_SEEN, Origin, Seen
from cdadesk.wire.pages import SetAside

R = TypeVar("R", bound=Record)
TRASH_DAYS = 30
_NOT_NUMBERED = Seen(2**53, 0)


@dataclass(frozen=True)
class Held(Generic[R]):
    """A record as the person sees it. `base` goes into the `Edit` of a form that opens now."""

    record: R
    base: Seen | None
    transport: Transport


class Reading:
    """The questions to one open profile."""

    def __init__(self, opened: Opened, clock: Clock) -> None:
        self._database: Database = opened.database
        self._schema = opened.schema
        self._clock = clock
        self._on_the_way: frozenset[int] = frozenset()
        self.profile = opened.profile

    @property
    def replica(self) -> UUID:
        """Return the id of this profile as a replica; a restored or cloned profile becomes another one."""
        with self._database.reading() as connection:
            return granting.replica_of(connection)

    @property
    def me(self) -> Author:
        """Return who works with this profile."""
        with self._database.reading() as connection:
            return granting.author(connection)

    def first_author(self, replica: UUID) -> tuple[str, AuthorProof | None]:
        """Return the id under which this profile wrote from its first day, and what shows that it is its own.

        A profile of an older program has nothing to show.
        """
        with self._database.reading() as connection:
            return granting.first_author(connection, replica)

    def names(self) -> Mapping[str, str]:
        """Return the names behind author ids, as far as the server told them; this person's own always."""
        with self._database.reading() as connection:
            return granting.names(connection)

    def laptops(self) -> Mapping[str, NamedLaptop]:
        """Return the laptops that have a name, by the id of their replica, as far as the server told them."""
        with self._database.reading() as connection:
            return granting.laptops(connection)

    def get(self, entity: type[R], record: UUID) -> Held[R] | None:
        """Return a record, void or not; None if it is not here."""
        return next(iter(self.get_all(entity, [record])), None)

    def get_all(self, entity: type[R], records: Sequence[UUID]) -> list[Held[R]]:
        """Return those of the records that are here, in the order asked for."""
        with self._database.reading() as connection:
            found = self._schema.load(connection, entity.kind, records)
            ways = standing.transports(connection, entity.kind, list(found), self._on_the_way)
        return [_held(entity, found[each], ways[each]) for each in records if each in found]

    def find(self, entity: type[R], ask: Ask = ALL) -> list[Held[R]]:
        """Return the records that fit, in order, at most `ask.limit`."""
        with self._asking(ask) as connection:
            found = Question(self._schema, entity).records(connection, ask)
            ids = [each.record.id for each in found]
            ways = standing.transports(connection, entity.kind, ids, self._on_the_way)
        return [_held(entity, each, ways[each.record.id]) for each in found]

    def find_ids(self, entity: type[Record], ask: Ask = ALL) -> list[UUID]:
        """Return the ids of the records that fit, in order; cheap for a table of thousands."""
        with self._asking(ask) as connection:
            return Question(self._schema, entity).ids(connection, ask)

    def count(self, entity: type[Record], ask: Ask = ALL) -> int:
        """Return how many records fit, whatever the limit."""
        with self._asking(ask) as connection:
            return Question(self._schema, entity).count(connection, ask)

    def search(self, typed: str, kinds: Collection[str] = (), limit: int = 50) -> list[Hit]:
        """Return records that hold every word typed, or words beginning so, in either script; the best first."""
        self.index_what_came()
        with self._database.reading() as connection:
            return search.find(connection, self._schema, typed, kinds, limit)

    def index_what_came(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Put into the search what an exchange brought, until `stopped`; what is left waits for whoever searches."""
        while not stopped() and self._is_index_behind():
            with self._database.writing() as connection:
                search.catch_up(connection, self._schema)

    def _is_index_behind(self) -> bool:
        with self._database.reading() as connection:
            return search.is_due(connection)

    @contextmanager
    def _asking(self, ask: Ask) -> Iterator[Connection]:
        """Give a connection to ask by; words are looked for in all that is here."""
        if ask.text.strip():
            self.index_what_came()
        with self._database.reading() as connection:
            yield connection

    def history(self, record: Record, path: str = "") -> list[HistoryLine]:
        """Return what was changed in a record, or at a path and below it, oldest first."""
        with self._database.reading() as connection:
            return history.of(connection, record.kind, record.id, path)

    def moving_to(self, record: Record) -> str | None:
        """Return the scope to which a record goes with the next exchange, None if it stays."""
        with self._database.reading() as connection:
            return moving.target_of(connection, record.kind, record.id)

    def erased(self, record: Record) -> list[Erasure]:
        """Return which paths of a record were ever erased, by whom and when."""
        with self._database.reading() as connection:
            return erasing.of(connection, record.kind, record.id)

    def sight(self, record: Record) -> Sight:
        """Return which state of a record is seen here: what a comment says it read, what a verdict judged."""
        seen, newest = self._seen(record)
        return Sight((seen.epoch, seen.seq), newest.replica, newest.n)

    def newest_change(self, record: Record) -> Sight:
        """Return a record's newest change, to hold against what a verdict judged; one not yet sent is after all."""
        return _newest_change(*self._seen(record))

    def newest_changes(self, entity: type[Record], records: Sequence[UUID]) -> dict[UUID, Sight]:
        """Return the newest change of each record that is here, with a few questions for all of them."""
        with self._database.reading() as connection:
            seen = Question(self._schema, entity).seen(connection, records)
            newest = sights.newest(connection, granting.replica_of(connection), entity.kind, list(seen))
        return {each: _newest_change(told or NOTHING_SEEN, newest[each]) for each, told in seen.items()}

    def _seen(self, record: Record) -> tuple[Seen, sights.Newest]:
        with self._database.reading() as connection:
            kept = self._schema.load(connection, record.kind, [record.id]).get(record.id)
            newest = sights.newest(connection, granting.replica_of(connection), record.kind, [record.id])
        return (kept.seen if kept else None) or NOTHING_SEEN, newest[record.id]

    def trash(self, days: int = TRASH_DAYS) -> list[Held[Record]]:
        """Return what was taken out of use in the last days, newest first."""
        since = self._clock.now() - dt.timedelta(days=days)
        found: list[Held[Record]] = []
        with self._database.reading() as connection:
            for entity in self._schema.entities.values():
                kept = Question(self._schema, entity).voided(connection, since)
                ids = [each.record.id for each in kept]
                ways = standing.transports(connection, entity.kind, ids, self._on_the_way)
                found += [_held(Record, each, ways[each.record.id]) for each in kept]
        return sorted(found, key=_voided_at, reverse=True)

    def transport(self, record: Record) -> Transport:
        """Return where a record's changes are."""
        with self._database.reading() as connection:
            return standing.transports(connection, record.kind, [record.id], self._on_the_way)[record.id]

    def transports(self, entity: type[Record], records: Sequence[UUID]) -> dict[UUID, Transport]:
        """Return where the changes of each record are."""
        with self._database.reading() as connection:
            return standing.transports(connection, entity.kind, records, self._on_the_way)

    def not_sent(self, entity: type[Record]) -> frozenset[UUID]:
        """Return the records of which the server does not have every change made here, refused ones included."""
        with self._database.reading() as connection:
            return standing.not_sent(connection, entity.kind)

    def standing(self) -> Standing:
        """Return what waits, what was refused, what is only typed, and when the last exchange was."""
        with self._database.reading() as connection:
            return standing.standing(connection)

    def looking(self) -> AbstractContextManager[None]:
        """Let all that is asked in the block see one state of the profile; it is quicker, too. Nothing is written."""
        return self._database.looking()

    def waiting(self) -> int:
        """Return how many changes wait: quicker than all of how things stand."""
        with self._database.reading() as connection:
            return standing.waiting(connection)

    def records_waiting(self) -> int:
        """Return of how many records a change waits."""
        with self._database.reading() as connection:
            return standing.records_waiting(connection)

    def refused(self) -> list[Refused]:
        """Return what the server could not take and nobody has mended; saving the record again mends it."""
        with self._database.reading() as connection:
            return standing.refused(connection)

    def without_refused(self, record: R) -> R:
        """Return a record that is here as it is without what the server refused in it; local answers stay."""
        with self._database.reading() as connection:
            place = Bench(connection, self._schema).on(record.kind, record.scope, record.id)
            leaves = without_refused(place) | place.local()
            found = self._schema.read(record.kind, record.scope, record.id, leaves, place.seen).record
        if not isinstance(found, type(record)):
            raise TypeError(found)
        return found

    def resolved(self) -> frozenset[UUID]:
        """Return the conflicts that somebody at this laptop has settled, whether that was sent or not."""
        with self._database.reading() as connection:
            return outbox.resolved(connection)

    def merged(self) -> list[Merged]:
        """Return the records that others changed lately, the newest first, and whether we had changed them, too."""
        with self._database.reading() as connection:
            return merged.every(connection)

    def next_to_send(self, most: int, after: int = 0) -> Batch | None:
        """Return the first groups that wait after an op, as many as fit in so many bytes and at least one."""
        with self._database.reading() as connection:
            return outbox.next_batch(connection, granting.replica_of(connection), most, after)

    def made(self) -> tuple[int, str]:
        """Return number and chain of the newest op."""
        with self._database.reading() as connection:
            newest = outbox.made(connection, granting.replica_of(connection))
        return newest.n, newest.h

    def made_as(self, n: int, h: str) -> bool:
        """Say whether an op of this replica has this chain here, too; one that a restored profile forgot may have."""
        with self._database.reading() as connection:
            return outbox.chain_at(connection, granting.replica_of(connection), n) in (None, h)

    def is_forked(self) -> bool:
        """Say whether the server knows another history of this profile: it was restored from a copy, or cloned."""
        with self._database.reading() as connection:
            return forking.is_forked(connection)

    def to_issue_again(self) -> list[Refused]:
        """Return the changes that go out again under a new id, should the profile have to take one."""
        with self._database.reading() as connection:
            return [standing.change_of(row) for row in forking.to_issue_again(connection)]

    def newest_in_common(self) -> Origin:
        """Return the newest op of which the server has said what became of it."""
        with self._database.reading() as connection:
            return forking.newest_in_common(connection, granting.replica_of(connection))

    def set_aside(self) -> list[Aside]:
        """Return what this laptop held, the server does not, and has not come back."""
        with self._database.reading() as connection:
            return aside.every(connection)

    def next_to_tell(self) -> SetAside | None:
        """Return a portion of what is set aside, and the server was not told of yet."""
        with self._database.reading() as connection:
            return aside.next_to_tell(connection, TELL_MOST)[0]

    def everything(self) -> dict[str, Any]:
        """Return all that could be needed to rebuild what the server should hold of this laptop, as JSON."""
        with self._database.reading() as connection:
            return exporting.everything(connection, self._schema)

    def coming_anew(self) -> list[str]:
        """Return the scopes that are coming from the server once more, from their beginning."""
        with self._database.reading() as connection:
            return whole.coming(connection)

    def is_check_due(self) -> bool:
        """Say whether the next exchange should compare what both sides hold."""
        with self._database.reading() as connection:
            return whole.is_check_due(connection)


def _held(_entity: type[R], kept: Kept, transport: Transport) -> Held[R]:
    return Held(cast("R", kept.record), kept.seen, transport)


def _newest_change(seen: Seen, newest: sights.Newest) -> Sight:
    reached = _NOT_NUMBERED if newest.seen is None else max(seen, newest.seen)
    return Sight((reached.epoch, reached.seq), newest.replica, newest.n)


def _voided_at(held: Held[Record]) -> dt.datetime:
    void = held.record.void
    return void.at if void else dt.datetime.min.replace(tzinfo=dt.UTC)
