"""What is erased is nowhere on the laptop any more: not shown, not found, not sent, not kept, not in the bytes."""

from contextlib import closing
from pathlib import Path

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import PersonPrivate
from cdadesk.domain.review import Conflict
from cdadesk.store import vault
from cdadesk.store.engine import Database
from cdadesk.store.store import DraftKey, Edit, Erase, Store, Transport
from cdadesk.store.troubles import NothingToUndo
from cdadesk.wire.messages import Result
from cdadesk.wire.ops import Seen, chain_after
from tests.builders import PASSPHRASE, SCOPE, a_record, a_store, changed, opened, reopened, saved, the
from tests.store.samples import Part, Thing
from tests.store.server import DictServer, exchange, receive, send

SECRET = "9829012345"


def erase(store: Store, record, *paths: str):
    held = the(store, type(record), record.id)
    return store.save(Erase(held.record, paths, held.base))


def plain_copy(store: Store, folder: Path) -> bytes:
    """Return everything that the database holds, also in the tables of its search, without the encryption."""
    file = folder / f"{new_id()}.db"
    key = vault.unlock(store.profile.key_file, PASSPHRASE)
    with closing(Database(store.profile.database, key)) as database, database.bare() as driver:
        driver.execute("ATTACH DATABASE ? AS plain KEY ''", (str(file),))
        driver.execute("SELECT sqlcipher_export('plain')")
        driver.execute("DETACH DATABASE plain")
    return file.read_bytes()


@pytest.fixture
def loom(store, server):
    """Return a record whose words were changed, sent, and typed once more."""
    record = saved(store, a_record(Thing, name="Loom", words=f"call {SECRET}", count=1))
    exchange(store, server, [SCOPE])
    held = changed(store, the(store, Thing, record.id), words=f"call {SECRET} again")
    typed = {"typed": {"words": SECRET, "count": "2"}, "missing": {}, "left_so": {}}
    store.drafts.keep(DraftKey("thing", record.id), held.base, typed)
    return record


def test_it_is_gone_from_everything_that_the_laptop_keeps(store, loom, tmp_path):
    assert SECRET.encode() in plain_copy(store, tmp_path)
    erase(store, loom, "words")
    assert SECRET.encode() not in plain_copy(store, tmp_path)
    shown = the(store, Thing, loom.id).record
    assert (shown.name, shown.words, shown.count) == ("Loom", None, 1)
    assert store.search(SECRET) == []
    [draft] = store.drafts.all()
    assert draft.body["typed"] == {"count": "2"}


def test_nothing_is_left_in_the_log_beside_the_file(store, loom):
    erase(store, loom, "words")
    log = store.profile.database.with_name("cdadesk.db-wal")
    assert log.stat().st_size == 0


def test_the_chain_and_the_digests_stay_what_they_were(store, loom):
    before = store.made()
    first = store.next_to_send(10**9)
    erase(store, loom, "words")
    batch = store.next_to_send(10**9)
    assert batch.entries[0].digest() == first.entries[0].digest()
    assert batch.entries[0].lost == {"words"}
    assert chain_after(batch.h_before, batch.entries) == batch.h_after
    assert store.made() > before


def test_the_server_takes_the_blanked_change_and_the_erasure(store, server, loom):
    erase(store, loom, "words")
    send(store, server)
    assert server.values(loom) == {"name": "Loom", "count": 1}
    receive(store, server)
    assert store.transport(loom) is Transport.applied
    assert store.standing().all_sent
    [told] = store.erased(loom)
    assert (told.path, told.seen) == ("words", Seen(1, 3))


def test_the_history_tells_that_something_was_there_and_who_erased_it(store, loom):
    erase(store, loom, "words")
    lines = [(line.before, line.value) for line in store.history(loom, "words")]
    assert lines == [(None, None)] * 3
    [told] = store.erased(loom)
    assert told.author == store.me.id


def test_an_erasure_by_somebody_else_reaches_all_that_is_here(store, server, loom, tmp_path):
    server.erases(loom, "words")
    receive(store, server)
    assert SECRET.encode() not in plain_copy(store, tmp_path)
    shown = the(store, Thing, loom.id).record
    assert (shown.words, shown.count) == (None, 1)
    assert store.next_to_send(10**9).entries[0].lost == {"words"}
    [told] = store.erased(loom)
    assert (told.author, told.seen) == ("ta", Seen(1, 2))


def test_what_was_typed_elsewhere_in_the_record_is_still_sent(store, server, both):
    changed(store, both, words=f"call {SECRET}", count=9)
    server.erases(both.record, "words")
    receive(store, server)
    send(store, server)
    assert server.values(both.record) == {"name": "Loom", "count": 9}
    receive(store, server)
    assert the(store, Thing, both.record.id).record.count == 9


def test_a_change_that_came_too_late_is_kept_nowhere(store, server, both, tmp_path):
    changed(store, both, words=f"call {SECRET}")
    server.erases(both.record, "words")
    batch = store.next_to_send(10**9)
    outcomes = server.take(store.replica, batch)
    assert [each.result for each in outcomes.outcomes] == [Result.erased]
    store.settle(outcomes)
    receive(store, server)
    assert SECRET.encode() not in plain_copy(store, tmp_path)
    assert the(store, Thing, both.record.id).record.words is None
    assert store.standing().all_sent


