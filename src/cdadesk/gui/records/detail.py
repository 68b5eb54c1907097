"""One record as a person works on it: form, history, comments, drafts, saving, undo and the trash.

    detail = RecordDetail(desk, Actor)
    detail.add_tab(PeopleTab(desk))         # beside Form, History and Comments
    detail.show_record(actor.id)            # False if it is not on this laptop
    detail.begin(desk.fresh(Actor))         # a new one, not saved yet
    detail.acts_of = lambda actor: [...]    # further acts in the head

`saved` hands over each record when the store has it, `emptied` tells that nothing is shown any more, `changed` that the
head did. `leave` keeps what is typed as a draft and says so; nobody has to ask first. The owner passes on `refresh`
(after `desk.records_changed`), `retranslate`, `save`, `undo` and `explain`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from cdadesk.acts import review
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.drafted import body_of_new, key_of, new_in
from cdadesk.gui.records.last_saves import LastSaves
from cdadesk.gui.records.parts import DetailFoot, DetailHead
from cdadesk.gui.records.story import HistoryTab
from cdadesk.gui.records.tab import SideTab
from cdadesk.gui.records.talk import CommentsTab
from cdadesk.gui.sentences import review_words, transport_words
from cdadesk.i18n import _, format_instant
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import Draft, DraftKey
from cdadesk.store.reading import Held
from cdadesk.store.writing import Edit, Saved
from cdadesk.wire.ops import Seen

R = TypeVar("R", bound=Record)


class RecordDetail(QStackedWidget, Generic[R]):
    """Shows one record, or a hint that none is chosen."""

    saved = Signal(object)
    emptied = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, entity: type[R], form: RecordForm | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._entity = entity
        self._held: Held[R] | None = None
        self._base: Seen | None = None
        self._saving = False
        self._saves = LastSaves(desk, self)
        self.acts_of: Callable[[R], Sequence[Action]] = lambda _record: ()
        self.form = form or RecordForm(entity, desk.around(self))
        self.head = DetailHead()
        self.notice = Notice()
        self.question = ConfirmStrip()
        self.foot = DetailFoot(self.form.save_button, Action("", self.throw_away, "x"))
        self.comments = CommentsTab(desk)
        self._side_tabs: list[SideTab] = [HistoryTab(desk), self.comments]
        self.tabs = QTabWidget()
        self._hint = paragraph("", "second")
        self._lay_out()
        self._listen()
        self.retranslate()
        self.setCurrentIndex(0)

    @property
    def record(self) -> R | None:
        """The record that is shown, as it was saved last; None if it is new or nothing is shown."""
        return self._held.record if self._held is not None else None

    @property
    def shown_id(self) -> UUID | None:
        """The id of what is shown, new or saved."""
        record = self.form.record
        return record.id if record is not None and self.currentIndex() == 1 else None

    @property
    def is_new(self) -> bool:
        """Whether what is shown was never saved."""
        return self.shown_id is not None and self._held is None

    def add_tab(self, tab: SideTab) -> None:
        """Add a tab, before History and Comments."""
        place = len(self._side_tabs) - 2
        self._side_tabs.insert(place, tab)
        self.tabs.insertTab(len(self.form.pages) + place, tab, tab.title())
        tab.retitled.connect(self._write_tabs)

    def show_record(self, record: UUID) -> bool:
        """Show a record, with what was typed in it and not saved; False if it is not on this laptop."""
        if self.shown_id == record:
            self.refresh()
            return True
        held = self._desk.store.get(self._entity, record)
        draft = self._desk.drafts.of(DraftKey(self._entity.kind, record))
        if held is None:
            return self._begin_again(draft)
        self.leave()
        self._take(held)
        if draft is not None:
            self._restore(draft)
        return True

    def begin(self, record: R) -> None:
        """Begin a new record; its first field waits for the keyboard."""
        self.leave()
        self._held = None
        self._base = None
        self._say_nothing()
        self.form.show_record(record)
        self.setCurrentIndex(1)
        self.tabs.setCurrentIndex(0)
        self._show_head()
        self.focus_form()

    def leave(self) -> None:
        """Keep what is typed as a draft, and say so in one line."""
        if self.shown_id is not None and self.form.dirty and not self._saving:
            self.form.flush()
            self._desk.tell(_("Not saved yet, kept as a draft: {title}").format(title=self._title()))

    def empty(self) -> None:
        """Show nothing any more."""
        self._held = None
        self.setCurrentIndex(0)
        self.emptied.emit()

    def save(self) -> None:
        """Save what is typed, if something is."""
        if self.shown_id is not None:
            self.form.save()

    def undo(self) -> None:
        """Take back the last save of this record; what is typed since stays typed."""
        record = self.record
        if record is None or not self._saves.take_back(record.id, partial(self._was_undone, record.id)):
            self._desk.tell(_("There is nothing to undo here."))

    def void(self) -> None:
        """Put the record in the trash; one that was never saved is thrown away."""
        record = self.record
        if record is None:
            self.throw_away()
        else:
            self._desk.drafts.drop(key_of(record))
            self._desk.void(self, record, self._held.base if self._held else None, lambda _saved: self.empty())

    def throw_away(self) -> None:
        """Forget what is typed, and offer to bring it back."""
        shown, body = self.form.record, self.form.body()
        if isinstance(shown, self._entity) and body:
            self._desk.drafts.drop(key_of(shown))
            self._desk.offer_undo(_("What you typed is thrown away."), partial(self._type_again, shown, body))
        if self._held is None:
            self.empty()
        else:
            self._reload()

    def refresh(self) -> None:
        """Show what is true now; what is typed stays as it is."""
        held = self._held
        now = self._desk.store.get(self._entity, held.record.id) if held is not None else None
        if held is None or self._saving:
            return
        if now is None or (now.record.void is not None and held.record.void is None):
            self.empty()
        elif not self.form.dirty and now.record != held.record:
            self._take(now)
        elif not self.form.dirty:
            self._held, self._base = now, now.base
            self._show_head()
            self._show_tab()

    def explain(self) -> None:
        """Explain the field that has the focus."""
        self.form.explain()

    def focus_form(self) -> None:
        """Put the keyboard on the first field."""
        self.tabs.setCurrentIndex(0)
        self.form.sections[0].boxes[0].editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every word in the language in use; what is typed stays."""
        self._hint.setText(_("Choose one from the list, or begin a new one."))
        self.form.retranslate()
        self.foot.retranslate()
        for tab in self._side_tabs:
            tab.retranslate()
        self._write_tabs()
        if self.shown_id is not None:
            self._show_head()
            self._show_typed()
            self._show_tab()

    def _begin_again(self, draft: Draft | None) -> bool:
        record = new_in(self._entity, draft) if draft is not None else None
        if record is None or draft is None:
            return False
        self.begin(record)
        self._restore(draft)
        return True

    def _take(self, held: Held[R]) -> None:
        self._held, self._base = held, held.base
        self._say_nothing()
        self.form.show_record(held.record)
        self.setCurrentIndex(1)
        self._show_head()
        self._show_tab()
        if held.record.void is not None:
            bring_back = Action(_("Bring it back"), self._bring_back, "undo-2")
            self.notice.say(Tone.WARN, _("This lies in the trash."), bring_back)

    def _restore(self, draft: Draft) -> None:
        self._base = draft.base
        self.form.restore(dict(draft.body))
        when = format_instant(draft.typed_at)
        self.notice.say(Tone.INFO, _("You typed this on {when} and did not save it yet.").format(when=when))
        self._show_head()

    def _reload(self) -> None:
        record = self.record
        held = self._desk.store.get(self._entity, record.id) if record is not None else None
        if held is not None:
            self._take(held)

    def _type_again(self, shown: R, body: dict[str, Any]) -> None:
        if self.shown_id != shown.id and not self.show_record(shown.id):
            self.begin(shown)
        self.form.restore(body)
        self.form.flush()

    def _bring_back(self) -> None:
        record = self.record
        if record is not None:
            self._desk.write(self, lambda store: store.restore(record), lambda _saved: self._reload())

    def _keep_draft(self, body: dict[str, Any]) -> None:
        record = self.form.record
        if record is not None:
            kept = body_of_new(record, body) if self._held is None else body
            self._desk.drafts.keep(key_of(record), self._base, kept)
            self._show_typed()

    def _save(self, record: R) -> None:
        before = self.record
        if self._saving:
            return
        if not self.form.dirty:
            nothing = _("Nothing is typed yet.") if before is None else _("Everything here is saved already.")
            self._desk.tell(nothing)
            return
        self._saving = True
        edit = Edit(before, record, self._base)
        done = partial(self._was_saved, record.id, self.form.body())
        self._desk.save(self, [edit], done, self._was_not_saved, key_of(record))

    def _was_saved(self, record: UUID, body: dict[str, Any], saved: Saved) -> None:
        self._saving = False
        self._saves.note(record, saved)
        held = self._desk.store.get(self._entity, record)
        if held is None or self.shown_id != record:
            return
        typed_since = self.form.body() != body
        self._held, self._base = held, held.base
        self._say_nothing()
        if typed_since:
            self.form.rebase(held.record)
        else:
            self.form.show_record(held.record)
        self._show_head()
        self._show_typed()
        self.saved.emit(held.record)

    def _was_not_saved(self, sentence: str) -> None:
        self._saving = False
        self.notice.say(Tone.BAD, sentence)

    def _was_undone(self, record: UUID, saved: Saved) -> None:
        held = self._desk.store.get(self._entity, record)
        if held is None or self.shown_id != record:
            return
        if held.record.void is not None:
            self.empty()
            self._desk.tell(_("Taken back: “{title}” is in the trash.").format(title=held.record.title()))
            return
        self._held, self._base = held, held.base
        self.form.rebase(held.record)
        self._show_head()
        redo = Action(_("Do it again"), partial(self._saves.do_again, record, saved, self._reload), "rotate-ccw")
        self.notice.say(Tone.INFO, _("The last save is taken back."), redo)

    def _title(self) -> str:
        if self._held is not None:
            return self._held.record.title()
        return _("New: {what}").format(what=_(self._entity.label))

    def _show_head(self) -> None:
        self.head.show_head(self._title(), self._state(), self._acts())
        for place in range(len(self.form.pages), self.tabs.count()):
            self.tabs.setTabEnabled(place, self._held is not None)
        self.changed.emit()

    def _state(self) -> str:
        held = self._held
        if held is None:
            return _("Not saved yet")
        said = review.conversation(self._desk.store, Held[Record](held.record, held.base, held.transport))
        self.comments.show_count(self._desk.store.count(Comment, Ask(equals={"about_id": held.record.id})))
        for tab in self._side_tabs:
            tab.tell_count(held.record)
        words = (transport_words(held.transport), review_words(said.state))
        return "  ·  ".join(filter(None, words))

    def _acts(self) -> list[Action]:
        record = self.record
        further = list(self.acts_of(record)) if record is not None else []
        if record is None or record.void is not None:
            return further
        if record.is_closed:
            return further
        return [*further, Action(_("Put in the trash"), self.void, "trash-2")]

    def _show_typed(self) -> None:
        dirty = self.shown_id is not None and self.form.dirty
        self.foot.show_typed(_("Typed, not saved yet; kept as a draft") if dirty else "")
        self.foot.setVisible(dirty or self.tabs.currentIndex() < len(self.form.pages))

    def _turned(self) -> None:
        self._show_typed()
        self._show_tab()

    def _show_tab(self) -> None:
        tab, record = self.tabs.currentWidget(), self.record
        if isinstance(tab, SideTab) and record is not None:
            tab.show_record(record)

    def _write_tabs(self) -> None:
        for place, title in enumerate([*self.form.page_titles(), *(tab.title() for tab in self._side_tabs)]):
            self.tabs.setTabText(place, title)

    def _say_nothing(self) -> None:
        self.notice.fall_silent()
        self.question.hide()

    def _listen(self) -> None:
        self.form.draft_changed.connect(self._keep_draft)
        self.form.dirty_changed.connect(lambda _dirty: self._show_typed())
        self.form.save_asked.connect(self._save)
        self.form.page_asked.connect(self.tabs.setCurrentIndex)
        self.tabs.currentChanged.connect(self._turned)
        for tab in self._side_tabs:
            tab.retitled.connect(self._write_tabs)

    def _lay_out(self) -> None:
        wear(self, "sheet")
        wear(self.tabs, "inset")
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else a page that goes hands the keys to Trash
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._hint)
        if len(self.form.pages) > 1:
            self.form.setParent(self)  # without a face of its own, it still belongs to this window
            self.form.hide()
        for part in self.form.pages if len(self.form.pages) > 1 else [self.form]:
            self.tabs.addTab(part, "")
        for tab in self._side_tabs:
            self.tabs.addTab(tab, "")
        whole = _column(self.head, self.notice, self.question, self.tabs, self.foot)
        self.addWidget(whole)


def _column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return made
