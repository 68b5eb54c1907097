"""One page of a form: sections one below the other, scrolled; the form's keys work on each of its pages."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.theme import wear

_AROUND = 72


class Keys(Protocol):
    """What a page asks of its form."""

    def claims(self, event: QEvent) -> bool:
        """Say whether a key belongs to the form and not to the window."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for in a form; False if it stands for nothing."""

    def keep_pending(self) -> None:
        """Keep what was typed a moment ago."""


class FormPage(QScrollArea):
    """Holds the parts of a form, `widest` pixels wide at most."""

    def __init__(self, keys: Keys, parts: Sequence[QWidget], widest: int) -> None:
        super().__init__()
        self._keys = keys
        gaps = look.spacing()
        page = QWidget()
        page.setMaximumWidth(widest)
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(gaps.wide, gaps.large, gaps.wide, gaps.wide)
        self.column.setSpacing(gaps.wide)
        for part in parts:
            self.column.addWidget(part)
        holder = QWidget()
        wear(holder, "scrolled")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(page, 1)
        row.addStretch(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(holder)

    def end(self, last: QWidget | None = None) -> None:
        """Close the page, after one more part at its foot."""
        if last is not None:
            self.column.addWidget(last, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def show_spot(self, inside: QWidget, point: QPoint) -> None:
        """Scroll to a point of a widget on this page."""
        there = inside.mapTo(self.widget(), point)
        self.ensureVisible(there.x(), there.y(), 0, _AROUND)

    def event(self, event: QEvent) -> bool:
        """Claim the form's keys from the window."""
        if self._keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.take_key(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lose nothing when the person goes elsewhere."""
        self._keys.keep_pending()
        super().hideEvent(event)
