"""The trash of one kind of record: what was taken out of use in the last thirty days, and a way back for each."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record, Void
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, paragraph
from cdadesk.gui.records.tab import Lines, View
from cdadesk.i18n import _, format_instant, format_number
from cdadesk.store.reading import TRASH_DAYS, Held


class TrashView(View):
    """Lists what lies in the trash, the newest first."""

    def __init__(self, desk: Desk, entity: type[Record]) -> None:
        super().__init__()
        self._desk = desk
        self._entity = entity
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def reload(self) -> None:
        """Read beside the window what lies here, and show it."""
        self._desk.read(self, lambda store: store.trash(), self._show)

    def _show(self, found: list[Held[Record]]) -> None:
        kind, scope = self._entity.kind, self._desk.scope
        here = [held for held in found if held.record.kind == kind and held.record.scope.startswith(scope)]
        days = _("What was put in the trash stays in this list for {days} days.").format(days=format_number(TRASH_DAYS))
        names = self._desk.store.names()
        rows: list[QWidget] = [
            self._row(held.record, held.record.void, dict(names)) for held in here if held.record.void
        ]
        self._lines.show_lines([paragraph(days if rows else _("The trash is empty."), "second"), *rows])

    def _row(self, record: Record, void: Void, names: dict[str, str]) -> QWidget:
        who = names.get(void.by, _("somebody else"))
        said = "  ·  ".join(filter(None, (who, format_instant(void.at), void.reason)))
        made = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ShortLabel(record.title(), "strong"))
        words.addWidget(ShortLabel(said, "second"))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().medium)
        row.addLayout(words, 1)
        row.addWidget(button(Action(_("Bring it back"), lambda: self._bring_back(record), "undo-2")))
        return made

    def _bring_back(self, record: Record) -> None:
        self._desk.write(self, lambda store: store.restore(record), lambda _saved: self.reload())
