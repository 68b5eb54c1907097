"""The order of the fields of a cluster."""

from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

CLUSTER = Layout(
    (
        Section(N_("What it is"), ("name", ("product", "place"), ("cluster_type", "sub_type"), "code")),
        Section(N_("Where it lies"), ("locations",)),
        Section(N_("How big it is"), ("estimates",)),
        Section(
            N_("The programme"),
            (("programme_name", "donor"), ("methodology", "phase"), ("started_on", "planned_end", "exit_on")),
        ),
        Section(N_("Phases so far"), ("phase_history",)),
        Section(N_("For a successor"), ("remarks",), folded=True),
    )
)
