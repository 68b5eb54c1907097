"""Fields that are chosen from a list that narrows as one types."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from cdadesk.domain.kernel.fields import Choice, FieldInfo
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed, from_typed
from cdadesk.gui.kit.editors.floating import Floating
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import LineEditor, show_text
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.theme import wear
from cdadesk.i18n import _

_MOST_ROWS = 8
_LEAST_WIDTH = 220
_FRAME = 4
_KEY = Qt.ItemDataRole.UserRole
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class MatchList(Floating):
    """A list below a field that never takes the focus from it."""

    picked = Signal(object)

    def __init__(self, anchor: QWidget) -> None:
        self.list = QListWidget()
        super().__init__(self.list, anchor)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        wear(self.list, "choices")
        self.list.itemClicked.connect(lambda item: self.picked.emit(item.data(_KEY)))

    def offer(self, lines: Sequence[tuple[Any, str]], width: int) -> None:
        """Show lines, each with the key that is handed over when it is picked, or hide if there are none."""
        self.list.clear()
        for key, text in lines:
            item = QListWidgetItem(text)
            item.setData(_KEY, key)
            item.setToolTip(text)
            self.list.addItem(item)
        if not lines:
            self.hide()
            return
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * min(len(lines), _MOST_ROWS) + _FRAME
        self.open_below(QSize(max(width, _LEAST_WIDTH), height))

    def texts(self) -> list[str]:
        """Return what is offered."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def current_key(self) -> Any:
        """Return the key of the line that Enter would take."""
        return self.list.item(self.list.currentRow()).data(_KEY) if self.list.currentRow() >= 0 else None

    def step(self, by: int) -> None:
        """Move the highlight up or down, staying inside."""
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), self.list.count() - 1))


class PickEditor(LineEditor):
    """A line with a list below it: typing narrows, arrows move, Enter or going on takes, Escape closes."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self.matches = MatchList(self.line)
        self.matches.picked.connect(self._pick)
        self.line.textEdited.connect(lambda _text: self.offer())
        self._keys = {
            Qt.Key.Key_Down: lambda: self.matches.step(1),
            Qt.Key.Key_Up: lambda: self.matches.step(-1),
            Qt.Key.Key_PageDown: lambda: self.matches.step(_MOST_ROWS),
            Qt.Key.Key_PageUp: lambda: self.matches.step(-_MOST_ROWS),
            Qt.Key.Key_Return: self.take_highlighted,
            Qt.Key.Key_Enter: self.take_highlighted,
            Qt.Key.Key_Escape: self.close_popup,
        }

    def offer(self) -> None:
        """Show what fits to the text typed so far."""
        self.matches.offer(self._fitting(self.line.text().strip()), self.line.width())

    def complaint(self, sentence: str) -> None:
        """Say what is wrong where it can be read: the list would lie over it."""
        if sentence:
            self.close_popup()
        super().complaint(sentence)

    def popup_is_open(self) -> bool:
        return isValid(self.matches) and self.matches.isVisible()

    def close_popup(self) -> None:
        if self.popup_is_open():
            self.matches.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the list's keys before the line and the window see them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_for_list(event):
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_for_list(event):
            self._keys[Qt.Key(event.key())]()
            return True
        if event.type() is QEvent.Type.FocusOut and self.popup_is_open():
            self.take_offered()
        return super().eventFilter(watched, event)

    def take_offered(self) -> None:
        """Take the highlighted line, unless the text stands for a value already."""
        if not self._is_settled():
            self.take_highlighted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on Down or F4."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self.popup_is_open():
            self.offer_all()
        else:
            super().keyPressEvent(event)

    def offer_all(self) -> None:
        """Show the list as if nothing was typed."""
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.matches.offer(self._fitting(""), self.line.width())

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        raise NotImplementedError

    def _pick(self, key: Any) -> None:
        raise NotImplementedError

    def _is_settled(self) -> bool:
        """Say whether the text is blank or already stands for a value, so that nothing must be taken from the list."""
        try:
            self.value()
        except NotUnderstood:
            return False
        return True

    def take_highlighted(self) -> None:
        """Take the highlighted line."""
        key = self.matches.current_key()
        self.close_popup()
        if key is not None:
            self._pick(key)

    def _is_for_list(self, event: QKeyEvent) -> bool:
        return self.popup_is_open() and Qt.Key(event.key()) in self._keys and not event.modifiers() & _HELD


class ClosedListEditor(PickEditor):
    """Takes nothing but what its list offers, and so the list opens at a click, too."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._open = self.line.addAction(icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        self._open.triggered.connect(self._open_or_close)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open at a click, close at the next."""
        is_left = isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton
        if is_left and event.type() is QEvent.Type.MouseButtonRelease and watched is self.line:
            self._open_or_close()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        self._open.setToolTip(_("Show all answers (F4)"))
        super().retranslate()

    def _open_or_close(self) -> None:
        if self.popup_is_open():
            self.close_popup()
        elif not self.line.isReadOnly():
            self.offer_all()


class ChoiceEditor(ClosedListEditor):
    """One answer of a closed list, by any part of its words."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._chosen: Choice | None = None
        self._hold(self.line)
        self.retranslate()

    def typed(self) -> Typed:
        """Return the answer's value, or the text that is no answer yet."""
        try:
            answer = from_typed(self.info, self.line.text(), self.around.today())
        except NotUnderstood:
            return self.line.text()
        return answer.value if answer is not None else ""

    def restore_typed(self, typed: Typed) -> None:
        try:
            self._chosen = from_typed(self.info, typed, self.around.today())
        except NotUnderstood:
            self._chosen = None
            show_text(self.line, str(typed))
        else:
            self._write_chosen()

    def settle(self) -> None:
        """Write the answer in full."""
        self.restore_typed(self.typed())

    def retranslate(self) -> None:
        """Write the answer in the language in use; a text that is no answer stays."""
        if self._chosen is not None:
            self._write_chosen()
        super().retranslate()

    def _note_change(self) -> None:
        try:
            self._chosen = from_typed(self.info, self.line.text(), self.around.today())
        except NotUnderstood:
            self._chosen = None
        super()._note_change()

    def _write_chosen(self) -> None:
        show_text(self.line, _(self._chosen.label) if self._chosen is not None else "")

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        wanted = typed.casefold()
        answers = [(answer.value, _(answer.label)) for answer in self.info.choices or ()]
        fitting = [(value, text) for value, text in answers if wanted in text.casefold()]
        return sorted(fitting, key=lambda line: not line[1].casefold().startswith(wanted)) if wanted else fitting

    def _pick(self, key: Any) -> None:
        self.close_popup()
        self.restore_typed(key)
        self._note_change()
