"""The quiet cards of the place: the last exchanges, and copies of the profile."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.copying import Copies
from cdadesk.acts.exchanging import Past
from cdadesk.gui.kit.file_questions import ask_folder
from cdadesk.gui.kit.notices import Notice
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.exchange.words import past_when, past_words
from cdadesk.gui.sentences import size_words
from cdadesk.i18n import _, format_instant, format_number, ngettext
from cdadesk.store.backup import Copy

_SHOWN = 6
_ICON = 16


class Card(QFrame):
    """A title with an icon, and lines that are filled anew each time."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        wear(self, "card")
        self.title = label("", "section")
        self._lines: list[QWidget] = []
        gaps = look.spacing()
        self.head = QHBoxLayout()
        self.head.setSpacing(gaps.small)
        self.head.addWidget(IconLabel(icon))
        self.head.addWidget(self.title, 1)
        self.title.setMinimumHeight(look.sizes().control)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.large)
        self.column.setSpacing(gaps.small)
        self.column.addLayout(self.head)
        self.column.addStretch(1)

    def show_lines(self, lines: list[QWidget]) -> None:
        """Show these below what stands fixed."""
        for line in self._lines:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = lines
        for line in lines:
            self.column.insertWidget(self.column.count() - 1, line)
            line.show()


class PastCard(Card):
    """The last exchanges, each with what became of it."""

    def __init__(self) -> None:
        super().__init__("history")

    def show_past(self, past: tuple[Past, ...]) -> None:
        """Show the newest ones."""
        self.title.setText(_("Last exchanges"))
        lines: list[QWidget] = [_past_line(each) for each in past[:_SHOWN]]
        self.show_lines(lines or [paragraph(_("There was none yet."), "second")])


class CopiesCard(Card):
    """Copies of the profile: one is made now, and which there are. `asked` hands over the folder."""

    asked = Signal(Path)

    def __init__(self) -> None:
        super().__init__("archive")
        self._making = False
        self.make = button(self._make_action())
        self.make.setAutoDefault(True)
        self.notice = Notice()
        self._why = paragraph("", "second")
        self.head.addWidget(self.make)
        for place, widget in enumerate((self._why, self.notice), start=1):
            self.column.insertWidget(place, widget)

    def show_copies(self, copies: Copies) -> None:
        """Show which copies there are."""
        self.title.setText(_("Copies"))
        self._why.setText(
            _(
                "A copy holds everything, locked as it is here: your passphrase opens it. Keep it apart. To restore "
                "one, lock the profile and choose “Restore a copy” where you choose who works."
            )
        )
        dress_button(self.make, self._make_action())
        self.show_lines(list(_copy_lines(copies)))

    def hold_still(self, *, making: bool) -> None:
        """Let nobody begin a second copy while one is being made."""
        self._making = making
        dress_button(self.make, self._make_action())

    def ask_folder(self) -> None:
        """Ask for the folder of the copy; the window goes on meanwhile."""
        ask_folder(self, _("Where shall the copy lie?"), self.asked.emit)

    def _make_action(self) -> Action:
        return Action(_("Make a copy"), self.ask_folder, "download", enabled=not self._making)


def _past_line(past: Past) -> QWidget:
    tone = "warn" if past.trouble else "good"
    words = paragraph(past_words(past))
    return _line(IconLabel("triangle-alert" if past.trouble else "check", tone, _ICON), words, past_when(past))


def _copy_lines(copies: Copies) -> Iterator[QWidget]:
    for each in copies.made[:_SHOWN]:
        yield _copy_line(each, str(each.path.parent), str(each.path))
    for each in copies.automatic[:_SHOWN]:
        yield _copy_line(each, _("By itself, before an upgrade"), str(each.path))
    if not copies.made:
        yield paragraph(_("You have not made one yet."), "second")
    more = len(copies.automatic) - _SHOWN
    if more > 0:
        yield label(ngettext("and {n} more", "and {n} more", more).format(n=format_number(more)), "second")


def _copy_line(copy: Copy, where: str, tip: str) -> QWidget:
    words = ShortLabel(where)
    made = _line(IconLabel("check", "good", _ICON), words, f"{format_instant(copy.at)}  ·  {size_words(copy.size)}")
    made.setToolTip(tip)
    return made


def _line(icon: IconLabel, words: QLabel, second: str) -> QWidget:
    made = QWidget()
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(words)
    texts.addWidget(label(second, "second"))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.spacing().small)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return made
