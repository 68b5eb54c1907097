"""What only agent and advisor see: a closed lock, opened on purpose, with a sheet behind it."""

from collections.abc import Sequence
from typing import Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_lists import shaped
from cdadesk.gui.kit.words import IconLabel, button, dress_button, paragraph
from cdadesk.gui.layouts import Layout
from cdadesk.gui.places.actors.layouts import ACTOR_SHAPES
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.gui.records.drafted import begun_below
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import _
from cdadesk.store.asking import Ask

P = TypeVar("P", bound=Record)
_WIDTH = 460


class BehindTheWall(SideTab, Generic[P]):
    """The confidential sheet of a record: its parent. It is made when it is first opened."""

    def __init__(self, desk: Desk, entity: type[P], layout: Layout) -> None:
        super().__init__()
        self.desk = desk
        self._entity = entity
        self._layout = layout
        self.parent_record: Record | None = None
        self.sheet: RecordDetail[P] | None = None
        self._words = paragraph("")
        self._open = button(Action("", self.open_lock), "primary")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._closed())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.above())
        column.addWidget(self._stack)
        self.retranslate()

    def title(self) -> str:
        return _("Confidential")

    def why_closed(self) -> str:
        """Say what lies behind the lock, before it is opened."""
        return _("Only you and your advisor can read this. Look around before you open it.")

    def open_words(self) -> str:
        """Name the act of opening."""
        return _("Open the confidential part")

    def above(self) -> QWidget:
        """Return what stands above lock and sheet; made once."""
        nothing = QWidget()
        nothing.hide()
        return nothing

    def shown(self, sheet: RecordDetail[P]) -> None:
        """Adapt the sheet to the record that it shows now; called each time it may be another."""

    def show_record(self, record: Record) -> None:
        """Close the lock again when another record is shown."""
        same = self.parent_record is not None and self.parent_record.id == record.id
        self.parent_record = record
        if same and self.sheet is not None and self._stack.currentWidget() is self.sheet:
            self.sheet.refresh()
            self.shown(self.sheet)
        elif not same:
            self.close_lock()

    def open_lock(self) -> None:
        """Show the sheet: the one that is there, the one that was begun, or a new one."""
        parent = self.parent_record
        if parent is None:
            return
        sheet = self.sheet or self._make_sheet()
        self._stack.setCurrentWidget(sheet)
        known = self._known(parent)
        if not known or not sheet.show_record(known[0]):
            sheet.begin(self.desk.fresh(self._entity, parent_id=parent.id))
        self.shown(sheet)

    def close_lock(self) -> None:
        """Keep what is typed as a draft, and hide all of it."""
        if self.sheet is not None:
            self.sheet.leave()
            self.sheet.empty()
        self._stack.setCurrentIndex(0)
        self.retranslate()

    def retranslate(self) -> None:
        self._words.setText(self.why_closed())
        dress_button(self._open, Action(self.open_words(), self.open_lock, "lock"))
        if self.sheet is not None:
            self.sheet.retranslate()

    def _known(self, parent: Record) -> Sequence[UUID]:
        saved = self.desk.store.find_ids(self._entity, Ask(equals={"parent_id": parent.id}))
        return saved or begun_below(self.desk, self._entity, parent.id)

    def _make_sheet(self) -> RecordDetail[P]:
        form = RecordForm(self._entity, shaped(self.desk.around(self), ACTOR_SHAPES), self._layout)
        sheet = RecordDetail[P](self.desk, self._entity, form)
        sheet.saved.connect(lambda _record: self.shown(sheet))
        self._stack.addWidget(sheet)
        self.sheet = sheet
        return sheet

    def _closed(self) -> QWidget:
        gaps = look.spacing()
        made = QWidget()
        self._words.setFixedWidth(_WIDTH)
        column = QVBoxLayout(made)
        column.setContentsMargins(gaps.wide, gaps.wide, gaps.wide, gaps.wide)
        column.setSpacing(gaps.medium)
        column.addWidget(IconLabel("lock", "edge", 32), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._words)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return made
