"""The small parts of the settlement's page: which account, whether the sums agree, what is to be asked, why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.fairs.concerns import Concern
from cdadesk.domain.fairs.identities import Check
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import IconLabel, escaped, label, paragraph
from cdadesk.gui.places.joint_actions.settlement.figures import Told
from cdadesk.i18n import _, format_number

_SMALL = 16


class AccountChooser(QWidget):
    """As it stands now, or one of the revisions that were approved; hidden while there is none."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self._numbers: tuple[int, ...] = ()
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self.hide()

    def show_revisions(self, numbers: Sequence[int], at: int) -> None:
        """Show the accounts there are: 0 is the one of now, the others are revisions."""
        if (0, *numbers) != self._numbers:
            self._make_buttons((0, *numbers))
        self._choose(at)
        self.setVisible(bool(numbers))

    def retranslate(self) -> None:
        """Write the words again."""
        if self._numbers:
            self._make_buttons(self._numbers)
            self._choose(self.at)

    def _make_buttons(self, numbers: tuple[int, ...]) -> None:
        self._numbers = numbers
        for made in self.buttons:
            self._row.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.buttons = [self._segment(number) for number in self._numbers]
        for place, made in enumerate(self.buttons):
            self._row.insertWidget(place, made)
        set_style_property(self.buttons[0], "end", "first")
        set_style_property(self.buttons[-1], "end", "last")

    def _segment(self, number: int) -> QPushButton:
        words = _("Revision {revision}").format(revision=format_number(number)) if number else _("As it stands now")
        made = QPushButton(escaped(words))
        wear(made, "segment")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._press(number))
        return made

    def _press(self, number: int) -> None:
        self._choose(number)
        self.chosen.emit(number)

    def _choose(self, number: int) -> None:
        self.at = number
        for each, made in zip(self._numbers, self.buttons, strict=True):
            made.setChecked(each == number)


class SumsStrip(QWidget):
    """The sums that must agree, each with its two sides."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(self)
        self._shown: list[QWidget] = []
        self.sentences: list[str] = []

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was compared."""
        for item in self._shown:
            self._flow.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.sentences = [compared(check) for check in checks]
        self._shown = [_check_view(check) for check in checks]
        for item in self._shown:
            self._flow.addWidget(item)
            item.show()
        self.updateGeometry()


def compared(check: Check) -> str:
    """Say what was compared; the icon beside it says whether it agrees, and so does the sign for who cannot see it."""
    said = check.words.rstrip(" ✓✗")
    return said if check.ok else said.replace("=", "≠")


def _check_view(check: Check) -> QWidget:
    tone = "good" if check.ok else "bad"
    made = QFrame()
    wear(made, "inline")
    set_style_property(made, "tone", tone)
    words = label(compared(check), "second" if check.ok else "complaint")
    row = QHBoxLayout(made)
    row.setContentsMargins(look.spacing().small, 2, look.spacing().small, 2)
    row.setSpacing(look.spacing().hair)
    row.addWidget(IconLabel("circle-check" if check.ok else "circle-x", tone, _SMALL))
    row.addWidget(words)
    return made


class ConcernsView(QWidget):
    """What an advisor would ask, in amber; nothing where there is nothing to ask."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "section")
        self._shown: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().hair)
        self._column.addWidget(self._title)
        self.sentences: list[str] = []
        self.hide()

    def show_concerns(self, concerns: Sequence[Concern]) -> None:
        """Show these in place of what stood here."""
        self._title.setText(_("What an advisor would ask"))
        for row in self._shown:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.sentences = [concern.sentence for concern in concerns]
        self._shown = [_concern_view(sentence) for sentence in self.sentences]
        for row in self._shown:
            self._column.addWidget(row)
            row.show()
        self.setVisible(bool(self._shown))


def _concern_view(sentence: str) -> QWidget:
    made = QFrame()
    wear(made, "inline")
    set_style_property(made, "tone", "warn")
    gaps = look.spacing()
    row = QHBoxLayout(made)
    row.setContentsMargins(gaps.small, gaps.hair, gaps.small, gaps.hair)
    row.setSpacing(gaps.small)
    row.addWidget(IconLabel("triangle-alert", "warn", _SMALL), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(paragraph(sentence, "finding"), 1)
    return made


class Explanation(QFrame):
    """Says of the figure that was asked how it came about."""

    def __init__(self) -> None:
        super().__init__()
        wear(self, "inline")
        set_style_property(self, "tone", "info")
        self.title = paragraph("", "strong")
        self.sentence = paragraph()
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.small)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.sentence)

    def tell(self, told: Told) -> None:
        """Explain a figure."""
        self.title.setText(told.title)
        self.sentence.setText(told.sentence)
        self.setAccessibleName(f"{told.title}. {told.sentence}")
