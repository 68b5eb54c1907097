"""The parts around a record's form: its head with what stands about it, and its foot with Save."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button
from cdadesk.i18n import _


class DetailHead(QWidget):
    """The title of the record, where it stands, and what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        gaps = look.spacing()
        self._title = ShortLabel("", "section")
        self._state = ShortLabel("", "second")
        self._acts: list[QPushButton] = []
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._state)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(gaps.wide, gaps.small, gaps.medium, gaps.hair)
        self._row.setSpacing(gaps.hair)
        self._row.addLayout(words, 1)

    def show_head(self, title: str, state: str, acts: Sequence[Action]) -> None:
        """Show title, state and acts; acts of the same names keep their buttons, and the focus."""
        self._title.setText(title)
        self._state.setText(state)
        self._state.setVisible(bool(state))
        if len(acts) != len(self._acts):
            self._replace_acts(acts)
        for made, act in zip(self._acts, acts, strict=True):
            dress_button(made, act)
            made.clicked.disconnect()
            made.clicked.connect(act.run)

    def words(self) -> tuple[str, str]:
        """Return the title and the state that are shown."""
        return self._title.text(), self._state.text()

    def _replace_acts(self, acts: Sequence[Action]) -> None:
        for made in self._acts:
            made.hide()
            made.deleteLater()
        self._acts = [button(act, "quiet") for act in acts]
        for made in self._acts:
            self._row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            made.show()


class DetailFoot(QWidget):
    """Says whether something is typed and not saved, and holds Save where it can always be seen."""

    def __init__(self, save: QPushButton, throw_away: Action) -> None:
        super().__init__()
        gaps = look.spacing()
        self._act = throw_away
        self._icon = IconLabel("pencil", "warn", 14)
        self._state = ShortLabel("", "second")
        self._throw_away = button(throw_away, "quiet")
        row = QHBoxLayout()
        row.setContentsMargins(gaps.wide, gaps.small, gaps.medium, gaps.small)
        row.setSpacing(gaps.small)
        row.addWidget(self._icon)
        row.addWidget(self._state, 1)
        row.addWidget(self._throw_away)
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(row)
        self.show_typed("")

    def show_typed(self, text: str) -> None:
        """Say that something is typed and not saved; nothing when all is saved."""
        self._state.setText(text)
        self._icon.setVisible(bool(text))
        self._throw_away.setVisible(bool(text))

    def state(self) -> str:
        """Return what is said."""
        return self._state.text()

    def retranslate(self) -> None:
        """Write the button in the language in use; the sentence comes again from who knows it."""
        dress_button(self._throw_away, Action(_("Throw away what I typed"), self._act.run, self._act.icon))
