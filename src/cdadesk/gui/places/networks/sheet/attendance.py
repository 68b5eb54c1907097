"""Who came: the list of members with one key each, guests by name, and the running count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.networks.meeting import Attendance, Meeting, Presence, Turnout
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.editors.references import ReferenceEditor
from cdadesk.gui.kit.editors.surroundings import Match, Surroundings
from cdadesk.gui.kit.findings_view import FindingsView
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.places.networks.sheet.mark_list import LETTERS, MarkModel, MarkView
from cdadesk.gui.places.networks.sheet.marks import Marks
from cdadesk.gui.places.networks.sheet.part_head import PartHead
from cdadesk.gui.places.networks.sheet.people import People
from cdadesk.gui.places.networks.words import turnout_words
from cdadesk.i18n import _, format_number, ngettext


class AttendancePart(QWidget):
    """The list, the keys that mark it, and the line in which guests are named."""

    changed = Signal()
    left_so = Signal(object)

    def __init__(self, people: People, around: Surroundings) -> None:
        super().__init__()
        self._people = people
        self._void = around.void
        self._meeting: Meeting | None = None
        self._stand_in_for: UUID | None = None
        self.marks = Marks()
        self.model = MarkModel(self.marks, self._name)
        self.view = MarkView(self.model)
        self.head = PartHead()
        self.guest = ReferenceEditor(
            describe(Attendance)["member"], replace(around, find=people.find, name=people.name, make=self._make)
        )
        self.count_box = FieldBox(editor_for(describe(Meeting)["present_count"], around))
        self.findings = FindingsView()
        self._guest_words = label("", "field")
        self._unmarked = paragraph("", "second")
        self._legend = QWidget()
        self._keys: list[QPushButton] = []
        self._lay_out()
        self._listen()

    def show_meeting(self, meeting: Meeting) -> None:
        """Show the list of a meeting."""
        self._meeting = meeting
        self.marks.show(meeting.attendance)
        self.count_box.editor.set_value(meeting.present_count)
        self.guest.set_value(None)
        self._stand_in_for = None
        self.reload()

    def reload(self) -> None:
        """Show the lines as they are now."""
        self._people.bring_near([line for _key, line in self.marks.alive()])
        self.model.reload()
        self._show_state()

    def typed(self) -> dict[str, Any]:
        """Return what is half typed."""
        half = {"guest": self.guest.line.text(), "count": self.count_box.editor.typed()}
        shown = self._meeting.present_count if self._meeting else None
        before = {"guest": "", "count": str(shown) if shown is not None else ""}
        return {name: typed for name, typed in half.items() if typed != before[name]}

    def restore_typed(self, body: Mapping[str, Any]) -> None:
        """Put back what `typed` once returned."""
        self.guest.restore_typed(body.get("guest", self.guest.typed()))
        self.count_box.editor.restore_typed(body.get("count", self.count_box.editor.typed()))

    def show_turnout(self, turnout: Turnout) -> None:
        """Say how many came, and whether that is a quorum."""
        tone = {None: "second", True: "good", False: "warn"}[turnout.quorate]
        self.head.say(turnout_words(turnout), tone)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what looks wrong in the list; names that were not marked are only counted."""
        self.findings.show_findings([each for each in findings if each.weight is not Weight.missing])
        left = len(self.marks.unmarked())
        text = ngettext("{n} name is not marked yet.", "{n} names are not marked yet.", left)
        started = left < len(self.marks.alive())
        self._unmarked.setText(text.format(n=format_number(left)) if left and started else "")
        self._unmarked.setVisible(bool(left and started))

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to, in reading order."""
        return [self.view, self.guest.control, self.count_box.editor.control, *self.findings.stops()]

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self.head.setText(_("Who came"))
        for made, act in zip(self._keys, self._acts(), strict=True):
            dress_button(made, act)
        self.guest.retranslate()
        self.count_box.retranslate()
        self.findings.retranslate()
        self.model.update_rows()
        self._show_state()

    def mark(self, status: Presence | None) -> None:
        """Mark the current name, and go on to the next one."""
        row = self.view.currentIndex().row()
        key = self.model.key_at(row)
        if key is not None:
            self.marks.mark(key, status)
            self.model.update_rows()
            self.view.go_to(row + (1 if status is not None else 0))
            self.changed.emit()

    def turn(self) -> None:
        """Turn the mark of the current name to the next one, and in the end to none; stay there."""
        row = self.view.currentIndex().row()
        line = self.model.line_at(row)
        if line is not None:
            turns = [None, *Presence, None]
            self.mark(turns[turns.index(line.status) + 1])
            self.view.go_to(row)

    def mark_rest(self) -> None:
        """Mark everybody as present of whom nothing was said yet."""
        if self.marks.mark_rest(Presence.present):
            self.model.update_rows()
            self.changed.emit()

    def go_to_guest(self) -> None:
        """Go to the line in which somebody who was not expected is named."""
        self.guest.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_stand_in(self) -> None:
        """Ask who sat in for the current name."""
        line = self.model.line_at(self.view.currentIndex().row())
        if line is not None and line.member is not None and not line.walk_in:
            self._stand_in_for = line.member
            self._show_state()
            self.go_to_guest()

    def _remove(self) -> None:
        """Take a guest or a stand-in off the list again; members stay on it."""
        row = self.view.currentIndex().row()
        key, line = self.model.key_at(row), self.model.line_at(row)
        if key is None or line is None or self._meeting is None or not (line.walk_in or line.proxy_for):
            return
        self.marks.remove(key, self._void(), self._meeting.attendance)
        self.reload()
        self.view.go_to(row)
        self.changed.emit()

    def _make(self, _to: tuple[str, ...], name: str, hand_over: Callable[[Match], None]) -> None:
        hand_over(self._people.add(name))

    def _name(self, record: UUID) -> str:
        match: Match | None = self._people.name(record)
        return match.title if match is not None else _("not on this laptop yet")

    def _take_guest(self) -> None:
        """Add whoever was picked; the line is free for the next name at once."""
        typed = self.guest.typed()
        if isinstance(typed, dict):
            self._add(UUID(typed["id"]))
            self.guest.set_value(None)
        self.changed.emit()

    def _add(self, who: UUID) -> None:
        absent = self._stand_in_for
        no_member = absent is None and self._meeting is not None and self._meeting.network is not None
        self.marks.add(who, guest=no_member, proxy_for=absent)
        for key, line in self.marks.alive():
            if absent is not None and line.member == absent and line.status is None:
                self.marks.mark(key, Presence.absent)
        self._stand_in_for = None
        self.reload()

    def _show_state(self) -> None:
        self.view.fit()
        has_names = self.model.rowCount() > 0
        self._legend.setVisible(has_names)
        count = self.count_box.editor
        of_network = self._meeting is not None and self._meeting.network is not None
        all_named = of_network and self._names_members()
        self.count_box.setVisible(not all_named or not count.is_blank())
        words = _("Guests") if of_network else _("Names")
        if self._stand_in_for is not None:
            words = _("Who sat in for {name}?").format(name=self._name(self._stand_in_for))
        self._guest_words.setText(words)
        self.guest.control.setAccessibleName(words)

    def _names_members(self) -> bool:
        return any(not line.walk_in and line.member for _key, line in self.marks.alive())

    def _acts(self) -> list[Action]:
        marks = [Action(f"{_(LETTERS[each])}  {_(each.label)}", partial(self.mark, each)) for each in Presence]
        return [
            *marks,
            Action(_("Shift+P  Everybody else present"), self.mark_rest),
            Action(_("S  Sat in for"), self._ask_for_stand_in),
            Action(_("G  Guest"), self.go_to_guest),
        ]

    def _listen(self) -> None:
        self.view.marked.connect(self.mark)
        self.view.turned.connect(self.turn)
        self.view.rest_marked.connect(self.mark_rest)
        self.view.removed.connect(self._remove)
        self.view.guest_asked.connect(self.go_to_guest)
        self.view.stand_in_asked.connect(self._ask_for_stand_in)
        self.view.left.connect(self._leave_list)
        self.guest.changed.connect(self._take_guest)
        self.count_box.editor.changed.connect(self.changed)
        self.findings.left_so.connect(self.left_so)

    def _leave_list(self, step: int) -> None:
        if step > 0:
            self.go_to_guest()
        else:
            self.view.focusPreviousChild()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        flow = Flow(self._legend)
        flow.setSpacing(gaps.hair)
        for act in self._acts():
            made = button(act, "small")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._keys.append(made)
            flow.addWidget(made)
        line = QHBoxLayout()
        line.setSpacing(gaps.large)
        guests = QVBoxLayout()
        guests.setSpacing(gaps.hair // 2)
        guests.addWidget(self._guest_words)
        guests.addWidget(self.guest)
        line.addLayout(guests, 1)
        line.addWidget(self.count_box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gaps.small)
        column.addWidget(self.head)
        for part in (self._legend, self.view, self._unmarked):
            column.addWidget(part)
        column.addLayout(line)
        column.addWidget(self.findings)
