"""Escape in a panel that stands over a page: the panel takes it, not the window behind it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def took_escape(event: QEvent, put_away: Callable[[], object]) -> bool:
    """Put a panel away at Escape before the window sees the key; say whether the event was that key."""
    if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
        return False
    if event.type() is QEvent.Type.KeyPress:
        put_away()
    event.accept()
    return True
