"""Fields of a record in sections, for a page that is no form: the record itself belongs to whoever holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import MissingCode, Record
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import missing_code
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.form_parts import FieldBox, SectionBox
from cdadesk.gui.layouts import Section


class Fields(QObject):
    """The editors of some fields, what was typed in them, and what is wrong there."""

    changed = Signal(str)
    left_so = Signal(object)

    def __init__(self, entity: type[Record], sections: tuple[Section, ...], around: Surroundings) -> None:
        super().__init__()
        described = describe(entity)
        names = [name for section in sections for name in section.names()]
        self.boxes = {name: FieldBox(editor_for(described[name], around)) for name in names}
        self.sections = [SectionBox(section, self.boxes) for section in sections]
        for name, box in self.boxes.items():
            box.editor.changed.connect(lambda name=name: self.changed.emit(name))
        for section in self.sections:
            section.left_so.connect(self.left_so)

    def show_record(self, record: Record) -> None:
        """Show the fields of a record."""
        for name, box in self.boxes.items():
            box.editor.set_value(getattr(record, name))
            box.editor.set_missing(record.missing.get(name))
            box.show_mark()

    def body(self, record: Record) -> dict[str, Any]:
        """Return what was typed and why fields are blank, where either differs from the record that was shown."""
        editors = {name: box.editor for name, box in self.boxes.items()}
        typed = {name: editor.typed() for name, editor in editors.items() if editor.is_changed()}
        missing = {
            name: editor.missing.value if editor.missing else None
            for name, editor in editors.items()
            if editor.missing is not record.missing.get(name)
        }
        return {name: each for name, each in (("typed", typed), ("missing", missing)) if each}

    def restore(self, body: Mapping[str, Any]) -> None:
        """Put back what `body` once returned."""
        for name, typed in body.get("typed", {}).items():
            if name in self.boxes:
                self.boxes[name].editor.restore_typed(typed)
        for name, code in body.get("missing", {}).items():
            if name in self.boxes:
                self.boxes[name].editor.set_missing(missing_code(code) if code else None)
                self.boxes[name].show_mark()

    def values(self) -> dict[str, Any]:
        """Return the values that can be understood."""
        return dict(self._values())

    def codes(self) -> dict[str, MissingCode]:
        """Return why fields are blank."""
        return {name: box.editor.missing for name, box in self.boxes.items() if box.editor.missing}

    def check(self) -> bool:
        """Settle every field, complain of what cannot be understood, and say whether all can."""
        for box in self.boxes.values():
            box.editor.settle()
        understood = [box.editor.check() for box in self.boxes.values()]
        return all(understood)

    def complain(self, path: str, sentence: str) -> bool:
        """Complain beside the field of a path, if it stands here."""
        name, _slash, rest = path.partition("/")
        if name in self.boxes:
            self.boxes[name].editor.complain_of(rest, sentence)
        return name in self.boxes

    def first_complaint(self) -> QWidget | None:
        """Return where the first complaint stands, with its section open."""
        for section in self.sections:
            for box in section.boxes:
                if box.editor.complained():
                    section.unfold()
                    return box.editor.control
        return None

    def show_findings(self, findings: list[Finding]) -> list[Finding]:
        """Show what concerns these fields, and return the rest."""
        for section in self.sections:
            section.show_findings([each for each in findings if _field(each) in section.names()])
        return [each for each in findings if _field(each) not in self.boxes]

    def explain(self) -> None:
        """Explain the field that has the focus, or take the explanation back."""
        here = QApplication.focusWidget()
        for box in self.boxes.values():
            if here is not None and box.isAncestorOf(here):
                box.explain()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        for section in self.sections:
            section.retranslate()

    def _values(self) -> Iterator[tuple[str, Any]]:
        for name, box in self.boxes.items():
            try:
                yield name, box.editor.value_so_far()
            except NotUnderstood:
                continue


def _field(finding: Finding) -> str:
    return finding.path.partition("/")[0]
