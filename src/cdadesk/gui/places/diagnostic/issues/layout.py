"""In which order an issue is asked for."""

from collections.abc import Mapping

from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

_ISSUE, _VOICES, _WEIGHT = N_("Issue"), N_("Voices"), N_("Weight and causes")

ISSUE = Layout(
    (
        Section("", ("name", ("issue_kind", "area"), "remarks"), page=_ISSUE),
        Section("", ("raised_by",), page=_VOICES),
        Section("", ("ratings",), page=_WEIGHT),
        Section(N_("What lies behind it"), ("causes",), page=_WEIGHT),
    )
)
SHAPES: Mapping[str, LineShape] = {
    "raised_by": LineShape(columns=("words", "actor", "actor_kind"), below=(("said_on", "interview"),)),
    "ratings": LineShape(
        columns=("rater_group", "in_round", "importance", "joint_capacity"), below=(("reason",), ("rated_on",))
    ),
}
