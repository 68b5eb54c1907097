"""One interview: its first page, its questions, and beside them photos, history and comments; drafts and saving."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cdadesk.acts import attaching, interviews
from cdadesk.acts.interviews import OfferedSet, Opened, blank_half
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.diagnostic.interview import Agreement, Interview, InterviewMode, InterviewRound
from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.diagnostic.interviews import keeping
from cdadesk.gui.places.diagnostic.interviews.head_page import HeadPage
from cdadesk.gui.places.diagnostic.interviews.questions import QuestionSheet
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from cdadesk.gui.records.drafted import new_in
from cdadesk.gui.records.story import HistoryTab
from cdadesk.gui.records.tab import SideTab
from cdadesk.gui.records.talk import CommentsTab
from cdadesk.i18n import _, format_day, format_instant, format_partial
from cdadesk.questions.answers import Key
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import DraftKey
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved

_FLUSH_AFTER_MS = 300
_HEAD, _QUESTIONS = 0, 1


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
        self._comments = CommentsTab(desk)
        self._side_tabs: list[SideTab] = [PhotosTab(desk), HistoryTab(desk), self._comments]
        self.tabs = QTabWidget()
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
        first = {
            "held_on": self._desk.clock.today(),
            "interviewer": self._desk.store.me.name or None,
            "interview_mode": InterviewMode.one_to_one,
            "interview_round": InterviewRound.baseline,
            "agreed_on": self._desk.clock.today(),
        }
        shared = self._desk.fresh(Interview, **first)
        self._show_new(Halves(shared, blank_half(shared)))
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
            self._turn_to_complaint(now)
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
        said = _(
            "The person takes the consent back? Then it is erased for ever, on every laptop and at the server, who it "
            "was and all that was said in words, with photos and comments. Figures and chosen answers stay, without a "
            "name. Copies that were put on a stick before still hold it: have them deleted, too."
        )
        self.strip.ask(said, Action(_("Erase for ever"), self._withdraw, "trash-2"))

    def may_withdraw(self) -> bool:
        """Say whether there is a consent that could be taken back."""
        shown = self._opened.shared.record if self._opened is not None else None
        return (
            shown is not None and shown.withdrawn_on is None and shown.agreement in (Agreement.named, Agreement.unnamed)
        )

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
        self.tabs.setTabText(_HEAD, _("Consent and talk"))
        self.tabs.setTabText(_QUESTIONS, _("Questions"))
        for tab in self._side_tabs:
            tab.retranslate()
        self._write_tabs()
        self._show_tab()

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

    # what is shown

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
        self.tabs.setCurrentIndex(_HEAD)
        self._show_tabs()
        self.changed.emit()

    def _show(self, opened: Opened, kept: keeping.Kept | None) -> None:
        before = self.interview
        same = before is not None and before.id == opened.shared.record.id
        self._opened = opened
        self._halves = kept.halves if kept is not None else opened.halves
        private = opened.private.base if opened.private is not None else None
        self._bases = kept.bases if kept is not None else (opened.shared.base, private)
        if not same:
            self._groups = []
        self._quiet()
        self.head.show_halves(self._halves)
        if kept is not None:
            self.head.restore(kept.half_typed)
        self._open_form()
        if not same:
            self.tabs.setCurrentIndex(_QUESTIONS if self._sitting is not None else _HEAD)
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
        talk = Talk(self._sitting, self._desk.around(self), self._attach, self._desk.title, self._note_answer)
        self.sheet.show_talk(talk)
        self.sheet.room.setEnabled(halves.shared.withdrawn_on is None)

    def _quiet(self) -> None:
        self._pending.stop()
        self.notice.fall_silent()
        self.strip.keep()

    def _say_state(self, kept: keeping.Kept | None) -> None:
        shown = self.interview
        if shown is not None and shown.withdrawn_on is not None:
            day = format_day(shown.withdrawn_on)
            said = _("The consent was taken back on {day}. Who it was and what was said in words is erased.")
            self.notice.say(Tone.INFO, said.format(day=day))
        elif kept is not None:
            when = format_instant(kept.draft.typed_at)
            anew = Action(_("Throw away what I typed"), self.throw_away, "x")
            self.notice.say(Tone.INFO, _("You typed this on {when} and did not save it yet.").format(when=when), anew)

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
            self.tabs.setCurrentIndex(_QUESTIONS)
            self.sheet.refresh()
            self.sheet.begin()

    def _finish(self) -> None:
        """Save what was gone through, and say what is left over."""
        self.save()

    # saving

    def _save_new(self, now: Halves, then: Callable[[], None] | None) -> None:
        chosen = self.head.chosen_set()
        if chosen is None:
            return

        def work(store: Store) -> Saved:
            kept = interviews.keep_set(store, now.shared.scope, chosen)
            return interviews.save(store, None, _with_set(now, chosen, kept), (None, None))

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
        self._bases = (opened.shared.base, opened.private.base if opened.private is not None else None)
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

    def _turn_to_complaint(self, now: Halves | None) -> None:
        if now is not None and not self._saving:
            self.tabs.setCurrentIndex(_HEAD)
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

    # what is typed

    def _note_answer(self) -> None:
        self.sheet.note_change()

    def _note_head(self) -> None:
        if not self._pending.isActive():
            self._pending.start()

    def _attach(self, key: Key, path: Path, done: Callable[[UUID, str], None], failed: Callable[[str], None]) -> None:
        if self._sitting is None or self._opened is None:
            return
        halves = self._opened.halves
        half = halves.private if self._sitting.is_locked(key) else halves.shared

        def work(store: Store) -> Attachment:
            return attaching.attach(store, half, attaching.file_source(path), f"answers/{key}")

        self._desk.write(self, work, lambda made: done(made.id, _about_photo(made)), failed)

    # tabs

    def _show_tabs(self) -> None:
        opened = self._opened
        self.tabs.setTabEnabled(_QUESTIONS, self._sitting is not None)
        for place in range(_QUESTIONS + 1, self.tabs.count()):
            self.tabs.setTabEnabled(place, opened is not None)
        if opened is not None:
            record = opened.shared.record
            self._comments.show_count(self._desk.store.count(Comment, Ask(equals={"about_id": record.id})))
            for tab in self._side_tabs:
                tab.tell_count(record)
        self._show_tab()

    def _show_tab(self) -> None:
        tab = self.tabs.currentWidget()
        if isinstance(tab, SideTab) and self._opened is not None:
            tab.show_record(self._opened.shared.record)

    def _write_tabs(self) -> None:
        for place, tab in enumerate(self._side_tabs, start=_QUESTIONS + 1):
            self.tabs.setTabText(place, tab.title())

    def _turned(self) -> None:
        self.sheet.take()
        if self.tabs.currentIndex() == _QUESTIONS:
            self.sheet.refresh()
        self._show_tab()

    def _listen(self) -> None:
        self.head.changed.connect(self._note_head)
        self.head.go_asked.connect(self.start_questions)
        self.sheet.typed.connect(self.keep)
        self.sheet.finished.connect(self._finish)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        for tab in self._side_tabs:
            tab.retitled.connect(self._write_tabs)

    def _lay_out(self) -> None:
        wear(self.tabs, "inset")
        for page in (self.head, self.sheet, *self._side_tabs):
            self.tabs.addTab(page, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self.notice, self.strip):
            column.addWidget(each)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs)


def _with_set(halves: Halves, chosen: OfferedSet, kept: QuestionSet) -> Halves:
    named = {"question_set": kept.id, "set_name": chosen.titles[""][:200], "set_code": kept.code}
    return Halves(halves.shared.changed(**named, set_version=kept.version), halves.private)


def _about_photo(made: Attachment) -> str:
    """Say when a photo was taken, if it tells; the place it may tell is left out of what is kept."""
    return _("Taken on {day}.").format(day=format_partial(made.taken_on)) if made.taken_on else ""
