"""The story of a record in words: who changed which field, when at the device, when it came in, from what to what."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.i18n import _
from cdadesk.server import accounts, devices
from cdadesk.server.conflicts import SERVER
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import Arrival, FieldChange
from cdadesk.server.tables import Replica
from cdadesk.wire.ops import Seen

_MOST_AT_ONCE = 8
_UNSAID = frozenset({"order", "parent_id"})


@dataclass(frozen=True)
class FieldStory:
    """One change of one field; `stood` is false where another's word stayed and a person has to choose."""

    path: str
    label: str
    before: str
    after: str
    stood: bool


@dataclass(frozen=True)
class Save:
    """What one person saved at once."""

    seen: Seen
    author: str
    device: str
    made_at: dt.datetime
    received_at: dt.datetime
    fields: tuple[FieldStory, ...]

    @property
    def is_long(self) -> bool:
        """Say whether it would push all else off the page: a whole record, written at once."""
        return len(self.fields) > _MOST_AT_ONCE


@dataclass(frozen=True)
class People:
    """Who writes: names by author id, laptops by replica id."""

    names: Mapping[str, str]
    laptops: Mapping[str, str]

    def author(self, author: str) -> str:
        """Return the name of somebody; the server itself makes conflicts and closes them."""
        if author == SERVER:
            return _("the server")
        return self.names.get(author) or _("somebody without a name here")

    def device(self, replica: str) -> str:
        """Return from where somebody wrote."""
        if replica == SERVER:
            return _("the server")
        return self.laptops.get(replica, "") or _("these pages")


def people_of(session: Session, authors: Iterable[str], replicas: Iterable[str] = ()) -> People:
    """Return the names behind author and replica ids."""
    ids = [found for each in set(replicas) if (found := _uuid(each)) is not None]
    laptops = session.scalars(select(Replica).where(col(Replica.id).in_(ids)))
    return People(
        accounts.names(session, sorted(set(authors))), {str(each.id): devices.name_of(each) for each in laptops}
    )


def saves(changes: Sequence[FieldChange], wording: Wording, people: People, path: str = "") -> list[Save]:
    """Return the saves of a record, newest first; with a path only what was changed there or below."""
    wanted = [each for each in changes if _is_told(each.path) and _is_at(each.path, path)]
    groups = groupby(wanted, key=lambda change: change.by.seen)
    found = [_save(list(group), wording, people) for _seen, group in groups]
    return found[::-1]


def _save(changes: list[FieldChange], wording: Wording, people: People) -> Save:
    by: Arrival = changes[0].by
    return Save(
        seen=by.seen,
        author=people.author(by.author),
        device=people.device(by.replica),
        made_at=by.made_at,
        received_at=by.received_at,
        fields=tuple(_fields(changes, wording)),
    )


def _fields(changes: list[FieldChange], wording: Wording) -> Iterator[FieldStory]:
    for each in sorted(changes, key=lambda change: wording.place(change.path)):
        before, after = wording.words(each.path, each.before), wording.words(each.path, each.value)
        if each.before is None and each.value is None:
            after = _("(erased)")
        yield FieldStory(each.path, wording.label(each.path), before, after, each.stood)


def _is_told(path: str) -> bool:
    return path.rpartition("/")[2] not in _UNSAID


def _is_at(path: str, asked: str) -> bool:
    return not asked or path == asked or path.startswith(f"{asked}/")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
