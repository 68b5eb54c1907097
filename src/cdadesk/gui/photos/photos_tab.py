"""The strip “Photos and papers” beside a record: added by choosing, dropping or pasting, opened, fetched, removed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from cdadesk import look
from cdadesk.acts import attaching, consent, file_lane, opening_files
from cdadesk.acts.attaching import Hung, Source, Whereabouts
from cdadesk.acts.photographs import Told
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit import background
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.photos.photo_row import PhotoRow
from cdadesk.gui.photos.viewer import PhotoViewer
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.gui.sentences import size_words
from cdadesk.i18n import _, format_number
from cdadesk.store.store import Edit, Store
from cdadesk.store.writing import Saved


class PhotosTab(SideTab):
    """Photos and papers of one record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: Record | None = None
        self._hung: list[Hung] | None = None
        self._offers: dict[UUID, Told] = {}
        self._count = 0
        self._absent: list[Attachment] = []
        self.rows: list[PhotoRow] = []
        self.notice = Notice()
        self.strip = ConfirmStrip()
        self._add = button(self._add_action(), "secondary")
        self._fetch_all = button(self._fetch_action(), "quiet")
        self._how = paragraph("", "second")
        self._lines = Lines()
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        self._lay_out()
        self._write_fetch([])
        self.retranslate()

    def title(self) -> str:
        words = _("Photos and papers")
        return f"{words} {format_number(self._count)}" if self._count else words

    def show_record(self, record: Record) -> None:
        """Read what hangs on the record beside the window, and show it."""
        if self._record is None or record.id != self._record.id:
            self._hung = None
            self.notice.fall_silent()
            self.strip.keep()
        self._record = record
        self._desk.read(self, lambda store: attaching.hung_on(store, record), partial(self._show, record.id))

    def retranslate(self) -> None:
        dress_button(self._add, self._add_action())
        self._how.setText(_("Or drop them here, or paste a picture with Ctrl+V. Photos are made smaller."))
        self._hung = None
        if self.isVisible():
            self._show_again()

    def tell_count(self, record: Record) -> None:
        self._show_count(attaching.count_on(self._desk.store, record.id))

    def choose(self) -> None:
        """Ask for files, in a window that stops nobody."""
        asking = QFileDialog(self, _("Which photos or papers?"), str(Path.home()))
        asking.setFileMode(QFileDialog.FileMode.ExistingFiles)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.filesSelected.connect(self.add_files)
        asking.open()

    def add_files(self, paths: Sequence[str]) -> None:
        """Hang files on the record."""
        for each in paths:
            self._attach(partial(attaching.file_source, Path(each)))

    def paste(self) -> None:
        """Hang on the record what was copied elsewhere: a picture, or files."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [each.toLocalFile() for each in copied.urls() if each.isLocalFile()]
        picture = QGuiApplication.clipboard().image()
        if files:
            self.add_files(files)
        elif not picture.isNull():
            self._attach(partial(attaching.pasted_source, _("pasted picture") + ".png", _png(picture)))
        else:
            self.notice.say(Tone.INFO, _("Nothing that could be pasted here was copied."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(each.isLocalFile() for each in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_files([each.toLocalFile() for each in event.mimeData().urls() if each.isLocalFile()])
        event.acceptProposedAction()

    def _attach(self, source: Callable[[], Source]) -> None:
        record = self._record
        if record is None:
            return
        self.notice.fall_silent()

        def work(_progress: background.Progress) -> tuple[Attachment, Told]:
            return attaching.attach_and_tell(self._desk.store, record, source())

        job = self._desk.background.start(self._desk, work, self._attached, self._say_bad)
        self._desk.follow(job, _("Keeping a photo or paper"))

    def _attached(self, made: tuple[Attachment, Told]) -> None:
        attachment, told = made
        believed = told.believed(self._desk.clock.today())
        if believed and isValid(self):
            self._offers[attachment.id] = believed
        self._desk.note_news()

    def _say_bad(self, sentence: str) -> None:
        self.notice.say(Tone.BAD, sentence)

    def _show(self, about: object, hung: list[Hung]) -> None:
        if self._record is None or self._record.id != about:
            return
        self._show_count(len(hung))
        if hung == self._hung:
            return
        self._hung = hung
        self.rows = [self._row(each) for each in hung]
        nothing = paragraph(_("Nothing hangs here yet. A photo or a signed paper tells more than words."), "second")
        self._lines.show_lines(list(self.rows) or [nothing])
        self._write_fetch(hung)

    def _row(self, hung: Hung) -> PhotoRow:
        row = PhotoRow(hung)
        told = self._offers.get(hung.record.id)
        if told is not None:
            row.offer(told, partial(self._take_told, hung.record, told), partial(self._leave_told, hung.record))
        row.captioned.connect(partial(self._caption, hung))
        row.opened.connect(partial(self._open, hung.record))
        row.fetch_asked.connect(lambda: self._fetch([hung.record], then_open=True))
        row.removed.connect(lambda: self._desk.void(self, hung.record))
        row.erase_asked.connect(partial(self._ask_to_erase, hung.record))
        row.erase.setVisible(consent.may_erase(self._desk.store, hung.record))
        return row

    def _take_told(self, record: Attachment, told: Told) -> None:
        self._offers.pop(record.id, None)
        self._desk.write(self, lambda store: attaching.take_told(store, record.id, told), self._was_noted)

    def _was_noted(self, saved: Saved | None) -> None:
        if saved is not None:
            undo = partial(self._desk.undo, self._desk, saved.group)
            self._desk.offer_undo(_("Noted with the photo."), undo)

    def _leave_told(self, record: Attachment) -> None:
        self._offers.pop(record.id, None)
        self._hung = None
        self._show_again()

    def _ask_to_erase(self, record: Attachment) -> None:
        """Ask first: from the trash it can be brought back, from this it cannot."""
        words = _(
            "Erase “{title}” for ever, with its file, on every laptop and at the server? Nothing brings it back. "
            "Copies that were saved elsewhere stay."
        ).format(title=record.title())
        self.strip.ask(words, Action(_("Erase for ever"), partial(self._erase, record), "trash-2"))

    def _erase(self, record: Attachment) -> None:
        held = self._desk.store.get(Attachment, record.id)
        if held is not None:
            self._desk.write(self, lambda store: consent.erase_photo(store, held))

    def _caption(self, hung: Hung, words: str) -> None:
        held = self._desk.store.get(Attachment, hung.record.id)
        if held is not None:
            self._desk.save(self, [Edit(held.record, held.record.changed(caption=words or None), held.base)])

    def _open(self, record: Attachment) -> None:
        if record.is_picture():
            read = partial(_all_bytes, record=record)
            self._desk.read(self, read, partial(self._view, record), partial(self._not_opened, record))
        elif opening_files.has_program(record):
            copy = partial(opening_files.opened_copy, attachment=record)
            self._desk.read(self, copy, _open_outside, partial(self._not_opened, record))
        else:
            self._save_copy(record)

    def _view(self, record: Attachment, contents: bytes) -> None:
        viewer = PhotoViewer(self, contents, record.title())
        viewer.show()
        viewer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_opened(self, record: Attachment, sentence: str) -> None:
        self._say_bad(sentence)
        self._desk.read(self, lambda store: attaching.mend(store, record), lambda _mended: self._show_again())

    def _save_copy(self, record: Attachment) -> None:
        named = str(Path.home() / opening_files.name_of_copy(record))
        asking = QFileDialog(self, _("Where shall the copy lie?"), named)
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(partial(self._write_copy, record))
        asking.open()

    def _write_copy(self, record: Attachment, to: str) -> None:
        write = partial(opening_files.write_copy, attachment=record, to=Path(to))
        self._desk.read(self, write, lambda _nothing: None, partial(self._not_opened, record))

    def _fetch(self, records: Sequence[Attachment], *, then_open: bool = False) -> None:
        self.notice.fall_silent()
        done = partial(self._fetched, records[0] if then_open else None)
        job = self._desk.background.start(self, partial(_fetched, self._desk, records), done, self._say_bad)
        self._desk.follow(job, _("Fetching photos and papers"))

    def _fetched(self, to_open: Attachment | None, went: file_lane.FileProgress) -> None:
        if went.refused:
            self.notice.say(Tone.WARN, _("The server does not have it yet: it still waits on the laptop it came from."))
        elif to_open is not None:
            self._open(to_open)
        self._show_again()

    def _show_again(self) -> None:
        if self._record is not None:
            self.show_record(self._record)

    def _show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.retitled.emit()

    def _write_fetch(self, hung: Sequence[Hung]) -> None:
        self._absent = [each.record for each in hung if each.whereabouts is Whereabouts.not_here]
        dress_button(self._fetch_all, self._fetch_action())
        self._fetch_all.setVisible(bool(self._absent))

    def _add_action(self) -> Action:
        return Action(_("Add photos or papers"), self.choose, "plus")

    def _fetch_action(self) -> Action:
        absent = self._absent
        size = size_words(sum(each.size or 0 for each in absent))
        words = _("Fetch all: {n}, {size}").format(n=format_number(len(absent)), size=size)
        return Action(words, lambda: self._fetch(self._absent), "download")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(gaps.wide, gaps.large, gaps.wide, 0)
        row.setSpacing(gaps.medium)
        row.addWidget(self._add)
        row.addWidget(self._how, 1)
        row.addWidget(self._fetch_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        column.addWidget(head)
        column.addWidget(self.notice)
        column.addWidget(self.strip)
        column.addWidget(self._lines, 1)


def _png(picture: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


def _all_bytes(store: Store, record: Attachment) -> bytes:
    return b"".join(attaching.contents(store, record))


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _fetched(desk: Desk, records: Sequence[Attachment], progress: background.Progress) -> file_lane.FileProgress:
    def watch(went: file_lane.FileProgress) -> None:
        with suppress(background.Cancelled):
            progress.report(went.moved // 1024, max(went.size // 1024, 1))

    def stopped() -> bool:
        try:
            progress.stop_if_asked()
        except background.Cancelled:
            return True
        return False

    try:
        return file_lane.fetch(desk.store, records, watch, stopped, desk.clock)
    except file_lane.Cancelled as cancelled:
        raise background.Cancelled from cancelled
