"""Networks: groups of firms that act together, with their members over time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import ceil
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import (
    Choice,
    choice,
    day,
    money,
    note,
    number,
    partial_date,
    percent,
    ref,
    rows,
    text,
    yes_no,
)
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards, earliest, latest
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _

_ROTATION = dt.timedelta(days=2 * 365 + 1)


class NetworkKind(Choice):
    """How firmly a network is bound together."""

    informal_group = "informal_group", N_("Informal group")
    network = "network", N_("Network")
    womens_network = "womens_network", N_("Women's network")
    shg = "shg", N_("Self-help group")
    consortium = "consortium", N_("Consortium")
    association = "association", N_("Association")
    cooperative = "cooperative", N_("Cooperative")
    spv = "spv", N_("Special purpose vehicle")


class LegalForm(Choice):
    """What a network is before the law."""

    none = "none", N_("Not registered")
    society = "society", N_("Society")
    cooperative_society = "cooperative_society", N_("Cooperative society")
    trust = "trust", N_("Charitable trust")
    partnership = "partnership", N_("Partnership")
    company = "company", N_("Company")
    section_8_company = "section_8_company", N_("Section 8 company")
    producer_company = "producer_company", N_("Producer company")


_REGISTERED_KINDS = frozenset({NetworkKind.cooperative, NetworkKind.spv})
_UNREGISTERED_FORMS = frozenset({None, LegalForm.none, LegalForm.partnership})


class Membership(Element):
    """One time for which somebody belonged to the network."""

    member: UUID | None = ref(N_("Member"), to=("actor", "person"), needed=True)
    from_on: PartialDate | None = partial_date(N_("From"), needed=True, hint=N_("A month or a year is enough."))
    to_on: PartialDate | None = partial_date(N_("To"), hint=N_("Leave this blank while the membership lasts."))
    role: str | None = text(N_("Role"), hint=N_("Member, treasurer, associate …"))
    reason_joined: str | None = text(N_("Why joined"), max_length=500)
    reason_left: str | None = text(N_("Why left"), max_length=500)

    def held_on(self, on: dt.date) -> bool:
        """Say whether it was in force that day; the day of leaving no longer counts.

        A date known only to the month or year counts the member in for all of that month or year.
        """
        begun = self.from_on is None or earliest(self.from_on) <= on
        return begun and (self.to_on is None or on < latest(self.to_on))


class CountEntry(Element):
    """How many members there were at one time, when the names are not known."""

    counted_on: PartialDate | None = partial_date(N_("When"), needed=True, hint=N_("A month or a year is enough."))
    count: int | None = number(N_("Members"), needed=True, most=1_000_000)
    source: str | None = text(N_("Source"), needed=True, hint=N_("A register, a report, or who told you."))


class OfficeBearer(Element):
    """Somebody elected to a post, and for how long."""

    person: UUID | None = ref(N_("Who"), to="person", needed=True)
    post: str | None = text(N_("Post"), needed=True, hint=N_("President, secretary, treasurer …"))
    from_on: PartialDate | None = partial_date(N_("From"), needed=True)
    to_on: PartialDate | None = partial_date(N_("To"), hint=N_("Leave this blank while in office."))
    elected_in: UUID | None = ref(N_("Elected in"), to="meeting")


class Network(Record):
    """A group of firms that works together, formal or not."""

    kind: ClassVar[str] = "network"
    label: ClassVar[str] = N_("Network")
    plural: ClassVar[str] = N_("Networks")
    columns: ClassVar[tuple[str, ...]] = ("name", "network_kind", "formed_on", "purpose")

    name: str | None = text(N_("Name"), needed=True, hint=N_("As its members call it."))
    code: str | None = text(N_("Short code"), max_length=20, hint=N_("A few letters for lists and file names."))
    network_kind: NetworkKind | None = choice(
        N_("Kind"), needed=True, hint=N_("An informal group if nothing was written down yet.")
    )
    actor: UUID | None = ref(
        N_("Stands among the actors as"),
        to="actor",
        hint=N_("If the network is an actor of its own, such as a society."),
    )
    formed_on: PartialDate | None = partial_date(
        N_("Formed"), needed=True, hint=N_("When it first met as a group. A month or a year is enough.")
    )
    purpose: str | None = text(
        N_("Purpose"), max_length=500, needed=True, hint=N_("What its members want to reach together.")
    )
    revived: bool | None = yes_no(
        N_("Brought back to life"), hint=N_("Yes if it lay idle for years and works again since the programme began.")
    )
    dormant_since: PartialDate | None = partial_date(
        N_("Idle since"), hint=N_("From when it did nothing for its members, before it came back or until today.")
    )
    legal_form: LegalForm | None = choice(N_("Legal form"), hint=N_("What its registration paper says."))
    registration_number: str | None = text(N_("Registration number"), max_length=60)
    registration_act: str | None = text(N_("Registered under"), hint=N_("The act or law, as the paper names it."))
    registered_on: dt.date | None = day(N_("Registered on"))
    membership_fee: Money | None = money(N_("Membership fee"), hint=N_("For one year."))
    quorum_percent: int | None = percent(
        N_("Quorum"), hint=N_("Leave this blank if more than half of the active members must be there.")
    )
    rules: str | None = note(N_("Rules"), hint=N_("What members agreed on: fees, entry, exit, voting."))
    members: dict[str, Membership] = rows(
        N_("Members"), hint=N_("Who leaves gets a date under “to”. Who comes back gets a new line.")
    )
    count_entries: dict[str, CountEntry] = rows(
        N_("Number of members"),
        hint=N_("Only where names are not known. Void these lines once all members are listed."),
    )
    office_bearers: dict[str, OfficeBearer] = rows(N_("Office-bearers"), hint=N_("Past ones too: rotation is a sign."))

    def title(self) -> str:
        """Return the name."""
        return in_one_line(self.name) or _("Network without a name")

    def members_on(self, on: dt.date) -> set[UUID]:
        """Return who of the listed members belonged to the network that day."""
        return {line.member for _key, line in in_order(self.members) if line.member and line.held_on(on)}

    def active_members(self, on: dt.date) -> int | None:
        """Return how many members there were that day; None where nothing is recorded of that time.

        A count without names holds until a later one; where it and the list disagree, the larger figure stands.
        """
        lists = [line for _key, line in in_order(self.members) if line.from_on is None or earliest(line.from_on) <= on]
        counted = self._last_count(on)
        if not lists and counted is None:
            return None
        return max(len(self.members_on(on)), counted or 0)

    def quorum_needed(self, active: int) -> int:
        """Return how many members make a quorum: the agreed percentage, or else one more than half, rounded down."""
        if self.quorum_percent is None:
            return active // 2 + 1
        return max(1, ceil(active * self.quorum_percent / 10_000))

    def long_in_office(self, on: dt.date) -> list[str]:
        """Return the lines of office-bearers who by that day had held their post for more than two years."""
        return [key for key, line in in_order(self.office_bearers) if _served_long(line, on)]

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        yield from self._registration_findings()
        yield from self._interval_findings()
        yield from self._overlap_findings()

    def _last_count(self, on: dt.date) -> int | None:
        counts = [
            (earliest(line.counted_on), line.count)
            for _key, line in in_order(self.count_entries)
            if line.counted_on and line.count is not None and earliest(line.counted_on) <= on
        ]
        return max(counts)[1] if counts else None

    def _registration_findings(self) -> Iterator[Finding]:
        if self.network_kind in _REGISTERED_KINDS and self.blank("legal_form"):
            yield Finding("legal_form", _("A network of this kind has a legal form."), Weight.missing)
        if self.legal_form in _UNREGISTERED_FORMS:
            return
        for name in ("registration_number", "registration_act", "registered_on"):
            if self.blank(name):
                yield Finding(name, _("A registered network has this on its paper."), Weight.missing)

    def _interval_findings(self) -> Iterator[Finding]:
        for key, line in in_order(self.members):
            if backwards(line.from_on, line.to_on):
                yield Finding(f"members/{key}/to_on", _("This membership ends before it begins."))
        for key, bearer in in_order(self.office_bearers):
            if backwards(bearer.from_on, bearer.to_on):
                yield Finding(f"office_bearers/{key}/to_on", _("This time in office ends before it begins."))

    def _overlap_findings(self) -> Iterator[Finding]:
        """Tell only of what overlaps however incomplete dates are read."""
        by_member = defaultdict(list)
        for key, line in in_order(self.members):
            if line.member and line.from_on:
                by_member[line.member].append((key, line))
        for lines in by_member.values():
            for (_first, one), (key, other) in combinations(lines, 2):
                if _overlap(one, other):
                    yield Finding(f"members/{key}/from_on", _("This member is listed twice for the same time."))


def _overlap(one: Membership, other: Membership) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Membership, other: Membership) -> bool:
    return one.from_on is not None and (other.to_on is None or latest(one.from_on) < earliest(other.to_on))


def _served_long(line: OfficeBearer, on: dt.date) -> bool:
    if line.from_on is None:
        return False
    until = min(on, earliest(line.to_on)) if line.to_on else on
    return until - latest(line.from_on) > _ROTATION
