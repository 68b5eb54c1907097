"""One conflict: both values side by side with what was before, and the ways to settle it."""

from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import review
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.leaf import field_at
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import bring_into_sight
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.exchange.reading import Clash, Side
from cdadesk.gui.places.exchange.two_sides import SideCard, Writing
from cdadesk.gui.places.exchange.words import choice_words, side_words, void_words
from cdadesk.gui.records.facts import line_facts
from cdadesk.gui.records.leaf_words import change_words, field_words, value_words
from cdadesk.i18n import _
from cdadesk.store.writing import Saved

_BETWEEN = 190
_NOT_TYPED = (Kind.rows, Kind.plain, Kind.instant)


class ConflictBlock(QFrame):
    """Two cards of one height, the value before both between them, and three ways to settle it."""

    settled = Signal()

    def __init__(self, desk: Desk, clash: Clash) -> None:
        super().__init__()
        self._desk = desk
        self._clash = clash
        self._field = _typed_field(clash)
        self.field = ShortLabel("", "strong")
        self.told = paragraph("", "second")
        self.cards = (SideCard(), SideCard())
        self.mine = button(Action("", partial(self._take, 0)))
        self.theirs = button(Action("", partial(self._take, 1)))
        self.another = button(Action("", self._write_another), "quiet")
        self.notice = Notice()
        self._before = label("", "field")
        self._before_value = paragraph("", "second")
        self._now = paragraph("", "second")
        self.writing: Writing | None = None
        for made in (self.mine, self.theirs, self.another):
            made.setAutoDefault(True)
        self._lay_out()

    def show_clash(self, clash: Clash) -> None:
        """Show both values in the language in use."""
        self._clash = clash
        name = self._desk.name
        self.field.setText(field_words(clash.record, clash.path, name))
        self.told.setText(self._told(clash))
        self.told.setVisible(bool(self.told.text()))
        for card, side in zip(self.cards, clash.sides, strict=True):
            card.show_side(side_words(side, self._who(side)), self._side_value(side))
        self._before.setText(_("Before"))
        self._before_value.setText(self._words(clash.before))
        self._show_acts()
        stands = clash.now not in (clash.sides[0].value, clash.sides[1].value)
        self._now.setText(_("In the record now: {value}").format(value=self._words(clash.now)))
        self._now.setVisible(stands)

    def _show_acts(self) -> None:
        words = choice_words(self._clash)
        dress_button(self.mine, Action(words[0], self.mine.click, "check"))
        dress_button(self.theirs, Action(words[1], self.theirs.click, "check"))
        dress_button(self.another, Action(_("Write another"), self.another.click, "pencil"))
        self.another.setVisible(self._field is not None and self.writing is None)

    def _told(self, clash: Clash) -> str:
        """Say what happened where a void met an edit, and what else stands in the line of the field."""
        if clash.is_void:
            return void_words(clash)
        line = line_facts(clash.record, clash.path, self._desk.name)
        return "  ·  ".join(f"{label}: {words}" for label, words in line)

    def _side_value(self, side: Side) -> str:
        clash, name = self._clash, self._desk.name
        if not clash.is_void or side.value is not None:
            return self._words(side.value)
        changes = (change_words(clash.record, each.path, each.before, each.value, name) for each in side.edits)
        told = [f"{each.field}: {each.after or _('(blank)')}" for each in changes if each is not None]
        return "\n".join([_("went on working with it"), *told])

    def _words(self, value: Any) -> str:
        clash = self._clash
        if clash.is_void and value is None:
            return _("in use")
        return value_words(clash.record, clash.path, value, self._desk.name) or _("(blank)")

    def _who(self, side: Side) -> str:
        return dict(self._desk.store.names()).get(side.by, _("Somebody else"))

    def _take(self, place: int) -> None:
        self._settle(self._clash.sides[place].value)

    def _write_another(self) -> None:
        if self._field is not None and self.writing is None:
            self.writing = Writing(editor_for(self._field, self._desk.around(self)), self._clash.sides[0].value)
            self.writing.written.connect(self._settle)
            self.writing.left.connect(self._leave_writing)
            self._rows.addWidget(self.writing)
            self.another.hide()
            self.writing.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.writing, partial(bring_into_sight, self.writing))

    def _leave_writing(self) -> None:
        if self.writing is not None:
            self.writing.hide()
            self.writing.deleteLater()
            self.writing = None
            self.another.show()
            self.another.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self, value: Any) -> None:
        conflict = self._clash.conflict
        self.setEnabled(False)
        self._desk.write(
            self, lambda store: review.settle_conflict(store, conflict, value), self._was_settled, self._not_settled
        )

    def _was_settled(self, saved: Saved | None) -> None:
        desk, conflict = self._desk, self._clash.conflict
        self.settled.emit()
        if saved is not None:
            said = _("“{field}” is settled.").format(field=self.field.text())
            undo = partial(review.take_back_choice, conflict=conflict, save=saved.group)
            desk.offer_undo(said, lambda: desk.write(desk, undo))

    def _not_settled(self, sentence: str) -> None:
        self.setEnabled(True)
        self.notice.say(Tone.WARN, sentence)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        grid = QGridLayout()
        grid.setHorizontalSpacing(gaps.large)
        grid.setVerticalSpacing(gaps.small)
        for column in (0, 2):
            grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(1, _BETWEEN)
        grid.addWidget(self.cards[0], 0, 0)
        grid.addLayout(self._between(), 0, 1)
        grid.addWidget(self.cards[1], 0, 2)
        grid.addWidget(self.mine, 1, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.theirs, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.another, 1, 1, Qt.AlignmentFlag.AlignHCenter)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, gaps.small, 0, 0)
        self._rows.setSpacing(gaps.small)
        for widget in (self.field, self.told, self.notice):
            self._rows.addWidget(widget)
        self._rows.addLayout(grid)
        self._rows.addWidget(self._now)
        for first, second in pairwise((self.mine, self.theirs, self.another)):
            QWidget.setTabOrder(first, second)

    def _between(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look.spacing().hair)
        column.addStretch(1)
        for text in (self._before, self._before_value):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addStretch(1)
        return column


def _typed_field(clash: Clash) -> FieldInfo | None:
    """Return the field if a person may type another value into it."""
    info = field_at(type(clash.record), clash.path)
    return info if info is not None and info.kind not in _NOT_TYPED else None
