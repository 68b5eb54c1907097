"""A server whose disk is full: every laptop waits, however long it lasts, and nothing is laid aside for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.acts.sending_files import waiting
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.store.store import Store
from cdadesk.sync.troubles import ServerBusy
from tests.builders import the
from tests.serving import RunningServer, running_server
from tests.sync.served import Served, a_furnished_town, a_laptop, exchanged, written

resource = pytest.importorskip("resource", reason="only Unix takes the disk from a process that runs")


@contextmanager
def a_full_disk(server: RunningServer) -> Iterator[None]:
    """Let the system refuse whatever a server writes, as long as the block lasts."""
    _soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[RunningServer, Served]]:
    furnished = a_furnished_town(tmp_path)
    with running_server(furnished.file) as running:
        yield running, Served(running.address, furnished.town)


@pytest.fixture
def asha(server: tuple[RunningServer, Served], tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "asha", server[1], "asha") as store:
        yield store


def test_what_a_full_server_could_not_take_goes_by_itself_once_there_is_room(
    server: tuple[RunningServer, Served], asha: Store
) -> None:
    running, served = server
    meetings = [written(asha, Meeting, served.scope, place=f"Bagru {n}") for n in range(2)]
    with a_full_disk(running):
        for _day in range(8):  # more often than any one save is tried before it is laid aside
            with pytest.raises(ServerBusy, match="patience"):
                exchanged(asha)
    exchanged(asha)
    assert asha.refused() == []
    assert asha.standing().all_sent
    assert [the(asha, Meeting, each.id).record for each in meetings] == meetings


def test_a_photo_waits_for_room_at_the_server(server: tuple[RunningServer, Served], asha: Store) -> None:
    running, served = server
    meeting = written(asha, Meeting, served.scope, place="Bagru")
    exchanged(asha)
    attach(asha, meeting, pasted_source("list.pdf", b"%PDF-1.4 who came"))
    with a_full_disk(running), pytest.raises(ServerBusy):
        exchanged(asha)
    assert waiting(asha).count == 1
    exchanged(asha)
    assert waiting(asha).count == 0
