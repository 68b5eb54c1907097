"""A field whose value is the key of a line that its place offers: a step of a ladder, another line of the record."""

from collections.abc import Callable, Sequence
from typing import Any

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.picks import ClosedListEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import show_text
from cdadesk.i18n import _

Offered = Callable[[], Sequence[tuple[str, str]]]
_CHOSEN = "key"


class OfferedEditor(ClosedListEditor):
    """One of the lines offered, by any part of its words; `offered` is asked anew each time the list opens."""

    def __init__(self, info: FieldInfo, around: Surroundings, offered: Offered) -> None:
        super().__init__(info, around)
        self._offered = offered
        self._key = ""
        self._hold(self.line)
        self.retranslate()

    def typed(self) -> Typed:
        """Return the key that was chosen as an object, or the text that is no line yet."""
        return {_CHOSEN: self._key} if self._key else self.line.text()

    def restore_typed(self, typed: Typed) -> None:
        self._key = typed[_CHOSEN] if isinstance(typed, dict) else ""
        show_text(self.line, self._words() if self._key else str(typed))
        self._say_back()

    def set_value(self, value: Any) -> None:
        """Show a key by its words."""
        super().set_value(None)
        self._shown_value = value
        self.restore_typed({_CHOSEN: str(value)} if value else "")
        self._shown_typed = self.typed()

    def value(self) -> Any:
        """Return the key, None for nothing; raises NotUnderstood for words that are no line of the list."""
        typed = self.typed()
        if typed == self._shown_typed:
            return self._shown_value
        if self._key:
            return self._key
        if not self.line.text().strip():
            return None
        raise NotUnderstood(_("Choose an entry of the list."))

    def retranslate(self) -> None:
        """Write the chosen line in the language in use."""
        if self._key:
            show_text(self.line, self._words())
        super().retranslate()

    def _note_change(self) -> None:
        if self._key and self.line.text() != self._words():
            self._key = ""
        super()._note_change()

    def _words(self) -> str:
        return next((words for key, words in self._offered() if key == self._key), _("no longer there"))

    def _fitting(self, typed: str) -> list[tuple[Any, str]]:
        wanted = typed.casefold()
        return [(key, words) for key, words in self._offered() if wanted in words.casefold()]

    def _pick(self, key: Any) -> None:
        self.close_popup()
        self.restore_typed({_CHOSEN: key})
        self._note_change()
