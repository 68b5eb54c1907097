"""A profile that was restored or copied: what will be sent again, and one button to go on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.replicas import Difference, Fork
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button, label, paragraph
from cdadesk.i18n import _, format_number, ngettext

_SHOWN = 8


class ForkPanel(QFrame):
    """Hidden while the server takes the profile for what it is; `asked` says that the person goes on."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        wear(self, "card")
        self.title = label("", "section")
        self.why = paragraph()
        self.count = label("", "strong")
        self.notice = Notice()
        self.go_on = button(Action("", self.asked.emit), "primary")
        self.go_on.setAutoDefault(True)
        self._lines: list[QWidget] = []
        self._lay_out()
        self.hide()

    def show_fork(self, fork: Fork | None, *, busy: bool = False) -> None:
        """Show what will be sent again; nothing at all where there is no need."""
        self.setVisible(fork is not None)
        if fork is None:
            return
        self.title.setText(_("This profile was restored or copied"))
        self.why.setText(
            _(
                "The server knows changes of it that are not here. Go on, and this laptop gets a number of its own: "
                "what it has and the server lacks is sent, and what it has forgotten comes back. Nothing is sent twice."
            )
        )
        self.count.setText(_count_words(fork))
        dress_button(self.go_on, Action(_("Go on"), self.asked.emit, "check", enabled=not busy))
        self._show_lines(fork)

    def complain(self, sentence: str) -> None:
        """Say why it did not work."""
        self.notice.say(Tone.WARN, sentence)

    def _show_lines(self, fork: Fork) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_line(each) for each in fork.differences[:_SHOWN]]
        more = len(fork.differences) - _SHOWN
        if more > 0:
            said = ngettext("and {n} more", "and {n} more", more).format(n=format_number(more))
            self._lines.append(label(said, "second"))
        for at, line in enumerate(self._lines):
            self._column.insertWidget(self._first + at, line)
            line.show()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(IconLabel("triangle-alert", "warn"))
        head.addWidget(self.title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.large)
        self._column.setSpacing(gaps.small)
        self._column.addLayout(head)
        for widget in (self.why, self.count):
            self._column.addWidget(widget)
        self._first = self._column.count()
        self._column.addWidget(self.notice)
        self._column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)


def _count_words(fork: Fork) -> str:
    if not fork.differences:
        return _("Nothing needs to be sent again.")
    records = len(fork.differences)
    said = ngettext("Of {n} record, changes go out again:", "Of {n} records, changes go out again:", records)
    return said.format(n=format_number(records))


def _line(difference: Difference) -> QWidget:
    kind = _(ENTITIES[difference.kind].label) if difference.kind in ENTITIES else difference.kind
    changes = ngettext("{n} change", "{n} changes", difference.changes).format(n=format_number(difference.changes))
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.spacing().medium)
    row.addWidget(ShortLabel(f"{kind}: {difference.title}" if difference.title else kind), 1)
    row.addWidget(label(changes, "second"))
    return made
