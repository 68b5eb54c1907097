"""The cluster: firms of one trade in one place, the programme that works with them, and how far it has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cdadesk.domain.kernel.fields import Choice, choice, money, note, number, partial_date, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _, format_money, format_number


class ClusterType(Choice):
    """The three great families of clusters."""

    industrial = "industrial", N_("Industrial")
    artisan = "artisan", N_("Artisan")
    services = "services", N_("Services")


class SubType(Choice):
    """A finer grain of the type; services have none."""

    traditional = "traditional", N_("Traditional industry")
    ancillary = "ancillary", N_("Ancillary to a large firm")
    export = "export", N_("Export")
    handicraft = "handicraft", N_("Handicraft")
    handloom = "handloom", N_("Handloom")
    tiny = "tiny", N_("Tiny units")


class Methodology(Choice):
    """The method by which the programme works."""

    unido_cdp = "unido_cdp", N_("UNIDO cluster development")
    mse_cdp_8 = "mse_cdp_8", N_("Eight steps for small-scale clusters")
    sbi_uptech = "sbi_uptech", N_("SBI Uptech")
    kerala_consortia = "kerala_consortia", N_("Kerala consortia")
    dipp_iius = "dipp_iius", N_("Industrial infrastructure (IIUS)")
    sidbi_technology = "sidbi_technology", N_("SIDBI technology upgrading")
    nabard_npri = "nabard_npri", N_("NABARD rural industries")
    icds = "icds", N_("Industrial Cluster Development Scheme")
    state_gujarat = "state_gujarat", N_("State programme, Gujarat")
    state_andhra_pradesh = "state_andhra_pradesh", N_("State programme, Andhra Pradesh")
    state_madhya_pradesh = "state_madhya_pradesh", N_("State programme, Madhya Pradesh")
    state_orissa = "state_orissa", N_("State programme, Orissa")
    state_rajasthan = "state_rajasthan", N_("State programme, Rajasthan")
    state_kerala_coir = "state_kerala_coir", N_("State programme, Kerala coir")
    other = "other", N_("Another method")


class Phase(Choice):
    """The phases of the work; they may overlap, and no order is forced."""

    selection = "selection", N_("Selection")
    diagnostic = "diagnostic", N_("Diagnostic study")
    vision_and_plan = "vision_and_plan", N_("Vision and action plan")
    trust_building = "trust_building", N_("Trust building")
    pilot = "pilot", N_("Pilot projects")
    strategic = "strategic", N_("Strategic projects")
    self_management = "self_management", N_("Self-management")


class EstimateOf(Choice):
    """What an estimate of size is about."""

    firms = "firms", N_("Firms")
    workers = "workers", N_("Workers")
    looms = "looms", N_("Looms")
    turnover = "turnover", N_("Turnover in a year")
    exports = "exports", N_("Exports in a year")


_SUB_TYPES: Mapping[ClusterType, frozenset[SubType]] = {
    ClusterType.industrial: frozenset({SubType.traditional, SubType.ancillary, SubType.export}),
    ClusterType.artisan: frozenset({SubType.handicraft, SubType.handloom, SubType.tiny}),
    ClusterType.services: frozenset(),
}
_IN_MONEY = (EstimateOf.turnover, EstimateOf.exports)


class Location(Element):
    """One of the places in which the cluster lies."""

    village: str | None = text(N_("Village or town"), needed=True)
    district: str | None = text(N_("District"), needed=True)
    state: str | None = text(N_("State"), needed=True)
    pin: str | None = text(N_("PIN code"), max_length=10)


class SizeEstimate(Element):
    """How big somebody says the cluster is; several who disagree stand side by side."""

    what: EstimateOf | None = choice(N_("What"), needed=True, hint=N_("What is counted or estimated."))
    count: int | None = number(N_("Number"), hint=N_("For firms, workers and looms."))
    amount: Money | None = money(N_("Amount"), hint=N_("For turnover and exports. One year only."))
    year: int | None = number(N_("Year"), least=1800, most=2100, needed=True, hint=N_("The year that it speaks of."))
    source: str | None = text(N_("Source"), needed=True, hint=N_("Who says so: a report, an office, a person."))

    def in_units(self) -> int | None:
        """Return the number, or the amount in paise; None if blank or in a currency without a rate."""
        if self.what in _IN_MONEY:
            return self.amount.paise if self.amount else None
        return self.count


class PhaseEntry(Element):
    """One phase as it really went."""

    phase: Phase | None = choice(N_("Phase"), needed=True, hint=N_("Phases may overlap."))
    from_on: PartialDate | None = partial_date(N_("From"), needed=True, hint=N_("A year or a month is enough."))
    to_on: PartialDate | None = partial_date(N_("To"))
    remark: str | None = text(N_("Remark"), max_length=500)


class StepEntry(Element):
    """One step of a method as it really went; steps of a method that was left stay."""

    methodology: Methodology | None = choice(N_("Step of which method"), needed=True)
    step: str | None = text(N_("Step of the template"), max_length=60)
    name: str | None = text(N_("Name of the step"))
    from_on: PartialDate | None = partial_date(N_("Begun"))
    to_on: PartialDate | None = partial_date(N_("Done"))


@dataclass(frozen=True)
class _SizeRule:
    """From how many of what a cluster of this kind is usually taken up; a turnover can stand in for some of them."""

    what: EstimateOf
    usual: int
    enough_with_turnover: int | None = None


_TEN_CRORE = 10_00_00_000 * 100  # in paise
_SIZE_RULES: Mapping[SubType | ClusterType, _SizeRule] = {
    SubType.handloom: _SizeRule(EstimateOf.looms, 500),
    SubType.handicraft: _SizeRule(EstimateOf.firms, 50),
    SubType.tiny: _SizeRule(EstimateOf.firms, 50),
    ClusterType.industrial: _SizeRule(EstimateOf.firms, 100, enough_with_turnover=0),
    ClusterType.services: _SizeRule(EstimateOf.firms, 101, enough_with_turnover=50),
}


class Cluster(Record):
    """A cluster as the agent knows it today."""

    kind: ClassVar[str] = "cluster"
    label: ClassVar[str] = N_("Cluster")
    plural: ClassVar[str] = N_("Clusters")
    columns: ClassVar[tuple[str, ...]] = ("name", "product", "place", "cluster_type", "phase")

    name: str | None = text(
        N_("Name"),
        needed=True,
        hint=N_("Product and place, such as “hand-block printed textiles, Jaipur”. A whole industry is not a cluster."),
    )
    code: str | None = text(N_("Short code"), max_length=20, hint=N_("A few letters for lists and file names."))
    product: str | None = text(N_("Product"), needed=True, hint=N_("What most firms of the cluster make or do."))
    place: str | None = text(N_("Place"), needed=True, hint=N_("The town or area by which people name the cluster."))
    cluster_type: ClusterType | None = choice(
        N_("Type"), needed=True, hint=N_("Artisan if most work is done by hand in homes and small workshops.")
    )
    sub_type: SubType | None = choice(N_("Sub-type"), hint=N_("Leave this blank for a services cluster."))
    locations: dict[str, Location] = rows(
        N_("Places of the cluster"),
        needed=True,
        hint=N_("One line for each village or town with firms of the cluster."),
    )
    estimates: dict[str, SizeEstimate] = rows(
        N_("How big it is"),
        hint=N_("Write down every figure you are told, also if two disagree, with year and source."),
    )
    programme_name: str | None = text(
        N_("Programme"), needed=True, hint=N_("The scheme or programme under which you work here.")
    )
    donor: str | None = text(N_("Who pays for the programme"), needed=True, hint=N_("The agency, not your employer."))
    started_on: PartialDate | None = partial_date(
        N_("Work began"), needed=True, hint=N_("A year or a month is enough.")
    )
    planned_end: PartialDate | None = partial_date(
        N_("Planned end"),
        needed=True,
        hint=N_("The date by which the networks go on without an agent. A dated end keeps people from leaning on you."),
    )
    methodology: Methodology | None = choice(N_("Method"), needed=True, hint=N_("The steps your programme follows."))
    phase: Phase | None = choice(N_("Phase now"), needed=True, hint=N_("Where most of your work is at present."))
    phase_history: dict[str, PhaseEntry] = rows(
        N_("Phases so far"), needed=True, hint=N_("One line for each phase, with the dates as they really were.")
    )
    exit_on: PartialDate | None = partial_date(
        N_("Agent left"), hint=N_("Fill this in when the agent has really withdrawn.")
    )
    remarks: str | None = note(N_("Remarks"), hint=N_("What a successor should know. Nothing confidential."))
    method_steps: dict[str, StepEntry] = rows(
        N_("Steps of the method"), hint=N_("In the order of this cluster; begun and done as they really were.")
    )

    def title(self) -> str:
        """Return the name, or what can stand for it."""
        return in_one_line(self.name) or in_one_line(self.product, self.place) or _("Cluster without a name")

    def estimates_of(self, what: EstimateOf) -> list[SizeEstimate]:
        """Return the rival estimates of one thing, in their order."""
        return [line for _key, line in in_order(self.estimates) if line.what is what]

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; rival estimates may disagree, that is shown and not warned of."""
        yield from self._name_findings()
        yield from self._estimate_findings()
        yield from self._date_findings()
        yield from self._size_findings()

    def _name_findings(self) -> Iterator[Finding]:
        places = [
            self.place,
            *(spot for _key, line in in_order(self.locations) for spot in (line.village, line.district)),
        ]
        said = (self.name or "").casefold()
        if said and not any(place and place.casefold() in said for place in places):
            yield Finding(
                "name",
                _("The name says no place."),
                why=_("A whole industry is not a cluster: name the product and the place."),
            )
        if self.cluster_type and self.sub_type and self.sub_type not in _SUB_TYPES[self.cluster_type]:
            yield Finding("sub_type", _("This sub-type does not belong to the type."))
        if self.cluster_type and not self.sub_type and _SUB_TYPES[self.cluster_type]:
            yield Finding("sub_type", _("The sub-type is still missing."), Weight.missing)

    def _estimate_findings(self) -> Iterator[Finding]:
        for key, line in in_order(self.estimates):
            value = "amount" if line.what in _IN_MONEY else "count"
            if line.what and line.blank(value):
                yield Finding(f"estimates/{key}/{value}", _("This estimate has no figure yet."), Weight.missing)

    def _date_findings(self) -> Iterator[Finding]:
        if backwards(self.started_on, self.planned_end):
            yield Finding("planned_end", _("The planned end lies before the beginning."))
        if backwards(self.started_on, self.exit_on):
            yield Finding("exit_on", _("The agent left before the work began."))
        for key, line in in_order(self.phase_history):
            if backwards(line.from_on, line.to_on):
                yield Finding(f"phase_history/{key}/to_on", _("This phase ends before it begins."))
        for key, step in in_order(self.method_steps):
            if backwards(step.from_on, step.to_on):
                yield Finding(f"method_steps/{key}/to_on", _("This step was done before it was begun."))

    def _size_findings(self) -> Iterator[Finding]:
        rule = _SIZE_RULES.get(self.sub_type) if self.sub_type else None
        rule = rule or (_SIZE_RULES.get(self.cluster_type) if self.cluster_type else None)
        most = self._largest(rule.what) if rule else None
        if rule is None or most is None or most >= rule.usual or self._turnover_makes_up(rule, most):
            return
        yield Finding(
            "estimates",
            _("{what}: {most} at most. Programmes usually take up clusters of {usual} or more.").format(
                most=format_number(most), what=_(rule.what.label), usual=format_number(rule.usual)
            ),
            why=_("A smaller cluster can be right, too. A turnover of {amount} a year often makes up for it.").format(
                amount=format_money(_TEN_CRORE)
            ),
        )

    def _turnover_makes_up(self, rule: _SizeRule, most: int) -> bool:
        enough = rule.enough_with_turnover
        return enough is not None and most >= enough and (self._largest(EstimateOf.turnover) or 0) >= _TEN_CRORE

    def _largest(self, what: EstimateOf) -> int | None:
        figures = [figure for line in self.estimates_of(what) if (figure := line.in_units()) is not None]
        return max(figures, default=None)
