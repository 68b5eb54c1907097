"""A question set on its way in: what it is, what is not done as it says, row by row, and whom it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.acts.question_sets import Coming
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.loose_fields import Fields
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.layouts import Section
from cdadesk.i18n import N_, _, format_number, ngettext

_FOR = Section(N_("For whom"), ("actor_kinds",))
_ROW_WIDTH, _NAME_WIDTH = 64, 170


class ComingSet(QWidget):
    """Shows one set before it is kept; `kept` and `left` say what the person decided."""

    kept = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.shown: Coming | None = None
        self._title = paragraph("", "section")
        self._about = paragraph("", "second")
        self._said = paragraph("")
        self.table = QTableWidget()
        self._fields = Fields(QuestionSet, (_FOR,), desk.around(self))
        self.keep_button = button(Action("", self.kept.emit), "primary")
        self._leave = button(Action("", self.left.emit), "quiet")
        for each in (self.keep_button, self._leave):
            each.setAutoDefault(True)
        self._desk = desk
        self._lay_out()
        self.retranslate()

    def show_set(self, coming: Coming) -> None:
        """Show a set that was read; the keyboard goes to keeping it."""
        is_same = self.shown is not None and self.shown.form == coming.form
        self.shown = coming
        if not is_same:
            self._fields.show_record(self._desk.fresh(QuestionSet))
        self._write()
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def kinds(self) -> list[ActorKind]:
        """Return for whom it was said to be."""
        return list(self._fields.values().get("actor_kinds") or ())

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self._fields.retranslate()
        self.table.setHorizontalHeaderLabels([_("Row"), _("Name"), _("What is to be known")])
        self.table.setAccessibleName(_("What is to be known"))
        dress_button(self.keep_button, Action(_("Keep this set"), self.kept.emit, "check"))
        dress_button(self._leave, Action(_("Leave it"), self.left.emit, "x"))
        self._write()

    def _write(self) -> None:
        coming = self.shown
        if coming is None:
            return
        self._title.setText(coming.title)
        version = _("version {version}").format(version=coming.form.version) if coming.form.version else ""
        self._about.setText("  ·  ".join(filter(None, (coming.form.form_id, version, coming.count_words()))))
        self._said.setText(_said(len(coming.notes)))
        self.table.setVisible(bool(coming.notes))
        self.table.setRowCount(len(coming.notes))
        for row, note in enumerate(sorted(coming.notes, key=lambda each: (not each.row, each.row))):
            for column, words in enumerate((format_number(note.row) if note.row else "", note.name, note.sentence)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.table.setColumnCount(3)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.resizeSection(0, _ROW_WIDTH)
        head.resizeSection(1, _NAME_WIDTH)
        self.table.setWordWrap(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(gaps.small)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.wide)
        column.setSpacing(gaps.small)
        for part in (self._title, self._about, self._said):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        for section in self._fields.sections:
            section.setMaximumWidth(look.sizes().detail)
            column.addWidget(section)
        column.addLayout(buttons)
        column.addStretch(0)


def _said(count: int) -> str:
    if not count:
        return _("All of it is asked as it says. Once it is kept, it stays as it is; a change is a new version.")
    told = ngettext(
        "{n} thing of it is not done as it says. Once it is kept, it stays as it is; a change is a new version.",
        "{n} things of it are not done as it says. Once it is kept, it stays as it is; a change is a new version.",
        count,
    )
    return told.format(n=format_number(count))
