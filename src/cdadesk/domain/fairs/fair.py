"""Trade fairs: what they cost, who promised money, who took part, and what was agreed about sharing."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource, FixedShare, GiftInKind, Promise
from cdadesk.domain.fairs.vocabulary import TURNS, SharingRule, UnderSpend
from cdadesk.domain.kernel.fields import (
    Choice,
    LineKey,
    choice,
    day,
    money,
    note,
    number,
    partial_date,
    percent,
    plain,
    ref,
    rows,
    text,
)
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _, format_scaled


class FairLevel(Choice):
    """How far the visitors of a fair come from."""

    local = "local", N_("Local")
    national = "national", N_("National")
    international = "international", N_("International")


class Fair(Record):
    """A fair in which several firms take part together and share what it costs."""

    kind: ClassVar[str] = "fair"
    label: ClassVar[str] = N_("Fair")
    plural: ClassVar[str] = N_("Fairs")
    columns: ClassVar[tuple[str, ...]] = ("name", "place", "from_on", "series", "ordinal", "level")

    name: str | None = text(N_("Name"), needed=True, hint=N_("As it is advertised."))
    code: str | None = text(N_("Short code"), max_length=20, hint=N_("A few letters for lists and file names."))
    place: str | None = text(N_("Place"), needed=True, hint=N_("The town, and the hall or ground."))
    from_on: PartialDate | None = partial_date(N_("From"), needed=True, hint=N_("The first day, or the month."))
    to_on: PartialDate | None = partial_date(N_("To"), needed=True, hint=N_("The last day, or the month."))
    series: str | None = text(
        N_("Series"),
        needed=True,
        hint=N_("Fairs that can be compared, such as all fairs in Delhi, have one name here."),
    )
    ordinal: int | None = number(
        N_("Number in the series"), least=1, most=1_000, needed=True, hint=N_("1 for the first fair of the series.")
    )
    level: FairLevel | None = choice(N_("Level"), needed=True, hint=N_("Where most of its visitors come from."))
    network: UUID | None = ref(
        N_("Network"), to="network", hint=N_("Whose fair it is: it decides how costs are shared.")
    )
    budget_lines: dict[str, BudgetLine] = rows(
        N_("Costs"),
        needed=True,
        hint=N_("One line for each head of cost. First the budget, after the fair the real cost."),
    )
    sources: dict[str, FairSource] = rows(
        N_("Who else pays"),
        needed=True,
        hint=N_("Institutions, programme, sponsors, the network. Not the participants."),
    )
    promises: dict[str, Promise] = rows(
        N_("Promised money"), hint=N_("One line for each head of cost to which one of them gives money.")
    )
    participants: dict[str, FairParticipant] = rows(
        N_("Participants"), needed=True, hint=N_("One line for each firm with a place at the fair.")
    )
    fixed_shares: dict[str, FixedShare] = rows(
        N_("Fixed shares"), hint=N_("Only for costs shared by a fixed list: who pays how much.")
    )
    in_kind: dict[str, GiftInKind] = rows(
        N_("Given in kind"), hint=N_("Goods or work instead of money. It counts once it is valued and approved.")
    )
    relief_percent: int | None = percent(
        N_("Relief for first-timers"), hint=N_("So much of its share is a firm let off at its first fair.")
    )
    relief_source: LineKey | None = plain(N_("Who pays the relief"))
    relief_pool: Money | None = money(N_("Money for relief"), hint=N_("More than this is not let off."))
    relief_received: Money | None = money(N_("Received for relief"))
    cut_off_on: dt.date | None = day(
        N_("Last day to withdraw"), hint=N_("Who withdraws later still pays its part of costs that are lost.")
    )
    overspend_limit: int | None = percent(
        N_("Overspending allowed"), hint=N_("Leave this blank for 10 %. Beyond it, sharing needs a decision.")
    )
    under_spend: UnderSpend | None = choice(
        N_("Who gains from savings"), hint=N_("Leave this blank to divide savings by what each had promised.")
    )
    carry_forward_decision: str | None = text(
        N_("Decision on the fair fund"), hint=N_("Needed to keep savings for the next fair: meeting and number.")
    )
    cash_counted: Money | None = money(
        N_("Cash counted"), hint=N_("What is really in the box before anything is settled.")
    )
    total_cost: Money | None = money(
        N_("Total cost"), hint=N_("Only for an old fair of which no single costs are known.")
    )
    private_percent: int | None = percent(
        N_("Paid by participants and network"),
        hint=N_("Only for an old fair known in percent alone, as it was printed."),
    )
    programme_percent: int | None = percent(N_("Paid by the programme"))
    institutions_percent: int | None = percent(N_("Paid by institutions"))
    remarks: str | None = note(N_("Remarks"), hint=N_("What went well, and what to do otherwise next time."))

    def title(self) -> str:
        """Return the name, or series and number."""
        return in_one_line(self.name) or in_one_line(self.series, self.place) or _("Fair without a name")

    def printed_percents(self) -> tuple[int, int, int] | None:
        """Return what was entered in percent alone (hundredths: private, programme, institutions); None if nothing."""
        entered = (self.private_percent, self.programme_percent, self.institutions_percent)
        if all(each is None for each in entered):
            return None
        private, programme, institutions = (each or 0 for each in entered)
        return private, programme, institutions

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong in the record; what an advisor would ask of the sums stands in `concerns`."""
        if backwards(self.from_on, self.to_on):
            yield Finding("to_on", _("The fair ends before it begins."))
        printed = self.printed_percents()
        if printed and sum(printed) != 100_00:
            total = format_scaled(sum(printed), "%")
            yield Finding(
                "private_percent", _("The percentages make {total}; the rest is unexplained.").format(total=total)
            )
        yield from self._cost_findings()
        yield from self._promise_findings()
        yield from self._participant_findings()
        yield from self._stray_findings()

    def _cost_findings(self) -> Iterator[Finding]:
        for key, line in in_order(self.budget_lines):
            place = f"budget_lines/{key}"
            if line.rule is SharingRule.direct and not line.direct_to:
                yield Finding(f"{place}/direct_to", _("Whose own cost is it?"), Weight.missing)
            if line.rule is SharingRule.mixed and sum(line.mix().values()) != 100_00:
                total = format_scaled(sum(line.mix().values()), "%")
                yield Finding(f"{place}/rule", _("The parts of this rule make {total}, not 100 %.").format(total=total))
            if line.rule is SharingRule.fixed and not self._has_fixed_list(key):
                yield Finding(f"{place}/rule", _("The fixed list of this cost is still missing."), Weight.missing)

    def _has_fixed_list(self, head: str) -> bool:
        return any(share.head == head for _key, share in in_order(self.fixed_shares))

    def _promise_findings(self) -> Iterator[Finding]:
        for key, source in in_order(self.sources):
            if source.source_kind is not None and source.source_kind not in TURNS:
                yield Finding(f"sources/{key}/source_kind", _("This is entered elsewhere: choose who else pays."))
        for key, promise in in_order(self.promises):
            name = promise.figure_needed()
            if name and promise.blank(name):
                yield Finding(f"promises/{key}/{name}", _("How much was promised?"), Weight.missing)
            if promise.received_too_much():
                yield Finding(f"promises/{key}/received", _("More was received than was promised."))
        if self.relief_percent and not self.relief_source:
            yield Finding("relief_source", _("Who pays the relief?"), Weight.missing)
        if self.relief_percent and self.blank("relief_pool"):
            yield Finding("relief_pool", _("How much money is there for relief?"), Weight.missing)

    def _participant_findings(self) -> Iterator[Finding]:
        seen: set[UUID] = set()
        for key, each in in_order(self.participants):
            if each.actor in seen:
                yield Finding(f"participants/{key}/actor", _("This firm stands here twice."))
            if each.actor is not None:
                seen.add(each.actor)
            if each.committed_on and each.withdrawn_on and each.withdrawn_on < each.committed_on:
                yield Finding(f"participants/{key}/withdrawn_on", _("It withdrew before it had said yes."))
            if each.first_timer is not None and each.blank("first_timer_reason"):
                yield Finding(f"participants/{key}/first_timer_reason", _("Why is this set by hand?"), Weight.missing)

    def _stray_findings(self) -> Iterator[Finding]:
        """Tell of lines that name another line which is void or gone: a merge can bring that about."""
        heads, sources, firms = (_keys(lines) for lines in (self.budget_lines, self.sources, self.participants))
        parties = sources | firms
        yield from _strays("", self, {"relief_source": sources})
        for key, line in in_order(self.budget_lines):
            yield from _strays(f"budget_lines/{key}/", line, {"direct_to": firms, "ordered_by": parties})
        for key, promise in in_order(self.promises):
            yield from _strays(f"promises/{key}/", promise, {"source": sources, "head": heads})
        for key, share in in_order(self.fixed_shares):
            yield from _strays(f"fixed_shares/{key}/", share, {"participant": firms, "head": heads})
        for key, gift in in_order(self.in_kind):
            yield from _strays(f"in_kind/{key}/", gift, {"giver": parties, "head": heads})


def _keys(lines: Mapping[str, Element]) -> frozenset[str]:
    return frozenset(key for key, line in lines.items() if line.void is None)


def _strays(place: str, line: Record | Element, known: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for name, keys in known.items():
        if getattr(line, name) and getattr(line, name) not in keys:
            yield Finding(f"{place}{name}", _("This names a line that is no longer there."))
