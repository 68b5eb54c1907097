"""What of a record can be erased, in words: values, also those that only the history tells, photos, comments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.attachment import Attachment, picture_bytes
from cdadesk.domain.kernel.erasure import may_be_erased, personal_paths
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _, ngettext
from cdadesk.server.reading.naming import title_from
from cdadesk.server.reading.talk import talk_about
from cdadesk.server.reading.wording import Wording, shortened
from cdadesk.server.records import FieldChange, Standing
from cdadesk.server.tables import StoredRecord

_BESIDE = ("missing", "certainty")
_LEFT_SO = "left_so"
_NOT_PERSONAL = frozenset({"void", "parent_id", "about_kind", "about_id", "about_path", "order"})
PHOTO = "photo"


@dataclass(frozen=True)
class Value:
    """One value, or one whole list of a confidential record; `paths` are all places that can hold it.

    `words` is what stands there now, blank where only the history still tells something. `is_personal` says that it is
    erased when a consent is taken back.
    """

    key: str
    label: str
    words: str
    paths: tuple[str, ...]
    is_personal: bool


@dataclass(frozen=True)
class Other:
    """A comment or a photo that goes along; `has_picture` says that there is a small picture to be shown."""

    id: UUID
    words: str
    is_personal: bool
    has_picture: bool = False


@dataclass(frozen=True)
class Erasable:
    """All that could be erased from the page of a record."""

    values: tuple[Value, ...]
    photos: tuple[Other, ...]
    comments: tuple[Other, ...]

    @property
    def nothing(self) -> bool:
        """Say whether there is nothing to erase."""
        return not (self.values or self.photos or self.comments)


def erasable(session: Session, standing: Standing, changes: Iterable[FieldChange], wording: Wording) -> Erasable:
    """Return what can be erased of a record, and of what hangs on it or speaks of it."""
    entity = ENTITIES.get(standing.kind)
    is_personal = entity is not None and bool(entity.personal)
    said = talk_about(session, standing).comments
    comments = (Other(row.id, shortened(each.text or ""), is_personal) for row, each in said if each.text)
    photos = (_photo(row, is_personal) for row in _hanging(session, standing) if row.values.get("sha256"))
    return Erasable(tuple(_values(standing, changes, wording)), tuple(photos), tuple(comments))


def photo_paths() -> tuple[str, ...]:
    """Return all that can tell of a photo or paper."""
    return tuple(personal_paths(Attachment))


def _hanging(session: Session, standing: Standing) -> Iterable[StoredRecord]:
    """Return what hangs on the record, also what is in the trash."""
    rows = select(StoredRecord).where(
        col(StoredRecord.scope) == standing.scope,
        col(StoredRecord.kind) == Attachment.kind,
        col(StoredRecord.hangs_on) == str(standing.id),
    )
    return session.scalars(rows.order_by(col(StoredRecord.id)))


def _photo(row: StoredRecord, is_personal: bool) -> Other:  # noqa: FBT001 - read as a sentence
    return Other(row.id, title_from(row), is_personal, bool(picture_bytes(row.values.get("thumbnail"))))


def _values(standing: Standing, changes: Iterable[FieldChange], wording: Wording) -> Iterator[Value]:
    now, entity = standing.copy.values, ENTITIES.get(standing.kind)
    told = {path for path, value in now.items() if value is not None}
    told |= {each.path for each in changes if each.value is not None or each.before is not None}
    if standing.kind == Attachment.kind:
        if told & set(Attachment.personal):
            yield Value(PHOTO, _(Attachment.label), title_of_photo(now), photo_paths(), is_personal=True)
        return
    keys = {key for path in told if (key := _key(entity, path))}
    for key in sorted(keys, key=wording.place):
        yield Value(key, wording.label(key), _words(key, now, wording), _paths(key), _is_personal(entity, key))


def title_of_photo(values: Mapping[str, Any]) -> str:
    """Return what a photo shows, or what its file is called."""
    return shortened(str(values.get("caption") or values.get("file_name") or ""))


def _key(entity: type[Record] | None, path: str) -> str:
    """Return what is chosen to erase a path: itself, or its whole field where everything may go; none if it stays."""
    head, *rest = path.split("/")
    if head in _NOT_PERSONAL or path.rsplit("/", maxsplit=1)[-1] in _NOT_PERSONAL:
        return ""
    if head in _BESIDE:
        return _key(entity, "/".join(rest))
    if head == _LEFT_SO:
        return _LEFT_SO
    key = head if entity is None or entity.private else path
    return key if entity is None or may_be_erased(entity, key) else ""


def _paths(key: str) -> tuple[str, ...]:
    """Return a path with the codes that stand beside it."""
    above, slash, last = key.rpartition("/")
    beside = () if key == _LEFT_SO else tuple(f"{above}{slash}{codes}/{last}" for codes in _BESIDE)
    return (key, *beside)


def _words(key: str, now: Mapping[str, Any], wording: Wording) -> str:
    if key == _LEFT_SO:
        return shortened("; ".join(str(value) for path, value in now.items() if path.startswith(f"{_LEFT_SO}/")))
    if now.get(key) is not None:
        return shortened(wording.words(key, now[key]))
    lines = {path.split("/")[1] for path in now if path.startswith(f"{key}/")}
    return ngettext("{n} line", "{n} lines", len(lines)).format(n=len(lines)) if lines else ""


def _is_personal(entity: type[Record] | None, key: str) -> bool:
    return entity is not None and bool(entity.personal) and (key in entity.personal or key == _LEFT_SO)
