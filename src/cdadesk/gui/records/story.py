"""The history of a record: who changed what, when, on which laptop, from what to what, in words."""

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.changes_view import changes_view
from cdadesk.gui.records.leaf_words import Change, Leaf, changes_words
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_instant
from cdadesk.store.history import HistoryLine

InWords = Callable[[Record, Sequence[Leaf], Name], list[Change]]

_MOST = 400


class HistoryTab(SideTab):
    """Every change of the record, newest first."""

    def __init__(self, desk: Desk, in_words: InWords = changes_words) -> None:
        """Begin with how a save is put into words, where a record says more of itself than its fields do."""
        super().__init__()
        self._desk = desk
        self._in_words_of_record = in_words
        self._shown: Record | None = None
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def title(self) -> str:
        return _("History")

    def show_record(self, record: Record) -> None:
        """Read the history beside the window, and show it."""
        self._shown = record
        self._desk.read(self, lambda store: store.history(record), lambda found: self._show(record, found))

    def _show(self, record: Record, found: list[HistoryLine]) -> None:
        if record is not self._shown:
            return
        names = self._desk.store.names()
        saves = groupby(reversed(found[-_MOST:]), lambda line: (line.made_at, line.author, line.replica))
        parts: list[QWidget] = []
        for (made_at, author, replica), lines in saves:
            changes = self._in_words_of_record(record, list(lines)[::-1], self._desk.name)
            if changes:
                who = names.get(author, _("somebody else"))
                head = f"{format_instant(made_at)}  ·  {who}  ·  {self._where(replica)}"
                parts += [changes_view(paragraph(head, "second"), changes), rule()]
        self._lines.show_lines(parts[:-1] or [paragraph(_("Nothing was saved yet."), "second")])

    def _where(self, replica: str) -> str:
        return _("this laptop") if replica == str(self._desk.store.replica) else _("another laptop")
