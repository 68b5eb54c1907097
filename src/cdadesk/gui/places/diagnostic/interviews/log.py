"""One interview: its first page, its questions, and beside them photos, history and comments; drafts and saving."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.acts import interviews
from cdadesk.acts.interviews import Opened, blank_half
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.places.diagnostic.interviews import keeping
from cdadesk.gui.places.diagnostic.interviews.beginnings import begun, with_set
from cdadesk.gui.places.diagnostic.interviews.file_answers import AnsweredByFile
from cdadesk.gui.places.diagnostic.interviews.head_page import HeadPage
from cdadesk.gui.places.diagnostic.interviews.questions import QuestionSheet
from cdadesk.gui.places.diagnostic.interviews.sides import HEAD, QUESTIONS, Sides
from cdadesk.gui.places.diagnostic.interviews.talk import Hanging, Talk
from cdadesk.gui.places.diagnostic.interviews.withdrawing import asked_words, may_withdraw, state_words
from cdadesk.gui.records.drafted import new_in
from cdadesk.i18n import _
from cdadesk.questions.answers import Key
from cdadesk.store.drafts import DraftKey
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved

_FLUSH_AFTER_MS = 300


class InterviewLog(QWidget):
    """Shows one interview at a time; `changed` tells that title or acts did, `emptied` that nothing is shown now."""

    changed = Signal()
    emptied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._opened: Opened | None = None
        self._halves: Halves | None = None
        self._bases: keeping.Bases = (None, None)
        self._sitting: Sitting | None = None
        self._saving = False
        self._groups: list[UUID] = []
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_FLUSH_AFTER_MS)
        self._pending.timeout.connect(self.keep)
        self.head = HeadPage(desk)
        self.sheet = QuestionSheet()
        self.notice = Notice()
        self.strip = ConfirmStrip()
        self.tabs = Sides(desk, self.head, self.sheet)
        self._lay_out()
        self._listen()
        self.retranslate()

    @property
    def interview(self) -> Interview | None:
        """The interview that is shown, as it was saved or begun; None while nothing is."""
        return self._halves.shared if self._halves is not None else None

    @property
    def is_new(self) -> bool:
        """Whether what is shown was never saved."""
        return self._halves is not None and self._opened is None

    @property
    def is_saved(self) -> bool:
        """Whether nothing stands here that is not saved, or on its way to be."""
        self.sheet.take()
        return not self._saving and self._halves is not None and not self._is_changed()

    def title(self) -> str:
        """Name what is shown."""
        if self._opened is None:
            return _("New interview")
        halves = self._opened.halves
        actor = interviews.whose(halves.shared, halves.private)
        return self._desk.title(actor) if actor is not None else halves.shared.title()

    def begin(self) -> None:
        """Begin a new interview."""
        self.leave()
        self._show_new(begun(self._desk))
        self.head.begin()

    def open_interview(self, interview: UUID) -> bool:
        """Show an interview, with what was typed in it and not saved; False if it is not on this laptop."""
        if self.interview is not None and self.interview.id == interview:
            self.refresh()
            return True
        self.leave()
        opened = interviews.open_interview(self._desk.store, interview)
        if opened is None:
            return self._begin_again(interview)
        kept = keeping.recall(self._desk, opened)
        self._show(opened, kept)
        return True

    def keep(self) -> None:
        """Keep what is typed as a draft now."""
        self._pending.stop()
        now = self._now()
        if now is None or self._saving:
            return
        if self._opened is not None:
            keeping.keep(self._desk, self._opened, now, self._bases, self.head.half_typed())
        else:
            chosen = self.head.chosen_set()
            keeping.keep_new(self._desk, now, self.head.half_typed(), chosen.key if chosen is not None else "")

    def leave(self) -> None:
        """Save what was answered, or keep it as a draft where it cannot be saved yet."""
        if self._halves is None:
            return
        self.sheet.take()
        self.keep_pending()
        if self._is_changed() and not self.is_new and not self._saving:
            self.save()

    def keep_pending(self) -> None:
        """Keep what was typed a moment ago now."""
        if self._pending.isActive() or self.sheet.is_pending():
            self.sheet.flush()
            self.keep()

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save both halves in one go."""
        self.sheet.take()
        now = self._now()
        if now is None or self._saving or not self.head.check():
            self.tabs.setCurrentIndex(self.tabs.currentIndex() if now is None or self._saving else HEAD)
            self.keep()
            return
        if self.is_new:
            self._save_new(now, then)
        elif self._is_changed():
            self._write(now, partial(interviews.save, before=self._opened, halves=now, seen=self._bases), then)
        else:
            self._desk.tell(_("Everything here is saved already."))
            if then is not None:
                then()

    def undo(self) -> None:
        """Take back the last save."""
        if not self._groups:
            self._desk.tell(_("There is nothing to undo here."))
            return
        self._desk.undo(self, self._groups.pop(), lambda _saved: self._reload())

    def void(self) -> None:
        """Put the interview in the trash; one that was never saved is thrown away."""
        if self._halves is None:
            return
        keeping.forget(self._desk, self._halves)
        if self._opened is None:
            self._empty()
            return
        held = self._opened.shared
        self._desk.void(self, held.record, held.base, lambda _saved: self._empty())

    def ask_to_withdraw(self) -> None:
        """Name what goes when the consent is taken back, and ask: nothing brings it back."""
        self.strip.ask(asked_words(), Action(_("Erase for ever"), self._withdraw, "trash-2"))

    def may_withdraw(self) -> bool:
        """Say whether there is a consent that could be taken back."""
        return may_withdraw(self._opened)

    def refresh(self) -> None:
        """Show what is true now; what is typed stays as it is."""
        if self._opened is None or self._saving:
            return
        now = interviews.open_interview(self._desk.store, self._opened.shared.record.id)
        if now is None or (now.shared.record.void is not None and self._opened.shared.record.void is None):
            self._empty()
        elif now.halves != self._opened.halves and not self._is_changed():
            self._show(now, None)
        else:
            self._show_tabs()

    def retranslate(self) -> None:
        """Write every word in the language in use; what was typed stays."""
        self.head.retranslate()
        self.sheet.retranslate()
        self.tabs.retranslate()

    def explain(self) -> None:
        """Explain the field that has the focus."""
        self.head.fields.explain()
        self.head.private.explain()

    def start_questions(self) -> None:
        """Go on from the first page to the questions; a new interview is saved before."""
        if self.is_new:
            self.save(self._to_questions)
        elif self.head.check():
            self._to_questions()

    def _now(self) -> Halves | None:
        """Return both halves with the first page and the answers as they stand."""
        head = self.head.halves()
        if head is None or self._sitting is None:
            return head
        self._sitting.rebase(head)
        return self._sitting.halves()

    def _is_changed(self) -> bool:
        now = self._now()
        return now is not None and (self._opened is None or now != self._opened.halves)

    def _show_new(self, halves: Halves, kept: keeping.Kept | None = None) -> None:
        self._opened, self._halves, self._sitting = None, halves, None
        self._bases = (None, None)
        self._groups = []
        self._quiet()
        offered = interviews.offered(self._desk.store, self._desk.scope)
        self.head.show_new(halves, offered, kept.chosen_set if kept is not None else "")
        if kept is not None:
            self.head.restore(kept.half_typed)
        self.tabs.setCurrentIndex(HEAD)
        self._show_tabs()
        self.changed.emit()

    def _show(self, opened: Opened, kept: keeping.Kept | None) -> None:
        before = self.interview
        same = before is not None and before.id == opened.shared.record.id
        self._opened = opened
        self._halves = kept.halves if kept is not None else opened.halves
        self._bases = kept.bases if kept is not None else keeping.bases_of(opened)
        if not same:
            self._groups = []
        self._quiet()
        self.head.show_halves(self._halves)
        if kept is not None:
            self.head.restore(kept.half_typed)
        self._open_form()
        if not same:
            self.tabs.setCurrentIndex(QUESTIONS if self._sitting is not None else HEAD)
        self._say_state(kept)
        self._show_tabs()
        self.changed.emit()

    def _open_form(self) -> None:
        halves = self._halves
        self._sitting = None
        if halves is None:
            return
        try:
            form = interviews.form_of(self._desk.store, halves.shared)
            self._sitting = Sitting(form, halves, self._desk.clock.now)
        except Trouble as trouble:
            self.notice.say(Tone.WARN, str(trouble))
            return
        talk = Talk(self._sitting, self._desk.around(self), self._attach, self._desk.title, self.sheet.note_change)
        self.sheet.show_talk(talk)
        self.sheet.room.setEnabled(halves.shared.withdrawn_on is None)

    def _quiet(self) -> None:
        self._pending.stop()
        self.notice.fall_silent()
        self.strip.keep()

    def _say_state(self, kept: keeping.Kept | None) -> None:
        said = state_words(self.interview, kept)
        anew = Action(_("Throw away what I typed"), self.throw_away, "x") if kept is not None else None
        if said:
            self.notice.say(Tone.INFO, said, anew)

    def throw_away(self) -> None:
        """Forget what is typed and not saved."""
        if self._opened is not None and self._halves is not None:
            keeping.forget(self._desk, self._halves)
            self._show(self._opened, None)

    def _begin_again(self, interview: UUID) -> bool:
        draft = self._desk.drafts.of(DraftKey(Interview.kind, interview))
        shared = new_in(Interview, draft) if draft is not None else None
        if draft is None or shared is None:
            return False
        kept = keeping.recall_new(draft, Halves(shared, blank_half(shared)))
        self._show_new(kept.halves, kept)
        return True

    def _to_questions(self) -> None:
        if self._sitting is not None:
            self.tabs.setCurrentIndex(QUESTIONS)
            self.sheet.refresh()
            self.sheet.begin()

    def _save_new(self, now: Halves, then: Callable[[], None] | None) -> None:
        chosen = self.head.chosen_set()
        if chosen is None:
            return

        def work(store: Store) -> Saved:
            kept = interviews.keep_set(store, now.shared.scope, chosen)
            return interviews.save(store, None, with_set(now, chosen, kept), (None, None))

        self._write(now, work, then)

    def _write(self, now: Halves, work: Callable[[Store], Saved], then: Callable[[], None] | None) -> None:
        self._saving = True
        self._pending.stop()
        self._desk.write(self, work, partial(self._was_saved, now, then), self._was_not_saved)

    def _was_saved(self, now: Halves, then: Callable[[], None] | None, saved: Saved) -> None:
        self._saving = False
        opened = interviews.open_interview(self._desk.store, now.shared.id)
        shown = self.interview
        if opened is None or shown is None or shown.id != now.shared.id:
            return
        was_new, self._opened, self._halves = self._opened is None, opened, opened.halves
        self._bases = keeping.bases_of(opened)
        self._groups.append(saved.group)
        if was_new:
            self._show(opened, None)
        else:
            self.notice.fall_silent()
            self._show_tabs()
            self.changed.emit()
        if self._is_changed():
            self.keep()
        if then is not None:
            then()

    def _was_not_saved(self, sentence: str) -> None:
        self._saving = False
        self.notice.say(Tone.BAD, sentence)
        self.keep()

    def _reload(self) -> None:
        opened = self._opened
        now = interviews.open_interview(self._desk.store, opened.shared.record.id) if opened is not None else None
        if now is None or now.shared.record.void is not None:
            self._empty()
        else:
            self._show(now, None)

    def _withdraw(self) -> None:
        opened = self._opened
        if opened is None:
            return
        keeping.forget(self._desk, opened.halves)
        today = self._desk.clock.today()
        work = partial(interviews.withdraw, opened=opened, today=today)
        self._saving = True
        self._desk.write(self, work, lambda _saved: self._was_withdrawn(), self._was_not_saved)

    def _was_withdrawn(self) -> None:
        self._saving = False
        self._groups = []
        self._reload()

    def _empty(self) -> None:
        self._opened, self._halves, self._sitting = None, None, None
        self.sheet.talk = None
        self.emptied.emit()

    def _attach(self, key: Key, path: Path, done: Callable[[Hanging], None], failed: Callable[[str], None]) -> None:
        if self._sitting is not None and self._opened is not None:
            hanging = AnsweredByFile(self._desk, self._sitting, self.sheet)
            hanging.attach(self._opened.halves, key, path, done, failed)

    def _show_tabs(self) -> None:
        saved = self._opened.shared.record if self._opened is not None else None
        self.tabs.show_interview(saved, has_questions=self._sitting is not None)

    def _turned(self) -> None:
        self.sheet.take()
        if self.tabs.currentIndex() == QUESTIONS:
            self.sheet.refresh()
        self.tabs.show_front()

    def _listen(self) -> None:
        self.head.changed.connect(lambda: self._pending.isActive() or self._pending.start())
        self.head.go_asked.connect(self.start_questions)
        self.sheet.typed.connect(self.keep)
        self.sheet.finished.connect(self.save)
        self.tabs.currentChanged.connect(lambda _place: self._turned())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.notice, self.strip):
            column.addWidget(each)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs)