def test_a_form_that_was_open_meanwhile_brings_nothing_back(store, server, both, tmp_path):
    """The erasure has come; then somebody saves what was typed on the state before it."""
    server.erases(both.record, "words")
    receive(store, server)
    store.save(Edit(both.record, both.record.changed(words=f"call {SECRET}"), both.base))
    exchange(store, server, [SCOPE])
    assert SECRET.encode() not in plain_copy(store, tmp_path)
    assert the(store, Thing, both.record.id).record.words is None


def test_what_is_written_after_it_stays(store, server, loom):
    erase(store, loom, "words")
    changed(store, the(store, Thing, loom.id), words="new consent")
    exchange(store, server, [SCOPE])
    exchange(store, server, [SCOPE])
    assert server.values(loom)["words"] == "new consent"
    assert the(store, Thing, loom.id).record.words == "new consent"


def test_what_another_wrote_after_an_erasure_comes_in_one_row_with_it(store, server, both):
    seen = server.erases(both.record, "words")
    server.writes(both.record, {"words": "new consent"}, seen)
    receive(store, server)
    assert the(store, Thing, both.record.id).record.words == "new consent"
    assert [(line.before, line.value) for line in store.history(both.record, "words")] == [
        (None, None),
        (None, "new consent"),
    ]


def test_an_erasure_between_two_pages_is_not_missed(store, server, both):
    for name in ("x", "y", "z"):
        server.writes(a_record(Thing, name=name), {"name": name})
    receive(store, server, room=1)
    server.erases(both.record, "words")
    while receive(store, server, room=1):
        pass
    assert the(store, Thing, both.record.id).record.words is None
    assert store.erased(both.record)


def test_a_list_is_erased_with_all_its_lines(store, server, tmp_path):
    record = saved(store, a_record(Thing, name="Loom", parts={str(new_id()): Part(name=SECRET, scribble=SECRET)}))
    exchange(store, server, [SCOPE])
    erase(store, record, "parts")
    assert the(store, Thing, record.id).record.parts == {}
    exchange(store, server, [SCOPE])
    assert SECRET.encode() not in plain_copy(store, tmp_path)
    assert server.values(record) == {"name": "Loom"}


def test_what_only_a_newer_version_can_read_is_erased_too(store, server, tmp_path):
    key = (SCOPE, "newer_thing", new_id())
    server.writes_at(key, {"secret": SECRET})
    receive(store, server)
    assert SECRET.encode() in plain_copy(store, tmp_path)
    server.erases_at(key, "secret")
    receive(store, server)
    assert SECRET.encode() not in plain_copy(store, tmp_path)


def test_nothing_brings_an_erased_value_back(store, loom):
    typed = store.save(Edit(the(store, Thing, loom.id).record, loom.changed(words=SECRET, count=5), None))
    saved_as = erase(store, loom, "words")
    for group in (saved_as.group, typed.group):
        with pytest.raises(NothingToUndo):
            store.undo(group)


def test_a_refused_change_loses_it_and_stays_refused(store, server, tmp_path):
    record = saved(store, a_record(Thing, name="Loom", words=SECRET))
    server.refuses = lambda op: ("rights", "No.") if op.n == 1 else None
    send(store, server)
    erase(store, record, "words")
    [refused] = store.refused()
    assert refused.fields == {"name": "Loom"}
    assert SECRET.encode() not in plain_copy(store, tmp_path)


def test_both_values_of_a_conflict_go(tmp_path):
    with a_store(tmp_path / "laptop") as store:
        private = a_record(PersonPrivate, phone=SECRET)
        saved(store, private)
        conflict, server = a_record(Conflict), DictServer()
        about = {"about_kind": "person_private", "about_id": str(private.id), "path": "phone"}
        values = {"kept": SECRET, "offered": "9829054321", "base": "98290"}
        server.writes_at((SCOPE, "conflict", conflict.id), about | values)
        receive(store, server)
        erase(store, private, "phone")
        shown = the(store, Conflict, conflict.id).record
        assert (shown.kept, shown.offered, shown.base, shown.path) == (None, None, None, "phone")
        assert b"9829" not in plain_copy(store, tmp_path)


def test_the_copies_before_an_upgrade_go_with_the_next_exchange_that_is_whole(store, loom, clock):
    copies = store.profile.backups
    copies.mkdir()
    old, new = copies / "20260301-090000-revision-0001.db", copies / "20260320-090000-revision-0002.db"
    for each in (old, new):
        each.write_bytes(b"a copy")
    erase(store, loom, "words")
    assert old.exists()
    store.note_exchange()
    assert [each.path for each in store.automatic_copies()] == [new]


def test_a_copy_made_afterwards_does_not_hold_it(store, loom, tmp_path, setup):
    erase(store, loom, "words")
    (tmp_path / "stick").mkdir()
    copy = store.back_up(tmp_path / "stick")
    with opened(copy.path, setup) as again:
        assert SECRET.encode() not in plain_copy(again, tmp_path)
        assert the(again, Thing, loom.id).record.words is None


def test_erased_once_is_erased_after_the_next_start(store, server, loom, setup):
    erase(store, loom, "words")
    with reopened(store, setup) as again:
        receive(again, server)
        assert the(again, Thing, loom.id).record.words is None
