"""Logging one meeting: a new one with what is known of it, an old one as it was saved, drafts, saving, taking back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import meetings, review
from cdadesk.clock import new_id
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.task import Task
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.networks.sheet.beginnings import begun_for, draft_for, renewed
from cdadesk.gui.places.networks.sheet.foot import SheetFoot
from cdadesk.gui.places.networks.sheet.minutes_strip import MinutesStrip
from cdadesk.gui.places.networks.sheet.sheet import Body, Logged, MeetingSheet
from cdadesk.gui.places.networks.sheet.task_panel import TaskPanel
from cdadesk.gui.places.networks.words import logged_words
from cdadesk.gui.records.drafted import body_of_new, key_of, new_in
from cdadesk.gui.records.story import HistoryTab
from cdadesk.gui.records.tab import SideTab
from cdadesk.gui.records.talk import CommentsTab
from cdadesk.gui.sentences import review_words, transport_words
from cdadesk.i18n import _, format_day, format_instant
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import Draft, DraftKey
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved
from cdadesk.wire.ops import Seen


class MeetingLog(QWidget):
    """One meeting at a time; `changed` tells that its title or acts did, `emptied` that it is in the trash."""

    changed = Signal()
    emptied = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._held: Held[Meeting] | None = None
        self._base: Seen | None = None
        self._saving = False
        self._undoing: list[Callable[[], object]] = []
        self.sheet = MeetingSheet(desk)
        self.notice = Notice()
        self.minutes = MinutesStrip(desk)
        self.foot = SheetFoot(self._actions())
        self.comments = CommentsTab(desk)
        self._side_tabs: list[SideTab] = [PhotosTab(desk), HistoryTab(desk), self.comments]
        self.tabs = QTabWidget()
        self._lay_out()
        self._listen()
        self.retranslate()

    @property
    def meeting(self) -> Meeting | None:
        """The meeting as it was shown, new or saved; None while nothing is."""
        return self.sheet.shown

    @property
    def is_new(self) -> bool:
        """Whether the meeting that is shown was never saved."""
        return self._held is None and self.sheet.shown is not None

    def title(self) -> str:
        """Name what is shown."""
        if self._held is None:
            return _("Log a meeting")
        day = self._held.record.held_on
        return _("Meeting of {day}").format(day=format_day(day)) if day else self._held.record.title()

    def begin(self, network: UUID | None) -> None:
        """Begin a new meeting of a network, or of the whole cluster, or go on with the one that was begun."""
        self.leave()
        draft = draft_for(self._desk, network)
        if draft is None or not self._begin_again(draft):
            self._show_new(begun_for(self._desk, network))
        self.sheet.begin()

    def open_meeting(self, meeting: UUID) -> bool:
        """Show a meeting, with what was typed in it and not saved; False if it is not on this laptop."""
        shown = self.sheet.shown
        if shown is not None and shown.id == meeting:
            self.refresh()
            return True
        held = self._desk.store.get(Meeting, meeting)
        draft = self._desk.drafts.of(DraftKey(Meeting.kind, meeting))
        self.leave()
        if held is None:
            return draft is not None and self._begin_again(draft)
        self._take(held)
        if draft is not None:
            self._restore(draft)
        return True

    def leave(self) -> None:
        """Keep what is typed as a draft, and say so in one line."""
        shown = self.sheet.shown
        if shown is not None and not self._saving and self.sheet.body():
            self.sheet.flush()
            self._desk.tell(_("Not saved yet, kept as a draft: {title}").format(title=self.title()))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save the meeting and its tasks in one go."""
        shown, body = self.sheet.shown, self.sheet.body()
        if shown is None or self._saving:
            return
        if not body:
            self._desk.tell(
                _("Nothing is typed yet.") if self._held is None else _("Everything here is saved already.")
            )
            return
        logged = self.sheet.read()
        if logged is not None:
            self._saving = True
            self.sheet.flush()
            before = replace(self._held, base=self._base) if self._held is not None else None
            work = partial(_log, before, logged, key_of(shown))
            done = partial(self._was_saved, logged, self.sheet.body(), then)
            self._desk.write(self, work, done, self._was_not_saved)

    def undo(self) -> None:
        """Take back the last save of this meeting, or the last tick beside it."""
        if self._undoing:
            self._undoing.pop()()
        else:
            self._desk.tell(_("There is nothing to undo here."))

    def print_minutes(self) -> None:
        """Offer the minutes as a PDF; what is typed is saved before, so that the paper says it."""
        if self._held is None or self.sheet.body():
            self.save(self._offer_minutes)
        else:
            self._offer_minutes()

    def void(self) -> None:
        """Put the meeting in the trash."""
        if self._held is not None:
            self._desk.drafts.drop(key_of(self._held.record))
            self._desk.void(self, self._held.record, self._held.base, lambda _saved: self._empty())

    def throw_away(self) -> None:
        """Forget what is typed, and offer to bring it back."""
        shown, body = self.sheet.shown, self.sheet.body()
        if shown is None:
            return
        self._desk.drafts.drop(key_of(shown))
        if body:
            self._desk.offer_undo(_("What you typed is thrown away."), partial(self._type_again, shown, body))
        if self._held is not None:
            self._take(self._held)
        else:
            self._show_new(begun_for(self._desk, shown.network))

    def refresh(self) -> None:
        """Show what is true now; what is typed stays as it is."""
        held = self._desk.store.get(Meeting, self._held.record.id) if self._held is not None else None
        if self._saving:
            return
        if held is not None and self._held is not None:
            if held.record.void is not None and self._held.record.void is None:
                self._empty()
                return
            typed = bool(self.sheet.body())
            if held.record != self._held.record and not typed:
                self._take(held)
            elif not typed:
                self._held, self._base = held, held.base
        self._show_tasks()
        self._show_state()

    def retranslate(self) -> None:
        """Write every word in the language in use; what is typed stays."""
        self.sheet.retranslate()
        self.minutes.retranslate()
        self.foot.show_actions(self._actions())
        self.tabs.setTabText(0, _("Meeting"))
        for tab in self._side_tabs:
            tab.retranslate()
        self._write_tabs()
        self._show_tasks()
        self._show_state()
        self._show_tab()

    def _write_tabs(self) -> None:
        for place, tab in enumerate(self._side_tabs, start=1):
            self.tabs.setTabText(place, tab.title())

    def _show_new(self, meeting: Meeting) -> None:
        self._held, self._base = None, None
        self._undoing = []
        self._show_meeting(meeting)

    def _take(self, held: Held[Meeting]) -> None:
        if self._held is None or self._held.record.id != held.record.id:
            self._undoing = []
        self._held, self._base = held, held.base
        self._show_meeting(held.record)

    def _show_meeting(self, meeting: Meeting) -> None:
        self.notice.fall_silent()
        self.minutes.hide()
        self.tabs.setCurrentIndex(0)
        self.sheet.show_meeting(meeting, is_new=self._held is None)
        self._show_tasks()
        self._show_state()
        self.changed.emit()

    def _begin_again(self, draft: Draft) -> bool:
        meeting = new_in(Meeting, draft)
        if meeting is None:
            return False
        self._show_new(meeting)
        self._restore(draft)
        return True

    def _restore(self, draft: Draft) -> None:
        self._base = draft.base
        self.sheet.restore(draft.body)
        when = format_instant(draft.typed_at)
        anew = Action(_("Throw away what I typed"), self.throw_away, "x")
        self.notice.say(Tone.INFO, _("You typed this on {when} and did not save it yet.").format(when=when), anew)
        self._show_state()

    def _type_again(self, shown: Meeting, body: Body) -> None:
        here = self.sheet.shown
        if (here is None or here.id != shown.id) and not self.open_meeting(shown.id):
            self._show_new(shown)
        self.sheet.restore(body)
        self.sheet.flush()

    def _keep_draft(self, body: Body) -> None:
        shown = self.sheet.shown
        if shown is not None and not self._saving:
            kept = body_of_new(shown, body) if self._held is None else body
            self._desk.drafts.keep(key_of(shown), self._base, kept)
            self._show_state()

    def _was_saved(self, logged: Logged, body: Body, then: Callable[[], None] | None, saved: Saved) -> None:
        self._saving = False
        was_new, start = self._held is None, self.sheet.shown
        held = self._desk.store.get(Meeting, logged.meeting.id)
        if held is None or start is None or start.id != held.record.id:
            return
        typed_since = self.sheet.body()
        self._held, self._base = held, held.base
        self._show_meeting(held.record)
        if typed_since != body:
            self.sheet.restore(typed_since)
            self.sheet.talk.forget({str(task.id) for task in logged.tasks})
        again = partial(self._log_again, start, body) if was_new else None
        self._undoing.append(partial(self._take_back, saved.group, again))
        self.notice.say(Tone.GOOD, logged_words(logged.meeting, self.sheet.attendance.head.said(), len(logged.tasks)))
        self.foot.take_focus()
        self.saved.emit(held.record)
        if then is not None:
            then()

    def _was_not_saved(self, sentence: str) -> None:
        self._saving = False
        self.notice.say(Tone.BAD, sentence)

    def _take_back(self, group: UUID, again: Callable[[], None] | None) -> None:
        self._desk.undo(self, group, lambda _saved: self._was_taken_back(again))

    def _was_taken_back(self, again: Callable[[], None] | None) -> None:
        held = self._held and self._desk.store.get(Meeting, self._held.record.id)
        if again is not None:
            again()
        elif held:
            self._take(held)
            self.notice.say(Tone.INFO, _("The last save is taken back."))

    def _log_again(self, start: Meeting, body: Body) -> None:
        """Show what was typed again, as a meeting that was not saved: the one taken back stays in the trash."""
        self._show_new(start.changed(id=new_id()))
        self.sheet.restore(renewed(body))
        self.sheet.flush()
        self.notice.say(Tone.INFO, _("The save is taken back. What you typed stands here, not saved."))

    def _tick(self, held: Held[Task]) -> None:
        meeting = self.sheet.so_far()
        today = self._desk.clock.today()
        on = min(meeting.held_on, today) if meeting and meeting.held_on else today
        self._desk.write(self, lambda store: meetings.tick(store, held, on), partial(self._was_ticked, held))

    def _was_ticked(self, held: Held[Task], saved: Saved) -> None:
        take_back = partial(self._desk.undo, self, saved.group)
        self._undoing.append(take_back)
        words = _("“{title}” is done.") if held.record.is_open() else _("“{title}” is open again.")
        self._desk.offer_undo(words.format(title=held.record.title()), partial(self._undo_one, take_back))

    def _undo_one(self, take_back: Callable[[], object]) -> None:
        """Take one thing back, wherever it stands among what was done since."""
        if take_back in self._undoing:
            self._undoing.remove(take_back)
            take_back()

    def _change_task(self, held: Held[Task]) -> None:
        TaskPanel(self, self._desk, held)

    def _offer_minutes(self) -> None:
        if self._held is not None:
            self.minutes.offer(self._held.record)

    def _empty(self) -> None:
        self._held = None
        self._undoing = []
        self.emptied.emit()

    def _show_tasks(self) -> None:
        shown = self.sheet.shown
        if shown is not None:
            store = self._desk.store
            given = meetings.tasks_of(store, shown) if self._held is not None else []
            self.sheet.show_tasks(meetings.carried_over(store, shown), given)

    def _show_state(self) -> None:
        typed = bool(self.sheet.shown is not None and self.sheet.body())
        self.foot.show_state(self._state_words(), typed=typed)
        for place in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(place, self._held is not None)

    def _state_words(self) -> str:
        held = self._held
        if held is None:
            return ""
        self.comments.show_count(self._desk.store.count(Comment, Ask(equals={"about_id": held.record.id})))
        for tab in self._side_tabs:
            tab.tell_count(held.record)
        said = review.conversation(self._desk.store, Held[Record](held.record, held.base, held.transport))
        return "  ·  ".join(filter(None, (transport_words(held.transport), review_words(said.state))))

    def _show_tab(self) -> None:
        tab = self.tabs.currentWidget()
        if isinstance(tab, SideTab) and self._held is not None:
            tab.show_record(self._held.record)

    def _actions(self) -> tuple[Action, Action, Action]:
        return (
            Action(_("Throw away what I typed"), self.throw_away, "x"),
            Action(_("Print minutes"), self.print_minutes, "printer", hint="Ctrl+P"),
            Action(_("Save"), self.save, "check", hint="Ctrl+S"),
        )

    def _listen(self) -> None:
        self.sheet.draft_changed.connect(self._keep_draft)
        self.sheet.changed.connect(lambda: self.foot.show_state("", typed=True))
        self.sheet.save_asked.connect(self.save)
        self.sheet.print_asked.connect(self.print_minutes)
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())
        for tab in self._side_tabs:
            tab.retitled.connect(self._write_tabs)
        for tasks in (self.sheet.before, self.sheet.given):
            tasks.ticked.connect(self._tick)
            tasks.opened.connect(self._change_task)
        self.sheet.end_with(self.foot.stops())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        above = QVBoxLayout()
        above.setContentsMargins(gaps.wide, 0, gaps.wide, 0)
        above.addWidget(self.notice)
        wear(self.tabs, "inset")
        self.tabs.addTab(self.sheet, "")
        for tab in self._side_tabs:
            self.tabs.addTab(tab, tab.title())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.minutes)
        column.addWidget(self.foot)


def _log(before: Held[Meeting] | None, logged: Logged, draft: DraftKey, store: Store) -> Saved:
    return meetings.log_meeting(store, before, logged.meeting, logged.tasks, draft, logged.newcomers)
