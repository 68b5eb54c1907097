"""In which order a vision and an action plan are asked for."""

from collections.abc import Mapping

from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

VISION = Layout(
    (
        Section("", ("words", ("horizon", "revision"))),
        Section(N_("How one will see it"), ("measures",)),
        Section(N_("Who agreed"), (("agreed_in", "agreed_on"), "agreed_by")),
        Section(N_("More"), ("replaces", "remarks"), folded=True),
    )
)
VISION_SHAPES: Mapping[str, LineShape] = {
    "measures": LineShape(columns=("measure", "today", "wished"), below=(("unit", "by"), ("issue",))),
}

_LINES, _BESIDE, _ABOUT = N_("Lines"), N_("Risks and exit"), N_("About it")
PLAN = Layout(
    (
        Section("", ("lines",), page=_LINES),
        Section(N_("What may go wrong"), ("risks",), page=_BESIDE),
        Section(N_("Left for later"), ("not_now",), page=_BESIDE),
        Section(N_("What the agent hands over"), ("exits",), page=_BESIDE),
        Section("", (("revision", "made_on"), "vision", "reason"), page=_ABOUT),
        Section(N_("Validation meeting"), (("validated_in", "validated_on"), "changes_made"), page=_ABOUT),
        Section(
            N_("For a proposal to a scheme"),
            ("first_objective", "other_objectives", "order_reason", "expected", "competence"),
            folded=True,
            page=_ABOUT,
        ),
        Section(N_("More"), ("replaces", "remarks"), folded=True, page=_ABOUT),
    )
)
PLAN_SHAPES: Mapping[str, LineShape] = {
    "expected": LineShape(columns=("level", "result", "by_quarter")),
    "lines": LineShape(
        columns=("activity", "line_kind", "responsible", "begins_in", "ends_in"),
        below=(
            ("objective", "issue"),
            ("partners",),
            ("indicator", "indicators"),
            ("from_private", "from_institutions", "from_programme"),
            ("from_other", "not_found_yet"),
            ("service", "planned"),
            ("remarks",),
        ),
    ),
}
INDICATOR = Layout(
    (Section("", ("name", ("code", "unit"), ("level", "good_when"), "figures", "attribution", "remarks")),)
)
INDICATOR_SHAPES: Mapping[str, LineShape] = {
    "figures": LineShape(
        columns=("stage", "value", "of_on", "source"),
        below=(("sure", "sex", "size_band"), ("interview", "question")),
    ),
}
