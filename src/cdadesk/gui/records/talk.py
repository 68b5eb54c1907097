"""What was said about a record: comments on it or on a field, answers, and the advisor's verdicts between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import review
from cdadesk.acts.review import Conversation
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment, Outcome, Verdict
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property, wear
from cdadesk.gui.kit.words import button, label, paragraph
from cdadesk.gui.records.judging import JudgingRow
from cdadesk.gui.records.leaf_words import field_words
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.gui.records.writing_box import Said, WritingBox
from cdadesk.i18n import _, format_instant, format_number
from cdadesk.store.history import HistoryLine
from cdadesk.store.reading import Held
from cdadesk.store.store import Store

_TONES = {Outcome.approved: Tone.GOOD, Outcome.returned: Tone.WARN, Outcome.withdrawn: Tone.INFO}
_ANSWER_INDENT = 24


@dataclass(frozen=True)
class Talk:
    """A conversation as it is shown: what was said, and who said each part when."""

    said: Conversation
    written: dict[UUID, HistoryLine]
    names: dict[str, str]

    def parts(self) -> list[Comment | Verdict]:
        """Return comments and verdicts."""
        return _parts(self.said)

    def by(self, part: Record) -> str:
        """Say who wrote a part, and when."""
        line = self.written.get(part.id)
        if line is None:
            return ""
        return f"{self.names.get(line.author, _('somebody else'))}  ·  {format_instant(line.made_at)}"


class CommentsTab(SideTab):
    """The conversation about one record, and a place to write in it; `count` tells how many comments there are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: Record | None = None
        self._count = 0
        self._lines = Lines()
        self.writing = WritingBox(desk)
        self.writing.said.connect(self._say)
        self.judging = JudgingRow(desk)
        self.judging.judged.connect(self._judge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._lines, 1)
        column.addWidget(self.writing)
        column.addWidget(self.judging)

    def title(self) -> str:
        return _("Comments {n}").format(n=format_number(self._count)) if self._count else _("Comments")

    def show_count(self, count: int) -> None:
        """Show in the title how much was said."""
        if count != self._count:
            self._count = count
            self.retitled.emit()

    def show_record(self, record: Record) -> None:
        """Read the conversation beside the window, and show it."""
        self._record = record
        self.writing.show_record(record)
        self.judging.show_record(record)
        self._desk.read(self, lambda store: _talk(store, record), lambda talk: self._show(record, talk))

    def retranslate(self) -> None:
        self.writing.retranslate()
        self.judging.retranslate()

    def _show(self, record: Record, talk: Talk | None) -> None:
        if talk is None or record is not self._record:
            return
        self.show_count(len(talk.said.comments))
        parts = list(self._parts(record, talk))
        self._lines.show_lines(parts or [paragraph(_("Nobody has said anything about this yet."), "second")])

    def _parts(self, record: Record, talk: Talk) -> Iterator[QWidget]:
        known = {part.id for part in talk.parts()}
        for part in sorted(talk.parts(), key=lambda each: each.id):
            if isinstance(part, Verdict):
                yield _verdict_view(part, talk)
            elif part.reply_to not in known:
                yield self._comment_view(part, record, talk)
                yield from self._answers(part, record, talk)

    def _answers(self, to: Comment, record: Record, talk: Talk) -> Iterator[QWidget]:
        for held in talk.said.comments:
            if held.record.reply_to == to.id:
                yield _indented(self._comment_view(held.record, record, talk))
                yield from self._answers(held.record, record, talk)

    def _comment_view(self, comment: Comment, record: Record, talk: Talk) -> QWidget:
        made, column = _card()
        head = QHBoxLayout()
        head.addWidget(paragraph(talk.by(comment), "second"), 1)
        head.addWidget(button(Action(_("Answer"), lambda: self.writing.answer(comment), "message-square"), "small"))
        column.addLayout(head)
        if comment.about_path:
            column.addWidget(label(field_words(record, comment.about_path, self._desk.name), "field"))
        column.addWidget(paragraph(comment.text or ""))
        return made

    def _say(self, said: Said) -> None:
        record = self._record
        if record is not None:
            self._desk.write(
                self,
                lambda store: review.comment(store, record, said.text, said.path, said.reply_to),
                lambda _saved: self._was_said(record),
                self.writing.show_failure,
            )

    def _judge(self, outcome: Outcome) -> None:
        """Return the record, for which a reason must stand there, or approve it."""
        record, reason = self._record, self.writing.text.toPlainText().strip()
        if outcome is Outcome.returned and not reason:
            self.writing.show_failure(_("Write what is to be corrected; then return it."))
            self.writing.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif record is not None:
            self._desk.write(
                self,
                lambda store: review.judge(store, record, outcome, reason),
                lambda _saved: self._was_said(record),
                self.writing.show_failure,
            )

    def _was_said(self, record: Record) -> None:
        self.writing.clear()
        self.show_record(record)


def _talk(store: Store, record: Record) -> Talk | None:
    held: Held[Record] | None = store.get(type(record), record.id)
    if held is None:
        return None
    said = review.conversation(store, held)
    written = {part.id: lines[0] for part in _parts(said) if (lines := store.history(part))}
    return Talk(said, written, dict(store.names()))


def _parts(said: Conversation) -> list[Comment | Verdict]:
    comments = [held.record for held in said.comments]
    verdicts = [held.record for held in said.verdicts]
    return [*comments, *verdicts]


def _verdict_view(verdict: Verdict, talk: Talk) -> QWidget:
    made = QFrame()
    wear(made, "inline")
    outcome = verdict.outcome or Outcome.withdrawn
    set_style_property(made, "tone", _TONES[outcome].value)
    gaps = look.spacing()
    column = QVBoxLayout(made)
    column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.small)
    column.setSpacing(gaps.hair)
    column.addWidget(label(_(outcome.label), "strong"))
    column.addWidget(paragraph(talk.by(verdict), "second"))
    if verdict.reason:
        column.addWidget(paragraph(verdict.reason))
    return made


def _card() -> tuple[QFrame, QVBoxLayout]:
    made = QFrame()
    wear(made, "card")
    gaps = look.spacing()
    column = QVBoxLayout(made)
    column.setContentsMargins(gaps.medium, gaps.small, gaps.small, gaps.medium)
    column.setSpacing(gaps.hair)
    return made, column


def _indented(inside: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(_ANSWER_INDENT, 0, 0, 0)
    row.addWidget(inside)
    return made
