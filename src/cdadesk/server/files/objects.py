"""Where the bytes of files lie: a folder of this machine, or anything that speaks S3.

Names are made so that nothing rests on a conditional write: not every S3 store keeps that promise.
"""

import secrets
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdadesk.server.files.place import Place


class Objects:
    """Keeps files under names; it is opened when it is first used."""

    def __init__(self, place: str | Path) -> None:
        self.place = place

    @cached_property
    def _opened(self) -> "Place":
        from cdadesk.server.files.place import Place  # noqa: PLC0415 - six megabytes, and many servers keep no file

        return Place(self.place)

    def put(self, name: str, contents: Iterable[bytes]) -> None:
        """Keep bytes under a name; when it returns they outlive a power cut. Nothing large stands in memory."""
        self._opened.put(name, contents)

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Return some bytes; raises FileNotFoundError if there is nothing under that name."""
        return self._opened.read(name, offset, length)

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield all bytes under a name; raises FileNotFoundError if there is nothing."""
        return self._opened.stream(name)

    def drop(self, *names: str) -> None:
        """Let go of what lies under the names; what is gone already is fine."""
        if names:
            self._opened.drop(*names)

    def names(self, folder: str | None = None) -> Iterator[str]:
        """Yield every name under which something lies, or only those in a folder; raises StoreOfFilesFailed."""
        is_new = isinstance(self.place, Path) and not self.place.exists()
        return iter(()) if is_new else self._opened.names(folder)


def name_of_whole(scope: str, sha256: str) -> str:
    """Return a name of its own for a whole file: what is joined wrongly, or a second time, overwrites no other."""
    return f"files/{_folder(scope)}/{sha256}-{secrets.token_hex(8)}"


def name_of_piece(scope: str, sha256: str, start: int) -> str:
    """Return a name of its own for a piece: two that begin at one place do not overwrite each other."""
    return f"pieces/{_folder(scope)}/{sha256}/{start:012}-{secrets.token_hex(8)}"


def _folder(scope: str) -> str:
    return scope.replace(":", "-")
