"""What looks wrong in a section: a sentence in amber, the reason on demand, and a way to leave it so."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import IconLabel, button, paragraph
from cdadesk.i18n import _

_TONES = {Weight.missing: "info", Weight.odd: "warn", Weight.broken: "bad"}
_ICONS = {Weight.missing: "info", Weight.odd: "triangle-alert", Weight.broken: "circle-x"}


class FindingsView(QWidget):
    """The findings of one section; nothing at all when there are none."""

    left_so = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Finding] = []
        self._rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().hair)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead of what was shown; the same ones again change nothing, so that no focus is lost."""
        if list(findings) == self._shown:
            return
        self._shown = list(findings)
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows = [FindingRow(finding) for finding in self._shown]
        for row in self._rows:
            row.left_so.connect(self.left_so)
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def sentences(self) -> list[str]:
        """Return what is said."""
        return [finding.sentence for finding in self._shown]

    def stops(self) -> list[QWidget]:
        """Return the buttons in reading order."""
        return [stop for row in self._rows for stop in row.stops]

    def retranslate(self) -> None:
        """Forget what is shown, so that the next findings are written in the language in use."""
        self._shown = []


class FindingRow(QFrame):
    """One finding."""

    left_so = Signal(object)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        wear(self, "inline")
        set_style_property(self, "tone", _TONES[finding.weight])
        self._why = paragraph(finding.why, "second")
        self._why.hide()
        why = button(Action(_("Why?"), lambda: self._why.setVisible(self._why.isHidden())), "small")
        leave = button(Action(_("Leave it so"), lambda: self.left_so.emit(finding)), "small")
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.small, gaps.hair, gaps.small, gaps.hair)
        column.setSpacing(gaps.hair // 2)
        line = QHBoxLayout()
        line.setSpacing(gaps.small)
        line.addWidget(IconLabel(_ICONS[finding.weight], _TONES[finding.weight], 16), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(paragraph(finding.sentence, "finding"), 1)
        line.addWidget(why)
        line.addWidget(leave)
        column.addLayout(line)
        column.addWidget(self._why)
        why.setVisible(bool(finding.why))  # not before they have a place: they would flash up as windows
        leave.setVisible(finding.weight is Weight.odd)
        self.stops = [each for each in (why, leave) if not each.isHidden()]
