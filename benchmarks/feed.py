"""PostgreSQL, many writers and a reader who follows the feed: commits a second, and how many rows are missed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.orm import Session

from cdadesk.clock import new_id
from cdadesk.server import accounts, scopes
from cdadesk.server.database import Database
from tests.postgres import fresh_database
from tests.server.laptops import Change, House, Laptop
from tests.serving import furnish, open_database

WRITERS = 16


@dataclass(frozen=True)
class Followed:
    """What a reader saw of what was written."""

    written: int
    missed: int
    commits_a_second: float


def followed(postgres: URL, clusters: int, saves: int) -> Followed:
    """Let everybody write at once, into one cluster or spread over many, while a reader follows."""
    with fresh_database(postgres) as url, open_database(url) as database:
        house = House(database, furnish(database))
        places = [house.jaipur, *(_a_cluster(database) for _more in range(clusters - 1))]
        writers = [house.laptop("asha") for _writer in range(WRITERS)]
        reader, done = house.laptop("tara"), threading.Event()
        follower = threading.Thread(target=_follow, args=(reader, done))
        follower.start()
        begun = time.perf_counter()
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(lambda laptop: _write(laptop, places, saves), writers))
        took = time.perf_counter() - begun
        done.set()
        follower.join()
        reader.pull_all()
        written = WRITERS * saves
        return Followed(written, written - len(reader.held), written / took)


def _a_cluster(database: Database) -> str:
    cluster = new_id()

    def work(session: Session) -> None:
        scopes.make_cluster(session, cluster, "", database.clock.now())
        for login in ("asha", "tara"):
            accounts.assign(session, login, cluster)

    database.write(work)
    return str(cluster)


def _write(laptop: Laptop, places: list[str], saves: int) -> None:
    for number in range(saves):
        laptop.save(Change(new_id(), {"place": f"{number}"}, places[number % len(places)]))
        laptop.post(laptop.request(len(laptop.entries), len(laptop.entries)))


def _follow(reader: Laptop, done: threading.Event) -> None:
    while not done.is_set():
        reader.pull(room=64 * 1024)
