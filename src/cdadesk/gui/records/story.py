"""The history of a record: who changed what, when, on which laptop, from what to what, in words."""

from itertools import groupby

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.leaf_words import Change, changes_words
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_instant
from cdadesk.store.history import HistoryLine

_MOST = 400
_FIELD_WIDTH = 200


class HistoryTab(SideTab):
    """Every change of the record, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
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
            changes = changes_words(record, list(lines)[::-1], self._desk.name)
            if changes:
                who = names.get(author, _("somebody else"))
                parts += [
                    _save_view(f"{format_instant(made_at)}  ·  {who}  ·  {self._where(replica)}", changes),
                    rule(),
                ]
        self._lines.show_lines(parts[:-1] or [paragraph(_("Nothing was saved yet."), "second")])

    def _where(self, replica: str) -> str:
        return _("this laptop") if replica == str(self._desk.store.replica) else _("another laptop")


def _save_view(head: str, changes: list[Change]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.spacing().large)
    grid.setVerticalSpacing(look.spacing().hair)
    grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.addWidget(paragraph(head, "second"), 0, 0, 1, 2)
    for row, change in enumerate(changes, start=1):
        grid.addWidget(paragraph(change.field, "field"), row, 0)
        grid.addWidget(paragraph(_in_words(change)), row, 1)
    return made


def _in_words(change: Change) -> str:
    if not change.before:
        return change.after or _("(blank)")
    return _("{before}  \N{RIGHTWARDS ARROW}  {after}").format(before=change.before, after=change.after or _("(blank)"))
