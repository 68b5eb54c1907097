"""The order of the fields of actors, of the people behind them, and of what only agent and advisor see of both."""

from collections.abc import Mapping

from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

ACTOR = Layout(
    (
        Section(N_("Who it is"), ("name", ("actor_kind", "code"), ("place", "year_started"), "products")),
        Section(N_("Size and part in the cluster"), (("size_band", "mechanised", "hitherto_unserved"), "roles")),
        Section(N_("Links to others"), ("relations",)),
        Section(N_("Remarks"), ("remarks",), folded=True),
    )
)
ACTOR_SHAPES: Mapping[str, LineShape] = {
    "relations": LineShape(
        columns=("other", "relation_type", "strength", "direction", "from_on", "to_on"),
        below=(("interview", "new_entry"),),
    ),
    "attitudes": LineShape(columns=("seen_on", "attitude", "remark"), below=(("interview",),)),
}
ACTOR_PRIVATE = Layout((Section("", ("attitudes", "remarks")),))
PERSON = Layout((Section("", ("name", ("actor", "role"), "programme_roles")),))
PERSON_PRIVATE = Layout(
    (
        Section(N_("Consent"), ("consents",)),
        Section(
            N_("Personal answers"),
            (
                ("sex", "year_of_birth"),
                ("phone", "preferred_language"),
                ("can_read_hindi", "can_read_english"),
                "leader_signal",
            ),
        ),
    )
)
