"""The parts of a form: a field with its label, and a section that folds and says what is missing in it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.gui.kit.editors.base import MISSING_KEYS, Editor
from cdadesk.gui.kit.findings_view import FindingsView
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import escaped, label, paragraph
from cdadesk.gui.layouts import Section
from cdadesk.i18n import _


class FieldBox(QWidget):
    """A label above its editor; a small mark beside the label says why a field is blank."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self._label = label("", "field")
        self._label.setBuddy(editor)
        self._mark = label("", "mark")
        self._hint = paragraph("", "second")
        self._hint.hide()
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(self._label)
        head.addWidget(self._mark)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.hair // 2)
        column.addLayout(head)
        column.addWidget(editor)
        column.addWidget(self._hint)
        column.addStretch(1)
        editor.changed.connect(self.show_mark)
        self.retranslate()

    def explain(self) -> None:
        """Show the field's hint and the keys for a missing answer, or put them away again."""
        self._hint.setVisible(self._hint.isHidden())

    def show_mark(self) -> None:
        """Show why the field is blank, if somebody said why."""
        code = self.editor.missing
        self._mark.setText(_(code.label) if code else "")
        self._mark.setVisible(code is not None)

    def retranslate(self) -> None:
        """Write label, hint and editor in the language in use."""
        info = self.editor.info
        self._label.setText(_(info.label))
        self._hint.setText(_explanation(info))
        self.editor.control.setAccessibleName(_(info.label))
        self.editor.retranslate()
        self.show_mark()


class SectionBox(QWidget):
    """A title that folds its fields away, what is missing among them, and what looks wrong."""

    left_so = Signal(object)

    def __init__(self, section: Section, boxes: Mapping[str, FieldBox]) -> None:
        super().__init__()
        self._section = section
        self.boxes = [boxes[name] for name in section.names()]
        self._missing: list[str] = []
        self.head = QPushButton()
        wear(self.head, "fold")
        self.head.setCheckable(True)
        self.head.toggled.connect(self._fold)
        self._still = paragraph("", "second")
        self._body = QWidget()
        self.findings = FindingsView()
        self.findings.left_so.connect(self.left_so)
        self._lay_out(boxes)
        self.head.setVisible(bool(section.title))  # not before it has a place: it would flash up as a window
        self.head.setChecked(section.folded)
        self._fold(section.folded and bool(section.title))
        self.retranslate()

    def names(self) -> list[str]:
        """Return the fields in reading order."""
        return self._section.names()

    def unfold(self) -> None:
        """Show the fields."""
        self.head.setChecked(False)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say what is missing in one line, and what looks wrong one by one."""
        self._missing = [finding.path.partition("/")[0] for finding in findings if finding.weight is Weight.missing]
        self.findings.show_findings([finding for finding in findings if finding.weight is not Weight.missing])
        self._say_missing()

    def missing_line(self) -> str:
        """Return what is said to be missing."""
        return self._still.text()

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to, in reading order."""
        stops = (stop for box in self.boxes for stop in box.editor.stops())
        return [self.head, *stops, *self.findings.stops()]

    def retranslate(self) -> None:
        """Write title and fields in the language in use."""
        self.head.setText(escaped(_(self._section.title)))
        self.findings.retranslate()
        for box in self.boxes:
            box.retranslate()
        self._say_missing()

    def _say_missing(self) -> None:
        names = {box.editor.info.name: _(box.editor.info.label) for box in self.boxes}
        labels = list(dict.fromkeys(names[name] for name in self._missing if name in names))
        self._still.setText(_("Still missing: {fields}").format(fields=", ".join(labels)) if labels else "")
        self._still.setVisible(bool(labels))

    def _fold(self, folded: bool) -> None:  # noqa: FBT001 - Qt's signal hands it over so
        self._body.setHidden(folded)
        self.head.setIcon(icon("chevron-right" if folded else "chevron-down"))
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus if folded else Qt.FocusPolicy.ClickFocus)

    def _lay_out(self, boxes: Mapping[str, FieldBox]) -> None:
        gaps = look.spacing()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(gaps.medium)
        for each in self._section.fields:
            if isinstance(each, str):
                inside.addWidget(boxes[each])
            else:
                inside.addLayout(_side_by_side([boxes[name] for name in each]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        # without a title the fields may stand beside others: what is missing is said below them, and moves none down
        above, below = (self._still, self._body) if self._section.title else (self._body, self._still)
        for widget in (self.head, above, below, self.findings):
            column.addWidget(widget)


def _side_by_side(boxes: Sequence[FieldBox]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look.spacing().large)
    for box in boxes:
        row.addWidget(box, 1)
    return row


def _explanation(info: FieldInfo) -> str:
    codes = ", ".join(f"{key.name.removeprefix('Key_')} {_(code.label)}" for key, code in MISSING_KEYS.items())
    no_answer = _("When there is no answer: {codes}.").format(codes=codes)
    return f"{_(info.hint)} {no_answer}".strip()
