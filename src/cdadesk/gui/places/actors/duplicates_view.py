"""Actors that stand here twice: side by side, with a choice of the entry that is kept."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.duplicates import could_be_the_same, merge
from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, label, paragraph
from cdadesk.gui.records.tab import Lines, View
from cdadesk.i18n import _
from cdadesk.store.writing import Saved


class DuplicatesView(View):
    """Groups of entries with one name; merging them is offered, never done unasked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def reload(self) -> None:
        """Look for entries with one name beside the window."""
        scope = self._desk.scope
        self._desk.read(self, lambda store: could_be_the_same(store, scope), self._show)

    def _show(self, groups: list[list[Actor]]) -> None:
        said = _("These have the same name, so they could be the same. All that was noted stays with the one you keep.")
        nothing = _("No name stands here twice.")
        words = paragraph(said if groups else nothing, "second")
        self._lines.show_lines([words, *(self._group(group) for group in groups)])

    def _group(self, group: list[Actor]) -> QWidget:
        made = QFrame()
        wear(made, "card")
        gaps = look.spacing()
        grid = QGridLayout(made)
        grid.setContentsMargins(gaps.medium, gaps.medium, gaps.medium, gaps.medium)
        grid.setHorizontalSpacing(gaps.large)
        grid.setColumnStretch(0, 1)
        for row, actor in enumerate(group):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(actor.title(), "strong"))
            words.addWidget(paragraph("  ·  ".join(_told(actor)) or _("nothing more is known"), "second"))
            grid.addLayout(words, row, 0)
            grid.addWidget(button(Action(_("Keep this one"), partial(self._merge, actor, group), "merge")), row, 1)
        return made

    def _merge(self, kept: Actor, group: list[Actor]) -> None:
        others = [actor.id for actor in group if actor.id != kept.id]
        self._desk.write(self, lambda store: merge(store, kept.id, others), lambda saved: self._merged(kept, saved))

    def _merged(self, kept: Actor, saved: Saved) -> None:
        self.reload()
        said = _("“{title}” stands here once now.").format(title=kept.title())
        self._desk.offer_undo(said, lambda: self._desk.undo(self, saved.group, lambda _saved: self.reload()))


def _told(actor: Actor) -> Iterator[str]:
    if actor.actor_kind is not None:
        yield _(actor.actor_kind.label)
    yield from filter(None, (actor.place, actor.products, actor.code))
    if actor.year_started:
        yield _("since {year}").format(year=actor.year_started)
