"""The method of the cluster: its steps in the cluster's own order, how far each has come, and what its gates say."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.method_facts import facts_of
from cdadesk.clock import new_id
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.methods.course import (
    StepInCourse,
    StepState,
    begun,
    course,
    earlier_methods,
    finished,
    method_of,
    moved_up,
    put_back,
    with_own_step,
)
from cdadesk.domain.methods.method import Facts, Gate, GateState, Method
from cdadesk.domain.methods.words import said
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_number, format_partial, ngettext
from cdadesk.store.writing import Edit

_LONGEST = 200
_GATES = {
    GateState.passed: ("circle-check", "good", "second"),
    GateState.open: ("triangle-alert", "warn", "finding"),
    GateState.not_seen: ("eye-off", "second_ink", "second"),
}
Change = Callable[[Cluster], Cluster]


class MethodTab(SideTab):
    """The steps of the method, with what can be done about each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[Cluster, Facts] | None = None
        self._lines = Lines()
        self._own_step = QLineEdit()
        self._first_acts: list[QPushButton] = []
        self._acted_at: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def title(self) -> str:
        return _("Method")

    def show_record(self, record: Record) -> None:
        """Show the method that a cluster names."""
        if not isinstance(record, Cluster):
            return
        facts = facts_of(self._desk.store, record)
        if (record, facts) != self._shown:
            self._shown = (record, facts)
            self._first_acts.clear()
            self._lines.show_lines(list(self._parts(record, facts)))
            self._give_focus_back()

    def retranslate(self) -> None:
        self._shown = None

    def _parts(self, cluster: Cluster, facts: Facts) -> Iterator[QWidget]:
        method = method_of(cluster)
        if cluster.methodology is None:
            yield paragraph(_("Name the method in the form: its steps then stand here."), "second")
            return
        if method is not None:
            yield from _about(method)
        for place, step in enumerate(course(cluster)):
            yield self._card(place, step, facts)
        yield self._adding()
        yield from _earlier(cluster)

    def _card(self, place: int, step: StepInCourse, facts: Facts) -> QWidget:
        made = QFrame()
        wear(made, "card")
        gaps = look.spacing()
        column = QVBoxLayout(made)
        column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.small)
        column.setSpacing(gaps.hair)
        column.addLayout(self._head(place, step))
        for gate in step.step.gates if step.step is not None else ():
            column.addWidget(_gate(gate, facts, step.state))
        return made

    def _head(self, place: int, step: StepInCourse) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.spacing().small)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(paragraph(f"{format_number(place + 1)}. {step.name}", "strong"))
        words.addWidget(paragraph(_state_words(step), "second"))
        row.addLayout(words, 1)
        acts = [button(act, "small") for act in self._acts(place, step)]
        for made in acts:
            made.setAccessibleName(f"{made.text() or made.toolTip()}: {step.name}")
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._first_acts.append(acts[0])
        return row

    def _acts(self, place: int, step: StepInCourse) -> Iterator[Action]:
        today = self._desk.clock.today()
        if step.state is StepState.not_begun:
            yield self._act(_("Begin"), place, lambda cluster: begun(cluster, place, today, new_id))
        elif step.state is StepState.under_way:
            yield self._act(_("Done today"), place, lambda cluster: finished(cluster, place, today, new_id))
        if step.state is not StepState.not_begun:
            yield self._act(_("Put back"), place, lambda cluster: put_back(cluster, place, new_id))
        if place > 0:
            up = self._act("", place - 1, lambda cluster: moved_up(cluster, place, new_id))
            yield Action("", up.run, "chevron-up", hint=_("Put this step earlier"))

    def _act(self, words: str, then_at: int, change: Change) -> Action:
        return Action(words, partial(self._change, change, then_at))

    def _give_focus_back(self) -> None:
        """Put the keyboard on the step at which something was just done: all buttons are new."""
        if self._acted_at is not None and self._acted_at < len(self._first_acts):
            self._first_acts[self._acted_at].setFocus(Qt.FocusReason.OtherFocusReason)
        self._acted_at = None

    def _adding(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        self._own_step = QLineEdit()
        self._own_step.setMaxLength(_LONGEST)
        self._own_step.setPlaceholderText(_("A step of your own"))
        self._own_step.setAccessibleName(_("A step of your own"))
        self._own_step.returnPressed.connect(self._add)
        row.addWidget(self._own_step, 1)
        row.addWidget(button(Action(_("Add step"), self._add, "plus")))
        return made

    def _add(self) -> None:
        name = " ".join(self._own_step.text().split())
        if name:
            self._change(lambda cluster: with_own_step(cluster, name, new_id), len(self._first_acts))

    def _change(self, change: Change, then_at: int) -> None:
        """Save the cluster with a change of its steps, on top of what is there now."""
        held = self._desk.store.get(Cluster, self._shown[0].id) if self._shown is not None else None
        if held is not None:
            self._acted_at = then_at
            self._desk.save(self, [Edit(held.record, change(held.record), held.base)])


def _about(method: Method) -> Iterator[QWidget]:
    yield label(said(method.label), "section")
    yield paragraph(said(method.about), "second")
    if method.little_known:
        notice = Notice()
        notice.say(Tone.INFO, _("The sources tell little of this method. Order its steps as your programme says."))
        yield notice
    if method.funding is not None:
        yield paragraph(_("Money: {words}").format(words=said(method.funding)), "second")
    if method.indicators is not None:
        yield paragraph(_("What is measured: {words}").format(words=said(method.indicators)), "second")
    yield paragraph(_("Source: {source}").format(source=said(method.source)), "second")


def _gate(gate: Gate, facts: Facts, state: StepState) -> QWidget:
    """Return what a gate says; before a step is begun nothing is wrong yet."""
    found = gate.state(facts)
    icon, ink, words = _GATES[found]
    if found is GateState.open and state is StepState.not_begun:
        icon, ink, words = "info", "second_ink", "second"
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.spacing().small)
    row.addWidget(IconLabel(icon, ink), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(paragraph(_gate_words(gate, found, facts), words), 1)
    return made


def _gate_words(gate: Gate, state: GateState, facts: Facts) -> str:
    what = said(gate.label)
    if state is GateState.passed:
        return what
    if state is GateState.not_seen:
        return _("{what} (the records cannot tell)").format(what=what)
    there = facts.get(gate.fact or "", 0)
    return _("Not yet: {what} ({there} of {wanted})").format(
        what=what, there=format_number(there), wanted=format_number(gate.at_least)
    )


def _state_words(step: StepInCourse) -> str:
    begin, end = step.entry.from_on, step.entry.to_on
    if begin and end:
        return _("Done: {begin} to {end}").format(begin=format_partial(begin), end=format_partial(end))
    if begin:
        return _("Under way since {begin}").format(begin=format_partial(begin))
    return _("Not begun; runs on beside the others") if step.step and step.step.runs_on else _(step.state.value)


def _earlier(cluster: Cluster) -> Iterator[QWidget]:
    found = earlier_methods(cluster)
    if found:
        yield label(_("Methods before"), "section")
    for methodology, begin, done in found:
        words = ngettext("{method}: {n} step begun, {done} done", "{method}: {n} steps begun, {done} done", begin)
        yield paragraph(
            words.format(method=_(methodology.label), n=format_number(begin), done=format_number(done)), "second"
        )
