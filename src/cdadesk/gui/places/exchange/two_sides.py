"""The parts of one conflict: a card for each side, and the editor for a third value."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.leaf import read_leaf
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button, paragraph
from cdadesk.i18n import _

_LONG = 240
_LINES = 5
_LONG_HEIGHT = 132


class SideCard(QFrame):
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


class Writing(QWidget):
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


def _value(info: FieldInfo, leaf: Any) -> Any:
    try:
        return read_leaf(info, leaf)
    except (ValueError, KeyError):
        return None
