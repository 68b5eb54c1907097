"""A page of records of one kind: the list, the chosen one beside it, and the trash behind an act of the head.

A place subclasses it and says what is its own:

    class ActorsPage(RecordsPage[Actor]):
        def __init__(self, desk: Desk) -> None:
            super().__init__(desk, Actor, "users")
            self.add_filter(self._kinds)            # beside the filter box, optional
            self.detail.add_tab(PeopleTab(desk))    # optional

        def ask(self) -> Ask: ...                   # which records, in which order; default: those of the cluster
        def fresh(self) -> Actor: ...               # what a new one begins with; default: an empty one
        def begin_words(self) -> str: ...           # "New actor"
        def empty_words(self) -> str: ...           # one line: what this place is for
        def count_words(self, count: int) -> str: ...

All else is here: sorting and filtering in SQL, drafts, saving, undo, trash, history, comments, the keyboard, and one of
the two parts at a time on a small screen. `open_record(kind, id)` shows a record, `chosen` is the one that is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import AS_DECLARED, Columns
from cdadesk.gui.kit.record_table import RecordTable, count_of_records
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.gui.records.row_marks import StandsFilter, narrowed, row_marks
from cdadesk.gui.records.source import StoreSource
from cdadesk.gui.records.split import MASTER_SHARE, MasterDetail, Room
from cdadesk.gui.records.tab import View
from cdadesk.gui.records.trash import TrashView
from cdadesk.i18n import _
from cdadesk.store.asking import Ask

R = TypeVar("R", bound=Record)
_SHOW_AFTER_MS = 120
_PARTS = 0


class RecordsPage(Page, Generic[R]):
    """List and detail of one kind of record."""

    master_share: ClassVar[int] = MASTER_SHARE

    def __init__(self, desk: Desk, entity: type[R], icon: str, form: RecordForm | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.entity = entity
        self._opened = False
        self.detail = RecordDetail[R](desk, entity, form or self.make_form())
        self.stands = StandsFilter(self.reload)
        columns = replace(self.columns(), marks=row_marks(desk.store, entity))
        self.table = RecordTable(entity, StoreSource(desk.store, entity, self._asked), desk.name, columns)
        self.table.put_beside_filter(self.stands)
        self.trash = TrashView(desk, entity)
        self._filters = QHBoxLayout()
        self._split = MasterDetail(self._master(), self.side(), desk.memory, entity.kind, self.master_share)
        self._no_cluster = EmptyState("map-pin", "", self._to_cluster())
        self._empty = EmptyState(icon, "", Action("", self.begin_new, "plus"))
        self._stack = QStackedWidget()
        self._views: dict[View, Callable[[], str]] = {}
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(_SHOW_AFTER_MS)
        self._lay_out()
        self._listen()

    # what a place says for itself

    def make_form(self) -> RecordForm | None:
        """Return the form if it is not the entity's ordinary one; only `desk` is there already."""
        return None

    def side(self) -> QWidget:
        """Return what stands beside the list if it is more than the detail, which is there already."""
        return self.detail

    def columns(self) -> Columns:
        """Return what the list shows if it is not what the entity declares."""
        return AS_DECLARED

    def ask(self) -> Ask:
        """Return which records are listed, in which order."""
        return Ask(scopes=[self.desk.scope], order=self.entity.columns[:1])

    def fresh(self) -> R:
        """Return what a new record begins with."""
        return self.desk.fresh(self.entity)

    def begin_words(self) -> str:
        """Name the act of beginning a new one."""
        return _("New")

    def empty_words(self) -> str:
        """Say in one line what this place is for, while nothing is in it."""
        return _("Nothing is here yet.")

    def count_words(self, count: int) -> str:
        """Say how many there are."""
        return count_of_records(count)

    def add_filter(self, widget: QWidget) -> None:
        """Put a filter above the list; whoever changes it calls `reload`."""
        self._filters.addWidget(widget)

    def add_view(self, view: View, title: Callable[[], str]) -> None:
        """Add what `show_view` shows in place of list and detail; Escape leads back."""
        self._views[view] = title
        self._stack.addWidget(view)

    # what the window asks of every page

    def title(self) -> str:
        view, record = self._view(), self.chosen
        if view is not None:
            return self._views[view]()
        return record.title() if self._split.in_detail and record is not None else _(self.entity.plural)

    def trail(self) -> Sequence[str]:
        return (_(self.entity.plural),) if self._view() is not None or self._split.in_detail else ()

    def climb(self, step: int) -> None:
        del step
        self.go_back()

    def primary_action(self) -> Action | None:
        return self._begin_action() if self.desk.scope and self._view() is None else None

    def other_actions(self) -> Sequence[Action]:
        if self._view() is not None or not self.desk.scope:
            return ()
        return (Action(_("Trash"), self.show_trash, "trash-2"),)

    def refresh(self) -> None:
        """Show what is true now."""
        if not self._opened:
            self._opened = True
            self.retranslate()
        self._show_parts()
        self.reload()
        self.detail.refresh()
        self._reload_view()

    def retranslate(self) -> None:
        self._no_cluster.say(_("First say which cluster you work in."), self._to_cluster())
        self._empty.say(self.empty_words(), self._begin_action())
        self.stands.retranslate()
        self.table.narrow(self.stands.nothing_words())
        self.table.count_with(self.count_words)
        self.table.retranslate()
        self.detail.retranslate()
        self._reload_view()

    def may_leave(self) -> bool:
        """Nothing holds anybody back: what is typed is kept as a draft."""
        self.detail.leave()
        return True

    def go_back(self) -> None:
        """Escape: from the trash or the form to the list."""
        if self._view() is not None:
            self._stack.setCurrentIndex(_PARTS)
        else:
            self.detail.leave()
            self._split.show_master()
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head_changed.emit()

    def undo(self) -> None:
        self.detail.undo()

    def save(self) -> None:
        self.detail.save()

    def explain(self) -> None:
        self.detail.explain()

    # what a place may use

    @property
    def chosen(self) -> R | None:
        """The record that is shown; None if it is a new one, or none is."""
        return self.detail.record

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a record, and highlight it in the list; False if it is not here. Places take further kinds over."""
        if kind != self.entity.kind or not self.detail.show_record(record):
            return False
        self._stack.setCurrentIndex(_PARTS)
        self._split.show_detail()
        self._highlight(record)
        self.head_changed.emit()
        return True

    def begin_new(self) -> None:
        """Begin a new record."""
        if self.desk.scope:
            self._stack.setCurrentIndex(_PARTS)
            self._split.show_detail()
            self._showing.stop()  # the record that was just saved must not take the form away again
            self._highlight(None)
            self.detail.begin(self.fresh())
            self.head_changed.emit()

    def reload(self) -> None:
        """Ask the store again for the list."""
        self.table.narrow(self.stands.nothing_words())
        self.table.reload()

    def show_trash(self) -> None:
        """Show what was put in the trash."""
        self.show_view(self.trash)

    def show_view(self, view: View) -> None:
        """Show one of the views that were added."""
        self.detail.leave()
        self._stack.setCurrentWidget(view)
        self._reload_view()
        self.head_changed.emit()

    def _asked(self) -> Ask:
        """Ask for nothing until the place is whole: its own part is made after this one."""
        if not self._opened:
            return Ask(scopes=[""])
        return narrowed(self.desk.store, self.entity, self.ask(), self.stands.wanted)

    def _view(self) -> View | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, View) else None

    def _reload_view(self) -> None:
        view = self._view()
        if view is not None:
            view.reload()

    def _highlight(self, record: UUID | None) -> None:
        """Highlight a record in the list; what stays highlighted would be shown at the next change of the list."""
        if record is None or not self.table.select(record):
            self.table.view.setCurrentIndex(QModelIndex())

    def _begin_action(self) -> Action:
        return Action(self.begin_words(), self.begin_new, "plus")

    def _to_cluster(self) -> Action:
        return Action(_("Make your cluster"), lambda: self.desk.go_to("cluster"))

    def _show_parts(self) -> None:
        if not self.desk.scope:
            self._stack.setCurrentWidget(self._no_cluster)
        elif self._stack.currentWidget() is self._no_cluster:
            self._stack.setCurrentIndex(_PARTS)

    def _chose(self) -> None:
        """Show the highlighted record a moment later, so that arrows run through the list without waiting for it."""
        if self._split.room is not Room.ALONE:
            self._showing.start()

    def _show_chosen(self) -> None:
        record = self.table.current_record()
        if record is not None and record.id != self.detail.shown_id:
            self.detail.show_record(record.id)
            self.head_changed.emit()

    def _open(self, record: Record) -> None:
        self._showing.stop()
        self.open_record(record.kind, record.id)
        self.detail.focus_form()

    def _was_saved(self, record: Record) -> None:
        self.reload()
        self._highlight(record.id)
        self.head_changed.emit()

    def _was_emptied(self) -> None:
        self._split.show_master()
        self.head_changed.emit()

    def _cluster_changed(self) -> None:
        shown = self.chosen
        if shown is not None and not shown.scope.startswith(self.desk.scope or "-"):
            self.detail.leave()
            self.detail.empty()
        self.refresh()
        self.head_changed.emit()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _listen(self) -> None:
        self.table.chosen.connect(lambda _record: self._chose())
        self.table.opened.connect(self._open)
        self.table.new_asked.connect(self.begin_new)
        self._showing.timeout.connect(self._show_chosen)
        self._split.room_changed.connect(self.head_changed)
        self.detail.saved.connect(self._was_saved)
        self.detail.emptied.connect(self._was_emptied)
        self.desk.records_changed.connect(self._refresh_if_seen)
        self.desk.cluster_changed.connect(self._cluster_changed)

    def _master(self) -> QWidget:
        gaps = look.spacing()
        self._filters.setContentsMargins(gaps.medium, gaps.small, gaps.medium, 0)
        self._filters.setSpacing(gaps.small)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._filters)
        column.addWidget(self.table, 1)
        return made

    def _lay_out(self) -> None:
        self.table.set_empty(self._empty)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._no_cluster)
        self.add_view(self.trash, lambda: _("Trash"))
        self.setFocusProxy(self.table.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
