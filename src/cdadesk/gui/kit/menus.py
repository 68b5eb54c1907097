"""The three short menus; each entry is an act of the window with its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from cdadesk.i18n import _


@dataclass(frozen=True)
class Entry:
    """One line of a menu; the label is marked with N_, and an empty one is a rule between groups."""

    label: str = ""
    run: Callable[[], object] | None = None
    keys: str = ""


@dataclass(frozen=True)
class MenuEntry:
    """A menu and its lines; the label is marked with N_ and carries its mnemonic."""

    label: str
    entries: Sequence[Entry]


class Menus:
    """Fills a menu bar and can write it again in another language."""

    def __init__(self, bar: QMenuBar, menus: Sequence[MenuEntry]) -> None:
        self._menus: list[tuple[MenuEntry, QMenu]] = []
        self._acts: list[tuple[Entry, QAction]] = []
        bar.setNativeMenuBar(False)
        for entry in menus:
            menu = bar.addMenu("")
            self._menus.append((entry, menu))
            for line in entry.entries:
                self._add(menu, line)
        self.retranslate()

    def _add(self, menu: QMenu, line: Entry) -> None:
        if line.run is None:
            menu.addSeparator()
            return
        run = line.run
        act = menu.addAction("")
        act.triggered.connect(lambda _checked=False: run())
        if line.keys:
            act.setShortcut(QKeySequence(line.keys))
        self._acts.append((line, act))

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        for entry, menu in self._menus:
            menu.setTitle(_(entry.label))
        for line, act in self._acts:
            act.setText(_(line.label))
