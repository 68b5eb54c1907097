"""The page: the study at a glance, and the lists that it takes, chosen at the left."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from cdadesk.gui.desk import Desk
from cdadesk.gui.places.diagnostic.study.kinds import LISTED
from cdadesk.gui.places.diagnostic.study.overview import OverviewPage
from cdadesk.gui.places.parted import Part, PartedPage
from cdadesk.i18n import N_, _

_WIDTH = 200
OVERVIEW = "overview"
PARTS: tuple[Part, ...] = (Part(OVERVIEW, N_("At a glance"), OverviewPage), *(each.part() for each in LISTED))
KINDS = tuple(kind for part in PARTS for kind in part.kinds)


class StudyPage(PartedPage):
    """Everything that the study is assembled from, beside interviews, issues and the plan."""

    def __init__(self, desk: Desk) -> None:
        self.contents = QListWidget()
        super().__init__(desk, N_("Study"), PARTS)
        self._desk_of_all = desk
        self._stand_beside()
        overview = self.page_of(OVERVIEW)
        if isinstance(overview, OverviewPage):
            overview.asked.connect(self.go)
        self.contents.currentRowChanged.connect(self.tabs.setCurrentIndex)
        self.tabs.currentChanged.connect(self.contents.setCurrentRow)
        self.contents.setCurrentRow(0)

    def retranslate(self) -> None:
        super().retranslate()
        self.contents.setAccessibleName(_("Parts of the study"))
        row = self.contents.currentRow()
        quiet = QSignalBlocker(self.contents)
        self.contents.clear()
        self.contents.addItems([_(part.label) for part in PARTS])
        self.contents.setCurrentRow(row)
        quiet.unblock()

    def go(self, where: str) -> None:
        """Go to where a section is recorded."""
        kind, _colon, name = where.partition(":")
        if kind == "place":
            self._desk_of_all.go_to(name)
        elif kind == "part":
            self._turn_above(name)
        else:
            self.turn_to(kind)

    def _turn_above(self, key: str) -> None:
        """Turn the place to another of its parts."""
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, PartedPage):
            above = above.parentWidget()
        if isinstance(above, PartedPage):
            above.turn_to(key)

    def _stand_beside(self) -> None:
        """Put the list of parts at the left, in place of the tabs."""
        self.tabs.tabBar().hide()
        self.contents.setFixedWidth(_WIDTH)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        whole = self.layout()
        if whole is not None:
            whole.removeWidget(self.tabs)
            beside.addWidget(self.contents)
            beside.addWidget(self.tabs, 1)
            whole.addWidget(both)
