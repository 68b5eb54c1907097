"""The control in which one line is typed: it grows with its words, Enter goes on, `@` offers names."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from cdadesk.gui.kit.editors.picks import MatchList
from cdadesk.gui.kit.theme import wear

_MOST = 2_000
_PADDING = 12
_KEY = Qt.Key
_ENTER = (_KEY.Key_Return, _KEY.Key_Enter)
_ALT = Qt.KeyboardModifier.AltModifier

Lookup = Callable[[str], Sequence[tuple[UUID, str]]]


class TalkText(QPlainTextEdit):
    """Words of one line; what its keys mean for the lines around it goes out as signals."""

    entered = Signal()
    unfolded = Signal()
    erased = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    picked = Signal(str, object)

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self._lookup = lookup
        self.names_people = False
        self.can_unfold: Callable[[], bool] = lambda: False
        self.names = MatchList(self)
        self.names.picked.connect(self._take)
        wear(self, "talk")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def show_words(self, words: str) -> None:
        """Write words, and forget what could be undone before them."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def words(self) -> str:
        """Return what stands here."""
        return self.toPlainText()

    def offer(self) -> None:
        """Offer names while one is being typed after an `@`."""
        begun = self._begun_name() if self.names_people else None
        found = self._lookup(begun) if begun is not None else []
        typed = (begun or "").casefold()
        is_whole = typed != typed.strip() and any(name.casefold() == typed.strip() for _who, name in found)
        self.names.offer([] if is_whole else [((who, name), name) for who, name in found], 0)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line; what can never fit is left out as a whole."""
        words = " ".join(source.text().split())
        if len(words) + self.document().characterCount() <= _MOST:
            self.insertPlainText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.names.hide()

    def event(self, event: QEvent) -> bool:
        """Keep Escape while names are offered; leave Ctrl+Z to the window while there is nothing to undo here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
                event.ignore()
                return False
            if event.key() == _KEY.Key_Escape and self.names.isVisible():
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab takes an offered name, then asks for what can be said further, then goes on."""
        if onward and self.names.isVisible():
            self._take(self.names.current_key())
            return True
        if onward and self.words().strip() and self.can_unfold():
            self.unfolded.emit()
            return True
        return super().focusNextPrevChild(onward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick a name, go on to another line, or type."""
        if self._picked_by(event) or self._went_on_by(event):
            event.accept()
            return
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            event.ignore()
            return
        super().keyPressEvent(event)
        self.offer()

    def _picked_by(self, event: QKeyEvent) -> bool:
        if not self.names.isVisible():
            return False
        key = event.key()
        if key in _ENTER:
            self._take(self.names.current_key())
        elif key == _KEY.Key_Escape:
            self.names.hide()
        elif key in (_KEY.Key_Down, _KEY.Key_Up):
            self.names.step(1 if key == _KEY.Key_Down else -1)
        else:
            return False
        return True

    def _went_on_by(self, event: QKeyEvent) -> bool:
        key, nothing = event.key(), not self.words().strip()
        if key in _ENTER:
            self.entered.emit()
        elif key in (_KEY.Key_Up, _KEY.Key_Down):
            return self._stepped(-1 if key == _KEY.Key_Up else 1, alt=bool(event.modifiers() & _ALT))
        elif key in (_KEY.Key_Backspace, _KEY.Key_Delete) and nothing:
            self.erased.emit()
        else:
            return False
        return True

    def _stepped(self, by: int, *, alt: bool) -> bool:
        if alt:
            self.moved.emit(by)
            return True
        cursor = self.textCursor()
        inside = cursor.movePosition(QTextCursor.MoveOperation.Up if by < 0 else QTextCursor.MoveOperation.Down)
        if not inside:
            self.stepped.emit(by)
        return not inside

    def _begun_name(self) -> str | None:
        """Return what was typed of a name before the cursor; None where no name is being typed."""
        before = self.words()[: self.textCursor().position()]
        at = before.rfind("@")
        begins = at == 0 or (at > 0 and before[at - 1].isspace())
        return before[at + 1 :] if begins and "!" not in before[at:] else None

    def _take(self, chosen: tuple[UUID, str]) -> None:
        who, name = chosen
        begun = self._begun_name()
        self.names.hide()
        if begun is None:
            return
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(begun))
        cursor.insertText(f"{name} ")
        self.setTextCursor(cursor)
        self.picked.emit(name, who)

    def _fit(self) -> None:
        lines = max(round(self.document().size().height()), 1)
        frame = 2 * round(self.document().documentMargin()) + _PADDING
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)
