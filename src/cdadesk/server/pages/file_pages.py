"""Photos and papers on the pages: small pictures beside a record, and the files themselves for who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from starlette.responses import Response, StreamingResponse

from cdadesk.domain.attachment import Attachment, is_picture_type, picture_bytes
from cdadesk.server import records
from cdadesk.server.files.holding import Keeper, Named, named_by
from cdadesk.server.pages.rendering import record_address
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, require
from cdadesk.server.reading.naming import read_record, title_from
from cdadesk.server.records import Standing
from cdadesk.server.tables import StoredFile, StoredRecord
from cdadesk.server.troubles import NotFound
from cdadesk.wire.rights import Doing

router = APIRouter()
_KIND = Attachment.kind
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Photo:
    """One photo or paper as the page of its record shows it; without a `file` it did not come in yet."""

    title: str
    page: str
    file: str
    small: str
    is_picture: bool


@dataclass(frozen=True)
class At:
    """Which attachment an address names."""

    scope: str
    record: UUID


def at(scope: str, record: UUID) -> At:
    """Return what an address names."""
    return At(scope, record)


AnyAt = Annotated[At, Depends(at)]


def photos_of(session: Session, standing: Standing) -> list[Photo]:
    """Return the photos and papers of a record, or the one that it is itself, in order, without erased ones."""
    rows = select(StoredRecord).where(col(StoredRecord.scope) == standing.scope, col(StoredRecord.kind) == _KIND)
    if standing.kind == _KIND:
        rows = rows.where(col(StoredRecord.id) == standing.id)
    else:
        rows = rows.where(col(StoredRecord.hangs_on) == str(standing.id))
    found = session.scalars(rows.order_by(col(StoredRecord.id)).limit(_MOST_SHOWN))
    return [_photo(session, row) for row in found if row.values.get("void") is None and row.values.get("sha256")]


@router.get(f"/records/{{scope}}/{_KIND}/{{record}}/small")
def small(visit: AnyVisit, named: AnyAt) -> Response:
    """Give the small picture of an attachment."""
    require(visit, *READERS)
    with visit.database.reading() as session:
        standing = records.standing(session, visit.member, named.scope, _KIND, named.record)
    picture = picture_bytes(standing.copy.values.get("thumbnail"))
    if not picture:
        raise NotFound(str(named.record))
    return Response(picture, media_type="image/jpeg")


@router.get(f"/records/{{scope}}/{_KIND}/{{record}}/file")
def file(visit: AnyVisit, named: AnyAt) -> Response:
    """Give the file itself: pictures to be looked at, all else only to be kept, so that no page of a stranger runs."""
    require(visit, *READERS)
    found = _named(visit, named)
    keeper = Keeper(visit.database, visit.request.app.state.objects)
    try:
        contents = keeper.stream(found)
    except FileNotFoundError as error:
        raise NotFound(found.file_name or found.sha256) from error
    shown = "inline" if is_picture_type(found.media_type) else "attachment"
    headers = {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(found.file_name or found.sha256, safe='')}",
        "Content-Length": str(found.size),
        "Content-Encoding": "identity",
    }
    return StreamingResponse(_piece_by_piece(contents), media_type=found.media_type, headers=headers)


def _named(visit: Visit, named: At) -> Named:
    with visit.database.reading() as session:
        standing = records.standing(session, visit.member, named.scope, _KIND, named.record)
        sha256 = str(standing.copy.values.get("sha256") or "")
        found = named_by(session, visit.member, Doing.read, (named.scope, named.record, sha256))
    if found is None:
        raise NotFound(str(named.record))
    return found


def _piece_by_piece(contents: Iterator[bytes]) -> Iterator[bytes]:
    yield from contents


def _photo(session: Session, row: StoredRecord) -> Photo:
    address = record_address(row.scope, _KIND, row.id)
    is_here = session.get(StoredFile, (row.scope, str(row.values.get("sha256") or ""))) is not None
    reading = read_record(_KIND, row.scope, row.id, row.values)
    record = reading.record if reading else None
    return Photo(
        title=title_from(row),
        page=address,
        file=f"{address}/file" if is_here else "",
        small=f"{address}/small" if picture_bytes(row.values.get("thumbnail")) else "",
        is_picture=isinstance(record, Attachment) and record.is_picture(),
    )
