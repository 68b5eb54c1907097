"""One record's correspondence: the verdict, what changed since, what was said of which field, and a place to answer."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import review
from cdadesk.acts.correspondence import Correspondence, Said
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment, Outcome, Verdict
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button, label, paragraph
from cdadesk.gui.places.reviews.words import head_words, standing_words, state_tone, state_words, verdict_words
from cdadesk.gui.records.leaf_words import Change, change_words, field_words, value_words
from cdadesk.gui.records.tab import Lines
from cdadesk.gui.records.writing_box import Said as Written
from cdadesk.gui.records.writing_box import WritingBox
from cdadesk.i18n import _, format_instant

_INDENT = 24
_FIELD_WIDTH = 240
_ICONS = {Outcome.approved: "circle-check", Outcome.returned: "undo-2", Outcome.withdrawn: "info"}


class Letter(QWidget):
    """Shows one correspondence; `answered` tells that something was said here and saved."""

    answered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Correspondence | None = None
        self.title = ShortLabel("", "section")
        self.state = ShortLabel("", "second")
        self.open = button(self._open_action(), "primary")
        self.open.setAutoDefault(True)
        self.lines = Lines()
        self.writing = WritingBox(desk)
        self.writing.said.connect(self._say)
        self._lay_out()

    @property
    def record(self) -> Record | None:
        """The record whose correspondence is shown."""
        return self._shown.record if self._shown is not None else None

    def show_correspondence(self, shown: Correspondence) -> None:
        """Show one; what is being written about the same record stays."""
        self._shown = shown
        self.writing.show_record(shown.record)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every word again in the language in use."""
        dress_button(self.open, self._open_action())
        self.writing.retranslate()
        shown = self._shown
        if shown is None:
            return
        self.title.setText(shown.record.title())
        self.state.setText(f"{_(shown.record.label)}  ·  {state_words(shown.state)}")
        self.lines.show_lines(list(self._parts(shown)))

    def answer(self, comment: Comment) -> None:
        """Begin to answer a comment."""
        self.writing.answer(comment)

    def _parts(self, shown: Correspondence) -> Iterator[QWidget]:
        verdict = shown.verdict
        if verdict is not None:
            yield self._verdict(verdict, standing_words(shown), state_tone(shown.state))
        changes = self._differences(shown)
        if changes:
            yield label(_("Changed since then"), "field")
            yield _table(changes)
        yield from self._comments(shown)
        earlier = [each for each in shown.said if isinstance(each.word, Verdict) and each is not verdict]
        if earlier:
            yield label(_("Earlier"), "field")
            yield from (self._verdict(each, "", Tone.INFO) for each in reversed(earlier))

    def _comments(self, shown: Correspondence) -> Iterator[QWidget]:
        """Yield the comments, each with its answers below it."""
        comments = [each for each in shown.said if isinstance(each.word, Comment)]
        known = {each.word.id for each in comments}
        for each in comments:
            if isinstance(each.word, Comment) and each.word.reply_to not in known:
                yield self._comment(each, shown.record)
                yield from self._answers(each, comments, shown.record)

    def _answers(self, to: Said, comments: list[Said], record: Record) -> Iterator[QWidget]:
        for each in comments:
            if isinstance(each.word, Comment) and each.word.reply_to == to.word.id:
                yield _indented(self._comment(each, record))
                yield from self._answers(each, comments, record)

    def _verdict(self, said: Said, standing: str, tone: Tone) -> QWidget:
        verdict = said.word
        outcome = verdict.outcome if isinstance(verdict, Verdict) and verdict.outcome else Outcome.withdrawn
        made, column = _card("inline")
        set_style_property(made, "tone", tone.value)
        head = QHBoxLayout()
        head.setSpacing(look.spacing().small)
        head.addWidget(IconLabel(_ICONS[outcome], tone.value))
        head.addWidget(label(verdict_words(said, self._name(said)), "strong"))
        head.addWidget(label(format_instant(said.at) if said.at else "", "second"))
        head.addStretch(1)
        column.addLayout(head)
        if isinstance(verdict, Verdict) and verdict.reason:
            column.addWidget(paragraph(verdict.reason))
        if standing:
            column.addWidget(paragraph(standing, "second"))
        return made

    def _comment(self, said: Said, record: Record) -> QWidget:
        comment = said.word
        made, column = _card("card")
        if not isinstance(comment, Comment):
            return made
        head = QHBoxLayout()
        head.addWidget(paragraph(head_words(said, self._name(said)), "second"), 1)
        answer = button(Action(_("Answer"), partial(self.answer, comment), "message-square"), "small")
        answer.setAutoDefault(True)
        head.addWidget(answer)
        column.addLayout(head)
        if comment.about_path:
            column.addWidget(label(field_words(record, comment.about_path, self._desk.name), "strong"))
            column.addWidget(self._then_and_now(said, record, comment.about_path))
        column.addWidget(paragraph(comment.text or ""))
        return made

    def _then_and_now(self, said: Said, record: Record, path: str) -> QWidget:
        """Show what the field held when the comment was written, and what it holds now if that is another value."""
        now = value_words(record, path, said.now, self._desk.name) or _("(blank)")
        if not said.changed:
            return paragraph(now, "second")
        then = value_words(record, path, said.before, self._desk.name) or _("(blank)")
        return paragraph(_("then: {then}  \N{RIGHTWARDS ARROW}  now: {now}").format(then=then, now=now), "second")

    def _differences(self, shown: Correspondence) -> list[Change]:
        changes = (change_words(shown.record, *each, self._desk.name) for each in shown.since)
        return [each for each in changes if each is not None]

    def _name(self, said: Said) -> str:
        return dict(self._desk.store.names()).get(said.by, _("Somebody else"))

    def _say(self, written: Written) -> None:
        record = self.record
        if record is not None:
            self._desk.write(
                self,
                lambda store: review.comment(store, record, written.text, written.path, written.reply_to),
                lambda _saved: self._was_said(),
                self.writing.show_failure,
            )

    def _was_said(self) -> None:
        self.writing.clear()
        self.answered.emit()

    def _open_action(self) -> Action:
        return Action(_("Open the record"), self._open, "pencil")

    def _open(self) -> None:
        record = self.record
        if record is not None:
            self._desk.open(record.kind, record.id)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        wear(self, "sheet")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.state)
        head = QHBoxLayout()
        head.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        head.addLayout(words, 1)
        head.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.lines, 1)
        column.addWidget(self.writing)


def _card(kind: str) -> tuple[QFrame, QVBoxLayout]:
    made = QFrame()
    wear(made, kind)
    gaps = look.spacing()
    column = QVBoxLayout(made)
    column.setContentsMargins(gaps.medium, gaps.small, gaps.small, gaps.medium)
    column.setSpacing(gaps.hair)
    return made, column


def _table(changes: list[Change]) -> QWidget:
    """Show changes field by field."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(look.spacing().medium, 0, 0, look.spacing().small)
    grid.setHorizontalSpacing(look.spacing().large)
    grid.setVerticalSpacing(look.spacing().hair)
    grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, change in enumerate(changes):
        words = f"{change.before or _('(blank)')}  \N{RIGHTWARDS ARROW}  {change.after or _('(blank)')}"
        grid.addWidget(paragraph(change.field, "second"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(words), row, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _indented(inside: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(_INDENT, 0, 0, 0)
    row.addWidget(inside)
    return made
