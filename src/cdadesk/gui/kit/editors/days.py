"""Days and dates known only in part: typed freely, or picked from a calendar that opens on demand."""

import datetime as dt

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget
from shiboken6 import isValid

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.kernel.quarters import Quarter
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed, as_text, from_typed, to_typed
from cdadesk.gui.kit.editors.figures import AS_WIDE_AS_ITS_CELL, FIGURE_WIDTH
from cdadesk.gui.kit.editors.floating import Floating
from cdadesk.gui.kit.editors.surroundings import Surroundings, name_nothing
from cdadesk.gui.kit.editors.text import LineEditor, show_text
from cdadesk.gui.kit.icons import icon
from cdadesk.i18n import _, language

_LANGUAGES = {"en": QLocale.Language.English, "hi": QLocale.Language.Hindi}


class DateEditor(LineEditor):
    """A full day or a partial date; F4 or Alt+Down opens the calendar."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._open = self.line.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self._open.triggered.connect(self.open_calendar)
        self.calendar: CalendarPopup | None = None
        self.setMaximumWidth(FIGURE_WIDTH)
        self._hold(self.line)
        self.retranslate()

    def typed(self) -> Typed:
        """Return the day as an ISO date once it is understood: "today" would mean another day tomorrow."""
        try:
            value = self._read()
        except NotUnderstood:
            return self.line.text()
        return to_typed(self.info, value)

    def restore_typed(self, typed: Typed) -> None:
        if typed != self.typed():
            show_text(self.line, str(typed))
        self.settle()

    def settle(self) -> None:
        """Write the date the way the program writes it, in the language in use."""
        try:
            value = self._read()
        except NotUnderstood:
            return
        show_text(self.line, as_text(self.info, value, name_nothing))
        self._say_back()

    def retranslate(self) -> None:
        """Write the date in the language in use; what is not understood stays as it is."""
        self.settle()
        self._open.setToolTip(_("Pick from a calendar (F4)"))
        super().retranslate()

    def as_cell(self) -> None:
        """Fill the cell."""
        super().as_cell()
        self.setMaximumWidth(AS_WIDE_AS_ITS_CELL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar on F4 or Alt+Down."""
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Open the calendar at the date that stands here, or at today."""
        if self.calendar is None:
            self.calendar = CalendarPopup(self.line)
            self.calendar.calendar.clicked.connect(self._take)
            self.calendar.calendar.activated.connect(self._take)
        self.calendar.open_at(self._day_to_open())

    def popup_is_open(self) -> bool:
        return self.calendar is not None and isValid(self.calendar) and self.calendar.isVisible()

    def close_popup(self) -> None:
        if self.calendar is not None and self.popup_is_open():
            self.calendar.hide()

    def _read(self) -> object:
        """Return the value that the line shows now; raises NotUnderstood."""
        return from_typed(self.info, self.line.text(), self.around.today())

    def _day_to_open(self) -> QDate:
        try:
            value = self._read()
        except NotUnderstood:
            value = None
        day = (
            value if isinstance(value, dt.date) else earliest(value) if isinstance(value, str) else self.around.today()
        )
        return QDate(day.year, day.month, day.day)

    def _take(self, day: QDate) -> None:
        if self.calendar is not None:
            self.calendar.close_and_go_back()
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        self.settle()
        self._note_change()


class QuarterEditor(DateEditor):
    """A quarter of the financial year; a day picked from the calendar means the quarter in which it lies."""

    def _day_to_open(self) -> QDate:
        try:
            key = self._read()
        except NotUnderstood:
            key = None
        year, month = (
            Quarter.parse(str(key)).first_month if key else (self.around.today().year, self.around.today().month)
        )
        return QDate(year, month, 1)


class CalendarPopup(Floating):
    """A month to pick a day from; Escape closes it and goes back to the field."""

    def __init__(self, anchor: QWidget) -> None:
        self.calendar = QCalendarWidget()
        super().__init__(self.calendar, anchor)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, self.calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))

    def open_at(self, day: QDate) -> None:
        """Open below the field, with one day chosen."""
        self.calendar.setLocale(QLocale(_LANGUAGES[language()], QLocale.Country.India))
        self.calendar.setSelectedDate(day)
        self.open_below(self.sizeHint())
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """Claim Escape from the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; no other key means the fields below."""
        if _is_escape(event):
            self.close_and_go_back()

    def close_and_go_back(self) -> None:
        """Close, with the focus back in the field."""
        self.hide()
        self.anchor.setFocus(Qt.FocusReason.PopupFocusReason)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
