"""A form made from what an entity declares: filled by keyboard from the top, kept as a draft while it is typed."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.complaints import complaints
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import MissingCode, Record, all_findings
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import missing_code
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.findings_view import FindingsView
from cdadesk.gui.kit.form_page import FormPage
from cdadesk.gui.kit.form_parts import FieldBox, SectionBox
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.gui.layouts import Layout, Section, layout_for
from cdadesk.i18n import _

Body = dict[str, Any]
"""What was typed and is not saved yet, as JSON: `{"typed": {...}, "missing": {...}, "left_so": {...}}`, or empty."""

_DRAFT_AFTER_MS = 300
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE = 1080


class RecordForm(QWidget):
    """Shows one record and hands back what the person made of it.

    A layout with several pages makes a form without a face of its own: whoever owns it shows its `pages`, each under
    its title, and turns to the one that `page_asked` names.
    """

    page_asked = Signal(int)
    draft_changed = Signal(dict)
    dirty_changed = Signal(bool)
    save_asked = Signal(object)

    def __init__(self, entity: type[Record], around: Surroundings, layout: Layout | None = None) -> None:
        super().__init__()
        self.entity = entity
        self._around = around
        self._layout = layout or layout_for(entity)
        self._record: Record | None = None
        self._left_so: dict[str, str] = {}
        self._was_dirty = False
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_DRAFT_AFTER_MS)
        self._pending.timeout.connect(self.flush)
        described = describe(entity)
        self.boxes = {name: FieldBox(editor_for(described[name], around)) for name in self._layout.names()}
        self.sections = [SectionBox(section, self.boxes) for section in self._layout.sections]
        self.whole = FindingsView()
        self.save_button = button(self._save_action(), "primary")
        self.save_button.setAutoDefault(True)
        self._lay_out()
        self._listen()
        self._chain()

    @property
    def record(self) -> Record | None:
        """The record as it was shown, without what was typed since."""
        return self._record

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what was shown."""
        return bool(self.body())

    def page_titles(self) -> list[str]:
        """Return what the pages are called, in the language in use."""
        return [_(page) if page else _("Form") for page in self._layout.pages()]

    def show_record(self, record: Record) -> None:
        """Show a record, in place of everything that stood here."""
        self._pending.stop()
        self._record = record
        self._left_so = {}
        for name, box in self.boxes.items():
            box.editor.set_value(getattr(record, name))
            box.editor.set_missing(record.missing.get(name))
            box.show_mark()
        self._show_findings()
        self._tell_dirty()

    def rebase(self, record: Record) -> None:
        """Show a newer state of the record and keep what was typed and is not in it."""
        body = self.body()
        self.show_record(record)
        self.restore(body)

    def body(self) -> Body:
        """Return what differs from what was shown, half-typed values included; empty if nothing does."""
        record = self._record
        if record is None:
            return {}
        editors = {name: box.editor for name, box in self.boxes.items()}
        body = {
            "typed": {name: editor.typed() for name, editor in editors.items() if editor.is_changed()},
            "missing": {
                name: editor.missing.value if editor.missing else None
                for name, editor in editors.items()
                if editor.missing is not record.missing.get(name)
            },
            "left_so": dict(self._left_so),
        }
        return body if any(body.values()) else {}

    def restore(self, body: Body) -> None:
        """Put back what `body` once returned, over the record that is shown; unknown fields are passed over."""
        for name, typed in body.get("typed", {}).items():
            if name in self.boxes:
                self.boxes[name].editor.restore_typed(typed)
        for name, code in body.get("missing", {}).items():
            if name in self.boxes:
                self.boxes[name].editor.set_missing(missing_code(code) if code else None)
                self.boxes[name].show_mark()
        self._left_so = dict(body.get("left_so", {}))
        self._show_findings()
        self._tell_dirty()

    def read_record(self) -> Record | None:
        """Return the record as the form says it now, or None: then the complaints stand beside the fields."""
        if self._record is None:
            return None
        for box in self.boxes.values():
            box.editor.settle()
        understood = [box.editor.check() for box in self.boxes.values()]
        made = self._validated() if all(understood) else None
        if made is None:
            self._go_to_first_complaint()
        return made

    def save(self) -> None:
        """Hand the record over if it can be saved; complain beside its fields if not."""
        record = self.read_record()
        if record is not None:
            self.flush()
            self.save_asked.emit(record)

    def go_to(self, path: str) -> None:
        """Turn to the field of a path, and put the keyboard on the part of it that the path names."""
        name, _slash, rest = path.partition("/")
        box = self.boxes.get(name)
        if box is not None:
            page = self._turn_to(name)
            box.editor.go_to(rest)
            page.show_spot(*box.editor.spot())

    def explain(self) -> None:
        """Explain the field that has the focus, or take the explanation back."""
        for box in self.boxes.values():
            if box.editor.control.hasFocus() or box.isAncestorOf(QApplication.focusWidget() or self):
                box.explain()

    def flush(self) -> None:
        """Tell of the draft now."""
        self._pending.stop()
        self._show_findings()
        self.draft_changed.emit(self.body())

    def retranslate(self) -> None:
        """Write everything again in the language in use; what was typed stays."""
        for section in self.sections:
            section.retranslate()
        self.whole.retranslate()
        dress_button(self.save_button, self._save_action())
        self._show_findings()

    def claims(self, event: QEvent) -> bool:
        """Claim Ctrl+S and F1 from the window while a field of the form has the focus."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        return _is_save(event) or event.key() == Qt.Key.Key_F1

    def take_key(self, event: QKeyEvent) -> bool:
        """Enter goes on to the next field, Ctrl+S saves, F1 explains."""
        if _is_save(event):
            self.save()
        elif event.key() == Qt.Key.Key_F1:
            self.explain()
        elif event.key() in _ENTER:
            self.focusNextChild()
        else:
            return False
        return True

    def keep_pending(self) -> None:
        """Keep what was typed a moment ago now."""
        if self._pending.isActive():
            self.flush()

    def _values(self) -> Iterator[tuple[str, Any]]:
        """Yield the values of the fields that can be understood."""
        for name, box in self.boxes.items():
            try:
                yield name, box.editor.value_so_far()
            except NotUnderstood:
                continue

    def _changed_record(self, record: Record) -> Record:
        """Return the record with what was typed; raises ValidationError."""
        codes: dict[str, MissingCode] = {name: code for name, code in record.missing.items() if name not in self.boxes}
        codes |= {name: box.editor.missing for name, box in self.boxes.items() if box.editor.missing}
        return record.changed(**dict(self._values()), missing=codes, left_so=record.left_so | self._left_so)

    def _validated(self) -> Record | None:
        if self._record is None:
            return None
        try:
            return self._changed_record(self._record)
        except ValidationError as error:
            self._complain(complaints(error))
            return None

    def _complain(self, found: Mapping[str, str]) -> None:
        for path, sentence in found.items():
            name, _slash, rest = path.partition("/")
            box = self.boxes.get(name)
            if box is not None:
                blank = box.editor.is_blank()
                box.editor.complain_of(rest, _("This must be filled in.") if blank else sentence)

    def _go_to_first_complaint(self) -> None:
        for name, box in self.boxes.items():
            if box.editor.complained():
                self._turn_to(name)
                box.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _turn_to(self, name: str) -> FormPage:
        """Bring the page of a field to the front, and unfold its section."""
        section, box = next((each, box) for each, box in self._placed() if name in each.names())
        place = self._layout.pages().index(section.page)
        self.page_asked.emit(place)
        box.unfold()
        return self.pages[place]

    def _placed(self) -> Iterator[tuple[Section, SectionBox]]:
        return zip(self._layout.sections, self.sections, strict=True)

    def _show_findings(self) -> None:
        if self._record is None:
            return
        try:
            findings = all_findings(self._changed_record(self._record))
        except ValidationError:
            return  # what is typed cannot be judged yet; what was said before stays
        placed = {name for section in self.sections for name in section.names()}
        for section in self.sections:
            section.show_findings([each for each in findings if _field(each) in section.names()])
        self.whole.show_findings([each for each in findings if _field(each) not in placed])
        self._chain()

    def _leave_so(self, finding: Finding) -> None:
        self._left_so[finding.code] = finding.sentence
        self._note_change()
        self._show_findings()

    def _note_change(self) -> None:
        if not self._pending.isActive():
            self._pending.start()
        self._tell_dirty()

    def _tell_dirty(self) -> None:
        dirty = self.dirty
        if dirty is not self._was_dirty:
            self._was_dirty = dirty
            self.dirty_changed.emit(dirty)

    def _save_action(self) -> Action:
        return Action(_("Save"), self.save, "check", hint=_("Ctrl+S"))

    def _listen(self) -> None:
        for box in self.boxes.values():
            box.editor.changed.connect(self._note_change)
        self.whole.left_so.connect(self._leave_so)
        for section in self.sections:
            section.left_so.connect(self._leave_so)

    def _chain(self) -> None:
        """Let Tab go in reading order, findings included."""
        stops = [*self.whole.stops()]
        for section in self.sections:
            stops += section.stops()
        for first, second in pairwise([*stops, self.save_button]):
            if first.window() is second.window():  # pages do not belong to one until their owner shows them
                QWidget.setTabOrder(first, second)

    def _lay_out(self) -> None:
        self.pages = [FormPage(self, parts, widest) for parts, widest in self._page_parts()]
        for page in self.pages[:-1]:
            page.end()
        self.pages[-1].end(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if len(self.pages) == 1:
            whole.addWidget(self.pages[0])

    def _page_parts(self) -> Iterator[tuple[list[QWidget], int]]:
        """Yield the parts of each page and how wide they may get: a form is read best narrow, a grid wide."""
        first = self._layout.pages()[0]
        narrow = look.sizes().detail
        for page in self._layout.pages():
            boxes = [box for section, box in self._placed() if section.page == page]
            has_grid = any(box.editor.info.kind is Kind.rows for each in boxes for box in each.boxes)
            yield [*([self.whole] if page == first else []), *boxes], _WIDE if page and has_grid else narrow


def _field(finding: Finding) -> str:
    return finding.path.partition("/")[0]


def _is_save(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Save)
