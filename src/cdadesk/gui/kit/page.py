"""The contract between the window and what stands in it: pages, places and the acts a page offers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Action:
    """Something the person can do here: words, what happens, and an icon."""

    text: str
    run: Callable[[], object]
    icon: str = ""
    enabled: bool = True
    hint: str = ""


class Page(QWidget):
    """What stands in the middle of the window. Only `title` must be said; all else has a quiet default.

    Emit `head_changed` when title, trail or actions changed, and `count_changed` when the number of
    things that wait here did.
    """

    head_changed = Signal()
    count_changed = Signal(int)

    def title(self) -> str:
        """Name what is shown, in the language in use."""
        raise NotImplementedError

    def trail(self) -> Sequence[str]:
        """Name the steps above this one, outermost first; `climb` is called with the place of the one chosen."""
        return ()

    def climb(self, step: int) -> None:
        """Go up to a step of the trail."""

    def primary_action(self) -> Action | None:
        """Return what one mostly comes here to do; Ctrl+N does it too."""
        return None

    def other_actions(self) -> Sequence[Action]:
        """Return what else can be done with what is shown; two at most."""
        return ()

    def refresh(self) -> None:
        """Show what is true now; called each time the page comes to the front."""

    def retranslate(self) -> None:
        """Write every word again, in the language in use; what was typed and chosen stays."""

    def may_leave(self) -> bool:
        """Say whether the person may go elsewhere now; a page that says no must say why by itself."""
        return True

    def go_back(self) -> None:
        """Escape: leave the detail for what is above it."""

    def undo(self) -> None:
        """Ctrl+Z: take back the last save of what is shown."""

    def begin_new(self) -> None:
        """Ctrl+N: begin a new one."""
        action = self.primary_action()
        if action is not None and action.enabled:
            action.run()

    def save(self) -> None:
        """Ctrl+S: nothing needs it, and it must still work."""

    def explain(self) -> None:
        """F1: explain the field that has the focus."""


@dataclass(frozen=True)
class PlaceEntry:
    """A place in the navigation; its page is made when it is first gone to. The label is marked with N_."""

    key: str
    label: str
    icon: str
    make_page: Callable[[], Page]
    count: int = 0
