"""A name that went every way there is, and was erased: no byte of it is left, at the server or on any laptop."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from cdadesk.acts import consent, exchanging, review, stick, stick_in
from cdadesk.acts.attaching import attach, contents, pasted_source
from cdadesk.acts.opening_files import opened_copy
from cdadesk.acts.stick import Wish
from cdadesk.acts.support import write_everything
from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Person
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.review import Comment
from cdadesk.server.files.objects import Objects
from cdadesk.server.making_ready import Readiness
from cdadesk.store.store import DraftKey, Erase, Store
from cdadesk.store.troubles import ForkedReplica
from cdadesk.sync.troubles import ServerTroubled
from cdadesk.wire import canonical, strongbox
from cdadesk.wire.frames import unpack
from cdadesk.wire.strongbox import Work
from tests.builders import the
from tests.photographs import a_jpeg, a_picture
from tests.server.laptops import Change, House
from tests.serving import open_database
from tests.store.test_erasing import plain_copy
from tests.sync.lives import Machine, copied, moved
from tests.sync.served import Served, a_furnished_town, a_laptop, exchanged, rewritten, written

NAME = "Kalpana Rathore"
KEY = "a key for the helper"
CHEAP = Work(memory=8192, passes=1)
AT_THE_SERVER = {"record", "history", "dead_letter", "recovered_row"}
SHOWN = {"record_person", "record_comment", "record_conflict", "record_attachment"}
ON_LAPTOPS = SHOWN | {"op", "history", "draft", "set_aside", "guest_op", "server_copy", "former_op"}
FAILS = """
    CREATE TRIGGER fails BEFORE INSERT ON history WHEN NEW.fields LIKE '%bitter almonds%'
    BEGIN SELECT RAISE(ABORT, 'this disk has a hole'); END
"""


@dataclass
class World:
    """A server, and the laptops of two agents and their advisor."""

    machine: Machine
    served: Served
    asha: Store
    balbir: Store
    tara: Store

    @property
    def laptops(self) -> tuple[Store, Store, Store]:
        """Return all laptops."""
        return self.asha, self.balbir, self.tara

    def agree(self) -> None:
        """Let all exchange until all know all."""
        for store in (*self.laptops, *self.laptops):
            exchanged(store)


@pytest.fixture
def rooms() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def person(world: World) -> Person:
    """Return somebody whose name was written before the server was put back, and changed by a laptop that died."""
    return the(world.asha, Person, world.asha.find(Person)[0].record.id).record


@pytest.fixture
def world(rooms: ExitStack, tmp_path: Path) -> World:
    """Return what is left after a server was put back to a copy: rows that a dead laptop had sent are set aside."""
    (tmp_path / "server").mkdir()
    machine = Machine(a_furnished_town(tmp_path / "server"), tmp_path / "backup.sqlite3")
    with machine.running() as served, a_laptop(tmp_path / "dead", served, "balbir") as dead:
        asha, balbir, tara = (rooms.enter_context(a_laptop(tmp_path / who, served, who)) for who in PEOPLE)
        person = written(asha, Person, served.scope, name=NAME, role="Owner")
        exchanged(asha)
        exchanged(dead)
        machine.keep()
        rewritten(dead, person, name=f"{NAME}, the dyer")
        for store in (dead, asha):
            exchanged(store)
    machine.put_back()
    served = rooms.enter_context(machine.running())
    for store in (asha, balbir, tara):
        moved(store, served)
    made = World(machine, served, asha, balbir, tara)
    made.agree()
    assert [NAME in each.title for each in asha.set_aside()] == [True]
    return made


PEOPLE = ("asha", "balbir", "tara")


def meets_itself(world: World, person: Person) -> None:
    """Let two agents write the name in two ways, so that a conflict holds both."""
    rewritten(world.balbir, person, name=f"Smt. {NAME}")
    rewritten(world.asha, person, name=f"{NAME} ji")
    world.agree()
    assert review.open_conflicts(world.asha) != []


def is_put_back(world: World, rooms: ExitStack, person: Person, folder: Path) -> None:
    """Let a laptop be restored, so that it goes on under a new id and keeps what it was in the journal of before."""
    copy = copied(world.balbir, folder)
    rewritten(world.balbir, person, name=f"{NAME} of Amer")
    exchanged(world.balbir)
    world.balbir = rooms.enter_context(copy.put_back(world.balbir))
    with pytest.raises(ForkedReplica):
        exchanged(world.balbir)
    exchanging.go_on(world.balbir)
    world.agree()


def is_laid_aside(world: World, person: Person) -> None:
    """Let the server refuse a change of the name, and fail on another until it is laid aside unread."""
    with open_database(world.machine.furnished.file) as database:
        other = House(database, world.machine.furnished.town).laptop("asha")
        other.save(Change(person.id, {"name": f"{NAME} again", "role": 17}, person.scope, "person"))
        assert other.push().results() == ["rejected:shape"]
    with closing(sqlite3.connect(world.machine.furnished.file)) as connection:
        connection.execute(FAILS)
    rewritten(world.balbir, person, name=f"{NAME}, bitter almonds")
    for _failure in range(9):
        try:
            exchanged(world.balbir)
        except ServerTroubled:
            continue
        break
    assert [each.code for each in world.balbir.refused()] == ["parked"]


def is_carried(world: World, person: Person, folder: Path) -> None:
    """Let a change of the name travel on a stick to the advisor, who has not been at the server since."""
    folder.mkdir()
    rewritten(world.asha, person, name=f"{NAME} of Bagru")
    tara = next(each for each in stick.receivers(world.asha) if each.name == "Tara")
    stick.write(world.asha, Wish(folder, tara))
    assert dict(stick_in.read(world.tara, folder).shown) == {"Asha": 1}
    assert "of Bagru" in the(world.tara, Person, person.id).record.title()


def is_spoken_of(world: World, person: Person) -> tuple[Comment, Attachment]:
    """Let somebody name her in a comment and under a photo, which others fetch and open, and type her name."""
    review.comment(world.asha, the(world.asha, Person, person.id).record, f"Is it {NAME}?", "name")
    photo = attach(world.asha, person, pasted_source(f"{NAME}.jpg", a_jpeg(a_picture(120, 90))))
    opened_copy(world.asha, photo)
    typed = {"typed": {"name": f"{NAME} Kumari", "role": "Own"}, "missing": {}, "left_so": {}}
    world.asha.drafts.keep(DraftKey("person", person.id), the(world.asha, Person, person.id).base, typed)
    world.agree()
    (comment,) = (held.record for held in world.asha.find(Comment))
    return comment, photo


def lies_ready(world: World) -> None:
    """Let the cluster lie ready for laptops that begin."""
    file = world.machine.furnished.file
    with open_database(file) as database:
        readiness = Readiness(database, Objects(file.parent / "files"), least=1)
        readiness.make(world.served.scope).result(timeout=60)
        readiness.close()
    assert any(NAME.encode() in each for each in bodies_that_lie_ready(world))


def bodies_that_lie_ready(world: World) -> Iterator[bytes]:
    """Yield what ready-made files hold, unpacked."""
    for path in (world.machine.furnished.file.parent / "files" / "first").rglob("*"):
        if path.is_file():
            for each in unpack(path.read_bytes()):
                yield canonical.encode(each.body)


def everything_at(world: World, store: Store, folder: Path) -> bytes:
    """Return all that a laptop holds, decrypted, and all that it would give away: journal and file for support."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{new_id()}.support"
    write_everything(store, file, KEY, CHEAP)
    given = strongbox.unlock(file.read_bytes(), KEY)
    in_plain = [path.read_bytes() for path in store.opened_files.rglob("*") if path.is_file()]
    names = " ".join(str(path) for path in store.profile.folder.rglob("*"))
    files = [b"".join(store.blobs.pieces(each)) for each in store.blobs.every()]
    assert world.served.scope.encode() in given
    return b"\n".join([plain_copy(store, folder), given, *in_plain, *files, names.encode()])


