"""The page: action plan and vision behind their tabs."""

from cdadesk.acts.baselines import FIGURE
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.vision import Vision
from cdadesk.gui.desk import Desk
from cdadesk.gui.places.parted import Part, PartedPage
from cdadesk.gui.places.plan.indicators import IndicatorsPage
from cdadesk.gui.places.plan.plans import PlansPage
from cdadesk.gui.places.plan.visions import VisionsPage
from cdadesk.i18n import N_

PARTS: tuple[Part, ...] = (
    Part("vision", N_("Vision"), VisionsPage, (Vision.kind,)),
    Part("action_plan", N_("Action plan"), PlansPage, (ActionPlan.kind,)),
    Part("indicators", N_("Indicators"), IndicatorsPage, (Indicator.kind, FIGURE)),
)


class PlanPage(PartedPage):
    """From what is wished to who does what, when, and with whose money."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Plan"), PARTS)
