"""A task that was given out, changed beside the sheet: its words, who, by when, and how far it is."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.networks.task import Task
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, label
from cdadesk.gui.places.networks.layouts import TASK
from cdadesk.gui.records.drafted import key_of
from cdadesk.i18n import _
from cdadesk.store.reading import Held
from cdadesk.store.writing import Edit, Saved

_WIDTH = 440


class TaskPanel(QFrame):
    """Stands at the right of the sheet until it is saved or Escape is pressed; what is typed is kept as a draft."""

    def __init__(self, over: QWidget, desk: Desk, held: Held[Task]) -> None:
        super().__init__(over)
        self._over = over
        self._desk = desk
        self._held = held
        self._focused = over.window().focusWidget()
        wear(self, "card")
        self.form = RecordForm(Task, desk.around(over), TASK)
        self.form.show_record(held.record)
        draft = desk.drafts.of(key_of(held.record))
        if draft is not None:
            self.form.restore(dict(draft.body))
        self.form.draft_changed.connect(lambda body: desk.drafts.keep(key_of(held.record), held.base, body))
        self.form.save_asked.connect(self._save)
        self._lay_out()
        over.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self.form.boxes["what"].editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Go away and give the keyboard back to where it was."""
        self._over.removeEventFilter(self)
        if self._focused is not None:
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        return took_escape(event, self.close_panel) or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _save(self, task: Record) -> None:
        edit = Edit(self._held.record, task, self._held.base)
        self._desk.save(self, [edit], self._was_saved, draft=key_of(task))

    def _was_saved(self, saved: Saved) -> None:
        del saved
        self.close_panel()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setContentsMargins(gaps.wide, gaps.medium, gaps.medium, 0)
        head.addWidget(label(_("Task"), "section"), 1)
        head.addWidget(button(Action(_("Close"), self.close_panel, "x"), "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.form, 1)

    def _place(self) -> None:
        width = min(_WIDTH, self._over.width())
        self.setGeometry(self._over.width() - width, 0, width, self._over.height())
