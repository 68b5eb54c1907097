"""The lines of a fair's lists: costs, sources, promises, participants, fixed shares, gifts in kind.

One line names another by its key in the list; these pointers are plain values that the window fills in.
"""

import datetime as dt
from uuid import UUID

from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, SourceKind
from cdadesk.domain.kernel.fields import LineKey, choice, day, money, number, percent, plain, ref, scaled, text, yes_no
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Element
from cdadesk.i18n import N_


class BudgetLine(Element):
    """One head of cost: planned, real, and how participants share what nobody else pays."""

    head: HeadCode | None = choice(N_("Cost"), needed=True, hint=N_("The head under which it is counted."))
    name: str | None = text(N_("In words"), hint=N_("If the head alone does not say what it is."))
    budget: Money | None = money(N_("Budget"), needed=True, hint=N_("What was planned before the fair."))
    actual: Money | None = money(N_("Real cost"), hint=N_("What it cost in money, whoever paid. Nothing: enter 0."))
    event_income: Money | None = money(
        N_("Income from it"), hint=N_("Entry fees, or advertisements sold in the catalogue, that pay this cost first.")
    )
    rule: SharingRule | None = choice(
        N_("Shared"), needed=True, hint=N_("How the participants divide what nobody else pays. Agree on it beforehand.")
    )
    mix_equal: int | None = percent(N_("of it equally"), hint=N_("Only for costs shared by several rules."))
    mix_stall_area: int | None = percent(N_("of it by stall area"))
    mix_sales: int | None = percent(N_("of it by sales"))
    mix_weighted: int | None = percent(N_("of it by agreed weights"))
    direct_to: LineKey | None = plain(N_("Own cost of"))
    vouchers: str | None = text(
        N_("Vouchers"), max_length=500, hint=N_("Numbers of the bills, or where they are kept.")
    )
    recoverable: bool | None = yes_no(
        N_("Saved if somebody withdraws"), hint=N_("Yes if a place given up late costs nothing more.")
    )
    overspend_decision: str | None = text(
        N_("Decision on overspending"),
        hint=N_("Meeting and number of the decision to share what went over the budget."),
    )
    ordered_by: LineKey | None = plain(N_("Overspending ordered by"))

    def mix(self) -> dict[SharingRule, int]:
        """Return the parts of a mixed rule in hundredths of a percent."""
        parts = {
            SharingRule.equal: self.mix_equal,
            SharingRule.stall_area: self.mix_stall_area,
            SharingRule.sales: self.mix_sales,
            SharingRule.weighted: self.mix_weighted,
        }
        return {rule: part for rule, part in parts.items() if part}


class FairSource(Element):
    """Somebody outside the participants who pays for the fair."""

    source_kind: SourceKind | None = choice(N_("Kind"), needed=True, hint=N_("The network counts as private money."))
    actor: UUID | None = ref(N_("Who"), to="actor", hint=N_("If it stands among the actors."))
    name: str | None = text(N_("Name"), hint=N_("If it does not stand among the actors."))


class Promise(Element):
    """What one source promised for one head of cost, and what came in."""

    source: LineKey | None = plain(N_("Who pays"), needed=True, hint=N_("One of those listed above."))
    head: LineKey | None = plain(N_("For which cost"), needed=True, hint=N_("One of the costs of this fair."))
    mode: ContributionMode | None = choice(N_("How"), needed=True, hint=N_("As the letter says: so much, or a part."))
    amount: Money | None = money(N_("Amount"), hint=N_("For a fixed amount."))
    part: int | None = percent(N_("Part"), hint=N_("For a percentage."))
    cap: Money | None = money(N_("At most"), hint=N_("For a percentage with a ceiling."))
    received: Money | None = money(N_("Received"), hint=N_("What has really come in."))
    remark: str | None = text(N_("Remark"), max_length=500, hint=N_("Number and date of the letter."))

    def figure_needed(self) -> str:
        """Return which field says how much was promised; empty while the mode is not known."""
        if self.mode is None:
            return ""
        return "amount" if self.mode is ContributionMode.fixed else "part"

    def received_too_much(self) -> bool:
        """Say whether more came in than the promise can make, and no remark tells why."""
        limit = self.amount if self.mode is ContributionMode.fixed else self.cap
        most, came = limit.paise if limit else None, self.received.paise if self.received else None
        return most is not None and came is not None and came > most and self.blank("remark")


class FairParticipant(Element):
    """One firm at the fair."""

    actor: UUID | None = ref(N_("Firm"), to="actor", needed=True)
    stall_area: int | None = scaled(N_("Stall area"), unit="m²", most=1_000_000, hint=N_("As measured on the ground."))
    first_timer: bool | None = yes_no(
        N_("First fair"), hint=N_("Leave this blank: it follows from the fairs before. Set it only to correct that.")
    )
    first_timer_reason: str | None = text(N_("Why corrected"), max_length=500)
    committed_on: dt.date | None = day(N_("Said yes on"))
    withdrawn_on: dt.date | None = day(N_("Withdrew on"))
    redivision_decision: str | None = text(
        N_("Decision on its share"), hint=N_("If it withdrew late: the decision by which the others share its part.")
    )
    advance: Money | None = money(N_("Advance paid"))
    vouchers_paid: Money | None = money(
        N_("Paid for the group"), hint=N_("Bills of the fair that this firm paid out of its own pocket.")
    )
    sales_money_held: Money | None = money(
        N_("Its sales money held"), hint=N_("Money for its goods that lies in the network's box.")
    )
    sales: Money | None = money(N_("Sales"), hint=N_("Money taken at the fair, as the firm says. Orders stand apart."))
    orders: Money | None = money(N_("Orders"), hint=N_("Ordered at the fair, to be delivered later."))
    enquiries: int | None = number(N_("Enquiries"), most=1_000_000)
    new_buyers: int | None = number(N_("New buyers"), most=1_000_000)
    weight: int | None = number(
        N_("Agreed weight"),
        most=1_000_000,
        hint=N_("Only for costs shared by agreed weights, such as 2 for a double stall."),
    )


class FixedShare(Element):
    """What one participant pays of a cost that is shared by a fixed list."""

    head: LineKey | None = plain(N_("Which cost"), needed=True, hint=N_("One of the costs of this fair."))
    participant: LineKey | None = plain(N_("Who"), needed=True, hint=N_("One of the participants."))
    amount: Money | None = money(N_("Amount"), needed=True, hint=N_("All amounts together make what is left to share."))


class GiftInKind(Element):
    """Goods or work that somebody gave instead of money: a cost and a contribution at one value."""

    giver: LineKey | None = plain(N_("Who gave"), needed=True, hint=N_("A participant, or one of those who pay."))
    head: LineKey | None = plain(N_("For which cost"), needed=True, hint=N_("One of the costs of this fair."))
    value: Money | None = money(N_("Value"), needed=True, hint=N_("What it would have cost to buy or rent."))
    valuation_note: str | None = text(
        N_("How it was valued"), max_length=500, needed=True, hint=N_("Three offers, a price list, days of work.")
    )
    approved_by: str | None = text(N_("Approved by"), needed=True, hint=N_("Who agreed to the value, and when."))
