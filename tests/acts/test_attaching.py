"""Hanging photos and papers on records: what is kept of them, what they must not tell, and what is no paper at all."""

import datetime as dt
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from cdadesk.acts import attaching, sending_files
from cdadesk.acts.attaching import (
    CannotBeRead,
    FileTooLarge,
    IsAProgram,
    NothingInIt,
    Source,
    Whereabouts,
    attach,
    attach_and_tell,
    contents,
    file_source,
    hung_on,
    pasted_source,
)
from cdadesk.acts.photographs import AIM, LONGEST, PictureBroken, PictureTooLarge, Position, Told
from cdadesk.domain.actors.actor import Actor, ActorPrivate
from cdadesk.domain.attachment import THUMBNAIL_MOST, Attachment
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.store.store import Store
from cdadesk.store.troubles import ChangedWhileRead, DiskFull
from tests.builders import CLUSTER, SCOPE, a_record, a_store, saved, the
from tests.photographs import JAIPUR, a_jpeg, a_picture, a_png, opened, place_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open store."""
    with a_store(tmp_path / "laptop") as made:
        yield made


@pytest.fixture
def actor(store: Store) -> Actor:
    """Return somebody of whom there are photos."""
    return saved(store, a_record(Actor, name="Calico Printers"))


def file_of(store: Store, attachment: Attachment) -> bytes:
    """Return what is kept of a file."""
    return b"".join(contents(store, attachment))


def original_of(store: Store, attachment: Attachment) -> bytes:
    """Return what is kept of the original."""
    return b"".join(store.blobs.pieces(attachment.original_sha256))


def test_a_large_photo_is_scaled_and_its_original_kept_beside(store, actor):
    photo = a_jpeg(a_picture(2400, 1800, noisy=True))
    kept = attach(store, actor, pasted_source("IMG_1.jpg", photo))
    assert len(photo) > 10 * AIM
    assert kept.size <= 2 * AIM
    assert max(opened(file_of(store, kept)).size) <= LONGEST
    assert opened(original_of(store, kept)).size == (2400, 1800)
    assert (kept.original_size, kept.original_type) == (len(original_of(store, kept)), "image/jpeg")


def test_an_ordinary_photo_comes_down_to_what_can_be_sent(store, actor):
    kept = attach(store, actor, pasted_source("IMG_2.jpg", a_jpeg(a_picture(4000, 3000), quality=95)))
    assert kept.size <= AIM


def test_the_record_tells_of_the_file_and_what_it_hangs_on(store, actor):
    kept = attach(store, actor, pasted_source("stall\n.png", a_png()), path="relations/x")
    assert (kept.scope, kept.parent_id, kept.about_kind, kept.about_path) == (SCOPE, actor.id, "actor", "relations/x")
    assert (kept.file_name, kept.media_type) == ("stall_.png", "image/png")
    small = opened(kept.small_picture())
    assert max(small.size) <= 240
    assert 0 < len(kept.small_picture()) <= THUMBNAIL_MOST
    assert [each.whereabouts for each in hung_on(store, actor)] == [Whereabouts.only_here]


def test_a_noisy_photo_has_a_small_picture_that_travels_too(store, actor):
    kept = attach(store, actor, pasted_source("noise.jpg", a_jpeg(a_picture(900, 900, noisy=True))))
    assert 0 < len(kept.small_picture()) <= THUMBNAIL_MOST


def test_what_hangs_on_a_confidential_record_is_confidential(store):
    secret = saved(store, a_record(ActorPrivate, scope=private_scope(CLUSTER)))
    assert attach(store, secret, pasted_source("letter.pdf", b"%PDF-1.4")).scope == private_scope(CLUSTER)


def test_a_photo_stands_upright(store, actor):
    kept = attach(store, actor, pasted_source("turned.jpg", a_jpeg(a_picture(400, 200), turned=6)))
    assert opened(file_of(store, kept)).size == (200, 400)


@pytest.mark.parametrize("size", [(400, 300), (2400, 1800)])
def test_where_a_photo_was_taken_is_told_by_none_of_its_files(store, actor, size):
    photo = a_jpeg(a_picture(*size), place=JAIPUR, day="2026:03:02 10:11:12")
    assert place_in(photo)
    kept = attach(store, actor, pasted_source("here.jpg", photo))
    assert place_in(file_of(store, kept)) == {}
    assert place_in(original_of(store, kept)) == {}
    assert b"GPS" not in original_of(store, kept)
    assert (kept.taken_on, kept.taken_at) == (None, None)


def test_the_place_stays_where_somebody_wants_it(store, actor):
    photo = a_jpeg(a_picture(2400, 1800), place=JAIPUR)
    kept = attach(store, actor, pasted_source("here.jpg", photo), position=Position.kept)
    assert place_in(file_of(store, kept))[1] == "N"
    assert place_in(original_of(store, kept))[1] == "N"


def test_an_original_without_its_place_is_the_same_picture(store, actor):
    photo = a_jpeg(a_picture(1800, 1800, noisy=True), place=JAIPUR, turned=6)
    kept = attach(store, actor, pasted_source("here.jpg", photo))
    original = opened(original_of(store, kept))
    assert original.tobytes() == opened(photo).tobytes()
    assert original.getexif()[0x0112] == 6


def test_a_clear_picture_is_laid_on_white(store, actor):
    clear = io.BytesIO()
    a_picture(1700, 20).convert("RGBA").save(clear, "BMP")
    kept = attach(store, actor, pasted_source("clear.bmp", clear.getvalue()))
    assert opened(file_of(store, kept)).mode == "RGB"


@pytest.mark.parametrize(
    ("name", "head", "media_type"),
    [
        ("minutes.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("minutes.exe.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("voice.ogg", b"OggS\0\2", "audio/ogg"),
        ("voice.m4a", b"\0\0\0\x20ftypM4A \0", "audio/mp4"),
        ("voice.amr", b"#!AMR\n", "audio/amr"),
        ("sheet.xlsx", b"PK\3\4", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("sheet.xlsx", b"not a sheet", "application/octet-stream"),
        ("photo.jpg", b"only called so", "application/octet-stream"),
    ],
)
def test_papers_and_sound_are_kept_as_they_are_and_told_by_what_they_hold(store, actor, name, head, media_type):
    kept = attach(store, actor, pasted_source(name, head))
    assert (kept.media_type, file_of(store, kept), kept.small_picture()) == (media_type, head, b"")


def test_a_picture_is_one_whatever_it_is_called(store, actor):
    assert attach(store, actor, pasted_source("scan.pdf", a_jpeg())).media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "contents"),
    [("setup.exe", b"anything"), ("a.pdf", b"MZ\x90\0"), ("p.svg", b"<svg/>"), ("x", b"#!/bin/sh")],
)
def test_a_program_or_page_is_no_paper(store, actor, name, contents):
    refused(store, actor, pasted_source(name, contents), IsAProgram, "PDF or a picture")


def test_an_empty_file_is_nothing(store, actor, tmp_path):
    (tmp_path / "empty.jpg").touch()
    refused(store, actor, file_source(tmp_path / "empty.jpg"), NothingInIt, "empty")


def test_a_film_of_two_gigabytes_is_refused_unread(store, actor, tmp_path):
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(2 * 1024**3)
    refused(store, actor, file_source(film), FileTooLarge, "at most 200 MB")


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is enormous."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0\0\0\0IDAT"


def test_a_picture_that_would_fill_the_memory_is_refused_unopened(store, actor):
    refused(store, actor, pasted_source("bomb.png", bomb(60_000, 60_000)), PictureTooLarge, "too many points")


def test_half_a_photo_says_so(store, actor):
    half = a_jpeg(a_picture(800, 800, noisy=True))[:9000]
    refused(store, actor, pasted_source("half.jpg", half), PictureBroken, "Copy it again")
    refused(store, actor, pasted_source("half.png", a_png()[:20]), PictureBroken, "Copy it again")


def test_a_file_that_is_gone_says_so(store, actor, tmp_path):
    with pytest.raises(CannotBeRead, match=r"gone\.jpg"):
        file_source(tmp_path / "gone.jpg")
    with pytest.raises(CannotBeRead):
        file_source(tmp_path)
    going = tmp_path / "stick.pdf"
    going.write_bytes(b"%PDF-1.4")
    source = file_source(going)
    going.unlink()
    refused(store, actor, source, CannotBeRead, "still there")


def test_a_file_that_shrinks_meanwhile_says_so(store, actor):
    refused(store, actor, Source("a.pdf", 100, lambda: io.BytesIO(b"%PDF-1.4")), ChangedWhileRead, "Try again")


def test_a_full_disk_says_so(store, actor, monkeypatch):
    monkeypatch.setattr("cdadesk.store.blobs.SPARE", 2**62)
    refused(store, actor, pasted_source("a.pdf", b"%PDF-1.4"), DiskFull, "make room")


def refused(store: Store, actor: Actor, source: Source, trouble: type[Trouble], words: str) -> None:
    """Try to attach a file; it must be refused in words, with nothing kept."""
    with pytest.raises(trouble, match=words):
        attach(store, actor, source)
    assert hung_on(store, actor) == []
    assert not store.profile.files.exists() or list(store.profile.files.iterdir()) == []


def test_without_plenty_of_room_the_original_is_not_kept(store, actor, monkeypatch):
    monkeypatch.setattr(attaching, "ROOM_FOR_ORIGINALS", 2**62)
    kept = attach(store, actor, pasted_source("IMG_1.jpg", a_jpeg(a_picture(2400, 1800))))
    assert kept.original_sha256 is None
    assert file_of(store, kept)


def test_what_waits_is_counted_in_files_and_bytes_and_goes_only_as_one_wants(store, actor):
    photo = attach(store, actor, pasted_source("IMG_1.jpg", a_jpeg(a_picture(2400, 1800))))
    told = sending_files.waiting(store)
    assert (told.count, told.size, told.originals, told.originals_size) == (1, photo.size, 1, photo.original_size)
    assert sending_files.ready(store) == []  # the server does not know the record yet
    assert (sending_files.photos_go(store), sending_files.originals_go(store)) == (True, False)
    sending_files.let_photos_go(store, go=False)
    sending_files.let_originals_go(store, go=True)
    assert (sending_files.photos_go(store), sending_files.originals_go(store)) == (False, True)


def test_a_photo_in_the_trash_hangs_nowhere_and_comes_back(store, actor):
    photo = attach(store, actor, pasted_source("a.png", a_png()))
    store.void(photo)
    assert hung_on(store, actor) == []
    store.restore(photo)
    assert [each.record.id for each in hung_on(store, actor)] == [photo.id]
    assert attaching.counts(store, "actor") == {actor.id: 1}


def told_by(store: Store, actor: Actor, **exif: object) -> tuple[Attachment, Told]:
    return attach_and_tell(store, actor, pasted_source("here.jpg", a_jpeg(a_picture(400, 300), **exif)))


def test_day_and_place_of_a_photo_are_told_and_noted_only_when_somebody_says_so(store, actor):
    kept, told = told_by(store, actor, place=JAIPUR, day="2026:03:02 10:11:12")
    assert (told.day, told.place) == (dt.date(2026, 3, 2), "26.91667, 75.81667")
    done = attaching.take_told(store, kept.id, told)
    now = the(store, Attachment, kept.id).record
    assert (now.taken_on, now.taken_at) == ("2026-03-02", "26.91667, 75.81667")
    assert place_in(file_of(store, now)) == {}
    store.undo(done.group)
    assert the(store, Attachment, kept.id).record.taken_at is None


def test_south_and_west_lie_below_zero(store, actor):
    _kept, told = told_by(store, actor, place={1: "S", 2: (1.0, 30.0, 0.0), 3: "W", 4: (2.0, 0.0, 36.0)})
    assert told.place == "-1.50000, -2.01000"


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (126.0, 0.0, 0.0), 3: "E", 4: (75.0, 0.0, 0.0)},
        {1: "N", 2: (26.0, 75.0, 0.0), 3: "E", 4: (75.0, 0.0, 0.0)},
        {1: "X", 2: (26.0, 0.0, 0.0), 3: "E", 4: (75.0, 0.0, 0.0)},
        {1: "N", 2: (IFDRational(26, 0), 0.0, 0.0), 3: "E", 4: (75.0, 0.0, 0.0)},
        {1: "N", 2: (26.0,), 3: "E", 4: (75.0, 0.0, 0.0)},
        {1: "N", 2: 26.0},
    ],
)
def test_a_place_that_cannot_be_is_not_told(store, actor, place):
    kept, told = told_by(store, actor, place=place)
    assert not told
    assert told.place == ""
    assert place_in(file_of(store, kept)) == {}


@pytest.mark.parametrize("day", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "soon", "2026:13:40 00:00:00"])
def test_a_day_that_cannot_be_is_not_told(store, actor, day):
    assert not told_by(store, actor, day=day)[1]


def test_a_day_to_come_is_not_believed(store, actor):
    _kept, told = told_by(store, actor, day="2031:01:01 00:00:00", place=JAIPUR)
    assert told.believed(dt.date(2026, 3, 14)) == Told(None, told.latitude, told.longitude)
    assert told.believed(dt.date(2031, 1, 1)) == told


@pytest.mark.parametrize("size", [(400, 300), (2400, 1800)])
def test_nonsense_that_stands_where_a_camera_tells_does_not_keep_the_photo_out(store, actor, size):
    plain = a_jpeg(a_picture(*size))
    nonsense = b"Exif\0\0" + b"Kalpana was here" * 40
    photo = plain[:2] + b"\xff\xe1" + (len(nonsense) + 2).to_bytes(2, "big") + nonsense + plain[2:]
    kept, told = attach_and_tell(store, actor, pasted_source("odd.jpg", photo))
    assert not told
    assert b"Kalpana" not in file_of(store, kept)
    if kept.original_sha256:
        assert b"Kalpana" not in original_of(store, kept)


LARGE_PHOTO = """
import io, resource, sys
from PIL import Image
from cdadesk.acts.attaching import Source, attach
from cdadesk.domain.actors.actor import Actor
from tests.builders import a_record, a_store, saved
with a_store(__import__("pathlib").Path(sys.argv[1])) as store:
    actor = saved(store, a_record(Actor, name="Calico"))
    with open(sys.argv[2], "rb") as file:
        size = file.seek(0, 2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = attach(store, actor, Source("large.jpg", size, lambda: open(sys.argv[2], "rb")))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(kept.size, kept.original_size, grown // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="how much memory was used is asked of Linux")
def test_a_photo_of_forty_megabytes_is_scaled_piece_by_piece(tmp_path):
    noise = a_jpeg(Image.effect_noise((1800, 1800), 90), quality=100)
    photo = tmp_path / "large.jpg"
    photo.write_bytes(noise + bytes(40 * 1024**2))  # as telephones hang a short film on it
    command = [sys.executable, "-c", LARGE_PHOTO, str(tmp_path / "laptop"), str(photo)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    size, original, grown = map(int, done.stdout.split())
    assert size <= 2 * AIM
    assert original > 40 * 1024**2
    assert grown < 80
