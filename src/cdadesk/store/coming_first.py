"""First downloads of an open profile: what was begun, and the bytes that are here of it, encrypted like all files."""

from collections.abc import Iterator

from cdadesk.store import first_downloads
from cdadesk.store.blobs import Blobs
from cdadesk.store.engine import Database
from cdadesk.store.first_downloads import Begun
from cdadesk.store.troubles import DamagedFile
from cdadesk.wire.frames import HEAD, read_head
from cdadesk.wire.pages import Page, Ready


class ComingFirst:
    """The first downloads of one profile."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def begun(self) -> list[Begun]:
        """Return what was begun and is not through."""
        with self._database.reading() as connection:
            return first_downloads.begun(connection)

    def note(self, page: Page) -> None:
        """Begin with what a page of the server tells of."""
        if any(each.ready is not None for each in page.slices):
            with self._database.writing() as connection:
                first_downloads.note(connection, page)

    def bodies(self, ready: Ready) -> Iterator[bytes]:
        """Yield the bodies of which a file is made, one by one; raises NotHere, DamagedFile or BadFrames."""
        at = 0
        while at < ready.size:
            head = self._blobs.read(ready.sha256, at, HEAD)
            if len(head) < HEAD:
                raise DamagedFile
            _kind, length = read_head(head)
            yield self._blobs.read(ready.sha256, at, HEAD + length)
            at += HEAD + length

    def forget(self, scope: str) -> None:
        """Let go of a first download that is through, or that nobody will go on with, and of its bytes."""
        with self._database.writing() as connection:
            sha256 = first_downloads.forget(connection, scope)
        if sha256 is not None:
            self._blobs.drop(sha256)

    def forget_all(self) -> None:
        """Let go of all of them; what is lacking comes page by page."""
        for each in self.begun():
            self.forget(each.scope)
