"""In which order the forms of a network, a meeting and a task ask."""

from collections.abc import Mapping

from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

_ABOUT = N_("About")
_MEMBERS = N_("Members")
_RULES = N_("Rules and posts")

NETWORK = Layout(
    (
        Section("", ("name", ("network_kind", "formed_on"), "purpose", ("code", "actor")), page=_ABOUT),
        Section(N_("If it lay idle once"), (("revived", "dormant_since"),), folded=True, page=_ABOUT),
        Section(N_("Who belongs to it, from when to when"), ("members",), page=_MEMBERS),
        Section(N_("Where only a number is known"), ("count_entries",), folded=True, page=_MEMBERS),
        Section(N_("Posts"), ("office_bearers",), page=_RULES),
        Section(N_("Rules"), (("quorum_percent", "membership_fee"), "rules"), page=_RULES),
        Section(
            N_("Registration"),
            (("legal_form", "registration_number"), ("registration_act", "registered_on")),
            page=_RULES,
        ),
    )
)
SHAPES: Mapping[str, LineShape] = {
    "members": LineShape(columns=("member", "from_on", "to_on", "role"), below=(("reason_joined", "reason_left"),)),
    "office_bearers": LineShape(columns=("person", "post", "from_on", "to_on"), below=(("elected_in",),)),
}
MEMBERS_PAGE = 1
"""The place of the page of members among the pages of a network."""

OPENING = Section(
    N_("Where and when"),
    (("held_on", "started_at", "place"), ("network", "meeting_kind", "convened_by", "chair")),
)
CLOSING = Section(N_("Before everybody goes"), ("conflicts", ("next_meeting_on", "minutes_signed_by")))

TASK = Layout((Section("", ("what", ("who", "due_on"), ("status", "done_on"), "proof")),))
