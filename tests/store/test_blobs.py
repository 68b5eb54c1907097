"""Photos and papers on the disk: encrypted, each kept once, damage noticed, orphans swept, nothing lost."""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.store.backup import Extent
from cdadesk.store.sealed_files import PIECE
from cdadesk.store.store import Erase, Setup, Store
from cdadesk.store.troubles import ChangedWhileRead, DamagedFile, DiskFull, NotHere
from cdadesk.wire.messages import (
    Grants,
    Outcome,
    Outcomes,
    Result,
    Role,
)
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests.builders import CLUSTER, SCOPE, HandClock, a_record, a_setup, a_store, opened, reopened, saved
from tests.store.files import every_connection_with

PRIVATE = private_scope(CLUSTER)
NOON = "2026-03-14T06:30:00.000Z"
LARGE = bytes(range(256)) * 1024 + b"and three pieces more" * 9_000


@pytest.fixture
def setup(clock: HandClock) -> Setup:
    """Return what the store stands on, with the real entities."""
    return a_setup(clock)


@pytest.fixture
def store(tmp_path: Path, setup: Setup) -> Iterator[Store]:
    """Return an open store."""
    with a_store(tmp_path / "laptop", setup=setup) as made:
        yield made


def kept(store: Store, contents: bytes = LARGE) -> str:
    """Keep a file, as it comes from a disk: some bytes at a time."""
    some = (contents[at : at + 50_000] for at in range(0, len(contents), 50_000))
    return store.blobs.keep(some, len(contents))


def attached(store: Store, contents: bytes = LARGE, **values: object) -> Attachment:
    """Keep a file and the record that names it."""
    sha256 = kept(store, contents)
    return saved(store, a_record(Attachment, sha256=sha256, size=len(contents), about_kind="actor", **values))


def files_of(store: Store) -> list[Path]:
    """Return the files on the disk."""
    return sorted(store.profile.files.iterdir())


def test_a_file_comes_back_from_any_place_and_lies_there_encrypted(store):
    sha256 = kept(store)
    assert sha256 == hashlib.sha256(LARGE).hexdigest()
    assert b"".join(store.blobs.pieces(sha256)) == LARGE
    for at in (0, 1, PIECE - 1, PIECE, 3 * PIECE + 7, len(LARGE) - 1, len(LARGE), len(LARGE) + 5):
        assert store.blobs.read(sha256, at, 70_000) == LARGE[at : at + 70_000]
    (file,) = files_of(store)
    assert sha256[:8] not in file.name
    assert b"and three pieces more" not in file.read_bytes()


def test_one_file_is_kept_once_however_often_it_is_attached(store):
    assert kept(store) == kept(store)
    assert len(files_of(store)) == 1


@pytest.mark.parametrize("told", [len(LARGE) - 1, len(LARGE) + 1])
def test_a_file_that_changes_while_it_is_read_is_not_kept(store, told):
    with pytest.raises(ChangedWhileRead, match="Try again"):
        store.blobs.keep(iter([LARGE]), told)
    assert files_of(store) == []


def test_a_full_disk_is_noticed_before_anything_is_written(store):
    with pytest.raises(DiskFull):
        store.blobs.keep(iter([LARGE]), 2**60)
    assert files_of(store) == []


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "grow", "gone", "other"])
def test_damage_is_noticed(store, harm):
    sha256, (file,) = kept(store), files_of(store)
    before = file.read_bytes()
    piece = PIECE + 16
    head, first, second, rest = (
        before[:29],
        before[29 : 29 + piece],
        before[29 + piece : 29 + 2 * piece],
        before[29 + 2 * piece :],
    )
    now = {
        "flip": before[:-5] + bytes([before[-5] ^ 1]) + before[-4:],
        "cut": head + first + second,
        "swap": head + second + first + rest,
        "grow": head[:-1] + bytes([head[-1] ^ 1]) + before[29:],
        "gone": None,
        "other": b"JPEG",
    }[harm]
    file.unlink() if now is None else file.write_bytes(now)
    with pytest.raises(DamagedFile, match="can be fetched again"):
        b"".join(store.blobs.pieces(sha256))
    assert not store.blobs.is_as_kept(sha256)


def test_what_no_record_names_is_swept_at_the_next_start(store, setup):
    named = attached(store)
    kept(store, b"the power went before its record was saved")
    (store.profile.files / "torn").write_bytes(b"half of a file")
    with reopened(store, setup) as later:
        assert later.blobs.every() == [named.sha256]
        assert len(files_of(later)) == 1


