"""The people of an actor: names and roles, as everybody may see them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.happenings import people_of
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_number


class PeopleTab(SideTab):
    """Lists the people of an actor, and asks for one of them, or a new one, to be shown."""

    asked = Signal(object)
    new_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._count = 0
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def title(self) -> str:
        return _("People {n}").format(n=format_number(self._count)) if self._count else _("People")

    def show_record(self, record: Record) -> None:
        """Show the people of an actor."""
        if isinstance(record, Actor):
            people = people_of(self._desk.store, record)
            self._show_count(len(people))
            nobody = [] if people else [paragraph(_("Nobody is noted here yet: who speaks for this actor?"), "second")]
            self._lines.show_lines([*map(self._row, people), *nobody, self._new()])

    def count_for(self, actor: Actor) -> None:
        """Show in the title how many people an actor has, without showing them."""
        self._show_count(len(people_of(self._desk.store, actor)))

    def _show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.retitled.emit()

    def _row(self, person: Person) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ShortLabel(person.title(), "strong"))
        parts = dict.fromkeys([person.role or "", *(_(role.label) for role in person.programme_roles)])
        words.addWidget(ShortLabel("  ·  ".join(filter(None, parts)) or _("role not known"), "second"))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().medium)
        row.addLayout(words, 1)
        row.addWidget(button(Action(_("Open"), lambda: self.asked.emit(person.id))))
        return made

    def _new(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button(Action(_("New person"), self.new_asked.emit, "plus")), 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        return made
