"""What a line says beyond the columns of its grid, as a small form below it."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.gui.kit.editors.as_typed import is_blank, missing_code
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.lines import Line, LineShape
from cdadesk.gui.kit.editors.lines_model import LinesModel
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel
from cdadesk.i18n import _


class LinePanel(QFrame):
    """Edits the further fields of one line; what is typed goes into the model at once. `left` says that Escape did."""

    left = Signal()

    def __init__(self, model: LinesModel, shape: LineShape, editors: dict[str, Editor]) -> None:
        super().__init__()
        wear(self, "card")
        self._model = model
        self._shape = shape
        self._line: Line | None = None
        self._title = ShortLabel("", "strong")
        self.boxes = {name: FieldBox(editor) for name, editor in editors.items()}
        self._groups: list[tuple[QWidget, list[FieldBox]]] = []
        self._lay_out()
        for box in self.boxes.values():
            box.editor.changed.connect(lambda editor=box.editor: self._take(editor))
        self.hide()

    @property
    def line(self) -> Line | None:
        """The line that is shown."""
        return self._line

    def show_line(self, line: Line | None, title: str) -> None:
        """Show another line, or the same one after it changed; nothing for none."""
        changes = line is not self._line
        self._line = line
        if line is None:
            return
        self._title.setText(_("More about {line}").format(line=title))
        for info, box in self._fields():
            typed = self._model.typed_in(line, info)
            if changes or box.editor.typed() != typed:
                box.editor.restore_typed(typed)
                box.editor.complaint("")
            code = line.missing.get(info.name)
            box.editor.set_missing(missing_code(code) if code else None)
            box.show_mark()
        self._show_what_is_of_use(line)

    def asked(self) -> list[str]:
        """Return the fields that the line needs and that are blank."""
        line = self._line
        return [name for name in self._shape.asks(line.cells) if is_blank(line.cells.get(name, ""))] if line else []

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to, in reading order."""
        return [stop for box in self.boxes.values() for stop in box.editor.stops()]

    def go_to(self, name: str) -> None:
        """Put the keyboard on a field, by default the first that can be seen, or the first that is asked for."""
        wanted = [name, *self.asked(), *(each for each, box in self.boxes.items() if not box.isHidden())]
        first = next((self.boxes[each] for each in wanted if each in self.boxes), None)
        if first is not None:
            first.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every word again."""
        for box in self.boxes.values():
            box.retranslate()

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        return took_escape(event, self.left.emit) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 explains the field that has the focus, not the whole list."""
        if event.key() == Qt.Key.Key_F1:
            for box in self.boxes.values():
                if box.editor.control.hasFocus():
                    box.explain()
        else:
            super().keyPressEvent(event)

    def _fields(self) -> Iterator[tuple[FieldInfo, FieldBox]]:
        for box in self.boxes.values():
            yield box.editor.info, box

    def _take(self, editor: Editor) -> None:
        line = self._line
        if line is not None:
            self._model.type_in(line, editor.info, editor.typed(), editor.missing)
            self._show_what_is_of_use(line)

    def _show_what_is_of_use(self, line: Line) -> None:
        useless = self._shape.no_use(line.cells)
        for name, box in self.boxes.items():
            box.setVisible(name not in useless or not is_blank(line.cells.get(name, "")))
        for group, boxes in self._groups:
            group.setVisible(any(not box.isHidden() for box in boxes))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        column.setSpacing(gaps.small)
        column.addWidget(self._title)
        for names in self._shape.below:
            group = QWidget()
            row = QHBoxLayout(group)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(gaps.large)
            boxes = [self.boxes[name] for name in names]
            for box in boxes:
                row.addWidget(box, 1)
            column.addWidget(group)
            self._groups.append((group, boxes))
