"""One question: what is asked at the left, the answer beside it, and a margin for what stands beside the answer."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.diagnostic.interview import LONGEST_ANSWER
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.places.diagnostic.interviews.answer_editors import (
    AnswerEditor,
    PickAnswer,
    typed_answer,
    words_answer,
)
from cdadesk.gui.places.diagnostic.interviews.media_answer import MediaAnswer
from cdadesk.gui.places.diagnostic.interviews.pressed_answers import ManyAnswer, PressedAnswer, RankAnswer
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from cdadesk.gui.places.diagnostic.interviews.units import unit_words
from cdadesk.i18n import _
from cdadesk.questions.answers import Key
from cdadesk.questions.form import NO_WORDS, Control, Kind, Question

_SHORT_LIST, _SHORT_MANY = 9, 24
_MARGIN = 180
_TAKEN_AFTER_MS = 120
_LISTED = frozenset({"minimal", "autocomplete", "search", "quick"})
_STEPS = 11


class QuestionRow(QFrame):
    """Shows one question and passes on what is answered; what follows from that, `refresh` shows."""

    passed = Signal()

    def __init__(self, talk: Talk, key: Key, question: Question, within: QWidget) -> None:
        super().__init__(within)  # one that is shown before it stands in something flashes up as a window
        self.key = key
        self.question = question
        self._talk = talk
        self._opened = False
        self._asked = paragraph()
        self._hint = paragraph("", "second")
        self._wrong = paragraph("", "complaint")
        self._doubt = paragraph("", "finding")
        self._mark = label("", "mark")
        self._sure = label("", "second")
        self.lock = button(Action("", self.turn_lock, "lock"), "quiet")
        self.closed = button(Action("", self.turn_lock, "lock"))
        self.closed.setAutoDefault(True)
        self.share = button(Action("", self._share, "users"), "quiet")
        self.editor = editor_of(talk, key, question)
        self.remark = words_answer(talk.around)
        self._fixed = paragraph("", "strong")
        self._taking = QTimer(self)
        self._taking.setSingleShot(True)
        self._taking.setInterval(_TAKEN_AFTER_MS)
        self._taking.timeout.connect(self._take)
        self._lay_out()
        self._listen()
        self.retranslate()

    @property
    def control(self) -> QWidget:
        """Where the keyboard comes to: the closed lock, or the answer."""
        return self.closed if self._is_closed() else self.editor.control

    def is_stop(self) -> bool:
        """Say whether the keyboard stops here."""
        return self._talk.sitting.filling.is_asked(self.key) and not self._is_read_only()

    def take(self) -> None:
        """Take what was typed a moment ago as the answer now."""
        if self._taking.isActive():
            self._taking.stop()
            self._take()

    def _take(self) -> None:
        text = self.editor.text()
        if text != self._talk.sitting.text(self.key):
            self._talk.sitting.answer(self.key, text)
        self._talk.changed()

    def show_answer(self) -> None:
        """Show the answer as it is known; called when somebody else than this row changed it."""
        self.editor.offer(_offer(self._talk, self.key, self.question))
        self.editor.show_text(self._talk.sitting.text(self.key))
        self.remark.show_text(self._talk.sitting.beside(self.key).remark)
        self.refresh()

    def refresh(self) -> None:
        """Show what follows from other answers: whether this is asked, its words, its list, what is wrong."""
        sitting = self._talk.sitting
        self.setVisible(sitting.filling.is_asked(self.key))
        self._write_question()
        if self.question.choices.filter:
            self.editor.offer(_offer(self._talk, self.key, self.question))
        self._fixed.setVisible(self._is_read_only())
        if self._is_read_only():
            self._fixed.setText(sitting.text(self.key) or "\N{EN DASH}")
        elif self.editor.text() != sitting.text(self.key) and not self._taking.isActive():
            self.editor.show_text(sitting.text(self.key))
        wrong = (
            "" if self.editor.complained() or self._is_closed() else sitting.complaint(self.key, self._talk.language)
        )
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        doubt = sitting.doubt(self.key)
        self._doubt.setText(doubt)
        self._doubt.setVisible(bool(doubt))
        self._show_beside()

    def say_missing(self, code: MissingCode) -> None:
        """Say why there is no answer; the same once more takes it back. An answer that stands here stays."""
        self.take()
        if self._talk.sitting.text(self.key):
            return
        now = self._talk.sitting.beside(self.key).missing
        self._talk.sitting.say_missing(self.key, None if now is code else code)
        self._talk.changed()
        self._show_beside()

    def say_certainty(self, certainty: Certainty) -> None:
        """Say how sure the answer is; the same once more takes it back."""
        now = self._talk.sitting.beside(self.key).certainty
        self._talk.sitting.say_certainty(self.key, None if now is certainty else certainty)
        self._talk.changed()
        self._show_beside()

    def write_beside(self) -> None:
        """Open the margin for a note."""
        self.remark.show()
        self.remark.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_lock(self) -> None:
        """Open a confidential answer to look at it, close it again, or make an open answer confidential."""
        self.take()
        sitting = self._talk.sitting
        if not sitting.is_locked(self.key):
            sitting.lock(self.key, closed=True)
            self._opened = True
            self._talk.changed()
        else:
            self._opened = not self._opened
        self._show_lock()
        self.refresh()
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every word in the language in use; what was typed stays."""
        self.take()
        self.editor.retranslate()
        self.remark.retranslate()
        self._show_lock()
        self.show_answer()

    def _share(self) -> None:
        self._talk.sitting.lock(self.key, closed=False)
        self._talk.changed()
        self._show_lock()
        self.refresh()
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_question(self) -> None:
        said = self._talk.said(self.key, self.question.words)
        bind = self._talk.sitting.form.bind(self.question.path)
        asked = said or self.question.path.rpartition("/")[2]
        is_required = self._talk.sitting.filling.is_required(self.key)
        self._asked.setText(f"{asked} *" if is_required else asked)
        self._asked.setToolTip(_("It wants an answer; F5 to F8 say why there is none.") if is_required else "")
        is_blank = is_required and self._talk.sitting.is_wanted(self.key)
        hints = [self.question.hint, self.question.guidance, bind.required_words if is_blank else NO_WORDS]
        told = [self._talk.said(self.key, each) for each in hints]
        lines = [each for each in (*told, unit_words(bind.unit), _scale_words(self.question)) if each]
        self._hint.setText("\n".join(lines))
        self._hint.setVisible(bool(lines))
        self.editor.control.setAccessibleName(said)

    def _show_beside(self) -> None:
        beside = self._talk.sitting.beside(self.key)
        self._mark.setText(_(beside.missing.label) if beside.missing else "")
        self._mark.setVisible(beside.missing is not None)
        self._sure.setText(_(beside.certainty.label) if beside.certainty else "")
        self._sure.setVisible(beside.certainty is not None)
        has_focus = self.remark.control.hasFocus()
        self.remark.setVisible((bool(beside.remark) or has_focus) and not self._is_closed())

    def _show_lock(self) -> None:
        locked, closed = self._talk.sitting.is_locked(self.key), self._is_closed()
        has = bool(self._talk.sitting.text(self.key))
        words = _("Confidential, answered") if has else _("Confidential, not answered yet")
        dress_button(self.closed, Action(words, self.turn_lock, "lock", hint=_("Open it on purpose (F11)")))
        icon, hint = ("lock-open", _("Close the lock (F11)")) if locked else ("lock-open", _("Make confidential (F11)"))
        dress_button(self.lock, Action(_("Confidential") if locked else "", self.turn_lock, icon, hint=hint))
        dress_button(self.share, Action(_("Let the cluster see it"), self._share, "users"))
        self.closed.setVisible(closed)
        self.editor.setVisible(not closed and not self._is_read_only())
        self.lock.setVisible(locked and not closed)
        self.share.setVisible(locked and not closed)

    def _is_closed(self) -> bool:
        return self._talk.sitting.is_locked(self.key) and not self._opened

    def _is_read_only(self) -> bool:
        return self._talk.sitting.filling.is_read_only(self.key)

    def _remarked(self) -> None:
        self._talk.sitting.say_beside(self.key, self.remark.text().strip()[: LONGEST_ANSWER // 4])
        self._talk.changed()

    def _answered(self) -> None:
        if not self._taking.isActive():
            self._taking.start()

    def _listen(self) -> None:
        self.editor.changed.connect(self._answered)
        self.editor.passed.connect(self.passed)
        self.remark.changed.connect(self._remarked)
        self.remark.passed.connect(self.passed)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, gaps.small, 0, gaps.small)
        grid.setHorizontalSpacing(gaps.large)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 7)
        grid.addLayout(_stack(self._asked, self._hint), 0, 0, Qt.AlignmentFlag.AlignTop)
        answer = _stack(self.editor, self.closed, self._fixed, self._wrong, self._doubt)
        answer.setAlignment(self.closed, Qt.AlignmentFlag.AlignLeft)
        grid.addLayout(answer, 0, 1, Qt.AlignmentFlag.AlignTop)
        words = QHBoxLayout()
        words.setSpacing(gaps.small)
        for each in (self._mark, self._sure):
            words.addWidget(each)
        words.addStretch(1)
        aside = QWidget()  # as broad as it is in every row, so that the answers stay below each other
        aside.setFixedWidth(_MARGIN)
        margin = QVBoxLayout(aside)
        margin.setContentsMargins(0, 0, 0, 0)
        margin.setSpacing(2)
        margin.addLayout(words)
        for act in (self.lock, self.share):
            margin.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        margin.addWidget(self.remark)
        grid.addWidget(aside, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._wrong.hide()
        self._doubt.hide()


def editor_of(talk: Talk, key: Key, question: Question) -> AnswerEditor:
    """Return the editor that a question wants."""
    bind = talk.sitting.form.bind(question.path)
    if question.lacks_list:
        return typed_answer(question, Kind.string, talk.around)
    match question.control:
        case Control.upload:
            return MediaAnswer(
                lambda path, done, failed: talk.attach(key, path, done, failed), talk.name, question.media_type
            )
        case Control.rank:
            made: AnswerEditor = RankAnswer()
        case Control.select_many:
            made = (
                PressedAnswer(several=True) if len(question.choices.offered) <= _SHORT_MANY else ManyAnswer(talk.around)
            )
        case Control.select_one | Control.trigger | Control.range if _is_short(talk, key, question):
            made = PressedAnswer(several=False)
        case Control.select_one:
            made = PickAnswer(talk.around)
        case _:
            made = typed_answer(question, bind.kind, talk.around)
    return made


def _is_short(talk: Talk, key: Key, question: Question) -> bool:
    if question.control is Control.select_one and _LISTED & set(question.appearance.split()):
        return False
    offered = _offer(talk, key, question) if question.control is not Control.select_one else question.choices.offered
    return 0 < len(offered) <= (_SHORT_LIST if question.control is Control.select_one else _STEPS)


def _offer(talk: Talk, key: Key, question: Question) -> list[tuple[str, str]]:
    if question.control is Control.trigger:
        return [("OK", _("Done"))]
    if question.control is Control.range:
        return _steps(question)
    return talk.offered(key)


def _steps(question: Question) -> list[tuple[str, str]]:
    """Return the figures of a short range; none for one that is typed."""
    try:
        least, most, step = int(question.least or 0), int(question.most), int(question.step or 1)
    except ValueError:
        return []
    figures = range(least, most + 1, max(step, 1))
    return [(str(each), str(each)) for each in figures] if len(figures) <= _STEPS else []


def _scale_words(question: Question) -> str:
    """Return between which figures the answer to a range lies, where they are not all shown."""
    if question.control is not Control.range or _steps(question) or not question.most:
        return ""
    said = _("from {least} to {most}, in steps of {step}")
    return said.format(least=question.least, most=question.most, step=question.step or 1)


def _stack(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for each in widgets:
        column.addWidget(each)
    return column
