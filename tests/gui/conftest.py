"""What tests of the window share: the program dressed as the person sees it, and undressed again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from cdadesk.gui.kit.theme import Scheme, Theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    """Return the one theme of the program; a second would dress it a second time."""
    return Theme(qapp)


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    """Return the theme, light and in English, and leave it so for the next test."""
    dressed.choose(Scheme.LIGHT)
    yield dressed
    dressed.use_language("en")
    dressed.choose(Scheme.LIGHT)


@pytest.fixture(autouse=True)
def windows_really_go(qapp: QApplication) -> Iterator[None]:
    """Delete what a test closed: Qt waits with it for an event loop, and each test would be slower than the last."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_timer_is_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that closes a window whose timers go on."""
    yield
    hidden = [window for window in qapp.topLevelWidgets() if not window.isVisible()]
    running = [timer for window in hidden for timer in window.findChildren(QTimer) if timer.isActive()]
    assert not running, f"timers that outlive their window: {[timer.parent() for timer in running]}"
