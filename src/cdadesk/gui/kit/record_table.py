"""A table of records: filter box above, count below, everything by keyboard; big lists stay with their source."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.domain.kernel.fields import Kind
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.editors.surroundings import Name, name_nothing
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.record_pages import AS_DECLARED, Columns, RecordPages, RecordSource
from cdadesk.gui.kit.row_delegate import RowDelegate, marks_width
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.i18n import _, format_number, language, ngettext

_FILTER_AFTER_MS = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 34
_SORT_MARK = 22  # what a head keeps free for the mark of the order
_NARROWEST, _WIDEST, _WIDEST_HEAD = 92, 300, 140
_MEASURED_ROWS = 60
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

_WORDY = (Kind.text, Kind.note, Kind.choice, Kind.choices, Kind.ref)
Count = Callable[[int], str]


def count_of_records(count: int) -> str:
    """Say how many there are, where a place has no better word."""
    return ngettext("{count} record", "{count} records", count).format(count=format_number(count))


class RecordTable(QWidget):
    """Shows the records of a source; `chosen` follows the highlight and hands over None when there is none."""

    chosen = Signal(object)
    opened = Signal(object)
    new_asked = Signal()

    def __init__(
        self, entity: type[Record], source: RecordSource, name: Name = name_nothing, columns: Columns = AS_DECLARED
    ) -> None:
        super().__init__()
        self.model = RecordPages(entity, source, name, columns)
        self._count_text: Count = count_of_records
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("list-filter"), QLineEdit.ActionPosition.LeadingPosition)
        wear(self.filter, "search")
        self._filters = QWidget()
        self._top = QHBoxLayout(self._filters)
        self.view = RecordView(self.model)
        self._nothing_fits = paragraph("", "second")
        self._nothing_fits.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._empty: QWidget | None = None
        self._narrowed = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing_fits)
        self.foot = label("", "second")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_FILTER_AFTER_MS)
        self._lay_out()
        self._listen()
        self.setFocusProxy(self.view)
        self.retranslate()

    def set_empty(self, widget: QWidget) -> None:
        """Show this while the source holds nothing at all."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = widget
        self._stack.addWidget(widget)
        self._show_state()

    def put_beside_filter(self, widget: QWidget) -> None:
        """Put a further filter beside the box."""
        self._top.addWidget(widget)

    def narrow(self, nothing_fits: str) -> None:
        """Note that the source leaves some out by a further filter, and what to say if none are left; "" for all."""
        self._narrowed = nothing_fits

    def count_with(self, count_text: Count) -> None:
        """Say the count in the place's own words: "26 members"."""
        self._count_text = count_text
        self._show_foot()

    def current_record(self) -> Record | None:
        """Return the highlighted record."""
        index = self.view.currentIndex()
        return self.model.record_at(index.row()) if index.isValid() else None

    def select(self, record: UUID) -> bool:
        """Highlight a record if it is at hand, and say whether it was."""
        row = self.model.row_of(record)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row, 0))
        return row is not None

    def reload(self) -> None:
        """Ask the source again and keep the highlight where it was."""
        here, record = self.view.currentIndex().row(), self.current_record()
        self.model.reload()
        if record is not None and here < self.model.rowCount():
            self.model.record_at(here)
            if not self.select(record.id):
                self.view.setCurrentIndex(self.model.index(here, 0))

    def use_source(self, source: RecordSource) -> None:
        """Take the records from elsewhere."""
        self.model.use_source(source)

    def retranslate(self) -> None:
        """Write heads, cells and count in the language in use."""
        self.filter.setPlaceholderText(_("Filter this list"))
        self.filter.setAccessibleName(_("Filter this list"))
        self.view.measure()
        self.view.viewport().update()
        self._show_state()

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+N from the window while the table has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_new(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+N asks for a new one; in the filter, Down and Enter go to the list and Escape empties it."""
        if _is_new(event):
            self.new_asked.emit()
        elif self.filter.hasFocus() and event.key() in (*_ENTER, Qt.Key.Key_Down):
            self._filter_now()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(0, 0))
        else:
            super().keyPressEvent(event)

    def _type_to_filter(self, text: str) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.insert(text)

    def _filter_now(self) -> None:
        self._waiting.stop()
        if self.filter.text().strip() != self.model.wanted:
            self.model.want(self.filter.text().strip())

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        record = self.model.record_at(index.row())
        if record is not None:
            self.opened.emit(record)

    def _show_state(self) -> None:
        wanted = self.model.wanted
        self._nothing_fits.setText(
            _("Nothing here fits “{wanted}”.").format(wanted=wanted) if wanted else self._narrowed
        )
        nothing, filtered = self.model.rowCount() == 0, bool(wanted or self._narrowed)
        empty = nothing and not filtered and self._empty is not None
        self._filters.setHidden(empty)
        self.foot.setHidden(empty)
        shown = self._empty if empty else self._nothing_fits if nothing and filtered else self.view
        if shown is not None:
            self._stack.setCurrentWidget(shown)
        self._show_foot()

    def _show_foot(self) -> None:
        total = self.model.rowCount()
        first, last = self.view.visible_rows()
        if total == 0 or last - first + 1 >= total:
            self.foot.setText(self._count_text(total))
        else:
            self.foot.setText(
                _("{first}–{last} of {count}").format(
                    first=format_number(first + 1), last=format_number(last + 1), count=self._count_text(total)
                )
            )

    def _listen(self) -> None:
        self._waiting.timeout.connect(self._filter_now)
        self.filter.textChanged.connect(lambda _text: self._waiting.start())
        self.model.modelReset.connect(self._show_state)
        self.view.moved.connect(self._show_foot)
        self.view.typed.connect(self._type_to_filter)
        self.view.activated_by_person.connect(self._open)
        self.view.selectionModel().selectionChanged.connect(lambda *_rows: self.chosen.emit(self.current_record()))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gaps.small, 0, 0)
        column.setSpacing(gaps.small)
        self._top.setContentsMargins(gaps.medium, 0, gaps.medium, 0)
        self._top.setSpacing(gaps.small)
        self._top.addWidget(self.filter, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(gaps.medium, 0, gaps.medium, gaps.small)
        foot.addWidget(self.foot)
        column.addWidget(self._filters)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)


class RecordView(QTableView):
    """The grid itself; typing goes to the filter, Enter and double click open."""

    typed = Signal(str)
    moved = Signal()
    activated_by_person = Signal(QModelIndex)

    def __init__(self, model: RecordPages) -> None:
        super().__init__()
        self._pages = model
        self._measured = False
        self._wanted_widths: list[int] = []
        self._most_marks = 0
        self._sharing = False
        self._set_by_hand = False
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._dress_heads()
        self.doubleClicked.connect(self.activated_by_person)
        self.horizontalHeader().sectionResized.connect(lambda *_what: self._note_width())
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.moved.emit())

    def visible_rows(self) -> tuple[int, int]:
        """Return the first and last row that can be seen."""
        height = look.sizes().row
        top = self.verticalScrollBar().value()
        first = top // height
        last = (top + max(self.viewport().height(), 1) - 1) // height
        return first, min(last, max(self._pages.rowCount() - 1, 0))

    def measure(self) -> None:
        """Find the room that the heads and first rows need, and share out what there is."""
        rows = min(self._pages.rowCount(), _MEASURED_ROWS)
        records = [record for record in map(self._pages.record_at, range(rows)) if record is not None]
        self._wanted_widths = []
        heads = _strong_metrics(self)
        for info in self._pages.columns:
            head = min(heads.horizontalAdvance(_(info.label)), _WIDEST_HEAD) + _SORT_MARK
            texts = (self._pages.text(record, info) for record in records)
            widest = max([head, *(self.fontMetrics().horizontalAdvance(text) for text in texts)])
            self._wanted_widths.append(min(max(widest + _PADDING, _NARROWEST), _WIDEST))
        self._measured = bool(records)
        self._most_marks = self._count_marks()
        self._share_width()

    def _share_width(self) -> None:
        """Fit the columns into the view: words give way first and take what is left; until a person sets a width."""
        if self._set_by_hand or not self._wanted_widths:
            return
        self._sharing = True
        marks = self._pages.marks_column
        beside = [marks_width(self._most_marks)] if marks is not None else []
        room = self.viewport().width() - sum(beside)
        for place, width in enumerate([*shared_widths(self._wanted_widths, self._growing(), room), *beside]):
            self.setColumnWidth(place, width)
        self._sharing = False

    def _count_marks(self) -> int:
        rows = min(self._pages.rowCount(), _MEASURED_ROWS)
        return max((len(self._pages.marks_at(row)) for row in range(rows)), default=0)

    def _growing(self) -> list[int]:
        return [place for place, info in enumerate(self._pages.columns) if info.kind in _WORDY]

    def _note_width(self) -> None:
        self._set_by_hand = self._set_by_hand or not self._sharing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, a letter begins to filter."""
        begins_text = event.text().isprintable() and event.text().strip() and not event.modifiers() & _HELD
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.activated_by_person.emit(self.currentIndex())
        elif begins_text:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def reset(self) -> None:
        """Begin at the top again, as the model did."""
        super().reset()
        if not self._measured:
            self.measure()
        elif self._count_marks() != self._most_marks:
            self._most_marks = self._count_marks()
            self._share_width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Highlight where the keyboard is."""
        super().focusInEvent(event)
        here = self.currentIndex()
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if here.isValid() and not by_mouse and not self.selectionModel().hasSelection():
            self.selectRow(here.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self.moved.emit()

    def _dress_heads(self) -> None:
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(look.sizes().row)
        heads.setHighlightSections(False)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)


def _strong_metrics(of: QWidget) -> QFontMetrics:
    """Return the metrics of the letters in which heads are written."""
    font = QFont(of.font())
    font.setBold(True)
    font.setPointSizeF(look.type_sizes(language()).second)
    return QFontMetrics(font)


def shared_widths(wanted: Sequence[int], growing: Sequence[int], room: int) -> list[int]:
    """Return widths that fill the room.

    Where there is too little, the growing columns shrink to the narrowest, the last one first: the first says which
    record it is.
    """
    widths = list(wanted)
    spare = room - sum(widths)
    if spare >= 0 and growing:
        widths[growing[0]] += spare
        return widths
    lacking = -spare
    for place in reversed(growing):
        given = min(max(widths[place] - _NARROWEST, 0), max(lacking, 0))
        widths[place] -= given
        lacking -= given
    return widths


def _is_new(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ControlModifier