def test_a_profile_that_must_not_be_written_opens_unswept_and_its_photos_can_be_seen(store, setup):
    photo = attached(store)
    kept(store, b"the power went before its record was saved")
    store.close()
    with every_connection_with("query_only = ON"), opened(store.profile.folder, setup) as later:
        assert b"".join(later.blobs.pieces(photo.sha256)) == LARGE
        assert len(files_of(later)) == 2
    with opened(store.profile.folder, setup) as later:
        assert later.blobs.every() == [photo.sha256]
        assert len(files_of(later)) == 1


def test_a_file_that_another_program_holds_does_not_keep_the_profile_shut(store, setup, monkeypatch):
    photo = attached(store)
    torn = store.profile.files / "torn"
    torn.write_bytes(b"half of a file")
    unlink = Path.unlink

    def held(path: Path, **told: bool) -> None:
        if path == torn:
            raise PermissionError(13, "in use", str(path))
        unlink(path, **told)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "unlink", held)
        with reopened(store, setup) as later:
            assert later.blobs.every() == [photo.sha256]
    assert torn.exists()
    with opened(store.profile.folder, setup):
        assert not torn.exists()


def test_a_photo_of_a_record_in_the_trash_stays(store, setup):
    photo = attached(store)
    store.void(photo)
    with reopened(store, setup) as later:
        assert later.blobs.holds(photo.sha256)


