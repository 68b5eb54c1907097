"""Where the bytes of files lie: a folder of this machine, or anything that speaks S3.

Names are made so that nothing rests on a conditional write: not every S3 store keeps that promise.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PART = 8 * 1024 * 1024


class StoreOfFilesFailed(Trouble):
    """The folder or the S3 store does not answer as it must."""

    def __init__(self, place: str) -> None:
        super().__init__(_("The files of attachments cannot be reached at {place}.").format(place=place))


class Objects:
    """Keeps files under names; it is opened when it is first used."""

    def __init__(self, place: str | Path) -> None:
        self.place = place

    @cached_property
    def _store(self) -> "ObjectStore":
        try:
            if isinstance(self.place, Path):
                return LocalStore(prefix=self.place, mkdir=True)
            return from_url(self.place)
        except (BaseError, OSError) as error:
            raise StoreOfFilesFailed(str(self.place)) from error

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


def name_of_whole(scope: str, sha256: str) -> str:
    """Return a name of its own for a whole file: what is joined wrongly, or a second time, overwrites no other."""
    return f"files/{_folder(scope)}/{sha256}-{secrets.token_hex(8)}"


def name_of_piece(scope: str, sha256: str, start: int) -> str:
    """Return a name of its own for a piece: two that begin at one place do not overwrite each other."""
    return f"pieces/{_folder(scope)}/{sha256}/{start:012}-{secrets.token_hex(8)}"


def _folder(scope: str) -> str:
    return scope.replace(":", "-")


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
