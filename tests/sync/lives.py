"""Laptops that are restored or cloned, and servers that are: copies of their files, put back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cdadesk.server import command
from cdadesk.store.store import Store
from tests.builders import HandClock, a_setup, opened
from tests.serving import sqlite_url
from tests.sync.served import Furnished, Served, serving


@dataclass(frozen=True)
class Copied:
    """A copy of a profile's folder."""

    folder: Path

    def put_back(self, store: Store) -> Store:
        """Close a profile, let the copy take its place, and open that."""
        store.close()
        shutil.rmtree(store.profile.folder)
        shutil.copytree(self.folder, store.profile.folder)
        return opened(store.profile.folder, a_setup(HandClock()))

    @contextmanager
    def beside(self, folder: Path) -> Iterator[Store]:
        """Open a twin of the profile in a folder of its own."""
        shutil.copytree(self.folder, folder)
        with opened(folder, a_setup(HandClock())) as twin:
            yield twin


def copied(store: Store, into: Path) -> Copied:
    """Copy a profile as it lies there, with whatever tool; the copy does not know that it is one."""
    return Copied(store.back_up(into).path)


@dataclass
class Machine:
    """A server that can be stopped, put back to a copy of its database, and started again."""

    furnished: Furnished
    kept: Path

    @contextmanager
    def running(self) -> Iterator[Served]:
        """Let it run."""
        with serving(self.furnished) as served:
            yield served

    def keep(self) -> None:
        """Copy the database as an administrator would, with all that was committed."""
        with closing(sqlite3.connect(self.furnished.file)) as database:
            database.execute("VACUUM INTO ?", (str(self.kept),))

    def put_back(self, *, told: bool = True) -> None:
        """Put the copy in the place of the database, and tell the server so unless somebody forgets to."""
        for file in self.furnished.file.parent.glob(f"{self.furnished.file.name}*"):
            file.unlink()
        shutil.copy(self.kept, self.furnished.file)
        if told:
            url = sqlite_url(self.furnished.file).render_as_string(hide_password=False)
            assert command.main(["restored", "--database", url]) == 0


def moved(store: Store, served: Served) -> None:
    """Let a laptop look for the server at its new port."""
    store.link_to(served.address, store.link().token)
