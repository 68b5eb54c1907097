"""In which order a demand is asked for: one page for what it is, one for how it became clear, one for the service."""

from collections.abc import Mapping

from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

_NEED, _WAY, _SERVICE = N_("Need"), N_("How it became clear"), N_("Service and price")

DEMAND = Layout(
    (
        Section("", (("name", "issue"), "felt_need", "structural_need", "remarks"), page=_NEED),
        Section("", ("steps",), page=_WAY),
        Section(
            N_("Demand"),
            ("service", ("firms_interested", "firms_possible"), ("deposit_payers", "price_willing")),
            page=_SERVICE,
        ),
        Section(N_("Offers"), ("offers",), page=_SERVICE),
        Section(N_("Trial"), (("piloted_on", "pilot_firms"), "pilot_result"), page=_SERVICE),
        Section(N_("Purchase"), (("bought_on", "buyers", "paid"),), page=_SERVICE),
    )
)
SHAPES: Mapping[str, LineShape] = {
    "steps": LineShape(columns=("learned_on", "learned", "actor"), below=(("meeting",),)),
    "offers": LineShape(columns=("provider", "price", "offered_on", "chosen"), below=(("terms",),)),
}
