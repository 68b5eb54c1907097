"""Actors: every firm, association, provider, institution or buyer with a part in the cluster."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, choices, note, number, partial_date, ref, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards, earliest
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class ActorKind(Choice):
    """What an actor is in the first place."""

    firm_micro_artisan = "firm_micro_artisan", N_("Artisan or micro firm")
    firm_industrial = "firm_industrial", N_("Industrial firm")
    supplier = "supplier", N_("Supplier")
    job_worker = "job_worker", N_("Job worker")
    trader = "trader", N_("Trader")
    exporter = "exporter", N_("Exporter")
    buyer = "buyer", N_("Buyer")
    association = "association", N_("Association")
    cooperative = "cooperative", N_("Cooperative")
    shg = "shg", N_("Self-help group")
    consortium = "consortium", N_("Consortium")
    bds_provider = "bds_provider", N_("Business service provider")
    support_institution = "support_institution", N_("Support institution")
    bank = "bank", N_("Bank")
    ngo = "ngo", N_("NGO")
    local_authority = "local_authority", N_("Local authority")
    education = "education", N_("School, college or institute")
    regulator = "regulator", N_("Regulator")


class ActorRole(Choice):
    """What an actor does beside what it is."""

    supplies = "supplies", N_("Supplies material or machines")
    does_job_work = "does_job_work", N_("Does job work for others")
    buys = "buys", N_("Buys from the cluster")
    exports = "exports", N_("Exports")
    gives_services = "gives_services", N_("Gives business services")
    lends = "lends", N_("Lends money")
    trains = "trains", N_("Trains people")
    supports = "supports", N_("Supports with schemes")
    employs_the_agent = "employs_the_agent", N_("Employs the agent")
    local_agent = "local_agent", N_("Takes over from the agent")


class SizeBand(Choice):
    """How many people work in a firm."""

    up_to_5 = "up_to_5", N_("Up to 5 persons")
    under_20 = "under_20", N_("6 to 19 persons")
    under_100 = "under_100", N_("20 to 99 persons")
    from_100 = "from_100", N_("100 persons or more")


class RelationType(Choice):
    """How one actor is linked to another."""

    sells_to = "sells_to", N_("sells to")
    buys_from = "buys_from", N_("buys from")
    subcontracts = "subcontracts", N_("gives work to")
    credits = "credits", N_("gives credit to")
    advises = "advises", N_("advises")
    conflicts_with = "conflicts_with", N_("is in conflict with")
    kin = "kin", N_("is family of")


class Direction(Choice):
    """Which way a link runs."""

    outward = "outward", N_("from this actor")
    inward = "inward", N_("towards this actor")
    mutual = "mutual", N_("both ways")


class Attitude(Choice):
    """How an actor stands to working together; never printed in shared reports."""

    keen = "keen", N_("Keen")
    willing = "willing", N_("Willing")
    waiting = "waiting", N_("Waiting")
    opposed = "opposed", N_("Opposed")
    unknown = "unknown", N_("Unknown")


class Relation(Element):
    """One link to another actor; the cluster map is drawn from these."""

    personal: ClassVar[tuple[str, ...]] = ("other",)

    other: UUID | None = ref(N_("Other actor"), to="actor", needed=True)
    relation_type: RelationType | None = choice(N_("Link"), needed=True, hint=N_("Read it as: this actor … the other."))
    strength: int | None = number(
        N_("Strength"), most=3, hint=N_("0 none, 1 now and then, 2 regular, 3 close or dependent.")
    )
    direction: Direction | None = choice(N_("Direction"))
    from_on: PartialDate | None = partial_date(N_("From"), hint=N_("A year is enough."))
    to_on: PartialDate | None = partial_date(N_("To"), hint=N_("Leave this blank while the link lasts."))
    interview: UUID | None = ref(N_("Told in the interview"), to="interview")
    new_entry: bool | None = yes_no(
        N_("Entry made with it"), hint=N_("Yes if the other actor came on the list by this interview.")
    )


class Actor(Record):
    """A firm, association, institution or other body of the cluster."""

    kind: ClassVar[str] = "actor"
    label: ClassVar[str] = N_("Actor")
    plural: ClassVar[str] = N_("Actors")
    columns: ClassVar[tuple[str, ...]] = ("name", "actor_kind", "place", "products", "size_band")

    name: str | None = text(N_("Name"), needed=True, hint=N_("The name by which people here know it."))
    code: str | None = text(
        N_("Short code"), max_length=20, hint=N_("For lists and settlement sheets. Two actors may have the same.")
    )
    actor_kind: ActorKind | None = choice(
        N_("Kind"), needed=True, hint=N_("What it is in the first place. Further parts it plays go under roles.")
    )
    roles: list[ActorRole] = choices(N_("Further roles"), hint=N_("One actor may supply and buy, or train and lend."))
    size_band: SizeBand | None = choice(N_("Size"), hint=N_("For firms: owner, family and workers together."))
    mechanised: bool | None = yes_no(
        N_("Has machines"), hint=N_("For firms: yes if any step is done by power machine.")
    )
    hitherto_unserved: bool | None = yes_no(
        N_("Not served before"), hint=N_("Yes if no scheme, bank or service reached this firm before your work.")
    )
    place: str | None = text(N_("Village or town"), hint=N_("Where it works, not where the owner lives."))
    products: str | None = text(
        N_("Products or services"), max_length=500, hint=N_("The main ones, with commas between them.")
    )
    year_started: int | None = number(
        N_("Working since"), least=1800, most=2100, hint=N_("The year in which it began.")
    )
    relations: dict[str, Relation] = rows(
        N_("Links to others"), hint=N_("Only links that somebody told you of or that you saw.")
    )
    merged_into: UUID | None = ref(
        N_("Same as"), to="actor", hint=N_("If this actor stands here twice: the entry that is kept.")
    )
    remarks: str | None = note(N_("Remarks"), hint=N_("Nothing personal: others of the programme read this."))

    def title(self) -> str:
        """Return the name."""
        return in_one_line(self.name) or _("Actor without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.merged_into == self.id:
            yield Finding("merged_into", _("An actor cannot be the same as itself."))
        for key, line in in_order(self.relations):
            if line.other == self.id:
                yield Finding(f"relations/{key}/other", _("This link leads back to the same actor."))
            if backwards(line.from_on, line.to_on):
                yield Finding(f"relations/{key}/to_on", _("This link ends before it begins."))


class AttitudeEntry(Element):
    """How an actor stood to working together at one time."""

    seen_on: PartialDate | None = partial_date(N_("When"), needed=True)
    attitude: Attitude | None = choice(N_("Attitude"), needed=True)
    remark: str | None = text(N_("How you know"), max_length=500)
    interview: UUID | None = ref(N_("Told in the interview"), to="interview")


class ActorPrivate(Record):
    """What only the agent and the advisor of the cluster see of an actor; its parent is the actor."""

    kind: ClassVar[str] = "actor_private"
    label: ClassVar[str] = N_("Confidential notes on an actor")
    plural: ClassVar[str] = N_("Confidential notes on actors")
    columns: ClassVar[tuple[str, ...]] = ("remarks",)
    private: ClassVar[bool] = True

    attitudes: dict[str, AttitudeEntry] = rows(
        N_("Attitude over time"),
        hint=N_("Add a line when it changes; keep the old ones. Never shown in shared reports."),
    )
    remarks: str | None = note(N_("Confidential remarks"), hint=N_("Only you and your advisor can read this."))

    def title(self) -> str:
        """Return what this sheet is; whom it is about, only its actor knows."""
        return _(self.label)

    def attitude_now(self) -> Attitude | None:
        """Return the newest attitude; of two entries of one date the lower line counts."""
        dated = [
            (line.seen_on, line.attitude) for _key, line in in_order(self.attitudes) if line.seen_on and line.attitude
        ]
        newest = max(reversed(dated), key=lambda entry: earliest(entry[0]), default=None)
        return newest[1] if newest else None
