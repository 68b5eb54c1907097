"""The places on the left: words with an icon, a number where something waits, all by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.page import PlaceEntry
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import escaped, label
from cdadesk.i18n import _, format_number, ngettext

_KEYS = "1234567890"
_HIGH = 36
_LOW = 30
_ICON_EDGE = 20
_ICON_GAP = 8


class PlaceButton(QPushButton):
    """One place; the number at its right end says how much waits there."""

    def __init__(self, entry: PlaceEntry, key: str) -> None:
        super().__init__()
        self.entry = entry
        self._key = key
        self._count = 0
        wear(self, "place")
        self.setCheckable(True)
        self.setIconSize(QSize(_ICON_EDGE + _ICON_GAP, _ICON_EDGE))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(_HIGH)
        self._badge = label("", "badge")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, look.spacing().medium, 0)
        row.addStretch(1)
        row.addWidget(self._badge)
        self.toggled.connect(self._paint_icon)
        self._paint_icon()
        self.show_count(entry.count)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LOW)

    def show_count(self, count: int) -> None:
        """Show how much waits; nothing at all when nothing does."""
        self._count = count
        self._badge.setVisible(count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Write label, number and tip in the language in use."""
        name = _(self.entry.label)
        self.setText(escaped(name))
        self._badge.setText(format_number(self._count))
        waiting = ngettext("{n} waits", "{n} wait", self._count).format(n=self._count) if self._count else ""
        self.setAccessibleName(f"{name}, {waiting}" if waiting else name)
        self.setToolTip(_("{place}  (Alt+{key})").format(place=name, key=self._key) if self._key else name)

    def _paint_icon(self) -> None:
        self.setIcon(icon(self.entry.icon, "primary_strong" if self.isChecked() else "second_ink"))


class Navigation(QScrollArea):
    """The column of places. It asks; whether one goes there is the window's to say."""

    asked = Signal(str)

    def __init__(self, entries: Sequence[PlaceEntry]) -> None:
        super().__init__()
        self.setFixedWidth(look.sizes().navigation)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, PlaceButton] = {}
        self.setWidget(self._column(entries))
        self.retranslate()

    def _column(self, entries: Sequence[PlaceEntry]) -> QWidget:
        column = QWidget()
        wear(column, "scrolled")
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, look.spacing().hair, 0, look.spacing().small)
        rows.setSpacing(2)
        for place, entry in enumerate(entries):
            rows.addWidget(self._button(entry, _KEYS[place] if place < len(_KEYS) else ""))
        rows.addStretch(1)
        return column

    def _button(self, entry: PlaceEntry, key: str) -> PlaceButton:
        made = PlaceButton(entry, key)
        self._group.addButton(made)
        self._buttons[entry.key] = made
        made.clicked.connect(lambda: self.asked.emit(entry.key))
        if key:
            shortcut = QShortcut(QKeySequence(f"Alt+{key}"), self)
            shortcut.activated.connect(lambda: self.asked.emit(entry.key))
        return made

    def show_current(self, key: str) -> None:
        """Mark the place that is shown."""
        button = self._buttons[key]
        button.setChecked(True)
        self.ensureWidgetVisible(button)

    def show_count(self, key: str, count: int) -> None:
        """Show how much waits at a place."""
        self._buttons[key].show_count(count)

    def take_focus(self) -> None:
        """Put the focus on the place that is shown; arrows go on from there."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Write every place in the language in use."""
        self.setAccessibleName(_("Places"))
        for button in self._buttons.values():
            button.retranslate()
