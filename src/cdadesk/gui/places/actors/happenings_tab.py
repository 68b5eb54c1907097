"""Everything that ever happened with an actor, newest first; each line leads to its record."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.happenings import Happening, happenings
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_partial

_DAY_WIDTH = 96


class HappeningsTab(SideTab):
    """Meetings, tasks, trust, fairs, networks and links of an actor and its people."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._actor: Actor | None = None
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def title(self) -> str:
        return _("What happened")

    def show_record(self, record: Record) -> None:
        """Look through all records beside the window, and show those in which the actor stands."""
        if isinstance(record, Actor):
            self._actor = record
            self._desk.read(self, lambda store: happenings(store, record), lambda found: self._show(record, found))

    def _show(self, actor: Actor, found: list[Happening]) -> None:
        if actor is self._actor:
            nothing = paragraph(_("Nothing is noted yet: no meeting, no fair, no step of trust."), "second")
            self._lines.show_lines(list(map(self._row, found)) or [nothing])

    def _row(self, happening: Happening) -> QWidget:
        record = happening.record
        day = label(format_partial(happening.on) if happening.on else "", "second")
        day.setFixedWidth(_DAY_WIDTH)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ShortLabel(record.title(), "strong"))
        words.addWidget(ShortLabel(self._as_what(happening), "second"))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().small)
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(button(Action(_("Open"), lambda: self._desk.open(record.kind, record.id)), "small"))
        return made

    def _as_what(self, happening: Happening) -> str:
        fields = ", ".join(_(field) for field in happening.fields)
        parts = [_(happening.record.label), fields]
        if happening.through is not None:
            parts.append(self._desk.title(happening.through))
        return "  ·  ".join(parts)