def everything_at_the_server(world: World) -> bytes:
    """Return all bytes that lie at the server: the database with its log, and the files."""
    lying = [path for path in world.machine.furnished.file.parent.rglob("*") if path.is_file()]
    return b"\n".join([*(str(path).encode() + path.read_bytes() for path in lying), *bodies_that_lie_ready(world)])


def tables_that_hold(file: Path) -> frozenset[str]:
    """Return the tables in which the name stands: what goes nowhere proves nothing."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        told = {name: list(connection.execute(f"SELECT * FROM {name}")) for name in names if "search" not in name}  # noqa: S608
    return frozenset(name for name, rows in told.items() if NAME in str(rows))


def tables_on(store: Store, folder: Path) -> frozenset[str]:
    """Return the tables of a laptop in which the name stands."""
    file = folder / f"{new_id()}.plain"
    file.write_bytes(plain_copy(store, folder))
    return tables_that_hold(file)


def found(words: Sequence[bytes], held: bytes) -> list[bytes]:
    """Return where words stand, small or large, with what stands around."""
    places = [each.start() for word in words for each in re.finditer(re.escape(word.lower()), held.lower())]
    return [held[max(at - 300, 0) : at + 100] for at in places]


def test_a_name_that_was_erased_is_nowhere(world: World, person: Person, rooms: ExitStack, tmp_path: Path) -> None:
    meets_itself(world, person)
    is_put_back(world, rooms, person, tmp_path)
    is_laid_aside(world, person)
    comment, photo = is_spoken_of(world, person)
    bytes_of_photo = b"".join(contents(world.asha, photo))
    is_carried(world, person, tmp_path / "stick")
    lies_ready(world)
    assert bytes_of_photo in everything_at_the_server(world)
    assert tables_that_hold(world.machine.furnished.file) >= AT_THE_SERVER
    assert frozenset().union(*(tables_on(each, tmp_path) for each in world.laptops)) >= ON_LAPTOPS
    assert all(NAME.encode() in everything_at(world, each, tmp_path / "x") for each in world.laptops)

    asha = world.asha
    asha.save(
        Erase(person, ("name", "missing/name"), the(asha, Person, person.id).base),
        Erase(comment, ("text",), the(asha, Comment, comment.id).base),
    )
    consent.erase_photo(asha, the(asha, Attachment, photo.id))
    world.agree()

    words = (NAME.encode(), b"Kalpana", photo.thumbnail["jpeg"].encode(), bytes_of_photo)
    assert found(words, everything_at_the_server(world)) == []
    for store in world.laptops:
        assert found(words, everything_at(world, store, tmp_path / "x")) == [], store.me.name
        assert store.search("Kalpana") == []
        assert the(store, Person, person.id).record.role == "Owner"
