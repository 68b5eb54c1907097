"""What the program says without stopping anybody: a banner, a sentence in place, an undo bar, a strip that asks."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from cdadesk import look
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, label, paragraph
from cdadesk.i18n import _

_UNDO_SHOWN_MS = 12_000
_FLOAT_ABOVE = 20


class Tone(StrEnum):
    """How a notice sounds; each has its own icon, so colour is never alone."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


_ICONS = {Tone.INFO: "info", Tone.GOOD: "circle-check", Tone.WARN: "triangle-alert", Tone.BAD: "circle-x"}


class Notice(QFrame):
    """A sentence with an icon, and at most one thing to do about it; hidden until there is something to say."""

    def __init__(self, kind: str = "inline") -> None:
        super().__init__()
        wear(self, kind)
        self._icon = IconLabel("info", "info")
        self._text = paragraph()
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act: QPushButton | None = None
        gaps = look.spacing()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(gaps.medium, gaps.small, gaps.small, gaps.small)
        self._row.setSpacing(gaps.small)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._text, 1)
        self._speaks = False
        self.hide()

    def say(self, tone: Tone, text: str, action: Action | None = None) -> None:
        """Say a sentence, in place of whatever was said before."""
        set_style_property(self, "tone", tone.value)
        self._icon.show_icon(_ICONS[tone], tone.value)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._replace_action(action)
        self._speaks = True
        if self.parentWidget() is None:
            # shown now it would be a window of its own and take the keyboard; the layout that takes it in shows it
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        else:
            self.show()

    def fall_silent(self) -> None:
        """Take the sentence away."""
        self._speaks = False
        self.hide()

    def text(self) -> str:
        """Return what is being said; nothing while it is silent."""
        return self._text.text() if self._speaks else ""

    def _replace_action(self, action: Action | None) -> None:
        if self._act is not None:
            self._act.hide()
            self._act.deleteLater()
            self._act = None
        if action is not None:
            self._act = button(action, "quiet")
            self._row.insertWidget(2, self._act, 0, Qt.AlignmentFlag.AlignVCenter)


class Banner(Notice):
    """A notice across the window, for what concerns the whole program; it can be put away."""

    def __init__(self) -> None:
        super().__init__("notice")
        self._close = QToolButton()
        self._close.setIcon(icon("x"))
        self._close.clicked.connect(self.fall_silent)
        self._row.addWidget(self._close)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the button that puts the banner away."""
        self._close.setAccessibleName(_("Close this notice"))
        self._close.setToolTip(_("Close this notice"))


class UndoBar(QFrame):
    """Floats over the foot of a page for a while and offers to take an act back."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        wear(self, "floating")
        self._undo: Callable[[], object] | None = None
        self._text = label()
        self._button = button(Action(_("Undo"), self.take_back))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNDO_SHOWN_MS)
        self._timer.timeout.connect(self.put_away)
        gaps = look.spacing()
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.large, gaps.small, gaps.small, gaps.small)
        row.setSpacing(gaps.wide)
        row.addWidget(self._text)
        row.addWidget(self._button)
        over.installEventFilter(self)
        self.hide()

    def offer(self, text: str, undo: Callable[[], object]) -> None:
        """Say what was done and offer to take it back."""
        self._undo = undo
        self._text.setText(text)
        dress_button(self._button, Action(_("Undo"), self.take_back, hint="Ctrl+Z"))
        self.show()
        self.raise_()
        self._place()
        self._timer.start()

    def is_offering(self) -> bool:
        """Say whether there is something to take back."""
        return self._undo is not None

    def take_back(self) -> None:
        """Undo the act that the bar speaks of."""
        undo = self._undo
        self.put_away()
        if undo is not None:
            undo()

    def put_away(self) -> None:
        """Stop offering; the act can still be undone from the trash."""
        self._timer.stop()
        self._undo = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over
        self.adjustSize()
        width = min(self.sizeHint().width(), over.width() - 2 * _FLOAT_ABOVE)
        size = QSize(width, self.sizeHint().height())
        self.resize(size)
        self.move((over.width() - size.width()) // 2, over.height() - size.height() - _FLOAT_ABOVE)


class ConfirmStrip(QFrame):
    """Asks in place, without a box, before what cannot be undone. Escape and the first button change nothing."""

    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        wear(self, "inline")
        set_style_property(self, "tone", Tone.WARN.value)
        self._act: Callable[[], object] | None = None
        self._text: QLabel = paragraph()
        self._keep = button(Action(_("Keep it"), self.keep))
        self._go = button(Action("", self._go_ahead), "danger")
        gaps = look.spacing()
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.medium, gaps.small, gaps.small, gaps.small)
        row.setSpacing(gaps.small)
        row.addWidget(IconLabel("triangle-alert", "warn"))
        row.addWidget(self._text, 1)
        row.addWidget(self._keep)
        row.addWidget(self._go)
        self.hide()

    def ask(self, text: str, act: Action) -> None:
        """Ask; the focus waits on the button that changes nothing."""
        self._act = act.run
        self._text.setText(text)
        dress_button(self._go, act)
        dress_button(self._keep, Action(_("Keep it"), self.keep))
        self.show()
        self._keep.setFocus()

    def keep(self) -> None:
        """Leave everything as it is."""
        self._act = None
        self.hide()
        self.answered.emit()

    def event(self, event: QEvent) -> bool:
        return took_escape(event, self.keep) or super().event(event)

    def _go_ahead(self) -> None:
        act = self._act
        self.keep()
        if act is not None:
            act()
