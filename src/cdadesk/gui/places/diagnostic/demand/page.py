"""The page of demands: the list, and the chosen one with its line of stages above the form."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from pydantic import ValidationError

from cdadesk.acts import demands
from cdadesk.domain.diagnostic.demand import DemandArticulation
from cdadesk.domain.diagnostic.gates import DemandStage
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.diagnostic.demand.layout import DEMAND, SHAPES
from cdadesk.gui.places.diagnostic.demand.stage_strip import StageStrip
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class DemandForm(RecordForm):
    """Asks for a demand on three pages."""

    def __init__(self, around: Surroundings) -> None:
        lists = {name: partial(list_editor, shape) for name, shape in SHAPES.items()}
        super().__init__(DemandArticulation, replace(around, special=lists), DEMAND)

    def so_far(self) -> DemandArticulation | None:
        """Return the demand with all typed so far that can be understood; None while it cannot be made of it."""
        try:
            made = self._changed_record(self._record) if self._record is not None else None
        except ValidationError:
            return None
        return made if isinstance(made, DemandArticulation) else None


class DemandsPage(RecordsPage[DemandArticulation]):
    """What firms ask for, and how far it came."""

    master_share: ClassVar[int] = 32

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, DemandArticulation, "message-square")
        self.strip = StageStrip(desk.around(self))
        self.form.pages[0].column.insertWidget(0, self.strip)
        self.detail.add_tab(PhotosTab(desk))
        self.detail.changed.connect(self._show_stage)
        self.form.draft_changed.connect(lambda _body: self._show_stage())
        self.strip.on_asked.connect(self._move)
        self.strip.back_asked.connect(self._move)

    def make_form(self) -> DemandForm:
        self.form = DemandForm(self.desk.around(self))
        return self.form

    def columns(self) -> Columns:
        return Columns(("name", "stage"), {"stage": lambda stage: _((stage or DemandStage.felt).label)})

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("name",))

    def begin_words(self) -> str:
        return _("New demand")

    def empty_words(self) -> str:
        return _("Here it becomes clear what firms really need, from a first wish to a service that they buy.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} demand", "{n} demands", count).format(n=format_number(count))

    def retranslate(self) -> None:
        self.strip.retranslate()
        super().retranslate()

    def _show_stage(self) -> None:
        """Look at what is typed, saved or not; one that was never saved has no stage to move from."""
        demand = self.form.so_far()
        self.strip.setVisible(demand is not None and not self.detail.is_new)
        if demand is not None:
            self.strip.show_demand(demand)

    def _move(self, to: DemandStage, reason: str = "") -> None:
        if self.form.dirty:
            self.strip.ask_to_save(Action(_("Save it first"), self.detail.save, "check"))
            return
        held = self.desk.store.get(DemandArticulation, self.chosen.id) if self.chosen is not None else None
        if held is not None:
            on = self.desk.clock.today()
            self.desk.write(self, lambda store: demands.move(store, held, to, on, reason), None, self.strip.fail)
