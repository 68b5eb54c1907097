"""References: a person or firm found by any part of its name in either script, or made on the spot."""

from typing import Any
from uuid import UUID

from shiboken6 import isValid

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.picks import PickEditor
from cdadesk.gui.kit.editors.surroundings import Match, Surroundings
from cdadesk.gui.kit.editors.text import show_text
from cdadesk.i18n import _

_MAKE = "make"


class ReferenceEditor(PickEditor):
    """Points at another record."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._target: UUID | None = None
        self._hold(self.line)
        self.retranslate()

    def typed(self) -> Typed:
        """Return which record was chosen, or the part of a name that stands here."""
        return {"id": str(self._target)} if self._target is not None else self.line.text()

    def restore_typed(self, typed: Typed) -> None:
        self._target = UUID(typed["id"]) if isinstance(typed, dict) else None
        show_text(self.line, self._title() if self._target is not None else str(typed))

    def retranslate(self) -> None:
        """Write the words that are not a name again."""
        self.line.setPlaceholderText(_("Type any part of the name"))
        if self._target is not None:
            show_text(self.line, self._title())
        super().retranslate()

    def offer(self) -> None:
        """Show the records that fit; a blank line points at nothing."""
        if self.line.text().strip():
            super().offer()
        else:
            self.close_popup()

    def as_cell(self) -> None:
        """Leave the placeholder out, where a table has no room for it."""
        super().as_cell()
        self.line.setPlaceholderText("")

    def _title(self) -> str:
        match = self.around.name(self._target) if self._target is not None else None
        return match.title if match is not None else _("not on this laptop yet")

    def _note_change(self) -> None:
        self._target = None
        super()._note_change()

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        lines: list[tuple[Any, str]] = [(match, match.title) for match in self.around.find(self.info.to, typed)]
        if typed and self.around.make is not None:
            lines.append((_MAKE, _("Make a new one: {title}").format(title=typed)))
        return lines

    def _pick(self, key: Any) -> None:
        self.close_popup()
        if key == _MAKE and self.around.make is not None:
            self.around.make(self.info.to, self.line.text().strip(), self._point_at_made)
            self.complaint("")  # what is being made is no name that was chosen wrongly
        elif isinstance(key, Match):
            self.point_at(key)

    def point_at(self, match: Match) -> None:
        """Choose a record, as if the person had picked it."""
        self._target = match.id
        show_text(self.line, match.title)
        super()._note_change()

    def _point_at_made(self, match: Match) -> None:
        """Choose what was made, unless the person closed this editor meanwhile; the name typed here is kept anyway."""
        if isValid(self):
            self.point_at(match)

    def take_offered(self) -> None:
        """Take the first record that fits, but never make one unasked."""
        if self.matches.current_key() != _MAKE:
            super().take_offered()
