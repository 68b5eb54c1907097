"""Which ready-made first downloads were begun: of each scope one, and it is gone on with until it is through."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cdadesk.store import cursors, settings, whole
from cdadesk.store.settings import Setting
from cdadesk.wire.ops import NOTHING_SEEN
from cdadesk.wire.pages import Page, Ready


@dataclass(frozen=True)
class Begun:
    """A scope that comes as a file."""

    scope: str
    ready: Ready


def begun(connection: Connection) -> list[Begun]:
    """Return what was begun."""
    kept = settings.read(connection, Setting.first_downloads) or {}
    return [Begun(scope, Ready.read(plain)) for scope, plain in sorted(kept.items())]


def files(connection: Connection) -> frozenset[str]:
    """Return the check sums of the files."""
    return frozenset(each.ready.sha256 for each in begun(connection))


def note(connection: Connection, page: Page) -> None:
    """Begin with what a page tells of; a scope that comes anew, and what goes on already, is left alone.

    What comes anew needs to know where records went that this laptop holds, and no file says so.
    """
    found = {each.scope: each for each in begun(connection)}
    for part in page.slices:
        cursor = cursors.of(connection, part.scope)
        is_first = cursor is not None and cursor.granted and cursor.whole == NOTHING_SEEN
        if part.ready is not None and is_first and not whole.is_coming(connection, part.scope):
            found.setdefault(part.scope, Begun(part.scope, part.ready))
    _write(connection, list(found.values()))


def forget(connection: Connection, scope: str) -> str | None:
    """Let go of what was begun of a scope; return the check sum of its file, if there was one."""
    found = {each.scope: each for each in begun(connection)}
    gone = found.pop(scope, None)
    if gone is None:
        return None
    _write(connection, list(found.values()))
    return gone.ready.sha256


def _write(connection: Connection, found: list[Begun]) -> None:
    plain = {each.scope: each.ready.plain() for each in found}
    settings.write(connection, Setting.first_downloads, plain or None)
