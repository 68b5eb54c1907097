"""Whether a copy of a profile is whole, opens with the same passphrase, and leaves nothing behind when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from cdadesk.store.backup import CopyNotWhole, CopyNotWritten
from tests.builders import a_record, opened, saved, the
from tests.store.samples import Thing


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return the folder of a stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse larger files, as a stick without room does."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def a_stick_that_forgets(stick: Path) -> Iterator[None]:
    """Spoil what was written before it is read again."""

    def spoil(_connection: object, _record: object) -> None:
        for file in stick.glob("*.part/cdadesk.db"):
            content = bytearray(file.read_bytes())
            content[8192:12288] = bytes(4096)
            file.write_bytes(content)

    event.listen(Engine, "connect", spoil)
    try:
        yield
    finally:
        event.remove(Engine, "connect", spoil)


def test_a_copy_opens_with_the_same_passphrase_and_holds_all(store, setup, stick):
    record = saved(store, a_record(Thing, name="Loom"))
    copy = store.back_up(stick)
    assert copy.path.parent == stick
    assert copy.size == sum(file.stat().st_size for file in copy.path.iterdir())
    with opened(copy.path, setup) as restored:
        assert the(restored, Thing, record.id).record == record
        assert restored.profile.name == store.profile.name


def test_a_copy_is_as_unreadable_as_the_profile(store, stick):
    saved(store, a_record(Thing, name="Secret loom"))
    copy = store.back_up(stick)
    assert {file.name for file in copy.path.iterdir()} == {"cdadesk.db", "key.json", "profile.json"}
    assert all(b"Secret loom" not in file.read_bytes() for file in copy.path.iterdir())


def test_two_copies_lie_side_by_side(store, clock, stick):
    first = store.back_up(stick)
    clock.advance(seconds=1)
    second = store.back_up(stick)
    assert sorted(stick.iterdir()) == sorted([first.path, second.path])


def test_the_same_copy_twice_in_a_second_keeps_the_first(store, stick):
    first = store.back_up(stick)
    with pytest.raises(CopyNotWritten):
        store.back_up(stick)
    assert list(stick.iterdir()) == [first.path]


def test_a_stick_that_is_gone_is_told(store, stick):
    stick.rmdir()
    with pytest.raises(CopyNotWritten, match="Choose another folder"):
        store.back_up(stick)


def test_a_stick_without_room_is_told_and_left_clean(store, stick):
    saved(store, a_record(Thing, name="Loom"))
    with files_of_at_most(16 * 1024), pytest.raises(CopyNotWritten, match="no room"):
        store.back_up(stick)
    assert list(stick.iterdir()) == []


def test_a_copy_that_cannot_be_read_back_does_not_count(store, stick):
    saved(store, a_record(Thing, name="Loom"))
    with a_stick_that_forgets(stick), pytest.raises(CopyNotWhole, match="thrown away"):
        store.back_up(stick)
    assert list(stick.iterdir()) == []


def test_automatic_copies_are_listed_by_the_time_in_their_name(store):
    folder = store.profile.backups
    folder.mkdir()
    for name in ("20260101-060000-revision-0001.db", "20260314-091233-revision-0002.db"):
        (folder / name).write_bytes(b"a copy")
    found = store.automatic_copies()
    assert [f"{copy.at:%d %b %H:%M}" for copy in found] == ["14 Mar 09:12", "01 Jan 06:00"]
    assert [copy.size for copy in found] == [6, 6]
