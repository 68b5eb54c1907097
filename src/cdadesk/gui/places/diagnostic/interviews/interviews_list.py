"""The list of interviews: with whom, what was asked, when, and what is left over."""

from collections.abc import Callable

from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.places.diagnostic.interviews.lines import InterviewLine, lines_of
from cdadesk.gui.records.listed import LinesList
from cdadesk.gui.records.row_marks import Stands, narrowed
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


class InterviewsList(LinesList[InterviewLine]):
    """The interviews of the cluster in use, the newest first; it counts what is left over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, InterviewLine, Interview, "clipboard-list")

    def about(self) -> str:
        return self.desk.scope

    def reading(self, wanted: Stands) -> Callable[[Store], list[InterviewLine]]:
        desk, scope = self.desk, self.desk.scope
        ask = Ask(scopes=[scope], order=("-held_on", "-id"))
        return lambda store: lines_of(store, narrowed(store, Interview, ask, wanted), scope, desk.title, desk.clock)

    def begin_action(self) -> Action:
        return Action(_("New interview"), self.new_asked.emit, "plus")

    def empty_words(self) -> str:
        return _("Here people of the cluster are asked, each with the questions for their work.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} interview", "{n} interviews", count).format(n=format_number(count))
