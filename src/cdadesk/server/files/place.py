"""The place of files, open: what reads and writes there is large, and is loaded with this module only."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from cdadesk.server.files.troubles import StoreOfFilesFailed

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PART = 8 * 1024 * 1024


class Place:
    """A folder or an S3 store, open; what its methods promise stands at `Objects`."""

    def __init__(self, place: str | Path) -> None:
        self.place = place
        try:
            self._store = _opened(place)
        except (BaseError, OSError) as error:
            raise StoreOfFilesFailed(str(place)) from error

    def put(self, name: str, contents: Iterable[bytes]) -> None:
        """Keep bytes under a name; when it returns they outlive a power cut. Nothing large stands in memory."""
        try:
            with obstore.open_writer(self._store, name, buffer_size=_PART) as file:
                for some in contents:
                    file.write(some)
        except (BaseError, OSError) as error:
            raise StoreOfFilesFailed(str(self.place)) from error
        if isinstance(self.place, Path):
            _settle(self.place / name)

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Return some bytes; raises FileNotFoundError if there is nothing under that name."""
        return obstore.get_range(self._store, name, start=offset, length=length).to_bytes() if length else b""

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield all bytes under a name; raises FileNotFoundError if there is nothing."""
        for some in obstore.get(self._store, name).stream(min_chunk_size=_PART):
            yield bytes(some)

    def drop(self, *names: str) -> None:
        """Let go of what lies under the names; what is gone already is fine."""
        for name in names:
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                continue
            except (BaseError, OSError) as error:
                raise StoreOfFilesFailed(str(self.place)) from error

    def names(self, folder: str | None = None) -> Iterator[str]:
        """Yield every name under which something lies, or only those in a folder; raises StoreOfFilesFailed."""
        try:
            for some in obstore.list(self._store, prefix=folder):
                yield from (each["path"] for each in some)
        except (BaseError, OSError) as error:
            raise StoreOfFilesFailed(str(self.place)) from error


def _opened(place: str | Path) -> "ObjectStore":
    return LocalStore(prefix=place, mkdir=True) if isinstance(place, Path) else from_url(place)


def _settle(path: Path) -> None:
    """Flush a file and the name it has; Windows flushes names by itself."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if os.name == "posix":
        opened = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
