"""Whether every file that was acknowledged lies there as it came, and nothing lies there that nobody knows."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import col

from cdadesk.i18n import _, format_number, ngettext
from cdadesk.server import schema
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.tables import FilePiece, FirstDownload, StoredFile


def problems(database: Database, objects: Objects) -> Iterator[str]:
    """Yield a sentence for everything that is not as it must be; reads every file from end to end."""
    if not schema.is_current(database):
        return
    with database.reading() as session:
        wholes = session.scalars(select(StoredFile)).all()
        pieces = set(session.scalars(select(col(FilePiece.object))))
        ready = session.scalars(select(FirstDownload)).all()
    for each in wholes:
        if not _is_as_it_came(objects, each.object, each.sha256):
            yield _("File {file} in scope {scope} is missing or damaged.").format(file=each.sha256, scope=each.scope)
    for first in ready:
        if first.sha256 is not None and not _is_as_it_came(objects, first.object, first.sha256):
            yield _("The ready-made first download of scope {scope} is missing or damaged.").format(scope=first.scope)
    known = pieces | {each.object for each in wholes} | {each.object for each in ready}
    strange = sum(name not in known for name in objects.names()) if known else 0
    if strange:
        said = ngettext(
            "{n} file lies there that no laptop was told of; a request that broke off may have left it.",
            "{n} files lie there that no laptop was told of; requests that broke off may have left them.",
            strange,
        )
        yield said.format(n=format_number(strange))


def _is_as_it_came(objects: Objects, name: str, sha256: str) -> bool:
    digest = hashlib.sha256()
    try:
        for some in objects.stream(name):
            digest.update(some)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == sha256
