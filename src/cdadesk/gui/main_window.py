"""The window's frame: it shows places, forwards keys and passes on what is asked. It has no logic."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import i18n
from cdadesk.gui.kit import memory as memories
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.menus import Entry, MenuEntry, Menus
from cdadesk.gui.kit.navigation import Navigation
from cdadesk.gui.kit.notices import Banner, UndoBar
from cdadesk.gui.kit.page import Page, PlaceEntry
from cdadesk.gui.kit.page_head import PageHead
from cdadesk.gui.kit.status_line import StatusLine
from cdadesk.gui.kit.theme import Scheme, Theme, wear
from cdadesk.gui.kit.top_bar import TopBar
from cdadesk.i18n import N_, _

_GEOMETRY = "window/geometry"
_PLACE = "window/place"
_LEAST = (880, 500)
_FIRST = (1240, 720)


class MainWindow(QMainWindow):
    """Places on the left, one page in the middle, one honest line below."""

    language_changed = Signal(str)
    scheme_changed = Signal(Scheme)
    place_changed = Signal(str)
    cluster_chosen = Signal(str)
    searched = Signal(str)
    sync_asked = Signal()
    lock_asked = Signal()

    def __init__(self, places: Sequence[PlaceEntry], theme: Theme, memory: memories.Memory) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self._entries = {entry.key: entry for entry in places}
        self._pages: dict[str, Page] = {}
        self._key = ""
        self.top_bar = TopBar()
        self.navigation = Navigation(places)
        self.banner = Banner()
        self.status_line = StatusLine()
        self._head = PageHead()
        self._stack = QStackedWidget()
        self.undo_bar = UndoBar(self._stack)
        self._menus = Menus(self.top_bar.menus, self._menu_entries())
        self.setMinimumSize(*_LEAST)
        self.setWindowIcon(icon("cdadesk"))
        self._lay_out()
        self._listen()
        theme.dress(self)
        self._open_as_left()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._key)

    @property
    def place(self) -> str:
        """The key of the place that is shown."""
        return self._key

    def go_to(self, key: str) -> bool:
        """Show a place and return whether that was done: the page shown now may say no."""
        here = self.page
        if here is not None and key != self._key and not here.may_leave():
            self.navigation.show_current(self._key)
            return False
        self._key = key
        page = self._page_of(key)
        self._stack.setCurrentWidget(page)
        self.navigation.show_current(key)
        self.undo_bar.put_away()
        page.refresh()
        self._show_head()
        self.place_changed.emit(key)
        return True

    def use_language(self, code: str) -> None:
        """Write the whole running window again in another language."""
        i18n.use_language(code)
        self._theme.use_language(code)
        self._retranslate()
        self.language_changed.emit(code)

    def use_scheme(self, scheme: Scheme) -> None:
        """Show the window light, dark, or as the system does."""
        self._theme.choose(scheme)
        self.top_bar.show_scheme(scheme)
        self.scheme_changed.emit(scheme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything stood; a page that may not be left now keeps the window open."""
        here = self.page
        if here is not None and not here.may_leave():
            event.ignore()
            return
        self._memory.keep(_GEOMETRY, memories.written(self.saveGeometry()))
        self._memory.keep(_PLACE, self._key)
        self.undo_bar.put_away()
        super().closeEvent(event)

    def _page_of(self, key: str) -> Page:
        if key not in self._pages:
            page = self._made(key)
            page.head_changed.connect(lambda: self._head_changed(key))
            page.count_changed.connect(lambda count: self.navigation.show_count(key, count))
            self._stack.addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def _made(self, key: str) -> Page:
        """Make a page; on an old laptop that takes a moment, so the press is answered before it begins."""
        self.navigation.show_current(key)
        if self.isVisible():
            self.navigation.repaint()
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            return self._entries[key].make_page()
        finally:
            QApplication.restoreOverrideCursor()

    def _head_changed(self, key: str) -> None:
        if key == self._key:
            self._show_head()

    def _show_head(self) -> None:
        page = self.page
        if page is not None:
            self._head.show_page(page)
            self.setWindowTitle(_("{title} \N{EN DASH} cdadesk").format(title=page.title()))

    def _lay_out(self) -> None:
        sheet = QFrame()
        wear(sheet, "paper")
        wear(self._stack, "sheet")
        inside = _column(sheet, self.banner, self._head, self._stack)
        inside.setContentsMargins(1, 1, 0, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(sheet, 1)
        desk = QWidget()
        wear(desk, "desk")
        whole = _column(desk, self.top_bar, middle, self.status_line)
        whole.setStretchFactor(middle, 1)
        self.setCentralWidget(desk)

    def _listen(self) -> None:
        self.navigation.asked.connect(self.go_to)
        self._head.climbed.connect(lambda step: self._tell(lambda page: page.climb(step)))
        self.top_bar.language_chosen.connect(self.use_language)
        self.top_bar.scheme_chosen.connect(self.use_scheme)
        self.top_bar.cluster_chosen.connect(self.cluster_chosen)
        self.top_bar.searched.connect(self.searched)
        self.top_bar.search_left.connect(self._focus_page)
        self.top_bar.lock_asked.connect(self.lock_asked)
        self.status_line.sync_asked.connect(self.sync_asked)

    def _open_as_left(self) -> None:
        self.resize(*_FIRST)
        self.restoreGeometry(memories.read(self._memory.recall(_GEOMETRY)))
        self.top_bar.show_scheme(self._theme.scheme)
        left_at = self._memory.recall(_PLACE)
        self.go_to(left_at if left_at in self._entries else next(iter(self._entries)))
        self._focus_page()

    def _menu_entries(self) -> Sequence[MenuEntry]:
        return (
            MenuEntry(
                N_("&File"),
                (
                    Entry(N_("New"), lambda: self._tell(lambda page: page.begin_new()), "Ctrl+N"),
                    Entry(N_("Save now"), lambda: self._tell(lambda page: page.save()), "Ctrl+S"),
                    Entry(),
                    Entry(N_("Lock now"), self.lock_asked.emit, "Ctrl+L"),
                    Entry(N_("Quit"), self.close, "Ctrl+Q"),
                ),
            ),
            MenuEntry(
                N_("&Edit"),
                (
                    Entry(N_("Undo the last save"), self._undo, "Ctrl+Z"),
                    Entry(),
                    Entry(N_("Search everything"), self._focus_search, "Ctrl+K"),
                    Entry(N_("Go back"), lambda: self._tell(lambda page: page.go_back()), "Esc"),
                    Entry(N_("To the places"), self.navigation.take_focus, "Ctrl+J"),
                ),
            ),
            MenuEntry(
                N_("&Help"),
                (Entry(N_("Explain this field"), lambda: self._tell(lambda page: page.explain()), "F1"),),
            ),
        )

    def _tell(self, act: Callable[[Page], None]) -> None:
        page = self.page
        if page is not None:
            act(page)

    def _undo(self) -> None:
        if self.undo_bar.is_offering():
            self.undo_bar.take_back()
        else:
            self._tell(lambda page: page.undo())

    def _focus_search(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _focus_page(self) -> None:
        self._tell(lambda page: page.setFocus(Qt.FocusReason.OtherFocusReason))

    def _retranslate(self) -> None:
        for part in (self._menus, self.top_bar, self.navigation, self.banner, self.status_line):
            part.retranslate()
        for page in self._pages.values():
            page.retranslate()
        self._show_head()


def _column(owner: QWidget, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column
