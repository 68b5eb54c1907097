"""What two people wrote at one place: both side by side, and the person who is here says which stands."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import review
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.exchange.reading import Clash, Side
from cdadesk.gui.places.exchange.words import side_words
from cdadesk.gui.records.leaf_words import field_at, field_words, read_leaf, value_words
from cdadesk.i18n import _, format_number, ngettext

_BETWEEN = 190
_LONG = 240
_LINES = 5
_LONG_HEIGHT = 132
_SHOWN = 5
_NOT_TYPED = (Kind.rows, Kind.plain, Kind.instant)


class Conflicts(QWidget):
    """One block for each conflict, the first ones; hidden while there is none. `settled` tells that one is done."""

    settled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = label("", "section")
        self._why = paragraph("", "second")
        self._more = label("", "second")
        self.blocks: dict[UUID, ConflictBlock] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().medium)
        words = QVBoxLayout()
        words.setSpacing(0)
        for text in (self.title, self._why):
            words.addWidget(text)
        self._column.addLayout(words)
        self._column.addWidget(self._more)
        self.hide()

    def show_clashes(self, clashes: tuple[Clash, ...]) -> None:
        """Show these; a block whose conflict is still open stays, with what is typed in it."""
        shown = {each.conflict.id: each for each in clashes[:_SHOWN]}
        for gone in [key for key in self.blocks if key not in shown]:
            block = self.blocks.pop(gone)
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        for key, clash in shown.items():
            if key not in self.blocks:
                self.blocks[key] = self._block(clash)
                self._column.insertWidget(self._column.count() - 1, self.blocks[key])
            self.blocks[key].show_clash(clash)
        self._say(len(clashes))
        self.setVisible(bool(clashes))

    def first(self) -> QWidget | None:
        """Return what the keyboard should come to first."""
        return next((block.mine for block in self.blocks.values()), None)

    def _block(self, clash: Clash) -> "ConflictBlock":
        made = ConflictBlock(self._desk, clash)
        made.settled.connect(self.settled)
        return made

    def _say(self, count: int) -> None:
        more = count - _SHOWN
        self.title.setText(_("Written by two people"))
        self._why.setText(_("Nobody did wrong: both wrote without knowing of each other. Say which one stands."))
        self._more.setText(ngettext("and {n} more", "and {n} more", more).format(n=format_number(more)))
        self._more.setVisible(more > 0)


class ConflictBlock(QFrame):
    """Two cards of one height, the value before both between them, and three ways to settle it."""

    settled = Signal()

    def __init__(self, desk: Desk, clash: Clash) -> None:
        super().__init__()
        self._desk = desk
        self._clash = clash
        self._field = _typed_field(clash)
        self.record = ShortLabel("", "strong")
        self.cards = (_SideCard(), _SideCard())
        self.mine = button(Action("", partial(self._take, 0)))
        self.theirs = button(Action("", partial(self._take, 1)))
        self.another = button(Action("", self._write_another), "quiet")
        self.open = button(Action("", self._open), "quiet")
        self.notice = Notice()
        self._before = label("", "field")
        self._before_value = paragraph("", "second")
        self._now = paragraph("", "second")
        self.writing: _Writing | None = None
        for made in (self.mine, self.theirs, self.another, self.open):
            made.setAutoDefault(True)
        self._lay_out()

    def show_clash(self, clash: Clash) -> None:
        """Show both values in the language in use."""
        self._clash = clash
        name = self._desk.name
        field = field_words(clash.record, clash.path, name)
        self.record.setText(f"{clash.record.title()}  ·  {field}")
        for card, side in zip(self.cards, clash.sides, strict=True):
            card.show_side(side_words(side, self._who(side)), self._words(side.value))
        self._before.setText(_("Before"))
        self._before_value.setText(self._words(clash.before))
        self._show_acts()
        stands = clash.now not in (clash.sides[0].value, clash.sides[1].value)
        self._now.setText(_("In the record now: {value}").format(value=self._words(clash.now)))
        self._now.setVisible(stands)

    def _show_acts(self) -> None:
        mine = self._clash.is_mine
        words = (_("Keep mine"), _("Take theirs")) if mine else (_("Take this one"), _("Take that one"))
        dress_button(self.mine, Action(words[0], self.mine.click, "check"))
        dress_button(self.theirs, Action(words[1], self.theirs.click, "check"))
        dress_button(self.another, Action(_("Write another"), self.another.click, "pencil"))
        dress_button(self.open, Action(_("Open the record"), self.open.click, "external-link"))
        self.another.setVisible(self._field is not None and self.writing is None)

    def _words(self, value: Any) -> str:
        clash = self._clash
        if clash.path.rpartition("/")[2] == "void" and value is None:
            return _("in use")
        return value_words(clash.record, clash.path, value, self._desk.name) or _("(blank)")

    def _who(self, side: Side) -> str:
        return dict(self._desk.store.names()).get(side.by, _("Somebody else"))

    def _take(self, place: int) -> None:
        self._settle(self._clash.sides[place].value)

    def _write_another(self) -> None:
        if self._field is not None and self.writing is None:
            self.writing = _Writing(editor_for(self._field, self._desk.around(self)), self._clash.sides[0].value)
            self.writing.written.connect(self._settle)
            self.writing.left.connect(self._leave_writing)
            self._rows.addWidget(self.writing)
            self.another.hide()
            self.writing.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.writing, partial(_bring_into_sight, self.writing))

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
            self,
            lambda store: review.settle_conflict(store, conflict, value),
            lambda _saved: self.settled.emit(),
            self._not_settled,
        )

    def _not_settled(self, sentence: str) -> None:
        self.setEnabled(True)
        self.notice.say(Tone.WARN, sentence)

    def _open(self) -> None:
        self._desk.open(self._clash.record.kind, self._clash.record.id)

    def _lay_out(self) -> None:
        wear(self, "card")
        gaps = look.spacing()
        head = QHBoxLayout()
        head.addWidget(self.record, 1)
        head.addWidget(self.open)
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
        self._rows.setContentsMargins(gaps.large, gaps.small, gaps.large, gaps.large)
        self._rows.setSpacing(gaps.small)
        self._rows.addLayout(head)
        self._rows.addWidget(self.notice)
        self._rows.addLayout(grid)
        self._rows.addWidget(self._now)
        for first, second in ((self.mine, self.theirs), (self.theirs, self.another), (self.another, self.open)):
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


class _SideCard(QFrame):
    """Who, when, and what; a long text scrolls, so that the ways to settle it stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        wear(self, "side")
        self.who = ShortLabel("", "second")
        self.value = paragraph()
        self._long = paragraph()
        self._scroll = scrolled(self._long)
        self._scroll.setFixedHeight(_LONG_HEIGHT)
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.medium)
        column.setSpacing(gaps.hair)
        for widget in (self.who, self.value, self._scroll):
            column.addWidget(widget)
        column.addStretch(1)

    def show_side(self, who: str, value: str) -> None:
        """Show one of the two."""
        is_long = len(value) > _LONG or value.count("\n") > _LINES
        self.who.setText(who)
        self.value.setText("" if is_long else value)
        self._long.setText(value if is_long else "")
        self.value.setVisible(not is_long)
        self._scroll.setVisible(is_long)


