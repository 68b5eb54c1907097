"""What two people wrote at one place, record by record, with the record around it: the person here says what stands."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.exchange.conflict_block import ConflictBlock
from cdadesk.gui.places.exchange.reading import Clash
from cdadesk.gui.records.facts import facts
from cdadesk.i18n import _, format_number, ngettext

_SHOWN = 5
_FEW_FACTS = 4
_MOST_FACTS = 40
_FACT_COLUMNS = 2


class Conflicts(QWidget):
    """A card for each record with its conflicts, the first ones; hidden while there is none.

    `settled` tells that one is done.
    """

    settled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = label("", "section")
        self._why = paragraph("", "second")
        self._more = label("", "second")
        self.records: dict[UUID, RecordClashes] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().medium)
        words = QVBoxLayout()
        words.setSpacing(0)
        for text in (self.title, self._why):
            words.addWidget(text)
        self._column.addLayout(words)
        self._column.addWidget(self._more)
        self.hide()

    @property
    def blocks(self) -> dict[UUID, ConflictBlock]:
        """The conflicts that are shown, in their order."""
        return {key: block for card in self.records.values() for key, block in card.blocks.items()}

    def show_clashes(self, clashes: tuple[Clash, ...]) -> None:
        """Show these; a conflict that is still open stays, with what is typed in it."""
        by_record: dict[UUID, list[Clash]] = {}
        for each in clashes[:_SHOWN]:
            by_record.setdefault(each.record.id, []).append(each)
        for gone in [key for key in self.records if key not in by_record]:
            _let_go(self._column, self.records.pop(gone))
        for key, of_record in by_record.items():
            if key not in self.records:
                self.records[key] = RecordClashes(self._desk)
                self.records[key].settled.connect(self.settled)
                self._column.insertWidget(self._column.count() - 1, self.records[key])
            self.records[key].show_clashes(of_record)
        self._say(len(clashes))
        self.setVisible(bool(clashes))

    def first(self) -> QWidget | None:
        """Return what the keyboard should come to first."""
        return next((block.mine for block in self.blocks.values()), None)

    def _say(self, count: int) -> None:
        more = count - _SHOWN
        self.title.setText(_("Written by two people"))
        self._why.setText(
            _(
                "Nobody did wrong: both wrote without knowing of each other. Say which one stands; "
                "the history keeps both."
            )
        )
        self._more.setText(ngettext("and {n} more", "and {n} more", more).format(n=format_number(more)))
        self._more.setVisible(more > 0)


class RecordClashes(QFrame):
    """One record: what it is, what else stands in it, and each of its conflicts."""

    settled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._clashes: Sequence[Clash] = ()
        self._unfolded = False
        self.blocks: dict[UUID, ConflictBlock] = {}
        self.record = ShortLabel("", "section")
        self.around = QWidget()
        self.open = button(Action("", self._open), "quiet")
        self.more = button(Action("", self._turn), "small")
        for made in (self.open, self.more):
            made.setAutoDefault(True)
        self._grid: QGridLayout | None = None
        self._lay_out()

    def show_clashes(self, clashes: Sequence[Clash]) -> None:
        """Show the conflicts of the record as it stands now."""
        self._clashes = clashes
        shown = {each.conflict.id: each for each in clashes}
        for gone in [key for key in self.blocks if key not in shown]:
            _let_go(self._column, self.blocks.pop(gone))
        for key, clash in shown.items():
            if key not in self.blocks:
                self.blocks[key] = self._block(clash)
                self._column.addWidget(self.blocks[key])
            self.blocks[key].show_clash(clash)
        record = clashes[0].record
        self.record.setText(_("{kind}: {title}").format(kind=_(record.label), title=record.title()))
        dress_button(self.open, Action(_("Open the record"), self._open, "external-link"))
        self._show_around()

    def _block(self, clash: Clash) -> ConflictBlock:
        made = ConflictBlock(self._desk, clash)
        made.settled.connect(self.settled)
        return made

    def _show_around(self) -> None:
        """Show what else the record says, so that a person can judge without leaving."""
        record = self._clashes[0].record
        disputed = {each.path.partition("/")[0] for each in self._clashes if "/" not in each.path}
        told = [each for each in facts(record, self._desk.name) if each.field not in disputed]
        most = _MOST_FACTS if self._unfolded else _FEW_FACTS
        self._fill([(each.label, each.words) for each in told[:most]])
        self.around.setVisible(bool(told))
        words = _("Less of the record") if self._unfolded else _("More of the record")
        dress_button(self.more, Action(words, self._turn))
        self.more.setVisible(len(told) > _FEW_FACTS)

    def _fill(self, told: Sequence[tuple[str, str]]) -> None:
        layout = self.around.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (name, words) in enumerate(told):
            self._place(place, name, words)

    def _place(self, place: int, name: str, words: str) -> None:
        row, column = place // _FACT_COLUMNS, 2 * (place % _FACT_COLUMNS)
        if self._grid is not None:
            self._grid.addWidget(label(name, "second"), row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(ShortLabel(" ".join(words.split())), row, column + 1)

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._show_around()

    def _open(self) -> None:
        record = self._clashes[0].record
        self._desk.open(record.kind, record.id)

    def _lay_out(self) -> None:
        wear(self, "card")
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(self.record, 1)
        head.addWidget(self.more)
        head.addWidget(self.open)
        self._grid = QGridLayout(self.around)
        self._grid.setContentsMargins(0, 0, 0, gaps.small)
        self._grid.setHorizontalSpacing(gaps.medium)
        self._grid.setVerticalSpacing(gaps.hair)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gaps.large, gaps.small, gaps.large, gaps.large)
        self._column.setSpacing(gaps.small)
        self._column.addLayout(head)
        self._column.addWidget(self.around)
        self._column.addWidget(rule())


def _let_go(column: QVBoxLayout, gone: QWidget) -> None:
    column.removeWidget(gone)
    gone.hide()
    gone.deleteLater()
