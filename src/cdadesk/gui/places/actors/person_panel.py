"""One person, in place of the actor they belong to, with a way back to it."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.gui.places.actors.layouts import PERSON
from cdadesk.gui.places.actors.personal import PersonalTab
from cdadesk.gui.records.detail import RecordDetail


class PersonPanel(QWidget):
    """The sheet of a person; `left` tells that the person wants the actor back, or that nobody is shown any more."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        wear(self, "sheet")
        self._desk = desk
        self._actor: Actor | None = None
        self._back = button(Action("", self.left.emit), "quiet")
        self.detail = RecordDetail[Person](desk, Person, RecordForm(Person, desk.around(self), PERSON))
        self.personal = PersonalTab(desk)
        self.detail.add_tab(self.personal)
        self.detail.emptied.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.detail, 1)

    @property
    def actor(self) -> UUID | None:
        """Whose person is shown."""
        return self._actor.id if self._actor is not None else None

    def show_person(self, person: UUID, actor: Actor) -> bool:
        """Show somebody of an actor; False if nobody is known by that id here."""
        self._of(actor)
        return self.detail.show_record(person)

    def begin(self, actor: Actor) -> None:
        """Begin a new person of an actor."""
        self._of(actor)
        self.detail.begin(self._desk.fresh(Person, actor=actor.id))

    def retranslate(self) -> None:
        """Write every word again."""
        self.detail.retranslate()
        if self._actor is not None:
            self._of(self._actor)

    def _of(self, actor: Actor) -> None:
        self._actor = actor
        self.detail.tabs.setCurrentIndex(0)
        dress_button(self._back, Action(actor.title(), self.left.emit, "arrow-left"))
