"""The form of an action plan; one that was approved can be read and not changed."""

from dataclasses import replace
from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import Signal

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.places.plan.layout import PLAN, PLAN_SHAPES


class PlanForm(RecordForm):
    """Asks for a plan on three pages. `closed_touched` tells that somebody wants to save what is closed."""

    closed_touched = Signal()

    def __init__(self, around: Surroundings) -> None:
        lists = {name: partial(list_editor, shape) for name, shape in PLAN_SHAPES.items()}
        super().__init__(ActionPlan, replace(around, special=lists), PLAN)

    @property
    def is_closed(self) -> bool:
        """Whether the plan that is shown was approved."""
        return isinstance(self.record, ActionPlan) and self.record.is_closed

    def show_record(self, record: Record) -> None:
        """Show a plan; an approved one is shut."""
        super().show_record(record)
        for box in self.boxes.values():
            box.editor.shut(closed=self.is_closed)
        self.save_button.setVisible(not self.is_closed)

    def save(self) -> None:
        if self.is_closed:
            self.closed_touched.emit()
        else:
            super().save()

    def so_far(self) -> ActionPlan | None:
        """Return the plan with all typed so far that can be understood; None while it cannot be made of it."""
        try:
            made = self._changed_record(self._record) if self._record is not None else None
        except ValidationError:
            return None
        return made if isinstance(made, ActionPlan) else None
