"""What a restored server lost and this laptop still held: shown until it comes back, never applied by itself."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.replicas import LostRecord
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, label, paragraph
from cdadesk.gui.places.exchange.reading import View
from cdadesk.gui.places.exchange.words import aside_words
from cdadesk.gui.records.leaf_words import change_words
from cdadesk.i18n import _, format_instant, format_number, ngettext

_SHOWN = 6
_FIELDS = 3
_BY_ITSELF = frozenset({"about_kind", "about_path", "read", "judged"})
"""What the program fills in for itself: the record that it is about is named beside it."""


class AsidePanel(QFrame):
    """Hidden while nothing is set aside."""

    def __init__(self, name: Name) -> None:
        super().__init__()
        self._name = name
        wear(self, "card")
        self.title = label("", "section")
        self.why = paragraph("", "second")
        self._lines: list[QWidget] = []
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(IconLabel("archive"))
        head.addWidget(self.title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.large)
        self._column.setSpacing(gaps.small)
        self._column.addLayout(head)
        self._column.addWidget(self.why)
        self.hide()

    def show_view(self, view: View) -> None:
        """Show what is set aside, and why it is."""
        lost = view.lost
        self.setVisible(bool(lost))
        title, why = aside_words(view)
        self.title.setText(title)
        self.why.setText(why)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in lost[:_SHOWN]]
        more = len(lost) - _SHOWN
        if more > 0:
            said = ngettext("and {n} more", "and {n} more", more).format(n=format_number(more))
            self._lines.append(label(said, "second"))
        for line in self._lines:
            self._column.addWidget(line)
            line.show()

    def _line(self, lost: LostRecord) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        kind = _(ENTITIES[lost.kind].label) if lost.kind in ENTITIES else lost.kind
        column.addWidget(ShortLabel(f"{kind}: {lost.title}" if lost.title else kind, "strong"))
        column.addWidget(ShortLabel(self._said(lost), "second"))
        return made

    def _said(self, lost: LostRecord) -> str:
        """Say who wrote it, when it was set aside, and what it says."""
        told = {path: value for path, value in lost.values.items() if path not in _BY_ITSELF}
        words = [_words_at(lost.record, path, value, self._name) for path, value in told.items()]
        return "  ·  ".join(filter(None, (lost.author, format_instant(lost.at), *list(filter(None, words))[:_FIELDS])))


def _words_at(record: Record | None, path: str, value: Any, name: Name) -> str:
    said = change_words(record, path, None, value, name) if record is not None else None
    return f"{said.field}: {said.after}" if said is not None else ""
