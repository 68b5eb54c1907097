"""Tasks beside the sheet: what was open from before, to be ticked, and what this meeting gave out."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.networks.task import Task
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import button, label, paragraph
from cdadesk.gui.places.networks.words import task_words
from cdadesk.i18n import _
from cdadesk.store.reading import Held

_KEY = Qt.Key


class TaskRow(QFrame):
    """One task with its box; words that are long break into lines."""

    ticked = Signal()
    opened = Signal()

    def __init__(self, held: Held[Task], who: str, on: dt.date) -> None:
        super().__init__()
        self.held = held
        task = held.record
        wear(self, "task")
        self.box = QCheckBox()
        self.box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.setChecked(not task.is_open())
        self.box.setAccessibleName(task.title())
        self.box.clicked.connect(lambda _checked: self.ticked.emit())
        self.words = paragraph(task.title(), "" if task.is_open() else "second")
        self.second = paragraph(task_words(task, who, on), "finding" if task.is_late(on) else "second")
        self._lay_out()

    def show_here(self, *, here: bool) -> None:
        """Show that the keyboard is at this task."""
        set_style_property(self, "keys", "here" if here else "")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        open_it = button(Action(_("Change"), self.opened.emit, hint="F2"), "small")
        open_it.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = QVBoxLayout()
        words.setSpacing(0)
        below = QHBoxLayout()
        below.setSpacing(gaps.hair)
        below.addWidget(self.second, 1)
        below.addWidget(open_it, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.words)
        words.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.hair, gaps.hair, gaps.hair, gaps.hair)
        row.setSpacing(gaps.small)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class TaskList(QWidget):
    """Tasks under a title, one stop for Tab: arrows move, Space ticks, F2 opens one to change it."""

    ticked = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[TaskRow] = []
        self._at = 0
        self._title = label("", "field")
        self._nothing = paragraph("", "second")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.spacing().hair)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.spacing().hair)
        column.addWidget(self._title)
        column.addWidget(self._nothing)
        column.addLayout(self._lines)

    def say(self, title: str, nothing: str) -> None:
        """Write the title, and what stands here while there is no task."""
        self._title.setText(title)
        self._nothing.setText(nothing)
        self.setAccessibleName(title)

    def show_tasks(self, tasks: Sequence[Held[Task]], name: Callable[[Task], str], on: dt.date) -> None:
        """Show tasks in place of what stood here; the keyboard stays where it was."""
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [TaskRow(held, name(held.record), on) for held in tasks]
        for row in self.rows:
            row.ticked.connect(partial(self.ticked.emit, row.held))
            row.opened.connect(partial(self.opened.emit, row.held))
            self._lines.addWidget(row)
        self._nothing.setVisible(not self.rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.rows else Qt.FocusPolicy.NoFocus)
        self._go_to(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, tick, open."""
        steps = {_KEY.Key_Down: 1, _KEY.Key_Up: -1}
        if event.key() in steps and 0 <= self._at + steps[_KEY(event.key())] < len(self.rows):
            self._go_to(self._at + steps[_KEY(event.key())])
        elif event.key() == _KEY.Key_Space and self.rows:
            self.ticked.emit(self.rows[self._at].held)
        elif event.key() == _KEY.Key_F2 and self.rows:
            self.opened.emit(self.rows[self._at].held)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go_to(self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go_to(self._at)

    def _go_to(self, at: int) -> None:
        self._at = min(max(at, 0), max(len(self.rows) - 1, 0))
        for place, row in enumerate(self.rows):
            row.show_here(here=self.hasFocus() and place == self._at)
