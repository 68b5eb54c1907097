"""What the server could not take: its words, the way to the record, and a text file for whoever can help."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.file_questions import ask_new_file
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button, label, paragraph
from cdadesk.gui.places.exchange.reading import RefusedRecord
from cdadesk.gui.records.leaf_words import change_words
from cdadesk.i18n import _, format_instant
from cdadesk.store.troubles import file_troubles_told


class RefusedView(QWidget):
    """A card for each record; hidden while there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = label("", "section")
        self.notice = Notice()
        self.cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().small)
        self._column.addWidget(self.title)
        self._column.addWidget(self.notice)
        self.hide()

    def show_refused(self, refused: tuple[RefusedRecord, ...]) -> None:
        """Show these."""
        self.title.setText(_("The server could not take this"))
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [self._card(each) for each in refused]
        for card in self.cards:
            self._column.addWidget(card)
        self.setVisible(bool(refused))

    def save_text(self, refused: RefusedRecord, file: Path) -> None:
        """Write a record's refused changes down as a text."""
        text = "\n".join(refused_text(self._desk, refused)) + "\n"
        self._desk.background.write(
            self,
            lambda _progress: _write(file, text),
            lambda _nothing: self.notice.say(Tone.GOOD, _("Saved as {file}.").format(file=file.name)),
            lambda _sentence: self.notice.say(Tone.WARN, _("It could not be written there. Choose another folder.")),
        )

    def _card(self, refused: RefusedRecord) -> QWidget:
        made = QFrame()
        wear(made, "card")
        gaps = look.spacing()
        words = QVBoxLayout()
        words.setSpacing(gaps.hair)
        words.addWidget(ShortLabel(_title(refused), "strong"))
        for sentence in refused.sentences:
            words.addWidget(paragraph(sentence))
        words.addWidget(paragraph(_way_out(refused), "second"))
        row = QHBoxLayout(made)
        row.setContentsMargins(gaps.large, gaps.medium, gaps.medium, gaps.medium)
        row.setSpacing(gaps.small)
        row.addLayout(words, 1)
        for act in self._acts(refused):
            pressed = button(act)
            pressed.setAutoDefault(True)
            row.addWidget(pressed, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _acts(self, refused: RefusedRecord) -> Iterator[Action]:
        if refused.record is not None:
            yield Action(_("Open the record"), partial(self._desk.open, refused.kind, refused.id), "pencil")
        yield Action(_("Save as a text"), partial(self._ask_file, refused), "file-text")

    def _ask_file(self, refused: RefusedRecord) -> None:
        name = f"cdadesk-{refused.kind}-{refused.id.hex[-6:]}.txt"
        ask_new_file(self, _("Save as a text"), name, partial(self.save_text, refused), _("Texts"))


def _way_out(refused: RefusedRecord) -> str:
    if refused.record is not None and refused.record.is_closed:
        return _("It stays here. Begin a new revision of it: what you wrote then stands in that.")
    return _("It stays here. Correct the record and save it: then it goes out again.")


def _write(file: Path, text: str) -> None:
    with file_troubles_told():
        file.write_text(text, encoding="utf-8")


def refused_text(desk: Desk, refused: RefusedRecord) -> Iterator[str]:
    """Yield the lines of the text: in words for people, and as it was sent for whoever mends the server."""
    yield _title(refused)
    yield from refused.sentences
    for change in refused.changes:
        yield ""
        yield format_instant(change.made_at)
        for path, value in sorted(change.fields.items()):
            words = change_words(refused.record, path, None, value, desk.name) if refused.record else None
            if words is not None:
                yield f"{words.field}: {words.after}"
        yield json.dumps(
            {"n": change.n, "kind": change.kind, "record": str(change.record), "scope": change.scope}
            | {"code": change.code, "fields": dict(change.fields)},
            ensure_ascii=False,
        )


def _title(refused: RefusedRecord) -> str:
    kind = _(ENTITIES[refused.kind].label) if refused.kind in ENTITIES else refused.kind
    return f"{kind}: {refused.record.title()}" if refused.record is not None else kind
