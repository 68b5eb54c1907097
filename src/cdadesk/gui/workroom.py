"""The window with the places of one profile in it: what is asked in one is heard in the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.main_window import MainWindow
from cdadesk.gui.places.place import OpensRecords, Place
from cdadesk.i18n import _, language
from cdadesk.store.profile import Profile
from cdadesk.store.settings import Setting
from cdadesk.store.store import Store

_EXCHANGE = "exchange"


class Workroom(QObject):
    """Joins a desk and its places to the window, and lives as long as the window does."""

    def __init__(self, desk: Desk, places: Sequence[Place], theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._keys = [place.key for place in places]
        self._places = {kind: place.key for place in places for kind in place.kinds}
        self._counts = {place.key: place.count for place in places if place.count is not None}
        self.window = MainWindow([place.entry(desk) for place in places], theme, desk.memory)
        self.setParent(self.window)
        self._listen()
        self._show_clusters()
        self.window.top_bar.show_person(desk.store.me.name)
        desk.show_standing()
        self._count()

    def open_record(self, kind: str, record: UUID) -> None:
        """Go to a record in its place; say so if it is not on this laptop."""
        place = self._places.get(kind)
        if place is None or not self.window.go_to(place):
            return
        page: object = self.window.page
        if not isinstance(page, OpensRecords) or not page.open_record(kind, record):
            self._desk.tell(_("This record is not on this laptop yet."))

    def go_to(self, key: str) -> None:
        """Go to a place, if this window has it."""
        if key in self._keys:
            self.window.go_to(key)

    def _listen(self) -> None:
        desk, window = self._desk, self.window
        desk.told.connect(window.status_line.show_saved)
        desk.standing_told.connect(window.status_line.show_sync)
        desk.said.connect(window.banner.say)
        desk.undo_offered.connect(window.undo_bar.offer)
        desk.open_asked.connect(self.open_record)
        desk.place_asked.connect(self.go_to)
        desk.job_begun.connect(window.status_line.follow)
        desk.records_changed.connect(self._count)
        desk.cluster_changed.connect(self._show_clusters)
        window.cluster_chosen.connect(lambda key: desk.use_cluster(UUID(key)))
        window.language_changed.connect(self._language_changed)
        window.sync_asked.connect(lambda: self.go_to(_EXCHANGE))

    def _count(self) -> None:
        """Count beside the window what waits in places, whether anybody went there or not."""
        counts = self._counts
        if counts:
            self._desk.read(self, lambda store: {key: count(store) for key, count in counts.items()}, self._show_counts)

    def _show_counts(self, counted: Mapping[str, int]) -> None:
        for key, count in counted.items():
            self.window.navigation.show_count(key, count)

    def _show_clusters(self) -> None:
        names = [(str(cluster.id), cluster.title()) for cluster in self._desk.clusters()]
        here = self._desk.cluster
        self.window.top_bar.show_clusters(names, str(here.id) if here is not None else "")

    def _language_changed(self) -> None:
        """Remember the language for the next morning, for the sign-in too."""
        code, store = language(), self._desk.store
        self._desk.retranslate()
        self._show_clusters()
        card = replace(store.profile, language=code)
        self._desk.background.write(self, lambda _progress: _remember(store, card), lambda _done: None)


def _remember(store: Store, card: Profile) -> None:
    store.settings.put(Setting.language, card.language)
    card.write_card()
