"""The strip “Photos and papers”: what a person adds, sees, opens, names, removes, and what refuses to be a paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage

from cdadesk import i18n
from cdadesk.acts.attaching import attach, hung_on, pasted_source
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.attachment import Attachment
from cdadesk.gui.desk import Desk
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.photos.viewer import PhotoViewer
from tests.builders import a_record, saved
from tests.gui.at_the_desk import a_desk, click, key, keys, with_a_cluster, words_in
from tests.photographs import JAIPUR, a_jpeg, a_picture, a_png


@pytest.fixture
def desk(tmp_path: Path, theme: object) -> Iterator[Desk]:
    """Return a desk with a cluster."""
    with a_desk(tmp_path / "laptop") as made:
        with_a_cluster(made.store)
        yield made


@pytest.fixture
def actor(desk: Desk) -> Actor:
    """Return somebody of whom there are photos."""
    return saved(desk.store, a_record(Actor, name="Calico Printers"))


@pytest.fixture
def tab(desk: Desk, actor: Actor, qtbot) -> PhotosTab:
    """Return the strip of the actor, as the detail keeps it up to date."""
    made = PhotosTab(desk)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_record(actor)
    desk.records_changed.connect(lambda: made.show_record(actor))
    qtbot.waitUntil(lambda: "Nothing hangs here yet" in words_in(made))
    return made


def shows(qtbot, tab: PhotosTab, count: int) -> None:
    """Wait until the strip shows so many photos and papers."""
    qtbot.waitUntil(lambda: len(tab.rows) == count and all(each.isVisible() for each in tab.rows))


def a_file(tmp_path: Path, name: str, contents: bytes) -> Path:
    """Write a file that a person could choose."""
    path = tmp_path / name
    path.write_bytes(contents)
    return path


def test_files_that_are_dropped_hang_on_the_record(tab, desk, actor, tmp_path, qtbot):
    dropped = QMimeData()
    photo, paper = a_file(tmp_path, "IMG_1.jpg", a_jpeg()), a_file(tmp_path, "minutes.pdf", b"%PDF-1.4")
    dropped.setUrls([QUrl.fromLocalFile(str(photo)), QUrl.fromLocalFile(str(paper))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, dropped, left, none)
    tab.dragEnterEvent(entering)
    assert entering.isAccepted()
    tab.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, dropped, left, none))
    shows(qtbot, tab, 2)
    assert {each.record.file_name for each in hung_on(desk.store, actor)} == {"IMG_1.jpg", "minutes.pdf"}
    assert tab.title() == "Photos and papers 2"
    assert "On this laptop only" in words_in(tab)


def test_a_picture_that_was_copied_is_pasted(tab, desk, actor, qtbot):
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    tab.paste()
    shows(qtbot, tab, 1)
    assert hung_on(desk.store, actor)[0].record.media_type == "image/png"
    QGuiApplication.clipboard().setText("only words")
    tab.paste()
    assert "Nothing that could be pasted" in words_in(tab)


def test_what_is_no_paper_is_said_beside_the_strip(tab, desk, actor, tmp_path, qtbot):
    tab.add_files([str(a_file(tmp_path, "setup.exe", b"MZ")), str(tmp_path / "gone.jpg")])
    qtbot.waitUntil(tab.notice.isVisible)
    assert "“" in words_in(tab.notice)
    assert hung_on(desk.store, actor) == []


def test_a_caption_is_typed_over_and_kept(tab, desk, actor, qtbot):
    attach(desk.store, actor, pasted_source("a.png", a_png()))
    desk.note_news()
    shows(qtbot, tab, 1)
    tab.rows[0].caption.setFocus()
    keys(qtbot, "The stall at Bagru")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Return)
    assert hung_on(desk.store, actor)[0].record.caption == "The stall at Bagru"


def test_a_photo_is_removed_and_comes_back_with_undo(tab, desk, actor, qtbot):
    attach(desk.store, actor, pasted_source("a.png", a_png()))
    desk.note_news()
    shows(qtbot, tab, 1)
    offered = []
    desk.undo_offered.connect(lambda text, undo: offered.append((text, undo)))
    click(qtbot, tab, "Put in the trash")
    shows(qtbot, tab, 0)
    assert "a.png" in offered[0][0]
    offered[0][1]()
    shows(qtbot, tab, 1)


def test_a_photo_opens_in_the_viewer_and_is_turned_and_drawn_nearer_by_keys(tab, desk, actor, qtbot):
    attach(desk.store, actor, pasted_source("a.jpg", a_jpeg(a_picture(400, 200))))
    desk.note_news()
    shows(qtbot, tab, 1)
    click(qtbot, tab, "Open")
    qtbot.waitUntil(lambda: bool(tab.findChildren(PhotoViewer)))
    viewer = tab.findChildren(PhotoViewer)[0]
    assert (viewer.image.width(), viewer.image.height()) == (400, 200)
    for pressed in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_R, Qt.Key.Key_Left):
        qtbot.keyClick(viewer, pressed)
    assert (viewer.scale, viewer.turned) == (1.25, 1)
    assert not viewer.grab().toImage().isNull()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_paper_opens_in_another_program_from_a_copy_that_goes_with_the_profile(tab, desk, actor, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(Path(url.toLocalFile())))
    attach(desk.store, actor, pasted_source("../minutes.exe.pdf", b"%PDF-1.4"))
    desk.note_news()
    shows(qtbot, tab, 1)
    click(qtbot, tab, "Open")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0].read_bytes() == b"%PDF-1.4"
    assert asked[0].suffix == ".pdf"
    assert asked[0].is_relative_to(desk.store.opened_files)
    desk.background.close()
    desk.store.close()
    assert not asked[0].exists()


def test_a_photo_of_others_says_that_it_is_not_here_and_that_fetching_needs_a_server(tab, desk, actor, qtbot):
    saved(desk.store, a_record(Attachment, parent_id=actor.id, about_kind="actor", sha256="1" * 64, size=3_000_000))
    desk.note_news()
    shows(qtbot, tab, 1)
    assert "Not here yet" in words_in(tab)
    click(qtbot, tab, "Fetch all: 1, 3 MB")
    qtbot.waitUntil(tab.notice.isVisible)
    assert "not signed in to a server yet" in words_in(tab.notice)


def test_all_of_it_stands_in_hindi_too(tab, desk, actor, theme, qtbot):
    attach(desk.store, actor, pasted_source("a.png", a_png()))
    i18n.use_language("hi")
    theme.use_language("hi")
    tab.retranslate()
    tab.show_record(actor)
    shows(qtbot, tab, 1)
    assert tab.title().startswith("फ़ोटो और काग़ज़")
    assert "केवल इस लैपटॉप पर" in words_in(tab)


def test_a_photo_is_erased_for_ever_only_after_a_question_that_says_so(tab, desk, actor, qtbot):
    attach(desk.store, actor, pasted_source("Ravi.jpg", a_jpeg()))
    desk.note_news()
    shows(qtbot, tab, 1)
    click(qtbot, tab, "Erase …")
    assert "Erase “Ravi.jpg” for ever" in words_in(tab)
    click(qtbot, tab, "Keep it")
    assert desk.store.blobs.every() != []
    click(qtbot, tab, "Erase …")
    click(qtbot, tab, "Erase for ever")
    qtbot.waitUntil(lambda: "Nothing hangs here yet" in words_in(tab))
    assert desk.store.blobs.every() == []


def test_what_a_photo_tells_is_offered_in_one_line_and_noted_only_on_yes(tab, desk, actor, tmp_path, qtbot):
    told = a_jpeg(place=JAIPUR, day="2026:03:02 10:11:12")
    tab.add_files([str(a_file(tmp_path, "one.jpg", told))])
    shows(qtbot, tab, 1)
    qtbot.waitUntil(lambda: "says 2 Mar 2026, 26.91667, 75.81667. Note it?" in words_in(tab))
    assert hung_on(desk.store, actor)[0].record.taken_on is None
    click(qtbot, tab, "Yes, note it")
    qtbot.waitUntil(lambda: "Note it?" not in words_in(tab))
    qtbot.waitUntil(lambda: "26.91667, 75.81667" in words_in(tab))
    noted = hung_on(desk.store, actor)[0].record
    assert (noted.taken_on, noted.taken_at) == ("2026-03-02", "26.91667, 75.81667")


def test_no_leaves_the_photo_without_day_and_place(tab, desk, actor, tmp_path, qtbot):
    tab.add_files([str(a_file(tmp_path, "one.jpg", a_jpeg(place=JAIPUR)))])
    qtbot.waitUntil(lambda: "says 26.91667, 75.81667. Note it?" in words_in(tab))
    click(qtbot, tab, "No")
    qtbot.waitUntil(lambda: "Note it?" not in words_in(tab))
    assert hung_on(desk.store, actor)[0].record.taken_at is None


def test_a_photo_that_tells_nothing_that_can_be_offers_nothing(tab, desk, actor, tmp_path, qtbot):
    tab.add_files([str(a_file(tmp_path, "one.jpg", a_jpeg(day="2031:01:01 00:00:00")))])
    shows(qtbot, tab, 1)
    assert tab.rows[0].offered is None
