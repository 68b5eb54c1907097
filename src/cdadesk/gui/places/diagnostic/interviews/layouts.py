"""In which order the first page of an interview asks: whom, with which questions, and what was allowed."""

from cdadesk.gui.layouts import Section
from cdadesk.i18n import N_

WHO = Section(N_("Who is asked"), (("actor", "witness"), "respondents"))
"""Fields of the confidential half; the witness stands there too."""
TALK = Section(
    N_("The talk"),
    (("held_on", "interview_round", "interview_mode"), ("language", "place"), ("interviewer", "duration")),
)
KIND = Section("", (("actor_kind",),))
CONSENT = Section(
    N_("What was said to it"),
    ("agreement", ("agreed_on", "consent_mode", "consent_language")),
)
REMARKS = Section(N_("Remarks"), ("remarks",), folded=True)
