"""The questions of an interview, one section a page, answered by keyboard alone."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.sitting import sections
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.gui.kit.editors.base import MISSING_KEYS
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.diagnostic.interviews.blocks import Block
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.diagnostic.interviews.talk import Talk, key_below
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.questions.answers import Key
from cdadesk.questions.form import Group, Node

_FLUSH_AFTER_MS = 300
_WIDEST = 1080
_AROUND = 90
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionSheet(QWidget):
    """Shows one sitting. `typed` tells, a moment later, that something was answered, `finished` that one is through."""

    typed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.talk: Talk | None = None
        self._pages: list[tuple[Node, ...]] = []
        self._at = 0
        self._block: Block | None = None
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_FLUSH_AFTER_MS)
        self._pending.timeout.connect(self.typed)
        self.title = ShortLabel("", "section")
        self.progress = label("", "second")
        self.back = button(Action("", self.previous_section, "chevron-left"), "quiet")
        self.next = button(Action("", self.next_section, "chevron-right"))
        self.next.setAutoDefault(True)
        self._legend = paragraph("", "second")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self.room: QScrollArea = scrolled(self._inside)
        self._lay_out()
        self._make_keys()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self.retranslate()

    def show_talk(self, talk: Talk) -> None:
        """Show a sitting from its first section on."""
        self._pending.stop()
        self.talk = talk
        self._pages = sections(talk.sitting.form)
        self._at = 0
        self._show_section()

    def take(self) -> None:
        """Take what was typed a moment ago."""
        for row in self._rows():
            row.take()

    def is_pending(self) -> bool:
        """Say whether something was answered that nobody was told of yet."""
        return self._pending.isActive()

    def flush(self) -> None:
        """Tell of what was answered now."""
        self.take()
        if self._pending.isActive():
            self._pending.stop()
            self.typed.emit()

    def begin(self) -> None:
        """Put the keyboard on the first question of the section."""
        stops = self._stops()
        (stops[0] if stops else self.next).setFocus(Qt.FocusReason.TabFocusReason)

    def next_section(self) -> None:
        """Go on to the next section that is asked; after the last one, the interview is gone through."""
        self._turn(1)

    def previous_section(self) -> None:
        """Go back to the section before."""
        self._turn(-1)

    def next_unanswered(self) -> None:
        """Jump to the next question that is left over, from the one where the keyboard is on and round to the first.

        Where none is, to the next answer that is not as its question wants it.
        """
        if self.talk is None:
            return
        self.take()
        wanted = self.talk.sitting.wanted() or self.talk.sitting.wrong()
        if not wanted:
            return
        order = self.talk.sitting.filling.answerable()
        here = self.current_row()
        at = order.index(here.key) if here is not None and here.key in order else self._first_place(order) - 1
        self.go_to(next((key for key in wanted if order.index(key) > at), wanted[0]))

    def go_to(self, key: Key) -> None:
        """Turn to the section of a question and put the keyboard on it."""
        page = self._page_of(key)
        if page is None:
            return
        if page != self._at:
            self.take()
            self._at = page
            self._show_section()
        row = self._block.show_key(key) if self._block is not None else None
        if row is not None:
            row.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_row(self) -> QuestionRow | None:
        """Return the question where the keyboard is."""
        here = QApplication.focusWidget()
        return next((row for row in self._rows() if here is not None and row.isAncestorOf(here)), None)

    def refresh(self) -> None:
        """Show again what stands in the sitting."""
        self._refresh()

    def retranslate(self) -> None:
        """Write every word in the language in use; what was typed stays."""
        dress_button(self.back, Action(_("Section before"), self.previous_section, "chevron-left", hint=_("PgUp")))
        self._legend.setText(
            _(
                "Enter next question · PgDn next section · F9 next one left over · F5 not asked · F6 refused · "
                "F7 does not know · F8 not applicable · F2 side note · F11 confidential · Ctrl+1 to 4 how sure"
            )
        )
        if self._block is not None:
            self._block.retranslate()
        self._write_head()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next question."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._go_on()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lose nothing when the person goes elsewhere."""
        self.flush()
        super().hideEvent(event)

    def note_change(self) -> None:
        """Note that something was answered, and show what follows."""
        if not self._pending.isActive():
            self._pending.start()
        self._refresh()

    # how

    def _rows(self) -> list[QuestionRow]:
        return list(self._block.rows()) if self._block is not None else []

    def _stops(self) -> list[QWidget]:
        return list(self._block.stops()) if self._block is not None else []

    def _go_on(self) -> None:
        stops = self._stops()
        here = QApplication.focusWidget()
        row = self.current_row()
        now = row.control if row is not None else here
        row_at = stops.index(now) if now in stops else -1
        self.take()
        after = self._stops()  # an answer may have opened a question, or closed one
        if now in after:
            row_at = after.index(now)
        if here is self.next:
            self.next_section()
        elif row_at + 1 < len(after):
            after[row_at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def _asked_pages(self) -> list[int]:
        if self.talk is None:
            return []
        asked = self.talk.sitting.filling.is_asked
        return [at for at, nodes in enumerate(self._pages) if any(asked(_top_key(node)) for node in nodes)]

    def _turn(self, by: int) -> None:
        self.take()
        pages = self._asked_pages()
        later = [at for at in pages if (at > self._at if by > 0 else at < self._at)]
        if not later:
            if by > 0:
                self.flush()
                self.finished.emit()
            return
        self._at = later[0] if by > 0 else later[-1]
        self._show_section()
        self.begin()

    def _show_section(self) -> None:
        talk = self.talk
        if talk is None:
            return
        if self._block is not None:
            self._column.removeWidget(self._block)
            self._block.hide()
            self._block.deleteLater()
        nodes = self._pages[self._at] if self._pages else ()
        only = nodes[0] if len(nodes) == 1 and isinstance(nodes[0], Group) else None
        inside, above = (only.children, _top_key(only)) if only is not None else (nodes, "")
        self._block = Block(talk, inside, above if only is None or only.path else "")
        self._block.passed.connect(lambda _row: self._go_on())
        self._block.regrown.connect(self._chain)
        self._column.insertWidget(0, self._block)
        self._block.show()
        self.room.verticalScrollBar().setValue(0)
        self._write_head()
        self._chain()

    def _refresh(self) -> None:
        if self._block is not None:
            self._block.refresh()
        self._write_head()
        self._chain()

    def _write_head(self) -> None:
        talk = self.talk
        if talk is None or not self._pages:
            return
        nodes = self._pages[self._at]
        named = nodes[0] if isinstance(nodes[0], Group) else None
        said = talk.said(_top_key(named), named.words) if named is not None and named.path else ""
        self.title.setText(said or talk.sitting.form.title)
        pages = self._asked_pages()
        place = pages.index(self._at) + 1 if self._at in pages else 1
        section = _("Section {n} of {all}").format(n=format_number(place), all=format_number(max(len(pages), 1)))
        left = len(talk.sitting.wanted())
        words = ngettext("{n} left", "{n} left", left).format(n=format_number(left)) if left else _("nothing left over")
        self.progress.setText(f"{section}, {words}")
        is_last = place >= len(pages)
        text = _("To the end") if is_last else _("Next section")
        dress_button(self.next, Action(text, self.next_section, "chevron-right", hint=_("PgDn")))
        self.back.setEnabled(place > 1)

    def _page_of(self, key: Key) -> int | None:
        tops = [[_top_key(node) for node in nodes] for nodes in self._pages]
        for at, keys in enumerate(tops):
            if any(key == top or key.startswith((f"{top}:", f"{top}@")) for top in keys):
                return at
        return None

    def _first_place(self, order: Sequence[Key]) -> int:
        return next((place for place, key in enumerate(order) if self._page_of(key) == self._at), 0)

    def _chain(self) -> None:
        """Let Tab go in reading order."""
        stops = [*self._stops(), self.next, self.back]
        for first, second in pairwise(stops):
            if first.window() is second.window():
                QWidget.setTabOrder(first, second)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and self._inside.isAncestorOf(now):
            self.room.ensureWidgetVisible(now, 0, _AROUND)

    def _with_row(self, act: Callable[[QuestionRow], object]) -> None:
        row = self.current_row()
        if row is not None:
            act(row)

    def _say_missing(self, code: MissingCode) -> None:
        self._with_row(lambda row: row.say_missing(code))

    def _say_certainty(self, certainty: Certainty) -> None:
        self._with_row(lambda row: row.say_certainty(certainty))

    def _make_keys(self) -> None:
        for pressed, code in MISSING_KEYS.items():
            self._on(QKeySequence(pressed), partial(self._say_missing, code))
        for number, certainty in enumerate(Certainty, start=1):
            self._on(QKeySequence(f"Ctrl+{number}"), partial(self._say_certainty, certainty))
        self._on(QKeySequence(Qt.Key.Key_PageDown), self.next_section)
        self._on(QKeySequence(Qt.Key.Key_PageUp), self.previous_section)
        self._on(QKeySequence(Qt.Key.Key_F9), self.next_unanswered)
        self._on(QKeySequence(Qt.Key.Key_F2), partial(self._with_row, QuestionRow.write_beside))
        self._on(QKeySequence(Qt.Key.Key_F11), partial(self._with_row, QuestionRow.turn_lock))

    def _on(self, keys: QKeySequence, act: Callable[[], object]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        wear(self._inside, "scrolled")
        self._inside.setMaximumWidth(_WIDEST)
        self._column.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.wide)
        self._column.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.small)
        head.setSpacing(gaps.large)
        head.addWidget(self.title, 1)
        head.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        foot.setSpacing(gaps.medium)
        foot.addWidget(self._legend, 1)
        for each in (self.back, self.next):
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.room, 1)
        column.addLayout(foot)


def _top_key(node: Node) -> Key:
    """Return the key of a node that stands directly in the form."""
    parts = node.path.split("/")[2:]
    return ":".join(parts) if parts else key_below("", node.path)
