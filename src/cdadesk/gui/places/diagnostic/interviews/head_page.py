"""The first page of an interview: the script that is read aloud, what was said to it, who is asked, and with what."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.interviews import OfferedSet, named_as_allowed, set_title
from cdadesk.acts.sitting import Halves
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.actors.person import Language
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate, witness_findings
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.record import all_findings
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.loose_fields import Fields
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.places.diagnostic.interviews.layouts import CONSENT, KIND, REMARKS, TALK, WHO
from cdadesk.i18n import N_, _, language
from cdadesk.questions.sets import consent_script

_WIDEST = 860
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCRIPTS = {Language.hindi: "hi", Language.english: "en"}


class HeadPage(QWidget):
    """Asks for everything but the answers. `changed` tells of each change, `go_asked` that the questions are wanted."""

    changed = Signal()
    go_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._halves: Halves | None = None
        self._sets: Sequence[OfferedSet] = ()
        self._is_new = False
        around = desk.around(self)
        info = FieldInfo(
            "set", Kind.plain, N_("Question set"), hint=N_("Chosen by the kind of actor; you can change it.")
        )
        self.set_box = FieldBox(OfferedEditor(info, around, self._offered_sets))
        self._set_name = label("", "strong")
        self.fields = Fields(Interview, (KIND, TALK, CONSENT, REMARKS), around)
        self.private = Fields(InterviewPrivate, (WHO,), around)
        self._script = paragraph("")
        self._script_head = label("", "field")
        self._in_hindi = button(Action("", lambda: self._read_in(Language.hindi)), "small")
        self._in_english = button(Action("", lambda: self._read_in(Language.english)), "small")
        self._shown_script = language()
        self.go = button(Action("", self.go_asked.emit), "primary")
        self.go.setAutoDefault(True)
        self._lay_out()
        self._listen()
        self.retranslate()

    def show_new(self, halves: Halves, sets: Sequence[OfferedSet], chosen: str = "") -> None:
        """Begin an interview; a set is chosen by the kind of actor, or by hand."""
        self._is_new = True
        self._sets = sets
        self.set_box.editor.set_value(chosen or None)
        self._show(halves)

    def show_halves(self, halves: Halves) -> None:
        """Show the head of an interview whose set stands fast."""
        self._is_new = False
        self._show(halves)

    def chosen_set(self) -> OfferedSet | None:
        """Return the set that is chosen for a new interview."""
        typed = self.set_box.editor.typed()
        key = typed["key"] if isinstance(typed, dict) else ""
        return next((each for each in self._sets if each.key == key), None)

    def rebase(self, halves: Halves) -> None:
        """Take halves as those that are shown, without disturbing what is being typed."""
        self._halves = halves

    def half_typed(self) -> dict[str, Any]:
        """Return what stands in the fields, also what is only half typed; nothing for nothing."""
        if self._halves is None:
            return {}
        parts = {"shared": self.fields.body(self._halves.shared), "private": self.private.body(self._halves.private)}
        return {name: part for name, part in parts.items() if part}

    def restore(self, half_typed: Mapping[str, Any]) -> None:
        """Put back what `half_typed` once returned."""
        self.fields.restore(half_typed.get("shared", {}))
        self.private.restore(half_typed.get("private", {}))
        self._show_findings()

    def halves(self) -> Halves | None:
        """Return both halves as they were shown, with what is understood of what was typed since."""
        if self._halves is None:
            return None
        shared, private = self._halves.shared, self._halves.private
        return named_as_allowed(
            Halves(
                shared.changed(**self.fields.values(), missing=shared.missing | self.fields.codes()),
                private.changed(**self.private.values(), missing=private.missing | self.private.codes()),
            )
        )

    def check(self) -> bool:
        """Complain of what cannot be understood or must not stay blank, and say whether all is well."""
        understood = all([self.fields.check(), self.private.check()])
        if self._is_new and self.chosen_set() is None:
            self.set_box.editor.complaint(_("Choose the questions first."))
            understood = False
        halves = self.halves()
        if halves is not None and halves.shared.agreement is None:
            self.fields.complain("agreement", _("Read the script aloud, then note what was said to it."))
            understood = False
        if not understood:
            self._go_to_complaint()
        return understood

    def begin(self) -> None:
        """Put the keyboard where the page begins."""
        self.private.boxes["actor"].editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Write every word in the language in use; what was typed stays."""
        self.fields.retranslate()
        self.private.retranslate()
        self.set_box.retranslate()
        self._script_head.setText(_("Read this aloud first"))
        dress_button(self._in_hindi, Action(_("In Hindi"), lambda: None))
        dress_button(self._in_english, Action(_("In English"), lambda: None))
        dress_button(self.go, Action(self._go_words(), self.go_asked.emit, "chevron-right"))
        if self._halves is not None and not self._is_new:
            self._set_name.setText(set_title(self._halves.shared, language()) or "")
        self._write_script()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field."""
        if event.key() in _ENTER:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _show(self, halves: Halves) -> None:
        self._halves = halves
        self.fields.show_record(halves.shared)
        self.private.show_record(halves.private)
        self.set_box.setVisible(self._is_new)
        self._set_name.setVisible(not self._is_new)
        self._set_name.setText(set_title(halves.shared, language()) or "")
        dress_button(self.go, Action(self._go_words(), self.go_asked.emit, "chevron-right"))
        self._show_findings()

    def _go_words(self) -> str:
        return _("Begin with the questions") if self._is_new else _("To the questions")

    def _offered_sets(self) -> Sequence[tuple[str, str]]:
        return [(each.key, each.title(language())) for each in self._sets]

    def _note_field(self, name: str) -> None:
        if name == "actor":
            self._take_kind()
        if name in ("actor", "actor_kind"):
            self._choose_set()
        if name == "consent_language":
            spoken = self.fields.values().get("consent_language")
            self._shown_script = _SCRIPTS.get(spoken, self._shown_script) if spoken else self._shown_script
            self._write_script()
        self._show_findings()
        self.changed.emit()

    def _take_kind(self) -> None:
        actor = self.private.values().get("actor")
        held = self._desk.store.get(Actor, actor) if actor is not None else None
        if held is not None and held.record.actor_kind is not None:
            self.fields.boxes["actor_kind"].editor.restore_typed(held.record.actor_kind.value)

    def _choose_set(self) -> None:
        """Choose the set that is made for the kind of actor, unless one was chosen by hand."""
        kind = self.fields.values().get("actor_kind")
        fitting = next((each for each in self._sets if isinstance(kind, ActorKind) and kind in each.actor_kinds), None)
        if self._is_new and fitting is not None and not self.set_box.editor.is_changed():
            self.set_box.editor.set_value(fitting.key)

    def _read_in(self, spoken: Language) -> None:
        self._shown_script = _SCRIPTS[spoken]
        self.fields.boxes["consent_language"].editor.restore_typed(spoken.value)
        self._write_script()
        self.changed.emit()

    def _write_script(self) -> None:
        self._script.setText(consent_script(self._shown_script))

    def _show_findings(self) -> None:
        halves = self.halves()
        if halves is not None:
            self.fields.show_findings([each for each in all_findings(halves.shared) if each.path != "question_set"])
            heard = witness_findings(halves.shared, halves.private)
            self.private.show_findings([*all_findings(halves.private), *heard])

    def _go_to_complaint(self) -> None:
        here = self.set_box.editor.control if self.set_box.editor.complained() else None
        place = self.private.first_complaint() or here or self.fields.first_complaint()
        if place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _listen(self) -> None:
        self.fields.changed.connect(self._note_field)
        self.private.changed.connect(self._note_field)
        self.set_box.editor.changed.connect(self.changed)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        kind, talk, consent, remarks = self.fields.sections
        inside = QWidget()
        wear(inside, "scrolled")
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.wide)
        column.setSpacing(gaps.medium)
        sets = QHBoxLayout()
        sets.setSpacing(gaps.large)
        for each in (kind, self.set_box, self._set_name):
            sets.addWidget(each, 1)
        column.addWidget(self.private.sections[0])
        column.addLayout(sets)
        for part in (self._card(), consent, talk, remarks):
            column.addWidget(part)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def _card(self) -> QWidget:
        gaps = look.spacing()
        card = QFrame()
        wear(card, "card")
        head = QHBoxLayout()
        head.addWidget(self._script_head)
        head.addStretch(1)
        for each in (self._in_hindi, self._in_english):
            head.addWidget(each)
        column = QVBoxLayout(card)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        column.setSpacing(gaps.small)
        column.addLayout(head)
        column.addWidget(self._script)
        return card
