"""Whether the installed program works at all: database, PDF and window, without a network."""

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from cdadesk.clock import Clock, new_id
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.memory import FileMemory
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.workroom import Workroom
from cdadesk.reports.blocks import Text
from cdadesk.reports.paper import Paper, draw
from cdadesk.store import vault
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit

_PASSPHRASE = "self-test of cdadesk"  # noqa: S105 - it locks a folder that lives for a second
_NAME = "हिन्दी and English"


class SelfTestFailed(Exception):
    """Something that must work does not."""


def self_test(theme: Theme) -> Iterator[str]:
    """Yield a line for each part that works; raises SelfTestFailed, or what went wrong, at the first that does not."""
    reached: list[str] = []
    sys.addaudithook(_network_watch(reached.append))
    with tempfile.TemporaryDirectory(prefix="cdadesk-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder) / "profile"
        _try_database(profile)
        yield "database: works"
        _try_paper()
        yield "PDF: works"
        _try_window(profile, theme)
        yield "window: works"
    if reached:
        raise SelfTestFailed(f"the network was used: {reached}")
    yield "network: not used"


def _try_database(folder: Path) -> None:
    created = Store.create(folder, _PASSPHRASE, "Self-test")
    record = _cluster()
    created.store.save(Edit(None, record))
    created.store.close()
    with _open(folder) as store:
        held = store.get(Cluster, record.id)
        if held is None or held.record != record or not store.search("हिंदी"):
            raise SelfTestFailed("the database does not give back what was saved")


def _try_paper() -> None:
    file = io.BytesIO()
    paper = Paper(title=_NAME, programme="", cluster="", period="", made_on=Clock().today())
    draw(paper, [Text(_NAME)], file)
    if not file.getvalue().startswith(b"%PDF"):
        raise SelfTestFailed("no PDF was made")


def _try_window(folder: Path, theme: Theme) -> None:
    background = Background()
    with _open(folder) as store:
        desk = Desk(store, background, Clock(), FileMemory(folder / "window.ini"))
        room = Workroom(desk, PLACES, theme)
        room.window.show()
        QApplication.processEvents()
        empty = room.window.grab().toImage().isNull()
        room.window.close()
        background.close()
    if empty:
        raise SelfTestFailed("the window shows nothing")


def _open(folder: Path) -> Store:
    return Store.open(folder, vault.unlock(folder / "key.json", _PASSPHRASE))


def _cluster() -> Cluster:
    made = new_id()
    return Cluster.model_validate({"id": made, "scope": cluster_scope(made), "name": _NAME})


def _network_watch(tell: Callable[[str], object]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return a hook that tells of everything that would leave this computer."""

    def watch(event: str, told: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            tell(f"{event} {told[1:]!r}")

    return watch
