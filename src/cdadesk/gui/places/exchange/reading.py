"""All that the place shows, read at once beside the window."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cdadesk.acts import copying, exchanging, laptops, replicas, review, sending_files
from cdadesk.acts.copying import Copies
from cdadesk.acts.exchanging import Past, ServerLine
from cdadesk.acts.illustration import illustrative_day
from cdadesk.acts.laptops import OwnLaptop
from cdadesk.acts.replicas import Fork, LostRecord
from cdadesk.acts.sending_files import Waiting
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import Conflict
from cdadesk.store.history import HistoryLine
from cdadesk.store.standing import Refused, Standing
from cdadesk.store.store import Store

_GROUP = "group"  # the code of a change that only shares the fate of another


@dataclass(frozen=True)
class Side:
    """What one of two people wrote: the value, who, when, and whether it was this person, on this laptop.

    `laptop` is what people call the laptop, blank if nobody told; `on_pages` says that it was written on the server's
    pages. `edits` is what whoever went on working with it wrote, where the other took it out of use.
    """

    value: Any
    by: str
    at: dt.datetime | None
    mine: bool
    here: bool
    laptop: str = ""
    on_pages: bool = False
    edits: tuple[HistoryLine, ...] = ()


@dataclass(frozen=True)
class Clash:
    """One conflict: the record and field, both sides (mine first, if one is), what was before, what stands now."""

    conflict: Conflict
    record: Record
    path: str
    sides: tuple[Side, Side]
    before: Any
    now: Any

    @property
    def is_mine(self) -> bool:
        """Say whether one of the two is this person's own."""
        return self.sides[0].mine

    @property
    def is_void(self) -> bool:
        """Say whether one took out of use what the other went on working with."""
        return self.path.rpartition("/")[2] == "void"


@dataclass(frozen=True)
class RefusedRecord:
    """A record of which the server could not take something: its words, and the changes."""

    kind: str
    id: UUID
    record: Record | None
    sentences: tuple[str, ...]
    changes: tuple[Refused, ...]


@dataclass(frozen=True)
class View:
    """All that the place shows."""

    line: ServerLine
    standing: Standing
    past: tuple[Past, ...]
    copies: Copies
    refused: tuple[RefusedRecord, ...]
    fork: Fork | None
    lost: tuple[LostRecord, ...]
    clashes: tuple[Clash, ...]
    illustrative: bool = False
    files: Waiting = field(default_factory=Waiting)
    laptops: tuple[OwnLaptop, ...] = ()


def read_view(store: Store) -> View:
    """Read all that the place shows."""
    return View(
        line=exchanging.line(store),
        standing=store.standing(),
        past=tuple(exchanging.past(store)),
        copies=copying.copies(store),
        refused=tuple(_refused(store, store.refused())),
        fork=replicas.fork(store),
        lost=replicas.set_aside(store),
        clashes=tuple(_clashes(store)),
        illustrative=illustrative_day(store) is not None,
        files=sending_files.waiting(store),
        laptops=tuple(laptops.own(store)),
    )


def count_open(store: Store) -> int:
    """Return how many things need the person here: conflicts to settle, and records that the server refused."""
    return len(review.open_conflicts(store)) + store.standing().rejected


def _clashes(store: Store) -> list[Clash]:
    found = (_clash(store, held.record) for held in review.open_conflicts(store))
    return [each for each in found if each is not None]


def _clash(store: Store, conflict: Conflict) -> Clash | None:
    entity = ENTITIES.get(conflict.about_kind or "")
    held = store.get(entity, conflict.about_id) if entity is not None and conflict.about_id else None
    if held is None or not conflict.path:
        return None
    record: Record = held.record
    kept, offered = _sides(store, conflict)
    sides = (offered, kept) if _nearness(offered) > _nearness(kept) else (kept, offered)
    if conflict.path.rpartition("/")[2] == "void":
        sides = _with_edits(store.history(record), sides)
    return Clash(conflict, record, conflict.path, sides, conflict.base, payload.leaves(record).get(conflict.path))


def _sides(store: Store, conflict: Conflict) -> tuple[Side, Side]:
    me, here, named = (store.me.id, *store.me.formerly), str(store.replica), store.laptops()

    def side(value: Any, by: str | None, at: dt.datetime | None, replica: str | None) -> Side:
        laptop = named.get(replica or "")
        name, on_pages = laptop.name if laptop else "", bool(by) and replica == by
        return Side(value, by or "", at, mine=by in me, here=replica == here, laptop=name, on_pages=on_pages)

    return (
        side(conflict.kept, conflict.kept_author, conflict.kept_at, conflict.kept_replica),
        side(conflict.offered, conflict.offered_author, conflict.offered_at, conflict.offered_replica),
    )


def _with_edits(lines: Sequence[HistoryLine], sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """Tell of each side that did not take it out of use what it wrote instead."""

    def told(side: Side) -> Side:
        own = (each for each in lines if (each.author, each.made_at) == (side.by, side.at))
        return side if side.value is not None else replace(side, edits=tuple(each for each in own if _is_edit(each)))

    return told(sides[0]), told(sides[1])


def _is_edit(line: HistoryLine) -> bool:
    return line.path.rpartition("/")[2] != "void"


def _nearness(side: Side) -> int:
    return side.mine + side.here


def _refused(store: Store, found: Sequence[Refused]) -> list[RefusedRecord]:
    by_record: dict[tuple[str, UUID], list[Refused]] = {}
    for each in found:
        by_record.setdefault((each.kind, each.record), []).append(each)
    return [_refused_record(store, *about, changes) for about, changes in by_record.items()]


def _refused_record(store: Store, kind: str, record: UUID, changes: Sequence[Refused]) -> RefusedRecord:
    held = store.get(ENTITIES[kind], record) if kind in ENTITIES else None
    said = [each.sentence for each in changes if each.code != _GROUP] or [each.sentence for each in changes]
    return RefusedRecord(kind, record, held.record if held else None, tuple(dict.fromkeys(said)), tuple(changes))
