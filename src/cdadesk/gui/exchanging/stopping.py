"""Stopping what speaks to the server: the window's wish to cancel, as the exchange understands it, and back."""

from collections.abc import Callable
from typing import TypeVar

from cdadesk.gui.kit import background
from cdadesk.sync.carrier import Cancelled

_T = TypeVar("_T")


def wish(progress: background.Progress) -> Callable[[], bool]:
    """Return what says whether the person wants to stop."""

    def wants_to_stop() -> bool:
        try:
            progress.stop_if_asked()
        except background.Cancelled:
            return True
        return False

    return wants_to_stop


def stoppable(work: Callable[[], _T]) -> _T:
    """Do the work; what stopped at the person's wish counts as stopped for the window, too."""
    try:
        return work()
    except Cancelled as stopped:
        raise background.Cancelled from stopped
