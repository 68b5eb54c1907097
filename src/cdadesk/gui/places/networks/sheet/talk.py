"""What was talked about and decided: one line each, Enter for the next, points with their decisions and tasks below."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.quick_lines import QuickLine
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.findings_view import FindingsView
from cdadesk.gui.places.networks.sheet.outline import Outline, Talk, TalkLine
from cdadesk.gui.places.networks.sheet.part_head import PartHead
from cdadesk.gui.places.networks.sheet.people import People
from cdadesk.gui.places.networks.sheet.talk_row import TalkRow
from cdadesk.i18n import _, format_money, format_number, ngettext


class TalkPart(QWidget):
    """The lines; `chained` tells that the keyboard comes to other widgets now than before."""

    changed = Signal()
    chained = Signal()
    left = Signal(int)
    left_so = Signal(object)

    def __init__(self, people: People, around: Surroundings) -> None:
        super().__init__()
        self._people = people
        self._around = around
        self._rows: dict[str, TalkRow] = {}
        self._here: TalkRow | None = None
        self.outline = Outline()
        self.head = PartHead()
        self.findings = FindingsView()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lay_out()
        _app().focusChanged.connect(self._follow_focus)
        self.findings.left_so.connect(self.left_so)

    def show_meeting(self, meeting: Meeting) -> None:
        """Show the points and decisions of a meeting."""
        self.outline.show(meeting)
        self._arrange_anew()

    def restore(self, body: Mapping[str, Any]) -> None:
        """Put back what `outline.changed` once returned."""
        self.outline.restore(body)
        self._arrange_anew()

    def forget(self, keys: set[str]) -> None:
        """Take lines away that became records of their own."""
        self.outline.forget(keys)
        self._arrange_anew()

    def rows(self) -> list[TalkRow]:
        """Return the lines in their order."""
        return [self._rows[line.key] for line in self.outline.lines]

    def read(self) -> Talk:
        """Return what the lines say; raises the Trouble of the first that says nothing."""
        return self.outline.read(self._around.today(), self._people.lookup, self._around.void())

    def read_so_far(self) -> Talk:
        """Return what the lines say that can be understood."""
        return self.outline.read_so_far(self._around.today(), self._people.lookup, self._around.void())

    def check(self) -> bool:
        """Complain of every line that cannot be understood, and say whether all can."""
        understood = [row.check() for row in self.rows() if not row.line.blank]
        return all(understood)

    def first_complaint(self) -> QWidget | None:
        """Return where the first complaint stands."""
        return next((row.text for row in self.rows() if row.complained()), None)

    def show_count(self, talk: Talk) -> None:
        """Say how much was decided, given out and spent."""
        self.head.say(_count_words(talk), "second")

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what looks wrong in the decisions."""
        self.findings.show_findings([each for each in findings if each.weight is not Weight.missing])

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to, in reading order."""
        return [*(stop for row in self.rows() for stop in row.stops()), *self.findings.stops()]

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self.head.setText(_("What was talked about and decided"))
        self.findings.retranslate()
        for row in self.rows():
            row.retranslate()

    def _read_line(self, line: TalkLine) -> QuickLine:
        return self.outline.read_line(line, self._around.today(), self._people.lookup)

    def _arrange_anew(self) -> None:
        for row in self._rows.values():
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        self._here = None
        if not self.outline.lines:
            self.outline.add(0, is_point=True)
        self._arrange()

    def _arrange(self) -> None:
        """Stand the rows in the order of the lines; rows that stay keep their focus."""
        for place, line in enumerate(self.outline.lines):
            row = self._rows.get(line.key) or self._make(line)
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)
                row.show()
            row.number(self.outline.number_of(line) if line.is_point else 0)
        self.chained.emit()

    def _make(self, line: TalkLine) -> TalkRow:
        row = TalkRow(line, self._people, self._around, self._read_line)
        self._rows[line.key] = row
        row.changed.connect(self.changed)
        row.entered.connect(lambda: self._go_on(row))
        row.text.entered.connect(lambda: self._go_on(row))
        row.text.erased.connect(lambda: self._erase(row))
        row.text.stepped.connect(lambda by: self._step(row, by))
        row.text.moved.connect(lambda by: self._move(row, by))
        row.text.unfolded.connect(self.chained)
        return row

    def _drop(self, row: TalkRow) -> None:
        self.outline.remove(row.line)
        self._lines.removeWidget(row)
        del self._rows[row.line.key]
        if self._here is row:
            self._here = None
        row.hide()
        row.deleteLater()

    def _go_on(self, row: TalkRow) -> None:
        """Begin the next line below; on an empty line end the point, and on an empty point leave."""
        if row.line.blank:
            self._end(row)
            return
        row.check()
        place = self.outline.lines.index(row.line) + 1
        below = self.outline.lines[place : place + 1]
        line = below[0] if below and below[0].blank else self.outline.add(place, is_point=False)
        self._arrange()
        self._focus(line)

    def _end(self, row: TalkRow) -> None:
        if row.line.is_point:
            self.left.emit(1)
            return
        place = self.outline.lines.index(row.line)
        self._drop(row)
        line = self.outline.add(place, is_point=True)
        self._arrange()
        self._focus(line)

    def _erase(self, row: TalkRow) -> None:
        """Take an empty line away and go to the one above."""
        place = self.outline.lines.index(row.line)
        if len(self.outline.lines) == 1 or (row.line.cells and not row.line.blank):
            return
        self._drop(row)
        self._arrange()
        self._focus(self.outline.lines[max(place - 1, 0)])
        self.changed.emit()

    def _step(self, row: TalkRow, by: int) -> None:
        place = self.outline.lines.index(row.line) + by
        if 0 <= place < len(self.outline.lines):
            self._focus(self.outline.lines[place])
        else:
            self.left.emit(by)

    def _move(self, row: TalkRow, by: int) -> None:
        place = self.outline.lines.index(row.line) + by
        if 0 <= place < len(self.outline.lines):
            self.outline.move(row.line, place)
            self._lines.removeWidget(row)
            self._arrange()
            self._focus(row.line)
            self.changed.emit()

    def _focus(self, line: TalkLine) -> None:
        self._rows[line.key].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        here = next((row for row in self._rows.values() if now is not None and row.isAncestorOf(now)), None)
        if here is self._here or now is None:
            return
        left, self._here = self._here, here
        if left is not None:
            left.show_here(here=False)
        if here is not None:
            here.show_here(here=True)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        column.addWidget(self.head)
        column.addLayout(self._lines)
        column.addWidget(self.findings)


def _count_words(talk: Talk) -> str:
    alive = [each for each in talk.decisions.values() if each.void is None]
    decided, given = len(alive), len(talk.tasks)
    money = sum(each.amount.minor for each in alive if each.amount is not None and each.amount.currency == "INR")
    parts = [
        ngettext("{n} decision", "{n} decisions", decided).format(n=format_number(decided)) if decided else "",
        ngettext("{n} task", "{n} tasks", given).format(n=format_number(given)) if given else "",
        _("{amount} decided").format(amount=format_money(money)) if money else "",
    ]
    return ", ".join(filter(None, parts))


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is no widget without one
    return app
