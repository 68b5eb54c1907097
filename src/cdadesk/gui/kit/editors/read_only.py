"""What only the program writes: shown, never edited."""

from PySide6.QtCore import Qt

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import Typed, as_text
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.words import paragraph


class ReadOnlyEditor(Editor):
    """Shows an instant, or a value that only code reads, and gives it back as it was."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self._text = paragraph()
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hold(self._text)

    def typed(self) -> Typed:
        return ""

    def restore_typed(self, typed: Typed) -> None:
        del typed
        self.retranslate()

    def is_blank(self) -> bool:
        return self._shown_value is None

    def retranslate(self) -> None:
        """Write the value in the language in use."""
        self._text.setText(as_text(self.info, self._shown_value, self.around.name))
