"""Moving an actor to another cluster of the same agent: asked in place, and kept here as long as it was not sent."""

from functools import partial

from cdadesk.acts import moving
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.writing import Saved


class Moving:
    """The acts in the head of an actor, the question before it goes, and the sentence while it waits."""

    def __init__(self, desk: Desk, detail: RecordDetail[Actor]) -> None:
        self._desk = desk
        self._detail = detail

    def acts(self, actor: Actor) -> list[Action]:
        """Return an act for each cluster to which the actor can go."""
        names = self._names()
        scopes = [each for each in moving.other_clusters(self._desk.store, actor) if each in names]
        return [
            Action(_("Move to “{cluster}” …").format(cluster=names[each]), partial(self._ask, actor, each))
            for each in scopes
        ]

    def say_if_due(self, actor: Actor) -> None:
        """Say that the actor goes with the next exchange, if so."""
        target = self._desk.store.moving_to(actor)
        if target is not None:
            said = _("This goes to “{cluster}” with the next exchange.").format(cluster=self._names().get(target, ""))
            self._detail.notice.say(Tone.INFO, said, Action(_("Keep it here"), partial(self._keep, actor)))

    def _ask(self, actor: Actor, scope: str) -> None:
        """Say what goes along, and what stays and names it."""
        people = len(moving.people_of(self._desk.store, actor.id))
        along = ngettext("{n} person", "{n} people", people).format(n=format_number(people))
        said = _(
            "“{title}” goes to “{cluster}” with the next exchange, with {people}, the confidential notes and all that "
            "was said about them. Meetings and fairs stay here and go on naming it."
        ).format(title=actor.title(), cluster=self._names()[scope], people=along)
        self._detail.question.ask(said, Action(_("Move it"), partial(self._move, actor, scope), "arrow-left-right"))

    def _move(self, actor: Actor, scope: str) -> None:
        def done(_saved: Saved) -> None:
            said = _("“{title}” goes with the next exchange.").format(title=actor.title())
            self._desk.offer_undo(said, partial(self._keep, actor))

        self._desk.write(self._detail, lambda store: moving.move(store, actor.id, scope), done)

    def _keep(self, actor: Actor) -> None:
        """Take the move back; if it was sent by now, this is a move of its own."""
        self._detail.notice.fall_silent()
        self._desk.write(self._detail, lambda store: moving.move(store, actor.id, actor.scope))

    def _names(self) -> dict[str, str]:
        return {cluster_scope(each.id): each.title() for each in self._desk.clusters()}
