"""What stands beside a record's form, behind a tab of its own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear


class SideTab(QWidget):
    """One tab beside a form.

    `show_record` comes whenever another record is shown or this one may have changed, but only while the tab is in
    front: what is costly is asked for only when somebody looks.
    """

    retitled = Signal()

    def title(self) -> str:
        """Name the tab, in the language in use."""
        raise NotImplementedError

    def show_record(self, record: Record) -> None:
        """Show what belongs to a record."""
        raise NotImplementedError

    def tell_count(self, record: Record) -> None:
        """Say in the title how much belongs to a record, without showing it; cheap, as it comes often."""

    def retranslate(self) -> None:
        """Write every word again; the detail calls `show_record` after it."""


class View(QWidget):
    """What can stand in place of a page's list and detail, such as the trash."""

    def reload(self) -> None:
        """Show what is true now, in the language in use."""
        raise NotImplementedError


class Lines(QWidget):
    """A scrolled column of widgets, filled anew each time; as broad as a form unless it is told otherwise."""

    def __init__(self, broadest: int | None = None) -> None:
        super().__init__()
        gaps = look.spacing()
        self._shown: list[QWidget] = []
        self._inside = QWidget()
        wear(self._inside, "scrolled")
        self._inside.setMaximumWidth(broadest or look.sizes().detail)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(gaps.wide, gaps.large, gaps.wide, gaps.wide)
        self._column.setSpacing(gaps.medium)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(self._inside))

    def show_lines(self, lines: list[QWidget]) -> None:
        """Show these in place of what stood here."""
        for line in self._shown:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown = lines
        for place, line in enumerate(lines):
            self._column.insertWidget(place, line)
            line.show()
