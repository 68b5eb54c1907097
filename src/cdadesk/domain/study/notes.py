"""What the agent writes for the study in words: notes to a section, and strengths, weaknesses, chances and threats."""

from typing import ClassVar
from uuid import UUID

from cdadesk.domain.diagnostic.vocabulary import Area
from cdadesk.domain.kernel.fields import Choice, choice, note, ref, text
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.i18n import N_, _


class StudySection(Choice):
    """The sections of the diagnostic study that take notes, in their order."""

    summary = "summary", N_("Summary")
    method = "method", N_("Introduction and method")
    history = "history", N_("History")
    interventions = "interventions", N_("Past interventions and what came of them")
    national_scene = "national_scene", N_("The product in the country")
    world_scene = "world_scene", N_("The product in the world")
    place = "place", N_("The place")
    products = "products", N_("Products and processes")
    vital_statistics = "vital_statistics", N_("Vital statistics")
    principal_firms = "principal_firms", N_("Principal firms")
    support_firms = "support_firms", N_("Support firms")
    technical_institutions = "technical_institutions", N_("Technical institutions")
    associations = "associations", N_("Associations and networks")
    other_institutions = "other_institutions", N_("Other support institutions")
    value_chain = "value_chain", N_("Value chain")
    services = "services", N_("Business services")
    operations = "operations", N_("Business operations")
    swot = "swot", N_("Strengths, weaknesses, chances, threats")
    demands = "demands", N_("Articulated demands")
    well_being = "well_being", N_("Groups by well-being")
    validation = "validation", N_("Validation meeting")


class StudyNote(Record):
    """A piece of text for one section of the study, with who says so."""

    kind: ClassVar[str] = "study_note"
    label: ClassVar[str] = N_("Note for the study")
    plural: ClassVar[str] = N_("Notes for the study")
    columns: ClassVar[tuple[str, ...]] = ("section", "area", "heading", "source")

    section: StudySection | None = choice(
        N_("Section"), needed=True, hint=N_("The section of the study in which it is printed.")
    )
    area: Area | None = choice(N_("Issue"), hint=N_("For business operations: which issue it is about."))
    heading: str | None = text(N_("Heading"), max_length=120, hint=N_("A few words. It may be left blank."))
    said: str | None = note(
        N_("Text"), needed=True, hint=N_("Printed as you write it. No names of people who were interviewed.")
    )
    source: str | None = text(N_("Source"), hint=N_("A report with its year, an office, or what you saw yourself."))
    supports: UUID | None = ref(N_("Bears out the issue"), to="issue", hint=N_("The obstacle or potential it shows."))

    def title(self) -> str:
        """Return the section and the heading, or the first words."""
        beginning = " ".join((self.said or "").split())[:60]
        section = _(self.section.label) if self.section else None
        return in_one_line(section, self.heading or beginning) or _("Note without a text")


class SwotQuadrant(Choice):
    """The four parts of the table."""

    strength = "strength", N_("Strength")
    weakness = "weakness", N_("Weakness")
    opportunity = "opportunity", N_("Chance")
    threat = "threat", N_("Threat")


class SwotItem(Record):
    """One strength, weakness, chance or threat of the cluster."""

    kind: ClassVar[str] = "swot_item"
    label: ClassVar[str] = N_("Strength or weakness")
    plural: ClassVar[str] = N_("Strengths and weaknesses")
    columns: ClassVar[tuple[str, ...]] = ("quadrant", "said", "source")

    quadrant: SwotQuadrant | None = choice(
        N_("What it is"),
        needed=True,
        hint=N_("Strengths and weaknesses lie in the cluster, chances and threats around it."),
    )
    said: str | None = text(N_("In one sentence"), max_length=500, needed=True, hint=N_("One thing only."))
    source: str | None = text(N_("Source"), hint=N_("Who says so, or what shows it."))
    supports: UUID | None = ref(N_("Bears out the issue"), to="issue", hint=N_("The obstacle or potential it shows."))

    def title(self) -> str:
        """Return the sentence."""
        return in_one_line(self.said) or _("Strength or weakness without a text")
