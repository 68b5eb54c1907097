"""The closed lists of fair money: heads of cost, payers, and the ways to divide."""

from cdadesk.domain.kernel.fields import Choice
from cdadesk.i18n import N_


class HeadCode(Choice):
    """What a fair costs money for."""

    space = "space", N_("Space")
    stall_construction = "stall_construction", N_("Stall construction")
    display = "display", N_("Display")
    advertisement = "advertisement", N_("Advertisement")
    printing = "printing", N_("Printing")
    transport = "transport", N_("Transport")
    insurance = "insurance", N_("Insurance")
    travel = "travel", N_("Travel")
    lodging = "lodging", N_("Lodging and daily allowance")
    samples = "samples", N_("Samples")
    organisation = "organisation", N_("Organisation")
    electricity = "electricity", N_("Electricity")
    interpreter_visa = "interpreter_visa", N_("Interpreter and visa")
    entry_fees = "entry_fees", N_("Entry fees")
    contingency = "contingency", N_("Contingency")
    bank_charges = "bank_charges", N_("Bank charges")
    other = "other", N_("Other")


class SourceKind(Choice):
    """Who pays. Private money is that of participants and network."""

    participant = "participant", N_("participants")
    network = "network", N_("network")
    programme = "programme", N_("programme")
    institution = "institution", N_("institution")
    sponsor = "sponsor", N_("sponsor")
    event_income = "event_income", N_("event income")


TURNS = (SourceKind.institution, SourceKind.programme, SourceKind.sponsor, SourceKind.network)
"""The outside payers of a head, in the order in which they are asked."""

GRANTS = frozenset({SourceKind.institution, SourceKind.programme})
"""Payers whose unspent money a scheme may ask back."""


class SharingRule(Choice):
    """How the participants divide what is left of a head."""

    equal = "equal", N_("equally")
    stall_area = "stall_area", N_("by stall area")
    sales = "sales", N_("by sales")
    fixed = "fixed", N_("by a fixed list")
    weighted = "weighted", N_("by agreed weights")
    mixed = "mixed", N_("by several rules")
    direct = "direct", N_("own cost of one participant")
    source_only = "source_only", N_("paid by the sources alone")


MIXABLE = frozenset({SharingRule.equal, SharingRule.stall_area, SharingRule.sales, SharingRule.weighted})


class ContributionMode(Choice):
    """What a source promised for a head."""

    fixed = "fixed", N_("a fixed amount")
    percent_of_actual = "percent_of_actual", N_("a percentage of the actual cost")
    percent_of_budget = "percent_of_budget", N_("a percentage of the budget")


class UnderSpend(Choice):
    """Who gains when a head costs less than its budget."""

    pro_rata = "pro_rata", N_("all, by what each pledged")
    grant_first = "grant_first", N_("institutions and programme first")
    carry_forward = "carry_forward", N_("the fair fund, for the next fair")
