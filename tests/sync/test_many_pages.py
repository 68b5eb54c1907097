"""A scope that comes in several pages while others write: no early change of a record that moved ahead is lost."""

from pathlib import Path

from cdadesk.acts import exchanging
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.store.store import Edit, Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync.exchange import Progress
from cdadesk.sync.http import HttpCarrier
from tests.builders import a_store, changed, the
from tests.serving import PASSWORD, furnish, open_database, running_server

MANY = 400


def signed_in(folder: Path, address: str) -> Store:
    store = a_store(folder)
    exchanging.sign_in(store, address, "asha", PASSWORD)
    return store


def nothing(_progress: Progress) -> None:
    """Watch nothing."""


def test_a_record_that_moved_ahead_between_two_pages_comes_whole(tmp_path: Path) -> None:
    with open_database(tmp_path / "server.sqlite3") as database:
        town = furnish(database)
        url = str(database.engine.url)
    scope = cluster_scope(town.jaipur)
    with (
        running_server(url) as server,
        signed_in(tmp_path / "one", server.address) as writer,
        signed_in(tmp_path / "two", server.address) as reader,
        HttpCarrier(server.address) as line,
    ):
        writer.save(Edit(None, Cluster(id=town.jaipur, scope=scope, name="Jaipur")))
        early = Actor(id=new_id(), scope=scope, name="Early Printers", place="Bagru")
        writer.save(Edit(None, early))
        writer.save(
            *(Edit(None, Actor(id=new_id(), scope=scope, name=f"Firm {n}", remarks="x" * 4_000)) for n in range(MANY))
        )
        changed(writer, the(writer, Actor, early.id), code="EP")  # now it stands at the end of the feed
        exchanging.exchange(writer, nothing, lambda: False)

        first = rounds.exchange_once(reader, line, Progress(0, 0, 0, more=True), None)
        assert first.more, "all came in one page: the test has tried nothing"
        assert reader.get(Actor, early.id) is None
        exchanging.exchange(reader, nothing, lambda: False)

        late = the(reader, Actor, early.id).record
        assert (late.name, late.place, late.code) == ("Early Printers", "Bagru", "EP")
        assert reader.count(Actor) == writer.count(Actor) == MANY + 1
