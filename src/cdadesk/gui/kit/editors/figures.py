"""Numbers and amounts: typed freely, with what was understood said below."""

from PySide6.QtCore import Qt

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import to_typed
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import LineEditor
from cdadesk.gui.kit.words import label

FIGURE_WIDTH = 220
AS_WIDE_AS_ITS_CELL = 16_777_215  # Qt's own word for no limit


class FigureEditor(LineEditor):
    """A whole number, a number with its unit, or an amount."""

    def __init__(self, info: FieldInfo, around: Surroundings) -> None:
        super().__init__(info, around)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._foot_side = Qt.AlignmentFlag.AlignRight
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setMaximumWidth(FIGURE_WIDTH)
        self._hold(self.line, *([label(info.unit, "second")] if info.unit else []))

    def value(self) -> object:
        """Return the figure; an amount in the currency shown keeps the rate it was shown with."""
        value = super().value()
        shown = self._shown_value
        if isinstance(value, Money) and isinstance(shown, Money) and value.currency == shown.currency:
            return value.model_copy(update={"rate": shown.rate, "rate_on": shown.rate_on})
        return value

    def settle(self) -> None:
        """Write the figure the way the program writes it."""
        try:
            value = self.value()
        except NotUnderstood:
            return
        self.restore_typed(to_typed(self.info, value))

    def as_cell(self) -> None:
        """Fill the cell."""
        super().as_cell()
        self.setMaximumWidth(AS_WIDE_AS_ITS_CELL)
