"""The page: the records that somebody spoke of, and beside them what was said of the chosen one."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.correspondence import Correspondence, Matter, correspondence, matters
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.first_reading import FirstReading
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.places.reviews.filters import Filters, fits
from cdadesk.gui.places.reviews.letter import Letter
from cdadesk.gui.places.reviews.matter_list import MatterList
from cdadesk.gui.records.split import MasterDetail, Room
from cdadesk.i18n import _

_SHOW_AFTER_MS = 120
_PARTS, _EMPTY = 0, 1


class ReviewsPage(Page):
    """The conversation with the advisor."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._matters: Sequence[Matter] = ()
        self._wanted: UUID | None = None
        self.filters = Filters()
        self.list = MatterList()
        self.letter = Letter(desk)
        self._nothing = paragraph("", "second")
        self._hint = paragraph("", "second")
        self._detail = QStackedWidget()
        self._split = MasterDetail(self._master(), self._detail, desk.memory, "reviews")
        self._empty = EmptyState("messages-square", "", self._to_exchange())
        self._stack = QStackedWidget()
        self._reading = FirstReading(self._stack)
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(_SHOW_AFTER_MS)
        self._lay_out()
        self._listen()
        self.retranslate()

    def title(self) -> str:
        record = self.letter.record
        return record.title() if self._split.in_detail and record is not None else _("Reviews")

    def trail(self) -> Sequence[str]:
        return (_("Reviews"),) if self._split.in_detail else ()

    def climb(self, step: int) -> None:
        del step
        self.go_back()

    def refresh(self) -> None:
        """Read beside the window who said what."""
        self._reading.follow(self._desk.read(self, matters, self._show))

    def retranslate(self) -> None:
        self._empty.say(
            _("Here you read what your advisor says about your records. Nothing was said yet."), self._to_exchange()
        )
        self._nothing.setText(_("There are none of these."))
        self._hint.setText(_("Choose a record from the list."))
        self.filters.retranslate()
        self.list.retranslate()
        self.letter.retranslate()

    def may_leave(self) -> bool:
        """Nothing holds anybody back: what is being written is kept as a draft."""
        self.letter.writing.flush()
        return True

    def go_back(self) -> None:
        """Escape: to the list."""
        self._split.show_master()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head_changed.emit()

    def begin_new(self) -> None:
        """Nothing is begun here: a conversation begins at a record."""

    def _show(self, found: list[Matter]) -> None:
        self._matters = found
        self.filters.count(found)
        self._stack.setCurrentIndex(_PARTS if found else _EMPTY)
        self._fill()

    def _fill(self) -> None:
        listed = [each for each in self._matters if fits(each, self.filters.wanted)]
        self.list.show_matters(listed)
        self.list.setVisible(bool(listed))
        self._nothing.setVisible(not listed)
        self._ask()

    def _ask(self) -> None:
        """Read what was said of the highlighted record."""
        self._showing.stop()
        matter = self.list.current()
        self._wanted = matter.record.id if matter is not None else None
        if matter is None:
            self._detail.setCurrentWidget(self._hint)
            return
        kind, record = matter.record.kind, matter.record.id
        self._desk.read(self, lambda store: correspondence(store, kind, record), self._show_letter)

    def _show_letter(self, found: Correspondence | None) -> None:
        if found is None or found.record.id != self._wanted:
            return
        self.letter.show_correspondence(found)
        self._detail.setCurrentWidget(self.letter)
        self.head_changed.emit()

    def _chose(self) -> None:
        """Show the highlighted one a moment later, so that arrows run through the list without waiting for it."""
        if self._split.room is not Room.ALONE:
            self._showing.start()

    def _open(self) -> None:
        """Go on to what was said, with the keyboard on what one mostly does next."""
        self._ask()
        self._split.show_detail()
        self.letter.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head_changed.emit()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _to_exchange(self) -> Action:
        return Action(_("Exchange with the server"), lambda: self._desk.go_to("exchange"), "arrow-left-right")

    def _listen(self) -> None:
        self.filters.changed.connect(self._fill)
        self.list.chosen.connect(lambda _matter: self._chose())
        self.list.opened.connect(lambda _matter: self._open())
        self._showing.timeout.connect(self._ask)
        self.letter.answered.connect(self._refresh_if_seen)
        self._desk.records_changed.connect(self._refresh_if_seen)

    def _master(self) -> QWidget:
        gaps = look.spacing()
        self._nothing.setContentsMargins(gaps.large, gaps.medium, gaps.large, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        filters = QVBoxLayout()
        filters.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.small)
        filters.addWidget(self.filters)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        return made

    def _lay_out(self) -> None:
        wear(self._detail, "sheet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for each in (self._hint, self.letter):
            self._detail.addWidget(each)
        for part in (self._split, self._empty):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._reading)
        self.setFocusProxy(self.list)
