"""Above the form: the line of stages, what the next gate asks for, and the way on or back."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import look
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.gates import IN_WORDS, STAGES, in_words, lacking_up_to, next_stage, reachable
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import TextEditor
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.i18n import N_, _
from cdadesk.reports.pictures import Drawing, Room
from cdadesk.reports.stage_line import draw_stages

_STAGE = FieldInfo("stage", Kind.plain, N_("Back to"), hint=N_("The stage at which it really stands."))
_REASON = FieldInfo("reason", Kind.text, N_("Why"), hint=N_("What turned out to be otherwise."), max_length=500)
_SIZE = QSize(480, 86)


class StageStrip(QFrame):
    """`on_asked` hands over the next stage, `back_asked` an earlier one and the reason."""

    on_asked = Signal(object)
    back_asked = Signal(object, str)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        wear(self, "card")
        self._demand: DemandArticulation | None = None
        self.chart = Chart(_draw_nothing, _SIZE)
        self.gate = paragraph("", "second")
        self.said = Notice()
        self.go = button(self._go_action(), "primary")
        self.back = button(self._back_action(), "quiet")
        self.to = OfferedEditor(_STAGE, around, self._earlier)
        self.reason = TextEditor(_REASON, around)
        self._boxes = [FieldBox(self.to), FieldBox(self.reason)]
        self._really = button(self._really_action())
        self._lay_out()

    def show_demand(self, demand: DemandArticulation) -> None:
        """Show where a demand stands, with what is typed in the form."""
        if self._demand is None or self._demand.id != demand.id or self._demand.stage != demand.stage:
            self._put_away()
        self._demand = demand
        stage, furthest = demand.stands_at(), reachable(demand)
        self.chart.show_drawing(lambda room: draw_stages(stage, furthest, room))
        self.gate.setText(self._gate_words())
        dress_button(self.go, self._go_action())
        dress_button(self.back, self._back_action())
        self.go.setVisible(next_stage(stage) is not None)
        self.back.setVisible(stage is not STAGES[0])

    def fail(self, sentence: str) -> None:
        """Say why it could not be moved."""
        self.said.say(Tone.WARN, sentence)

    def ask_to_save(self, save: Action) -> None:
        """Say that what is typed must be saved before the stage can move."""
        self.said.say(Tone.WARN, _("What is typed is not saved yet."), save)

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        for box in self._boxes:
            box.retranslate()
        dress_button(self._really, self._really_action())
        if self._demand is not None:
            self.show_demand(self._demand)

    def _gate_words(self) -> str:
        """Say what the next gate asks for, and what of it is missing."""
        demand = self._demand
        following = next_stage(demand.stands_at()) if demand is not None else None
        if demand is None or following is None:
            return _("Firms buy the service: the way is at its end.")
        said = _("Next, {stage}: {gate}").format(stage=_(following.label), gate=_(IN_WORDS[following]))
        lacks = lacking_up_to(demand, following)
        if not lacks:
            return said
        return f"{said} " + _("Missing: {what}.").format(what=in_words(DemandArticulation, lacks))

    def _go_on(self) -> None:
        following = next_stage(self._demand.stands_at()) if self._demand is not None else None
        if following is not None:
            self.on_asked.emit(following)

    def _ask_back(self) -> None:
        for box in self._boxes:
            box.editor.set_value(None)
            box.show()
        self._really.show()
        self.to.control.setFocus()

    def _go_back(self) -> None:
        typed = self.to.typed()
        wanted = typed["key"] if isinstance(typed, dict) else ""
        stage = next((each for each in STAGES if each.value == wanted), None)
        if stage is None:
            self.to.complaint(_("Choose the stage to which it goes back."))
            return
        self.back_asked.emit(stage, str(self.reason.typed()).strip())

    def _put_away(self) -> None:
        self.said.fall_silent()
        for box in self._boxes:
            box.hide()
        self._really.hide()

    def _earlier(self) -> list[tuple[str, str]]:
        if self._demand is None:
            return []
        before = STAGES[: STAGES.index(self._demand.stands_at())]
        return [(each.value, _(each.label)) for each in before]

    def _go_action(self) -> Action:
        demand = self._demand
        following = next_stage(demand.stands_at()) if demand is not None else None
        words = _("Move on to “{stage}”").format(stage=_(following.label)) if following is not None else ""
        return Action(words, self._go_on, "chevron-right")

    def _back_action(self) -> Action:
        return Action(_("Go back…"), self._ask_back, "undo-2")

    def _really_action(self) -> Action:
        return Action(_("Go back"), self._go_back, "undo-2")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.chart.setFixedHeight(_SIZE.height())
        acts = QHBoxLayout()
        acts.setSpacing(gaps.small)
        acts.addWidget(self.go)
        acts.addWidget(self.back)
        acts.addStretch(1)
        asked = QHBoxLayout()
        asked.setSpacing(gaps.large)
        for box, stretch in zip(self._boxes, (1, 2), strict=True):
            asked.addWidget(box, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        column.setSpacing(gaps.small)
        for part in (self.chart, self.gate, self.said):
            column.addWidget(part)
        column.addLayout(acts)
        column.addLayout(asked)
        column.addWidget(self._really)
        self._put_away()


def _draw_nothing(room: Room) -> Drawing:
    """Draw nothing until a demand is shown."""
    return Drawing(room.width, room.height, (), "")
