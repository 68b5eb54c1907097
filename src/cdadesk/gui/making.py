"""A record made on the spot: a small form beside what one is filling in, never a box over it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, label
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import _

_WIDTH = 420


class MakingPanel(QFrame):
    """Stands at the right of a page until a record is handed over or Escape is pressed.

    `records` are the fresh ones among which the person chooses by kind; `title` is what was typed so far.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, over: QWidget, records: Sequence[Record], title: str, around: Surroundings) -> None:
        super().__init__(over)
        self._over = over
        self._focused = over.window().focusWidget()
        self._records = records
        self._typed = title
        self._around = around
        wear(self, "card")
        self.kinds = QComboBox()
        self.forms = QStackedWidget()
        self._lay_out()
        for record in records:
            self.kinds.addItem(_(record.label))
            self.forms.addWidget(self._form(record))
        self.kinds.setVisible(len(records) > 1)
        self.kinds.setAccessibleName(_("What is made"))
        self.kinds.activated.connect(self._turn_to)
        over.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._turn_to(0)

    @property
    def form(self) -> RecordForm:
        """The form that is shown."""
        shown = self.forms.currentWidget()
        if not isinstance(shown, RecordForm):
            raise TypeError(shown)
        return shown

    def close_panel(self) -> None:
        """Go away and give the keyboard back to where it was."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._focused is not None:
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        return took_escape(event, self.close_panel) or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _form(self, record: Record) -> RecordForm:
        form = RecordForm(type(record), self._around, _short(type(record)))
        form.show_record(record)
        form.restore({"typed": {_first(type(record)): self._typed}})
        form.save_asked.connect(self.asked)
        return form

    def _turn_to(self, place: int) -> None:
        """Show the form of a kind, with the keyboard on its first field that is still blank."""
        self.forms.setCurrentIndex(place)
        blank = (box.editor for box in self.form.boxes.values() if box.editor.is_blank())
        first = next(blank, next(iter(self.form.boxes.values())).editor)
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        what = _(self._records[0].label) if len(self._records) == 1 else ""
        head = QHBoxLayout()
        head.setContentsMargins(gaps.wide, gaps.medium, gaps.medium, 0)
        head.addWidget(label(_("New: {what}").format(what=what), "section"))
        head.addWidget(self.kinds)
        head.addStretch(1)
        head.addWidget(button(Action(_("Do not make it"), self.close_panel, "x"), "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.forms, 1)

    def _place(self) -> None:
        width = min(_WIDTH, self._over.width())
        self.setGeometry(self._over.width() - width, 0, width, self._over.height())


def _short(entity: type[Record]) -> Layout:
    """Return the fields without which a record of the kind says nothing."""
    needed = [name for name, info in describe(entity).items() if info.needed and info.kind is not Kind.rows]
    return Layout((Section("", tuple(dict.fromkeys([_first(entity), *needed]))),))


def _first(entity: type[Record]) -> str:
    return entity.columns[0]
