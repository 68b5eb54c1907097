"""What every editor is: a control with a line below it that says what was understood, or what is wrong."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed, from_typed, is_blank, to_typed, understood
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import paragraph
from cdadesk.i18n import _, format_number

MISSING_KEYS = {
    Qt.Key.Key_F5: MissingCode.not_asked,
    Qt.Key.Key_F6: MissingCode.refused,
    Qt.Key.Key_F7: MissingCode.does_not_know,
    Qt.Key.Key_F8: MissingCode.not_applicable,
}
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Editor(QWidget):
    """Edits one field. `changed` tells of what the person did, never of what the program showed."""

    changed = Signal()

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__()
        self.info = info
        self.around = around
        self._shown_value: Any = None
        self._shown_typed: Typed = to_typed(info, None)
        self._missing: MissingCode | None = None
        self._foot: QLabel | None = None
        self._foot_side = Qt.AlignmentFlag.AlignLeft
        self._in_cell = False
        self._complained = ""
        self.control: QWidget = self
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().hair // 2)

    def typed(self) -> Typed:
        """Return what stands in the control, as JSON; also what is only half typed."""
        raise NotImplementedError

    def restore_typed(self, typed: Typed) -> None:
        """Put back what `typed` once returned."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Write every word again in the language in use; what was typed stays."""
        self._say_back()

    def settle(self) -> None:
        """Bring what was typed into its final form; called when the person goes on to the next field."""

    def popup_is_open(self) -> bool:
        """Say whether a list or calendar of this editor is open and wants the keys."""
        return False

    def close_popup(self) -> None:
        """Close the list or calendar of this editor."""

    def value(self) -> Any:
        """Return the value: what was shown if nobody changed it, None for nothing; raises NotUnderstood."""
        typed = self.typed()
        return self._shown_value if typed == self._shown_typed else from_typed(self.info, typed, self.around.today())

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self._shown_value = value
        self._missing = None
        self.restore_typed(to_typed(self.info, value))
        self._shown_typed = self.typed()
        self.complaint("")

    def value_so_far(self) -> Any:
        """Return the value without disturbing what is being typed; raises NotUnderstood."""
        return self.value()

    def is_changed(self) -> bool:
        """Say whether something else stands here than what was shown."""
        return bool(self.typed() != self._shown_typed)

    def is_blank(self) -> bool:
        """Say whether nothing was typed or chosen."""
        return is_blank(self.typed())

    @property
    def missing(self) -> MissingCode | None:
        """Why there is no value, if somebody said why."""
        return self._missing

    def set_missing(self, code: MissingCode | None) -> None:
        """Say why there is no value; the program's own act, so nothing is emitted."""
        self._missing = code

    def complaint(self, sentence: str) -> None:
        """Say what is wrong with the value, beside it; an empty sentence takes it back."""
        self._complained = sentence
        set_style_property(self.control, "complaint", "true" if sentence else "false")
        if sentence:
            self._say(sentence, "complaint")
        else:
            self._say_back()

    def complain_of(self, path: str, sentence: str) -> None:
        """Say what is wrong with a part of the value; `path` is empty for the whole."""
        del path
        self.complaint(sentence)

    def complained(self) -> str:
        """Return the complaint that is shown."""
        return self._complained

    def go_to(self, path: str) -> None:
        """Put the keyboard here, or on the part of the value that a path names; empty for the whole."""
        del path
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def spot(self) -> tuple[QWidget, QPoint]:
        """Return where in this editor the keyboard is: a widget, and a point in it."""
        here = QApplication.focusWidget() or self.control
        inside = here if self.isAncestorOf(here) else self.control
        return inside, inside.rect().center()

    def stops(self) -> list[QWidget]:
        """Return what Tab comes to in this editor, in reading order."""
        return [self.control]

    def shut(self, *, closed: bool) -> None:
        """Let what stands here be read and not changed, or let it be changed again."""
        self.setEnabled(not closed)
        fields: list[QWidget] = [*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)]
        for typed_in in fields:
            set_style_property(typed_in, "shut", "true" if closed else "false")

    def check(self) -> bool:
        """Complain of what cannot be understood, and say whether all can."""
        try:
            self.value()
        except NotUnderstood as trouble:
            self.complain_of("", str(trouble))
            return False
        return True

    def take_offered(self) -> None:
        """Take what an open list offers; called when the person goes on without pressing Enter."""

    def take_highlighted(self) -> None:
        """Take what is highlighted in an open list, as Enter does."""

    def room_in_cell(self) -> QSize:
        """Return the least room that the editor needs in a cell, beyond which it covers its neighbours."""
        return QSize(0, 0)

    def as_cell(self) -> None:
        """Stand in a table's cell: nothing is said below the control."""
        self._in_cell = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let F5 to F8 say why a blank field is blank; the same key once more takes it back."""
        code = MISSING_KEYS.get(Qt.Key(event.key()))
        if code is None or event.modifiers() or not self.is_blank():
            event.ignore()
            return
        self._missing = None if self._missing is code else code
        self.complaint("")
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle and check when the focus goes on to another field."""
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and self._really_left(event):
            self.close_popup()
            self.settle()
            self.check()
        return super().eventFilter(watched, event)

    def _really_left(self, event: QFocusEvent) -> bool:
        """Say whether the focus did not only go to a popup, another program, or a cell of this editor."""
        goes_to = QApplication.focusWidget()
        return event.reason() not in _PASSING and not (goes_to and self.isAncestorOf(goes_to))

    def _hold(self, control: QWidget, *beside: QWidget) -> None:
        """Lay out the control; to be called once, by the editor's own constructor."""
        self.control = control
        control.installEventFilter(self)
        self.setFocusProxy(control)
        row = QHBoxLayout()
        row.setSpacing(look.spacing().hair)
        row.addWidget(control, 1)
        for widget in beside:
            row.addWidget(widget)
        self._column.addLayout(row)

    def _note_change(self) -> None:
        """Pass on that the person changed something."""
        if not self.is_blank():
            self._missing = None
        self.complaint("")
        self.changed.emit()

    def _say_back(self) -> None:
        if not self._complained:
            said = understood(self.info, self.typed(), self.around.today())
            self._say(said if said != self._plainly_shown() else "", "second")

    def _plainly_shown(self) -> str:
        """Return the text that stands in the control already, and need not be said again below it."""
        return ""

    def _say(self, sentence: str, look_name: str) -> None:
        if self._in_cell or (self._foot is None and not sentence):
            return
        if self._foot is None:
            self._foot = paragraph()
            self._foot.setAlignment(self._foot_side)
            self._column.addWidget(self._foot)
        wear(self._foot, look_name)
        self._foot.setText(sentence)
        self._foot.setVisible(bool(sentence))
        self.control.setAccessibleDescription(sentence)


def too_much(most: int) -> str:
    """Say that what was pasted does not fit, and that nothing is lost."""
    return _(
        "What you pasted is too long: at most {most} characters fit here. Nothing was changed, and you can still paste "
        "it elsewhere."
    ).format(most=format_number(most))
