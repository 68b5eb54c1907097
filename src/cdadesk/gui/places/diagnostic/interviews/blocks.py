"""Questions below each other as their form orders them: rows, what is only said, groups with a head, and repeats."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.sitting import is_note
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.diagnostic.interviews.repeat_block import QuestionBlock, RepeatBlock
from cdadesk.gui.places.diagnostic.interviews.talk import Talk, key_below
from cdadesk.questions.answers import Key
from cdadesk.questions.form import Group, Node, Question, Repeat


class Block(QuestionBlock):
    """The questions of some nodes, in the group or row whose key is `above`."""

    def __init__(self, talk: Talk, nodes: Sequence[Node], above: Key) -> None:
        super().__init__()
        self._talk = talk
        self._parts: list[QuestionRow | RepeatBlock | SaidRow | HeadRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._add(nodes, above)

    def refresh(self) -> None:
        for part in self._parts:
            part.refresh()

    def retranslate(self) -> None:
        for part in self._parts:
            part.retranslate()

    def rows(self) -> Iterator[QuestionRow]:
        for part in self._parts:
            if isinstance(part, QuestionRow):
                yield part
            elif isinstance(part, RepeatBlock):
                yield from part.rows()

    def stops(self) -> Iterator[QWidget]:
        for part in self._parts:
            if isinstance(part, RepeatBlock):
                yield from part.stops()
            elif isinstance(part, QuestionRow) and part.is_stop():
                yield part.control

    def show_key(self, key: Key) -> QuestionRow | None:
        for part in self._parts:
            if isinstance(part, QuestionRow) and part.key == key:
                return part
            if isinstance(part, RepeatBlock) and (found := part.show_key(key)) is not None:
                return found
        return None

    def _add(self, nodes: Sequence[Node], above: Key) -> None:
        for node in nodes:
            if isinstance(node, Group):
                inside = key_below(above, node.path) if node.path else above
                self._take(HeadRow(self._talk, inside, node))
                self._add(node.children, inside)
            elif isinstance(node, Repeat):
                block = RepeatBlock(self._talk, key_below(above, node.path), node, Block)
                block.regrown.connect(self.regrown)
                block.passed.connect(self.passed)
                self._take(block)
            else:
                self._add_question(node, key_below(above, node.path))

    def _add_question(self, question: Question, key: Key) -> None:
        if key not in self._talk.sitting.filling.answers.places:
            return
        if is_note(self._talk.sitting.form, question):
            self._take(SaidRow(self._talk, key, question))
            return
        row = QuestionRow(self._talk, key, question, self)
        row.passed.connect(lambda: self.passed.emit(row))
        self._take(row)

    def _take(self, part: "QuestionRow | RepeatBlock | SaidRow | HeadRow") -> None:
        self._parts.append(part)
        self._column.addWidget(part)
        part.refresh()


class HeadRow(QWidget):
    """What a group is called, above its questions."""

    def __init__(self, talk: Talk, key: Key, group: Group) -> None:
        super().__init__()
        self._talk = talk
        self._key = key
        self._group = group
        self._words = paragraph("", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.spacing().large, 0, 0)
        column.addWidget(self._words)

    def refresh(self) -> None:
        """Show the words while the group is asked."""
        filling = self._talk.sitting.filling
        said = self._talk.said(self._key, self._group.words) if self._key in filling.answers.places else ""
        self._words.setText(said)
        self.setVisible(bool(said) and filling.is_asked(self._key))

    def retranslate(self) -> None:
        """Write the words in the language in use."""
        self.refresh()


class SaidRow(QWidget):
    """What the form only says; a warning of it in amber."""

    def __init__(self, talk: Talk, key: Key, question: Question) -> None:
        super().__init__()
        self._talk = talk
        self._key = key
        self._question = question
        self._words = paragraph("", "second")
        self.warning = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.spacing().small, 0, look.spacing().small)
        for each in (self._words, self.warning):
            column.addWidget(each)

    def refresh(self) -> None:
        """Show the words while they are due."""
        said = self._talk.said(self._key, self._question.words)
        self.setVisible(self._talk.sitting.filling.is_asked(self._key) and bool(said))
        if self._talk.sitting.form.bind(self._question.path).is_warning:
            self._words.hide()
            self.warning.say(Tone.WARN, said)
        else:
            self._words.setText(said)

    def retranslate(self) -> None:
        """Write the words in the language in use."""
        self.refresh()
