"""An edited list whose lines say more than a grid can show: some fields are columns, the others stand below."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.editors.lines_table import MOST_ROWS, MakeCell
from cdadesk.gui.kit.editors.rows import RowsEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.line_panel import LinePanel
from cdadesk.gui.kit.page import Action
from cdadesk.i18n import _, format_number

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS_ABOVE = 5
_AROUND = 96


class ShapedRowsEditor(RowsEditor):
    """A grid with a form for the line in use below it; Alt+Enter goes there and Escape comes back."""

    def __init__(self, info: FieldInfo, around: Surroundings, make_cell: MakeCell, shape: LineShape) -> None:
        self._opened = False
        self._panel: LinePanel | None = None
        super().__init__(info, around, make_cell, shape)
        below = {each.name: make_cell(each, around) for group in self.lines.below for each in group}
        self.panel = self._panel = LinePanel(self.model, shape, below)
        self._column.addWidget(self.panel)
        self.panel.left.connect(self._leave_panel)
        self.model.edited.connect(self._show_panel)
        self.model.modelReset.connect(self._show_panel)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_panel())

    def restore_typed(self, typed: Typed) -> None:
        super().restore_typed(typed)
        self._show_panel()

    def stops(self) -> list[QWidget]:
        """Return the grid and, below it, the fields of the line in use."""
        return [*super().stops(), *(self._panel.stops() if self._panel else [])]

    def go_to(self, path: str) -> None:
        """Put the keyboard on a cell or on a field below the grid."""
        key, _slash, name = path.partition("/")
        if self._is_below(name) and self._go_to_line(key):
            self._opened = True
            self._show_panel()
            self.panel.go_to(name)
        else:
            super().go_to(path)

    def complain_of(self, path: str, sentence: str) -> None:
        """Complain beside the field if it stands below the grid."""
        key, _slash, name = path.partition("/")
        if not self._is_below(name) or not self._go_to_line(key):
            super().complain_of(path, sentence)
            return
        self._opened = True
        self._show_panel()
        row = self.table.currentIndex().row()
        label = _(self.panel.boxes[name].editor.info.label)
        line = format_number(row + 1)
        self.panel.boxes[name].editor.complaint(sentence)
        self.complaint(_("Line {line}, {label}: {sentence}").format(line=line, label=label, sentence=sentence))

    def toggle_panel(self) -> None:
        """Show what else the line in use says, or put it away."""
        self._opened = not self._opened
        self._show_panel()
        self._bring_into_sight()

    def retranslate(self) -> None:
        super().retranslate()
        if self._panel is not None:
            self._panel.retranslate()
            self._show_panel()

    def shut(self, *, closed: bool) -> None:
        super().shut(closed=closed)
        for box in self.panel.boxes.values():
            box.editor.shut(closed=closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Enter goes to what stands below the grid."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.table.finish_editing()
            self._opened = True
            self._show_panel()
            self._bring_into_sight()
            self.panel.go_to("")
        else:
            super().keyPressEvent(event)

    def _actions(self) -> list[Action]:
        *acts, bring_back = super()._actions()
        more = Action(_("More about it"), self.toggle_panel, "ellipsis", hint=_("Alt+Enter"))
        return [*acts, more, bring_back]

    def _reading_acts(self) -> tuple[Callable[[], object], ...]:
        return (self.toggle_panel,)

    def _show_panel(self) -> None:
        panel = self._panel
        if panel is None:
            return
        row = self.table.currentIndex().row()
        line = self.model.line_at(row)
        panel.show_line(line, str(self.model.index(row, 0).data() or "") if line else "")
        panel.setVisible(line is not None and (self._opened or bool(panel.asked())))
        self.table.show_rows(_ROWS_ABOVE if self._opened else MOST_ROWS)

    def _bring_into_sight(self) -> None:
        """Scroll to the line in use and what stands below the grid, where the form is longer than the page."""
        self.table.scrollTo(self.table.currentIndex())
        QTimer.singleShot(0, self, self._scroll_to_panel)  # once the page has given it its place

    def _scroll_to_panel(self) -> None:
        page: QWidget | None = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is not None and not self.panel.isHidden():
            page.ensureWidgetVisible(self.panel)
            page.ensureWidgetVisible(self.spot()[0], 0, _AROUND)

    def _leave_panel(self) -> None:
        self._opened = False
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_panel()

    def _is_below(self, name: str) -> bool:
        return self._panel is not None and name in self._panel.boxes

    def _go_to_line(self, key: str) -> bool:
        place = self._place_of(key)
        if place is not None:
            self.table.setCurrentIndex(self.model.index(place[0], 0))
        return place is not None
