"""Photos on sticks: seen by a colleague before any server, brought on by them, in parts over several sticks."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cdadesk.acts import attaching, file_lane, stick, stick_in, stick_photos, stick_rest
from cdadesk.acts.attaching import Whereabouts, pasted_source
from cdadesk.acts.stick import Photos, Wish
from cdadesk.acts.stick_photos_in import WrongPhoto
from cdadesk.acts.stick_rest import NothingLeft
from cdadesk.clock import Clock
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.server import posted
from cdadesk.server.files.objects import Objects
from cdadesk.store.store import Store
from cdadesk.sync import sticks
from cdadesk.sync.sticks import DamagedFile
from cdadesk.wire import bundle
from cdadesk.wire.blobs import PIECE, Part
from cdadesk.wire.bundle import About, Layer
from cdadesk.wire.frames import Frame, FrameType
from tests.builders import the
from tests.serving import open_database
from tests.sync.served import Served, a_furnished_town, a_laptop, a_served_town, exchanged, serving, written

PAPER = b"%PDF-1.7\n" + random.Random(5).randbytes(2 * PIECE)  # noqa: S311 - noise, no secret
LARGE = b"%PDF-1.7\n" + random.Random(6).randbytes(9 * PIECE)  # noqa: S311 - noise, no secret


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_served_town(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def asha(served: Served, tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        yield store


@pytest.fixture
def tara(served: Served, asha: Store, tmp_path: Path) -> Iterator[Store]:
    """Return the laptop of the advisor; both have heard of each other."""
    with a_laptop(tmp_path / "tara", served, "tara") as store:
        exchanged(store)
        exchanged(asha)
        yield store


@pytest.fixture
def meeting(served: Served, asha: Store) -> Meeting:
    return written(asha, Meeting, served.scope, place="Bagru")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a stick."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def a_paper(store: Store, meeting: Meeting, contents: bytes = PAPER, name: str = "minutes.pdf") -> Attachment:
    """Hang a paper on a meeting."""
    return attaching.attach(store, the(store, Meeting, meeting.id).record, pasted_source(name, contents))


def wish(store: Store, folder: Path, name: str, photos: Photos = Photos.new) -> Wish:
    """Return the wish for a stick with photos."""
    return Wish(folder, next(each for each in stick.receivers(store) if each.name == name), photos=photos)


def contents(store: Store, attachment: Attachment) -> bytes:
    """Return what a laptop holds of a paper."""
    return b"".join(attaching.contents(store, the(store, Attachment, attachment.id).record))


def holds(store: Store, attachment: Attachment) -> bool:
    """Say whether a laptop holds the whole of a paper."""
    return store.blobs.holds(attachment.sha256 or "")


def offered(store: Store, name: str) -> dict[Photos, tuple[int, int]]:
    """Return which photos could go to somebody: how many, and how large."""
    receiver = next(each for each in stick.receivers(store) if each.name == name)
    return {each.photos: (each.count, each.size) for each in stick_photos.offers(store, receiver)}


def test_the_advisor_sees_the_papers_of_a_record_before_any_server_and_brings_them_there(
    served: Served, asha: Store, tara: Store, meeting: Meeting, folder: Path, tmp_path: Path
) -> None:
    paper = a_paper(asha, meeting)
    assert offered(asha, "Tara") == {Photos.none: (0, 0), Photos.new: (1, len(PAPER))}
    made = stick.write(asha, wish(asha, folder, "Tara"))
    assert (made.photos, made.left, len(made.files)) == (1, False, 2)
    assert Photos.new not in offered(asha, "Tara")  # it is on a stick
    found = stick_in.read(tara, folder)
    assert (dict(found.photos.whole), found.photos.wait, found.troubles) == ({"Asha": 1}, 0, [])
    assert contents(tara, paper) == PAPER
    assert Photos.new not in offered(tara, "Asha")  # who sent it has it
    assert stick_in.read(tara, folder).brought_nothing
    exchanged(tara)
    [hung] = attaching.hung_on(tara, the(tara, Meeting, meeting.id).record)
    assert hung.whereabouts is Whereabouts.sent
    with a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        file_lane.fetch(balbir, [the(balbir, Attachment, paper.id).record])
        assert contents(balbir, paper) == PAPER


def test_a_colleague_without_a_line_gets_the_papers_of_others_by_stick(
    served: Served, asha: Store, tara: Store, folder: Path, tmp_path: Path
) -> None:
    with a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        his = a_paper(balbir, written(balbir, Meeting, served.scope, place="Amer"), PAPER + b"his")
        exchanged(balbir)
    exchanged(tara)
    file_lane.fetch(tara, [the(tara, Attachment, his.id).record])
    exchanged(asha)
    assert not holds(asha, his)
    stick.write(tara, wish(tara, folder, "Asha", Photos.every))
    assert dict(stick_in.read(asha, folder).photos.whole) == {"Tara": 1}
    assert contents(asha, his) == PAPER + b"his"


def test_a_large_paper_goes_in_parts_over_two_sticks_read_in_any_order(
    asha: Store, tara: Store, meeting: Meeting, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper(asha, meeting, LARGE)
    monkeypatch.setattr(sticks, "FILE_USUAL", 1)  # one bundle in a file
    usage, room = shutil.disk_usage(folder), iter([10**8, 10**8, 1000])
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=next(room, 10**8)))
    first = stick.write(asha, wish(asha, folder, "Tara"))
    assert (first.left, first.photos, len(first.files)) == (True, 0, 2)
    other = tmp_path / "other"
    other.mkdir()
    second = stick.write(asha, replace(wish(asha, other, "Tara"), after=first.last, rest=first.rest))
    assert (second.left, second.photos) == (False, 1)
    assert stick_in.read(tara, other).photos.wait == 1
    assert stick_in.read(tara, folder).photos.wait == 1
    assert not holds(tara, paper)
    assert dict(stick_in.read(tara, other).photos.whole) == {"Asha": 1}
    assert contents(tara, paper) == LARGE


def test_the_console_goes_on_with_a_paper_where_the_stick_before_was_full(
    asha: Store, tara: Store, meeting: Meeting, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper(asha, meeting, LARGE)
    monkeypatch.setattr(sticks, "FILE_USUAL", 1)
    usage, room = shutil.disk_usage(folder), iter([10**8, 10**8, 1000])
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=next(room, 10**8)))
    assert stick_rest.write(asha, wish(asha, folder, "Tara")).left
    other = tmp_path / "other"
    other.mkdir()
    following = stick_rest.following(asha, wish(asha, other, "Tara", Photos.none))
    second = stick_rest.write(asha, following)
    assert (second.left, second.changes, second.photos) == (False, 0, 1)
    assert second.size < len(LARGE) * 0.8, "it began from the first byte of the paper"
    for each in (folder, other):
        stick_in.read(tara, each)
    assert contents(tara, paper) == LARGE
    with pytest.raises(NothingLeft):
        stick_rest.following(asha, wish(asha, other, "Tara"))


def test_papers_go_to_the_server_alone_by_post_and_its_answer_says_that_they_are_there(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    furnished, back = a_furnished_town(tmp_path / "own"), tmp_path / "back"
    back.mkdir()
    with serving(furnished) as own, a_laptop(tmp_path / "new", own, "asha") as asha:
        paper = a_paper(asha, written(asha, Meeting, own.scope, place="Bagru"))
        new = {each.photos: each.count for each in stick_photos.offers(asha, None)}
        assert new == {Photos.none: 0, Photos.new: 1}
        made = stick.write(asha, Wish(folder, photos=Photos.new))
        assert (made.photos, made.left) == (1, False)
        assert Photos.new not in {each.photos for each in stick_photos.offers(asha, None)}
        with open_database(furnished.file) as database:
            for file in made.files:
                posted.take_file(database, Objects(furnished.file.parent / "files"), file, back)
        assert stick_in.read(asha, back).troubles == []
        assert asha.blobs.waiting() == []
        with a_laptop(tmp_path / "tara", own, "tara") as tara:
            file_lane.fetch(tara, [the(tara, Attachment, paper.id).record])
            assert contents(tara, paper) == PAPER


def test_a_damaged_file_is_named_and_the_others_are_read(
    asha: Store, tara: Store, meeting: Meeting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick_photos, "_IN_A_BUNDLE", 3)  # a paper has three parts
    monkeypatch.setattr(sticks, "FILE_USUAL", 1)
    broken, whole = a_paper(asha, meeting, PAPER + b"1"), a_paper(asha, meeting, PAPER + b"2")
    (_records, first, _second) = stick.write(asha, wish(asha, folder, "Tara")).files
    first.write_bytes(first.read_bytes()[:-1])
    found = stick_in.read(tara, folder)
    assert found.troubles == [str(DamagedFile(first))]
    assert (holds(tara, broken), holds(tara, whole)) == (False, True)


def test_what_is_not_the_file_of_its_record_is_named_and_not_kept(
    asha: Store, tara: Store, meeting: Meeting, folder: Path
) -> None:
    paper = a_paper(asha, meeting, PAPER + b"3")
    stick.write(asha, wish(asha, folder, "Tara", Photos.none))
    forged = parts(paper, paper, bytes(len(PAPER) + 1))
    unknown = parts(paper, meeting, PAPER + b"3")
    put_by_hand(asha, tara, folder, [*forged, *unknown])
    found = stick_in.read(tara, folder)
    assert found.troubles == [str(WrongPhoto("minutes.pdf"))]
    assert not holds(tara, paper)


def parts(paper: Attachment, record: Attachment | Meeting, contents: bytes) -> list[Part]:
    """Return bytes as parts of the file of a paper, named by some record."""
    at = range(0, len(contents), PIECE)
    told = (record.id, paper.sha256 or "")
    return [Part(paper.scope, *told, each, len(contents), contents[each : each + PIECE]) for each in at]


def put_by_hand(sender: Store, reader: Store, folder: Path, parts: Sequence[Part]) -> None:
    """Write a file with parts as no program of ours would."""
    readers = {str(reader.replica): reader.sticks.keys().public}
    frames = [Frame(FrameType.blob_part, each.payload()) for each in parts]
    about = About(str(sender.replica), Clock().now(), files=len(parts))
    payload = bundle.make(about, [Layer(frames, readers)], sender.sticks.keys())
    (folder / "by-hand.cda").write_bytes(bundle.file_of([payload]))