class _Writing(QWidget):
    """An editor of the field's kind for a third value; `written` hands it over as the wire carries it."""

    written = Signal(object)
    left = Signal()

    def __init__(self, editor: Editor, begin_with: Any) -> None:
        super().__init__()
        self.editor = editor
        editor.set_value(_value(editor.info, begin_with))
        self.save = button(Action(_("This one stands"), self._hand_over, "check"), "primary")
        self._leave = button(Action(_("Not this way"), self.left.emit), "quiet")
        for made in (self.save, self._leave):
            made.setAutoDefault(True)
        gaps = look.spacing()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, gaps.small, 0, 0)
        row.setSpacing(gaps.small)
        row.addWidget(editor, 1)
        for made in (self.save, self._leave):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)

    def _hand_over(self) -> None:
        self.editor.settle()
        try:
            value = self.editor.value()
        except NotUnderstood as trouble:
            self.editor.complain_of("", str(trouble))
            return
        self.written.emit(None if value in (None, "", []) else payload.plain_value(value))


def _typed_field(clash: Clash) -> FieldInfo | None:
    """Return the field if a person may type another value into it."""
    info = field_at(clash.record, clash.path)
    return info if info is not None and info.kind not in _NOT_TYPED else None


def _bring_into_sight(widget: QWidget) -> None:
    """Scroll the page so far that a part that has just come can be seen."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # so that it has its place already
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
            return
        above = above.parentWidget()


def _value(info: FieldInfo, leaf: Any) -> Any:
    try:
        return read_leaf(info, leaf)
    except (ValueError, KeyError):
        return None