@pytest.fixture
def the_day_before(store: Store, setup: Setup, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Return what puts the database of the day before, without any photo, back into the profile."""
    copy = store.back_up(tmp_path).path / "cdadesk.db"
    open_now: list[Store] = []

    def put_back() -> Store:
        store.close()
        folder = store.profile.folder
        for each in folder.glob("cdadesk.db*"):
            each.unlink()
        shutil.copy(copy, folder / "cdadesk.db")
        open_now.append(opened(folder, setup))
        return open_now[0]

    yield put_back
    for each in open_now:
        each.close()


def test_photos_outlive_an_older_database_that_is_put_back(store, setup, the_day_before):
    photo = attached(store)
    older = the_day_before()
    assert (older.count(Attachment), older.blobs.every(), len(files_of(older))) == (0, [], 1)
    saved(older, a_record(Attachment, sha256=photo.sha256, size=len(LARGE), about_kind="actor"))
    with reopened(older, setup) as later:
        assert b"".join(later.blobs.pieces(photo.sha256)) == LARGE


def test_a_file_that_nobody_asked_for_in_ninety_days_goes(store, the_day_before, clock):
    attached(store)
    (file,) = files_of(store)
    long_ago = (clock.now - dt.timedelta(days=91)).timestamp()
    os.utime(file, (long_ago, long_ago))
    assert files_of(the_day_before()) == []


def test_a_file_that_is_fetched_goes_on_where_it_broke_off_and_counts_only_when_it_is_whole(store, setup):
    sha256 = hashlib.sha256(LARGE).hexdigest()
    saved(store, a_record(Attachment, sha256=sha256, size=len(LARGE), about_kind="actor"))
    coming = store.blobs.begin(sha256, len(LARGE))
    coming = store.blobs.take(coming, LARGE[: PIECE + 10])
    assert coming.held == PIECE
    assert not store.blobs.holds(sha256)
    with pytest.raises(NotHere, match="Fetch it"):
        store.blobs.read(sha256, 0, 1)
    with reopened(store, setup) as later:
        coming = later.blobs.begin(sha256, len(LARGE))
        assert coming.held == PIECE
        later.blobs.take(coming, LARGE[PIECE:])
        assert b"".join(later.blobs.pieces(sha256)) == LARGE


def test_another_file_than_the_one_asked_for_is_thrown_away(store):
    sha256 = hashlib.sha256(b"what was asked for").hexdigest()
    coming = store.blobs.begin(sha256, 18)
    with pytest.raises(DamagedFile):
        store.blobs.take(coming, b"somebody else's!!!")
    assert files_of(store) == []
    assert not store.blobs.holds(sha256)


def test_what_waits_is_what_lies_here_and_was_not_taken_there(store):
    photo = attached(store)
    attached(store, b"gone again", caption="wrong")
    store.void(next(each.record for each in store.find(Attachment) if each.record.caption))
    (waits,) = store.blobs.waiting()
    assert (waits.sha256, waits.size, waits.record_is_there) == (photo.sha256, len(LARGE), False)
    store.blobs.meet_epoch(1)
    store.blobs.note_whole_there(SCOPE, photo.sha256)
    assert store.blobs.waiting() == []
    store.blobs.meet_epoch(1)
    assert store.blobs.waiting() == []


def test_a_restored_server_is_asked_again_for_what_it_has(store):
    photo = attached(store)
    store.blobs.meet_epoch(1)
    store.blobs.note_whole_there(SCOPE, photo.sha256)
    store.blobs.meet_epoch(2)
    assert [each.sha256 for each in store.blobs.waiting()] == [photo.sha256]


def test_the_photos_of_a_scope_that_was_taken_away_go_with_it(store):
    def grants(*scopes: str) -> Grants:
        return Grants("kavita", "Kavita", Role.cda, dict.fromkeys(scopes, "Jaipur"), {}, "hash")

    store.take(grants(SCOPE, PRIVATE))
    open_one = attached(store, b"for everybody")
    attached(store, b"in confidence", scope=PRIVATE)
    shared = kept(store, b"for everybody")
    saved(store, a_record(Attachment, sha256=shared, size=13, scope=PRIVATE, about_kind="actor"))
    store.settle(all_taken(store))
    store.take(grants(SCOPE))
    assert store.blobs.every() == [open_one.sha256]
    assert len(files_of(store)) == 1


def all_taken(store: Store) -> Outcomes:
    """Return the answer of a server that takes everything."""
    entries = store.next_to_send(10**6).entries
    return Outcomes(1, entries[-1].n, tuple(Outcome(each.n, Result.ok, Seen(1, each.n)) for each in entries))


def test_a_copy_holds_the_photos_unless_they_are_left_out(store, setup, tmp_path):
    photo = attached(store)
    for each in Extent:
        (tmp_path / each).mkdir()
    whole = store.back_up(tmp_path / "whole")
    without = store.back_up(tmp_path / "without_files", Extent.without_files)
    assert whole.size > without.size + len(LARGE)
    with opened(whole.path, setup) as copy:
        assert b"".join(copy.blobs.pieces(photo.sha256)) == LARGE
    with opened(without.path, setup) as copy:
        assert copy.count(Attachment) == 1
        with pytest.raises(NotHere):
            copy.blobs.read(photo.sha256, 0, 1)


HERS = ("caption", "file_name", "sha256", "original_sha256", "thumbnail")


def test_the_files_of_an_erased_photo_go_at_once_with_the_copies_that_were_opened(store):
    original = kept(store, b"as it was taken" * 9_000)
    photo = attached(store, original_sha256=original, thumbnail={"jpeg": "AAAA"})
    opened_copy = store.opened_files / str(photo.id) / "Ravi.jpg"
    opened_copy.parent.mkdir(parents=True)
    opened_copy.write_bytes(LARGE)
    opened_copy.chmod(0o400)
    store.blobs.note_whole_there(SCOPE, photo.sha256)
    store.save(Erase(photo, HERS))
    assert files_of(store) == []
    assert store.blobs.every() == []
    assert not store.blobs.was_sent(photo.sha256)
    assert not opened_copy.exists()
    assert store.get(Attachment, photo.id).record.thumbnail is None


def test_a_photo_that_the_advisor_erased_goes_here_too_also_one_that_came_only_in_part(store):
    photo = attached(store)
    coming = saved(store, a_record(Attachment, sha256="ab" * 32, size=9 * PIECE, about_kind="actor"))
    store.blobs.take(store.blobs.begin("ab" * 32, 9 * PIECE), bytes(2 * PIECE))
    assert len(files_of(store)) == 2
    for seq, each in enumerate((photo, coming), start=5):
        blank = Change(Seen(1, seq), "page", "tara", NOON, NOON, dict.fromkeys(HERS))
        row = Row(seq, "attachment", each.id, (blank,), dict.fromkeys(HERS, Seen(1, seq)))
        store.apply(Page((Slice(SCOPE, (row,), Seen(1, seq), Seen(1, seq)),)))
    assert files_of(store) == []
    assert store.blobs.waiting() == []


def test_a_file_stays_for_another_photo_that_names_it_and_for_one_that_is_being_attached(store):
    photo, same = attached(store), attached(store, caption="The same")
    not_named_yet = kept(store, b"on its way" * 9_000)
    store.save(Erase(photo, HERS))
    assert store.blobs.every() == sorted({same.sha256, not_named_yet})
    assert b"".join(store.blobs.pieces(same.sha256)) == LARGE


def test_a_photo_whose_file_another_program_holds_goes_the_next_time(store, setup, monkeypatch):
    photo = attached(store)
    monkeypatch.setattr(Path, "unlink", refuse)
    store.save(Erase(photo, HERS))
    monkeypatch.undo()
    assert len(files_of(store)) == 1
    with reopened(store, setup) as again:
        assert files_of(again) == []


def refuse(*_args: object, **_told: object) -> None:
    """Do as Windows does while another program holds a file."""
    raise PermissionError
