"""The window saves while the exchange applies; both get through, and neither sees half of the other."""

import threading

import pytest

from cdadesk.store.store import Edit
from tests.builders import SCOPE, a_record, saved, the
from tests.store.samples import Thing
from tests.store.server import DictServer, exchange


def test_saving_and_exchanging_at_once_loses_nothing(store):
    server = DictServer()
    mine = [a_record(Thing, name=f"mine {n}") for n in range(30)]
    theirs = [a_record(Thing, name=f"theirs {n}") for n in range(30)]
    failures = []

    def background():
        try:
            for record in theirs:
                server.writes(record, {"name": record.name})
                exchange(store, server, [SCOPE])
        except Exception as error:  # noqa: BLE001 - told by the test itself
            failures.append(error)

    thread = threading.Thread(target=background)
    thread.start()
    for record in mine:
        saved(store, record)
        assert the(store, Thing, record.id).record == record
    thread.join()
    exchange(store, server, [SCOPE])
    assert failures == []
    assert store.count(Thing) == 60
    assert store.standing().all_sent
    assert all(server.values(record) == {"name": record.name} for record in mine)


def test_a_reader_sees_a_save_whole_or_not_at_all(store):
    seen, done = set(), threading.Event()

    def watch():
        while not done.is_set():
            seen.add(store.count(Thing))

    thread = threading.Thread(target=watch)
    thread.start()
    for _ in range(10):
        store.save(*[Edit(None, a_record(Thing, name="x")) for _ in range(5)])
    done.set()
    thread.join()
    assert all(count % 5 == 0 for count in seen)


def test_in_one_look_all_that_is_asked_is_of_one_state(store):
    with store.looking():
        assert store.waiting() == 0
        thread = threading.Thread(target=lambda: saved(store, a_record(Thing, name="meanwhile")))
        thread.start()
        thread.join()
        assert (store.waiting(), store.records_waiting(), store.count(Thing)) == (0, 0, 0)
    assert (store.waiting(), store.records_waiting(), store.count(Thing)) == (1, 1, 1)


def test_a_look_that_failed_leaves_nothing_behind(store):
    with pytest.raises(KeyError), store.looking():
        raise KeyError
    saved(store, a_record(Thing, name="later"))
    assert store.waiting() == 1
