"""Words that everything in the diagnostic study shares: areas, and groups that rate."""

from cdadesk.domain.kernel.fields import Choice
from cdadesk.i18n import N_


class Area(Choice):
    """What part of the cluster's life it is about."""

    market = "market", N_("Market")
    design = "design", N_("Design and product")
    raw_material = "raw_material", N_("Raw material")
    technology = "technology", N_("Technology and quality")
    skills = "skills", N_("Skills")
    finance = "finance", N_("Finance")
    infrastructure = "infrastructure", N_("Infrastructure")
    environment = "environment", N_("Environment")
    regulation = "regulation", N_("Law and regulation")
    organisation = "organisation", N_("Organisation and trust")
    information = "information", N_("Information")


class RaterGroup(Choice):
    """Who says how much an issue weighs; what was agreed together counts before single groups."""

    agreed = "agreed", N_("Agreed together")
    artisans = "artisans", N_("Artisans and micro firms")
    larger_firms = "larger_firms", N_("Larger firms")
    women = "women", N_("Women")
    associations = "associations", N_("Associations and networks")
    providers = "providers", N_("Service providers")
    institutions = "institutions", N_("Institutions and banks")
    buyers = "buyers", N_("Buyers and traders")
    agent = "agent", N_("Agent (CDA)")
