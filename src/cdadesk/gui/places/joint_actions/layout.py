"""How a fair is asked for: four pages, and of each list what stands in its grid and what below it."""

from collections.abc import Collection, Mapping

from cdadesk.domain.fairs.vocabulary import SharingRule
from cdadesk.domain.kernel.typed import NotUnderstood, read_amount
from cdadesk.gui.kit.editors.as_typed import is_blank
from cdadesk.gui.kit.editors.lines import Cells, LineShape
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

_FAIR, _COSTS, _PAYERS, _FIRMS = N_("The fair"), N_("Costs"), N_("Who pays"), N_("Participants")

FAIR = Layout(
    (
        Section(
            "",
            ("name", ("place", "level"), ("from_on", "to_on"), ("series", "ordinal"), ("network", "code"), "remarks"),
            page=_FAIR,
        ),
        Section(
            N_("An old fair, known in percent alone"),
            (("private_percent", "institutions_percent", "programme_percent"), "total_cost"),
            folded=True,
            page=_FAIR,
        ),
        Section("", ("budget_lines",), page=_COSTS),
        Section(
            N_("Savings and overspending"),
            (("under_spend", "carry_forward_decision"), ("overspend_limit", "cash_counted")),
            folded=True,
            page=_COSTS,
        ),
        Section("", ("sources", "promises"), page=_PAYERS),
        Section(N_("Goods and work instead of money"), ("in_kind",), folded=True, page=_PAYERS),
        Section(
            N_("First-timers pay less"),
            (("relief_percent", "relief_source"), ("relief_pool", "relief_received")),
            folded=True,
            page=_PAYERS,
        ),
        Section("", ("participants", "cut_off_on"), page=_FIRMS),
        Section(N_("Costs shared by a fixed list"), ("fixed_shares",), folded=True, page=_FIRMS),
    )
)

_MIX = ("mix_equal", "mix_stall_area", "mix_sales", "mix_weighted")
_OVERSPENT = ("overspend_decision", "ordered_by")


def _useless_of_a_cost(cells: Cells) -> Collection[str]:
    rule = cells.get("rule")
    useless = set() if rule == SharingRule.mixed.value else set(_MIX)
    useless |= set() if rule == SharingRule.direct.value else {"direct_to"}
    return useless | (set() if _overspent(cells) else set(_OVERSPENT))


def _asked_of_a_cost(cells: Cells) -> Collection[str]:
    rule = cells.get("rule")
    if rule == SharingRule.direct.value:
        return ("direct_to",)
    nothing_mixed = all(is_blank(cells.get(name, "")) for name in _MIX)
    return _MIX[:1] if rule == SharingRule.mixed.value and nothing_mixed else ()


def _overspent(cells: Cells) -> bool:
    budget, actual = (_paise(cells, name) for name in ("budget", "actual"))
    return budget is not None and actual is not None and actual > budget


def _paise(cells: Cells, name: str) -> int | None:
    try:
        return read_amount(str(cells.get(name, ""))).paise
    except NotUnderstood:
        return None


def _useless_of_a_firm(cells: Cells) -> Collection[str]:
    useless = set() if cells.get("withdrawn_on") else {"redivision_decision"}
    return useless | (set() if cells.get("first_timer") else {"first_timer_reason"})


def _asked_of_a_firm(cells: Cells) -> Collection[str]:
    return ("first_timer_reason",) if cells.get("first_timer") else ()


SHAPES: Mapping[str, LineShape] = {
    "budget_lines": LineShape(
        columns=("head", "budget", "actual", "rule"),
        below=(_MIX, ("direct_to",), ("name", "event_income"), ("vouchers", "recoverable"), _OVERSPENT),
        no_use=_useless_of_a_cost,
        asks=_asked_of_a_cost,
    ),
    "sources": LineShape(columns=("source_kind", "actor", "name")),
    "promises": LineShape(
        columns=("source", "head", "mode", "amount", "part", "cap", "received"), below=(("remark",),)
    ),
    "in_kind": LineShape(columns=("giver", "head", "value", "valuation_note", "approved_by")),
    "participants": LineShape(
        columns=("actor", "stall_area", "advance", "sales", "orders"),
        below=(
            ("vouchers_paid", "sales_money_held", "weight"),
            ("first_timer", "first_timer_reason"),
            ("committed_on", "withdrawn_on", "redivision_decision"),
            ("enquiries", "new_buyers"),
        ),
        no_use=_useless_of_a_firm,
        asks=_asked_of_a_firm,
    ),
    "fixed_shares": LineShape(columns=("head", "participant", "amount")),
}
