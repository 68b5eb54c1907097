"""Large scopes lie ready for laptops that begin: all of it in one file, never with what was erased or went away."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update

from cdadesk.clock import new_id
from cdadesk.server import accounts, exchange, feed, first_downloads, restoring
from cdadesk.server.exchange import Answer
from cdadesk.server.files import checking
from cdadesk.server.files.dropping import drop_gone, drop_unknown
from cdadesk.server.files.lane import Lane
from cdadesk.server.making_ready import Readiness
from cdadesk.server.tables import FirstDownload, GoneObject
from cdadesk.wire import blobs
from cdadesk.wire.blobs import NO_ATTACHMENT, Want
from cdadesk.wire.frames import HEAD, Frame, FrameType, read_head, unpack
from cdadesk.wire.messages import Envelope
from cdadesk.wire.ops import NOTHING_SEEN, Act, Seen
from cdadesk.wire.pages import Page, Ready, Row
from tests.server.laptops import Change, House, Laptop

MANY = 20
PHONE = "9829012345"


@dataclass
class Prepared:
    """A server on which scopes with a few records lie ready."""

    house: House
    readiness: Readiness

    def post(self, body: bytes) -> Answer:
        """Carry an exchange."""
        return exchange.answer_sync(self.house.database, body, self.readiness)

    def laptop(self, login: str) -> Laptop:
        """Return a laptop that begins."""
        laptop = self.house.laptop(login)
        laptop.post = self.post
        return laptop

    def make(self, scope: str) -> None:
        """Make the file of a scope, and wait for it."""
        self.readiness.make(scope).result(timeout=60)

    def told(self, login: str = "tara", scope: str = "") -> Ready | None:
        """Return what somebody who begins is told to lie ready."""
        page = self.laptop(login).pull(4096).page
        return next((each.ready for each in page.slices if each.scope == (scope or self.house.jaipur)), None)

    def fetched(self, laptop: Laptop, ready: Ready, scope: str = "") -> bytes:
        """Return the bytes of a file, as far as the server gives them, fetched in pieces."""
        found = b""
        while len(found) < ready.size:
            some = self.piece(laptop, ready, len(found), scope)
            if not some:
                break
            found += some
        return found

    def piece(self, laptop: Laptop, ready: Ready, offset: int, scope: str = "", most: int = 1000) -> bytes:
        """Return some bytes of a file."""
        envelope = Envelope(laptop.replica, laptop.token, "", {}, (0, ""), 1_000_000)
        want = Want(scope or self.house.jaipur, NO_ATTACHMENT, ready.sha256, offset, most)
        asked = [Frame(FrameType.envelope, envelope.plain()), Frame(FrameType.blob_want, want.plain())]
        answer = Lane(self.house.database, self.house.objects).answered(blobs.pack(asked))
        assert answer is not None
        return b"".join(each.contents for each in blobs.unpack(answer)[1])

    def bytes_that_lie(self, scope: str = "") -> bytes:
        """Return all that lies in the store of files of a scope."""
        folder = f"first/{(scope or self.house.jaipur).replace(':', '-')}/"
        names = [each for each in self.house.objects.names() if each.startswith(folder)]
        return b"".join(b"".join(self.house.objects.stream(each)) for each in names)

    def rows(self) -> tuple[int, int]:
        """Return how many files are noted, and how many wait to be deleted."""
        with self.house.database.reading() as session:
            return len(session.scalars(select(FirstDownload)).all()), len(session.scalars(select(GoneObject)).all())


@pytest.fixture
def prepared(house: House) -> Iterator[Prepared]:
    """Return a server where a scope of twenty records is a large one."""
    house.database.after_erasing(lambda: drop_gone(house.database, house.objects))
    readiness = Readiness(house.database, house.objects, least=15)
    yield Prepared(house, readiness)
    readiness.close()


@pytest.fixture
def asha(house: House) -> Laptop:
    """Return a laptop that has sent a lot, whose agent works on both clusters."""
    house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
    laptop = house.laptop("asha")
    wrote(laptop, house.jaipur)
    return laptop


def wrote(laptop: Laptop, scope: str, kind: str = "actor", count: int = MANY, **fields: Any) -> list[Change]:
    """Write and send a lot: no more than a fourth of it fits into the pages that these tests ask for."""
    made = [Change(new_id(), {"name": f"Firm {n}", "remarks": "x" * 900} | fields, scope, kind) for n in range(count)]
    for each in made:
        ops = laptop.save(each)
    laptop.push(ops[0].n - count + 1, ops[0].n)
    laptop.pull_all()
    return made


def pushed(laptop: Laptop, *changes: Change) -> list[str]:
    ops = laptop.save(*changes)
    return laptop.push(ops[0].n, ops[-1].n).results()


def pages_in(contents: bytes) -> list[Page]:
    found, at = [], 0
    while at < len(contents):
        _kind, length = read_head(contents[at : at + HEAD])
        (frame,) = unpack(contents[at : at + HEAD + length])
        found.append(Page.read(frame.body))
        at += HEAD + length
    return found


def rows_in(contents: bytes) -> list[Row]:
    return [row for page in pages_in(contents) for part in page.slices for row in part.rows]


def of(first: Change, laptop: Laptop, act: Act, **fields: Any) -> Change:
    return Change(
        first.record, fields, first.scope, first.kind, laptop.base(first.scope, first.record, first.kind), act
    )


def test_a_file_holds_what_the_feed_tells_from_its_beginning(prepared, asha):
    prepared.make(prepared.house.jaipur)
    ready = prepared.told()
    contents = prepared.fetched(prepared.laptop("tara"), ready)
    assert (len(contents), hashlib.sha256(contents).hexdigest()) == (ready.size, ready.sha256)
    with prepared.house.database.reading() as session:
        (part,) = feed.page(session, [prepared.house.jaipur], feed.Known(), 10_000_000).slices
    assert rows_in(contents) == list(part.rows)
    assert ready.at == part.head
    assert list(checking.problems(prepared.house.database, prepared.house.objects)) == []


def test_who_begins_with_a_large_scope_has_its_file_made_and_goes_on_page_by_page(prepared, asha):
    assert prepared.told() is None
    prepared.make(prepared.house.jaipur)  # waits for what the question set going
    assert prepared.told() is not None
    reader = prepared.laptop("tara")
    first = reader.pull(4096).page.slices[0]
    assert first.rows
    reader.pull_all(4096)
    assert sum(key[1] == "actor" for key in reader.held) == MANY


def test_who_has_much_of_a_scope_or_all_of_it_is_told_of_no_file(prepared, asha):
    prepared.make(prepared.house.jaipur)
    reader = prepared.laptop("tara")
    told = []
    while not told or told[-1].cursor < told[-1].head:
        told.append(reader.pull(4096).page.slices[0])
    assert told[0].ready is not None
    assert all(each.ready is None for each in told if each.cursor.seq * 4 > MANY)
    wrote(asha, prepared.house.jaipur, count=1)
    assert reader.pull(4096).page.slices[0].ready is None


def test_a_small_scope_is_not_worth_a_file(prepared, asha):
    wrote(asha, prepared.house.ludhiana, count=5, remarks="x" * 2000)
    assert prepared.told(scope=prepared.house.ludhiana) is None
    prepared.readiness.close()
    assert prepared.rows()[0] <= 1  # that of the other cluster


@pytest.mark.parametrize("who", ["balbir", "revoked", "another"])
def test_nobody_gets_a_file_who_may_not_read_its_scope(prepared, asha, who):
    scope = prepared.house.jaipur
    prepared.make(scope)
    ready = prepared.told()
    other = prepared.laptop("balbir")
    assert prepared.piece(prepared.laptop("tara"), ready, 0) != b""
    if who == "balbir":
        assert prepared.piece(other, ready, 0) == b""
    elif who == "revoked":
        prepared.house.database.write(lambda session: accounts.unassign(session, "asha", prepared.house.town.jaipur))
        assert prepared.piece(asha, ready, 0) == b""
    else:
        assert prepared.piece(other, ready, 0, prepared.house.ludhiana) == b""


def test_what_is_erased_is_in_no_file_from_that_moment_on(prepared, asha):
    scope = prepared.house.jaipur_private
    person = wrote(asha, scope, "person_private", phone=PHONE)[3]
    prepared.make(scope)
    reader, ready = prepared.laptop("tara"), prepared.told(scope=scope)
    begun = prepared.piece(reader, ready, 0, scope, 300)
    assert begun != b""
    assert pushed(asha, of(person, asha, Act.erase, phone=None)) == ["ok"]
    assert prepared.bytes_that_lie(scope) == b""
    assert prepared.piece(reader, ready, len(begun), scope) == b""
    prepared.make(scope)
    again = rows_in(prepared.fetched(reader, prepared.told(scope=scope), scope))
    (row,) = (each for each in again if each.id == person.record)
    assert PHONE not in str(row.plain())
    assert row.erased["phone"]


def test_what_moves_away_takes_the_file_with_it(prepared, asha):
    first = wrote(asha, prepared.house.jaipur, count=1, name="Ajmeri Printers")[0]
    prepared.make(prepared.house.jaipur)
    assert pushed(asha, of(first, asha, Act.move, scope=prepared.house.ludhiana)) == ["ok"]
    assert prepared.bytes_that_lie() == b""
    prepared.make(prepared.house.jaipur)
    rows = rows_in(prepared.fetched(prepared.laptop("tara"), prepared.told()))
    assert "Ajmeri Printers" not in str([each.plain() for each in rows])


def test_what_is_erased_while_a_file_is_made_spoils_it(prepared, asha, monkeypatch):
    scope = prepared.house.jaipur_private
    person = wrote(asha, scope, "person_private", phone=PHONE)[3]
    page, erased = feed.page, []

    def erasing_meanwhile(*told: Any) -> Page:
        found = page(*told)
        if not erased and told[1] == [scope]:
            erased.append(person)
            told[0].rollback()  # SQLite has one writer, and lets it finish only when nobody reads
            assert pushed(asha, of(person, asha, Act.erase, phone=None)) == ["ok"]
        return found

    monkeypatch.setattr(feed, "page", erasing_meanwhile)
    prepared.make(scope)
    assert erased
    assert prepared.told(scope=scope) is None
    assert PHONE.encode() not in prepared.bytes_that_lie(scope)


def test_a_record_that_moves_up_while_a_file_is_made_is_in_it_as_it_was_last(prepared, asha, monkeypatch):
    early = wrote(asha, prepared.house.jaipur)[0]
    page, changed = feed.page, []

    def changing_meanwhile(*told: Any) -> Page:
        found = page(*told[:3], 4096)
        if not changed and any(row.id == early.record for part in found.slices for row in part.rows):
            changed.append(early)
            told[0].rollback()
            assert pushed(asha, of(early, asha, Act.set, place="Sanganer")) == ["ok"]
        return found

    monkeypatch.setattr(feed, "page", changing_meanwhile)
    prepared.make(prepared.house.jaipur)
    monkeypatch.undo()
    rows = [
        each for each in rows_in(prepared.fetched(prepared.laptop("tara"), prepared.told())) if each.id == early.record
    ]
    assert [{path for change in each.changes for path in change.fields} for each in rows] == [
        {"name", "remarks"},
        {"name", "remarks", "place"},
    ]


def test_a_server_that_was_put_back_gives_no_file_of_before(prepared, asha):
    prepared.make(prepared.house.jaipur)
    ready = prepared.told()
    database = prepared.house.database
    database.write(lambda session: restoring.begin_epoch(session, database.clock.now()))
    assert prepared.piece(prepared.laptop("tara"), ready, 0) == b""
    assert prepared.rows()[0] == 0


def test_an_older_file_is_given_to_who_began_with_it_until_nobody_needs_it(prepared, asha):
    database = prepared.house.database
    prepared.make(prepared.house.jaipur)
    old = prepared.told()
    wrote(asha, prepared.house.jaipur)
    prepared.make(prepared.house.jaipur)
    new = prepared.told()
    assert new.at > old.at
    assert prepared.piece(prepared.laptop("tara"), old, 0) != b""
    long_ago = database.clock.now() - dt.timedelta(days=30)
    database.write(lambda session: session.execute(update(FirstDownload).values(begun_at=long_ago)))
    wrote(asha, prepared.house.jaipur, count=1)
    prepared.make(prepared.house.jaipur)
    assert prepared.piece(prepared.laptop("tara"), old, 0) == b""
    assert prepared.rows()[0] == 1


def test_a_file_behind_which_much_was_changed_is_made_anew(prepared, asha):
    prepared.make(prepared.house.jaipur)
    old = prepared.told()
    wrote(asha, prepared.house.jaipur)
    prepared.told()
    prepared.make(prepared.house.jaipur)
    assert prepared.told().at > old.at


def test_what_was_ended_in_the_middle_is_swept_and_made_again(prepared, asha):
    database, scope = prepared.house.database, prepared.house.jaipur
    now = database.clock.now()
    name = database.write(lambda session: first_downloads.begin(session, scope, now))
    prepared.house.objects.put(name, [b"half a file"])
    prepared.make(scope)
    assert prepared.told() is None, "another process is at it"
    later = now + dt.timedelta(hours=1)
    database.write(lambda session: first_downloads.drop_abandoned(session, later))
    prepared.make(scope)
    assert prepared.told() is not None


def test_what_lies_there_unknown_to_a_database_that_was_put_back_goes(prepared, asha):
    prepared.make(prepared.house.jaipur)
    known = prepared.bytes_that_lie()
    objects = prepared.house.objects
    objects.put("first/elsewhere/0123", [b"what was erased since the backup"])
    drop_unknown(prepared.house.database, objects)
    assert b"".join(b"".join(objects.stream(each)) for each in objects.names("first")) == known != b""


def test_a_file_that_is_gone_from_its_store_is_forgotten(prepared, asha):
    prepared.make(prepared.house.jaipur)
    ready = prepared.told()
    prepared.house.objects.drop(*prepared.house.objects.names())
    assert list(checking.problems(prepared.house.database, prepared.house.objects)) != []
    assert prepared.piece(prepared.laptop("tara"), ready, 0) == b""
    assert prepared.told() is None


def test_a_reader_that_came_to_the_end_without_knowing_hears_that_all_is_there(prepared, asha):
    reader = prepared.laptop("tara")
    reader.pull_all()
    scope = prepared.house.jaipur
    reader.floors[scope] = NOTHING_SEEN
    (part,) = reader.pull().page.slices
    assert (part.scope, part.rows, part.cursor, part.head) == (scope, (), Seen(1, MANY), Seen(1, MANY))
    assert reader.pull().page.slices == ()
