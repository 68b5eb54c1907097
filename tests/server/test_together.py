"""Many at once on PostgreSQL: writers in threads, a reader who follows the numbers, and no row is missed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import URL, func, select

from cdadesk.clock import new_id
from cdadesk.server import checking
from cdadesk.server.database import Database
from cdadesk.server.intake import Draft, write_down
from cdadesk.server.tables import History, StoredRecord
from tests.postgres import fresh_database
from tests.server.laptops import Change, House, again

WRITERS = 4
SAVES = 25


@pytest.fixture
def house(postgres: URL, furnished_postgres):
    """Return a furnished server on PostgreSQL: SQLite lets only one write at a time anyway."""
    with fresh_database(postgres, like=furnished_postgres.source) as url:
        opened = Database(url)
        yield House(opened, furnished_postgres.town)
        opened.close()


def at_once(work: list[Callable[[], None]]) -> None:
    """Do all of this at the same time, and let the first trouble out."""
    gate = threading.Barrier(len(work))

    def behind_the_gate(each: Callable[[], None]) -> None:
        gate.wait(timeout=30)
        each()

    with ThreadPoolExecutor(len(work)) as pool:
        for done in [pool.submit(behind_the_gate, each) for each in work]:
            done.result(timeout=120)


@pytest.mark.parametrize("scopes", ["one scope", "several scopes"])
def test_a_reader_who_follows_the_numbers_misses_no_row(house, scopes):
    laptops = [house.laptop("asha") for _writer in range(WRITERS)]
    reader = house.laptop("tara")
    done = threading.Event()
    places = [house.jaipur] if scopes == "one scope" else [house.jaipur, house.jaipur_private]

    def write(laptop):
        for number in range(SAVES):
            laptop.save(*[Change(new_id(), {"place": f"{number}"}, scope) for scope in places])
            first = len(laptop.entries) - len(places) + 1
            laptop.post(laptop.request(first, len(laptop.entries)))

    def follow():
        while not done.is_set():
            reader.pull(room=4096)

    follower = threading.Thread(target=follow)
    follower.start()
    try:
        at_once([lambda laptop=laptop: write(laptop) for laptop in laptops])
    finally:
        done.set()
        follower.join(timeout=60)
    reader.pull_all()
    assert len(reader.held) == WRITERS * SAVES * len(places)
    assert list(checking.problems(house.database)) == []


def test_all_who_edit_one_record_are_heard(house):
    laptops = [house.laptop("asha") for _writer in range(WRITERS)]
    meeting = Change(new_id(), {"place": "Bagru"}, house.jaipur)
    laptops[0].save(meeting)
    laptops[0].push()

    def edit(laptop, number):
        for save in range(5):
            laptop.save(again(meeting, fields={f"note_{number}": f"{save}", "present_count": number}))
            laptop.post(laptop.request(len(laptop.entries), len(laptop.entries)))

    at_once([lambda laptop=laptop, number=at: edit(laptop, number) for at, laptop in enumerate(laptops)])
    laptops[0].pull_all()
    held = laptops[0].sees(house.jaipur, "meeting", meeting.record)
    assert {path: value for path, value in held.items() if path.startswith("note")} == {
        f"note_{number}": "4" for number in range(WRITERS)
    }
    offered = {told["offered"] for told in laptops[0].conflicts().values()}
    assert offered | {held["present_count"]} == set(range(WRITERS))
    assert list(checking.problems(house.database)) == []


def test_one_new_record_from_all_sides_is_one_record(house):
    """Nobody can lock what is not there yet: whoever comes second does it again and merges."""
    laptops = [house.laptop("asha") for _writer in range(WRITERS)]
    records = [new_id() for _record in range(10)]

    def make(laptop, number):
        for record in records:
            laptop.save(Change(record, {f"note_{number}": "here"}, house.jaipur))
            assert laptop.push(len(laptop.entries)).results()[0] in ("ok", "merged")

    at_once([lambda laptop=laptop, number=at: make(laptop, number) for at, laptop in enumerate(laptops)])
    laptops[0].pull_all()
    for record in records:
        assert len(laptops[0].sees(house.jaipur, "meeting", record)) == WRITERS
    assert list(checking.problems(house.database)) == []


def test_one_batch_that_arrives_several_times_at_once_is_taken_once(house):
    asha = house.laptop("asha")
    for _save in range(20):
        asha.save(Change(new_id(), {"place": "Bagru"}, house.jaipur))
    request = asha.request(1, 20)
    answers = []
    at_once([lambda: answers.append(house.post(request).body)] * WRITERS)
    assert len({answer[:200] for answer in answers}) == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(History)) == 20


def test_two_windows_of_one_advisor_write_at_the_same_time(house):
    tara = house.town.people["tara"]

    def write():
        for _comment in range(10):
            draft = Draft(house.jaipur, "comment", new_id(), {"text": "Seen."})
            assert write_down(house.database, tara, [draft])[0].result == "ok"

    at_once([write] * 3)
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StoredRecord)) == 30
    assert list(checking.problems(house.database)) == []
