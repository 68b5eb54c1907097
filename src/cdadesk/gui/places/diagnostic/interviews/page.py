"""The part: interviews of the cluster in use, and the one that is being held."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cdadesk.acts.interviews import interview_of
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.places.diagnostic.interviews.interviews_list import InterviewsList
from cdadesk.gui.places.diagnostic.interviews.log import InterviewLog
from cdadesk.gui.places.diagnostic.interviews.sets_view import SetsView
from cdadesk.gui.records.tab import View
from cdadesk.gui.records.trash import TrashView
from cdadesk.i18n import _


class InterviewsPage(Page):
    """What people of the cluster answered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.list = InterviewsList(desk)
        self.trash: View = TrashView(desk, Interview)
        self.sets = SetsView(desk)
        self.sets_trash: View = TrashView(desk, QuestionSet)
        self._log: InterviewLog | None = None
        self._no_cluster = EmptyState("map-pin", "", self._to_cluster())
        self._stack = QStackedWidget()
        for part in (self.list, self.trash, self.sets, self.sets_trash, self._no_cluster):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.list)
        self.list.opened.connect(lambda interview: self.open_record(Interview.kind, interview))
        self.list.new_asked.connect(self.begin_new)
        self.sets.changed.connect(self.head_changed)
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._cluster_changed)
        self.retranslate()

    @property
    def log(self) -> InterviewLog:
        """The interview that is shown; made when the first one is opened, so that the place opens quickly."""
        if self._log is None:
            self._log = InterviewLog(self.desk)
            self._log.changed.connect(self.head_changed)
            self._log.emptied.connect(self._back)
            self._stack.addWidget(self._log)
        return self._log

    def title(self) -> str:
        if self._logging():
            return self.log.title()
        if self._at(self.sets):
            return _("Question sets")
        return _("Trash") if self._at(self.trash) or self._at(self.sets_trash) else _("Interviews")

    def trail(self) -> Sequence[str]:
        if self._at(self.list) or self._at(self._no_cluster):
            return ()
        return (_("Interviews"), _("Question sets")) if self._at(self.sets_trash) else (_("Interviews"),)

    def climb(self, step: int) -> None:
        if self._at(self.sets_trash) and step == 0:
            self._back()
        else:
            self.go_back()

    def primary_action(self) -> Action | None:
        if self._at(self.sets):
            bring = Action(_("Bring in a question set …"), self.sets.choose, "plus")
            return None if self.sets.is_looking else bring
        is_list = self._at(self.list) and bool(self.desk.scope)
        return Action(_("New interview"), self.begin_new, "plus") if is_list else None

    def other_actions(self) -> Sequence[Action]:
        if self._logging():
            return tuple(self._acts())
        if self._at(self.sets):
            return (Action(_("Trash"), self.show_sets_trash, "trash-2"),)
        if not self._at(self.list) or not self.desk.scope:
            return ()
        return (
            Action(_("Question sets"), self.show_sets, "clipboard-list"),
            Action(_("Trash"), self.show_trash, "trash-2"),
        )

    def refresh(self) -> None:
        """Show what is true now."""
        if not self.desk.scope:
            self._show(self._no_cluster)
            return
        if self._at(self._no_cluster):
            self._show(self.list)
        if self._logging():
            self.log.refresh()
        elif isinstance(shown := self._stack.currentWidget(), View):
            shown.reload()
        else:
            self.list.read()

    def retranslate(self) -> None:
        self._no_cluster.say(_("First say which cluster you work in."), self._to_cluster())
        self.list.retranslate()
        self.sets.retranslate()
        for trash in (self.trash, self.sets_trash):
            if self._at(trash):
                trash.reload()
        if self._log is not None:
            self._log.retranslate()

    def may_leave(self) -> bool:
        """Nothing holds anybody back: what was answered is saved, or kept as a draft."""
        if self._logging():
            self.log.leave()
        return True

    def go_back(self) -> None:
        """Escape: back to the list."""
        if self._at(self.sets_trash):
            self.show_sets()
            return
        if self._at(self.sets) and self.sets.is_looking:
            self.sets.leave()
            return
        if self._logging():
            self.log.leave()
        self._back()

    def undo(self) -> None:
        if self._logging():
            self.log.undo()

    def save(self) -> None:
        if self._logging():
            self.log.save()

    def explain(self) -> None:
        if self._logging():
            self.log.explain()

    def begin_new(self) -> None:
        """Begin a new interview; among the question sets, bring one in."""
        if self._at(self.sets):
            self.sets.choose()
        elif self.desk.scope:
            self._show(self.log)
            self.log.begin()
            self.head_changed.emit()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show an interview; False if it is not on this laptop."""
        if kind == InterviewPrivate.kind:
            whole = interview_of(self.desk.store, record)
            return whole is not None and self.open_record(Interview.kind, whole.id)
        found = self.log.open_interview(record)
        if found:
            self._show(self.log)
            self.log.sheet.begin() if self.log.sheet.isVisible() else self.log.head.begin()
        return found

    def show_trash(self) -> None:
        """Show what was put in the trash."""
        self._show(self.trash)
        self.trash.reload()

    def show_sets(self) -> None:
        """Show which question sets there are."""
        self._show(self.sets)
        self.sets.reload()

    def show_sets_trash(self) -> None:
        """Show which question sets were put in the trash."""
        self._show(self.sets_trash)
        self.sets_trash.reload()

    def _acts(self) -> Sequence[Action]:
        words = _("Throw away what I typed") if self.log.is_new else _("Put in the trash")
        acts = [Action(words, self.log.void, "x" if self.log.is_new else "trash-2")]
        if self.log.may_withdraw():
            acts.insert(0, Action(_("Consent taken back …"), self.log.ask_to_withdraw, "lock"))
        return acts

    def _back(self) -> None:
        self._show(self.list)
        self.list.read()
        self.list.take_focus()

    def _logging(self) -> bool:
        return self._log is not None and self._at(self._log)

    def _at(self, part: QWidget) -> bool:
        return self._stack.currentWidget() is part

    def _show(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        self.head_changed.emit()

    def _to_cluster(self) -> Action:
        return Action(_("Make your cluster"), lambda: self.desk.go_to("cluster"))

    def _cluster_changed(self) -> None:
        """Go back to the list: what was shown belongs to the cluster that was left."""
        if self._logging():
            self.log.leave()
        self._show(self.list)
        self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()
            self.head_changed.emit()
