"""A place of several parts, each a page of its own behind a tab; a part is made when it is first turned to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.places.place import OpensRecords
from cdadesk.i18n import _


@dataclass(frozen=True)
class Part:
    """One tab of a place: its word, marked with N_, its page, and the kinds of record that it shows."""

    key: str
    label: str
    make: Callable[[Desk], Page]
    kinds: tuple[str, ...] = ()


class PartedPage(Page):
    """Shows one part at a time; what the window asks of a page is asked of the part in front.

    `label` names the place and is marked with N_. A place of one part shows no tabs.
    """

    def __init__(self, desk: Desk, label: str, parts: Sequence[Part]) -> None:
        super().__init__()
        self._desk = desk
        self._label = label
        self._parts = tuple(parts)
        self._pages: dict[str, Page] = {}
        self._rooms: dict[str, QVBoxLayout] = {}
        self.tabs = QTabWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turned)

    @property
    def part(self) -> Page:
        """The page of the part in front."""
        return self.page_of(self._here().key)

    def page_of(self, key: str) -> Page:
        """Return the page of a part, made now if it never was."""
        if key not in self._pages:
            page = self._part(key).make(self._desk)
            page.head_changed.connect(self.head_changed)
            self._rooms[key].addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def turn_to(self, key: str) -> None:
        """Bring a part to the front."""
        self.tabs.setCurrentIndex(self._place(key))

    def title(self) -> str:
        return self.part.title() if self.part.trail() else _(self._label)

    def trail(self) -> Sequence[str]:
        steps = self.part.trail()
        return (_(self._label), *steps) if steps else ()

    def climb(self, step: int) -> None:
        self.part.climb(max(step - 1, 0))

    def primary_action(self) -> Action | None:
        return self.part.primary_action()

    def other_actions(self) -> Sequence[Action]:
        return self.part.other_actions()

    def refresh(self) -> None:
        self.setFocusProxy(self.part)
        self.part.refresh()

    def retranslate(self) -> None:
        for place, part in enumerate(self._parts):
            self.tabs.setTabText(place, _(part.label))
        for page in self._pages.values():
            page.retranslate()

    def may_leave(self) -> bool:
        return self.part.may_leave()

    def go_back(self) -> None:
        self.part.go_back()

    def undo(self) -> None:
        self.part.undo()

    def begin_new(self) -> None:
        self.part.begin_new()

    def save(self) -> None:
        self.part.save()

    def explain(self) -> None:
        self.part.explain()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a record in the part that is for its kind; False if it is not on this laptop."""
        part = next(each for each in self._parts if kind in each.kinds)
        self.turn_to(part.key)
        page: object = self.page_of(part.key)
        return isinstance(page, OpensRecords) and page.open_record(kind, record)

    def _here(self) -> Part:
        return self._parts[max(self.tabs.currentIndex(), 0)]

    def _part(self, key: str) -> Part:
        return self._parts[self._place(key)]

    def _place(self, key: str) -> int:
        return next(place for place, part in enumerate(self._parts) if part.key == key)

    def _turned(self) -> None:
        """Let the part that was left keep what is typed in it, and show what is true in the one in front."""
        here = self.part
        for page in self._pages.values():
            if page is not here:
                page.may_leave()
        self.refresh()
        self.head_changed.emit()

    def _lay_out(self) -> None:
        wear(self.tabs, "inset")
        for part in self._parts:
            room = QWidget()
            column = self._rooms[part.key] = QVBoxLayout(room)
            column.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(room, "")
        self.tabs.setTabBarAutoHide(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.retranslate()
