"""The page of the actors."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QStackedWidget

from cdadesk.acts import consent
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.actors.person import Person
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.shaped_lists import shaped
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.actors.confidential import ConfidentialTab
from cdadesk.gui.places.actors.duplicates_view import DuplicatesView
from cdadesk.gui.places.actors.happenings_tab import HappeningsTab
from cdadesk.gui.places.actors.layouts import ACTOR, ACTOR_SHAPES
from cdadesk.gui.places.actors.moving_away import Moving
from cdadesk.gui.places.actors.people import PeopleTab
from cdadesk.gui.places.actors.person_panel import PersonPanel
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class ActorsPage(RecordsPage[Actor]):
    """Firms, associations, institutions, buyers: found in either script, with all that ever happened with each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Actor, "users")
        self.kinds = QComboBox()
        self.kinds.activated.connect(lambda _place: self.reload())
        self.add_filter(self.kinds)
        self.person: PersonPanel | None = None
        self.people = PeopleTab(desk)
        self.people.asked.connect(self.show_person)
        self.people.new_asked.connect(self.begin_person)
        for tab in (self.people, HappeningsTab(desk), ConfidentialTab(desk), PhotosTab(desk)):
            self.detail.add_tab(tab)
        self.moving = Moving(desk, self.detail)
        self.detail.acts_of = self._further_acts
        self.duplicates = DuplicatesView(desk)
        self.add_view(self.duplicates, lambda: _("Could be the same"))
        self.detail.changed.connect(self._actor_changed)

    def side(self) -> QStackedWidget:
        """Let a person stand in place of the actor."""
        self._side = QStackedWidget()
        self._side.addWidget(self.detail)
        return self._side

    def columns(self) -> Columns:
        return Columns(("name", "actor_kind", "place"))

    def make_form(self) -> RecordForm:
        return RecordForm(Actor, shaped(self.desk.around(self), ACTOR_SHAPES), ACTOR)

    def ask(self) -> Ask:
        """List those who were not merged into another entry, of the kind that was chosen."""
        equals = {"merged_into": None}
        kind = self.kinds.currentData()
        return Ask(equals=equals | ({"actor_kind": kind} if kind else {}), scopes=[self.desk.scope], order=("name",))

    def begin_words(self) -> str:
        return _("New actor")

    def empty_words(self) -> str:
        return _("Here stands everybody with a part in the cluster: firms, associations, banks, buyers.")

    def count_words(self, count: int) -> str:
        return ngettext("{count} actor", "{count} actors", count).format(count=format_number(count))

    def other_actions(self) -> Sequence[Action]:
        others = super().other_actions()
        twice = Action(_("Here twice?"), lambda: self.show_view(self.duplicates), "copy")
        return (twice, *others) if others else ()

    def retranslate(self) -> None:
        chosen = self.kinds.currentData()
        self.kinds.clear()
        self.kinds.setAccessibleName(_("Kind of actor"))
        self.kinds.addItem(_("All kinds"), None)
        for kind in ActorKind:
            self.kinds.addItem(_(kind.label), kind)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))
        if self.person is not None:
            self.person.retranslate()
        super().retranslate()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show an actor, or a person with the actor they belong to."""
        if kind != Person.kind:
            return super().open_record(kind, record)
        held = self.desk.store.get(Person, record)
        if held is None or held.record.actor is None or not super().open_record(Actor.kind, held.record.actor):
            return False
        return self.show_person(record)

    def show_person(self, person: UUID) -> bool:
        """Show a person of the chosen actor; False if nobody is known by that id here."""
        actor = self.chosen
        panel = self._panel()
        if actor is None or not panel.show_person(person, actor):
            return False
        self.detail.leave()
        self._side.setCurrentWidget(panel)
        return True

    def begin_person(self) -> None:
        """Begin a new person of the chosen actor."""
        actor = self.chosen
        if actor is not None:
            self.detail.leave()
            self._side.setCurrentWidget(self._panel())
            self._panel().begin(actor)

    def refresh(self) -> None:
        super().refresh()
        self.acting.refresh()

    def go_back(self) -> None:
        """Escape: from a person to the actor first."""
        if self.acting is self.detail:
            super().go_back()
        else:
            self._show_actor()

    def may_leave(self) -> bool:
        self.acting.leave()
        return super().may_leave()

    def save(self) -> None:
        self.acting.save()

    def undo(self) -> None:
        self.acting.undo()

    def explain(self) -> None:
        self.acting.explain()

    @property
    def acting(self) -> RecordDetail[Actor] | RecordDetail[Person]:
        """What keys act on: the actor, or the person in its place."""
        person = self.person
        return person.detail if person is not None and self._side.currentWidget() is person else self.detail

    def _further_acts(self, actor: Actor) -> Sequence[Action]:
        acts = self.moving.acts(actor)
        if actor.remarks:
            acts.append(Action(_("Make the remarks confidential …"), lambda: self._ask_to_hide(actor), "lock"))
        return acts

    def _ask_to_hide(self, actor: Actor) -> None:
        """Ask first: where others read the remarks until now, nothing brings them back."""
        said = _(
            "The remarks move to the confidential part, and are erased for ever where the programme reads them. "
            "It cannot be undone."
        )
        self.detail.question.ask(said, Action(_("Move them"), lambda: self._hide_remarks(actor), "lock"))

    def _hide_remarks(self, actor: Actor) -> None:
        held = self.desk.store.get(Actor, actor.id)
        if held is not None:
            self.desk.write(self, lambda store: consent.hide_remarks(store, held))

    def _panel(self) -> PersonPanel:
        """Return the sheet of a person; it is made when somebody first opens one."""
        if self.person is None:
            self.person = PersonPanel(self.desk)
            self.person.left.connect(self._show_actor)
            self._side.addWidget(self.person)
        return self.person

    def _show_actor(self) -> None:
        if self.acting is not self.detail:
            self.acting.leave()
            self._side.setCurrentWidget(self.detail)
            self.detail.tabs.setCurrentWidget(self.people)
            self.detail.refresh()

    def _actor_changed(self) -> None:
        actor = self.chosen
        if self.person is not None and (actor is None or actor.id != self.person.actor):
            self.acting.leave()
            self._side.setCurrentWidget(self.detail)
        if actor is not None:
            self.people.count_for(actor)
            self._say_if_merged()
            self.moving.say_if_due(actor)

    def _say_if_merged(self) -> None:
        actor = self.chosen
        if actor is None or actor.merged_into is None:
            return
        kept = actor.merged_into
        said = _("This is the same as “{title}”, and stands in no list any more.").format(title=self.desk.title(kept))
        self.detail.notice.say(Tone.INFO, said, Action(_("Open that one"), lambda: self.desk.open(Actor.kind, kept)))
