"""An invented cluster as an agent's laptop sends it: firms, a network, a meeting, trust events, fairs."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorKind, ActorPrivate, Attitude, AttitudeEntry, SizeBand
from cdadesk.domain.actors.person import Person
from cdadesk.domain.cluster import Cluster, ClusterType, Location, Methodology, Phase, SubType
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.frozen import check_code
from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource, Promise
from cdadesk.domain.fairs.preparing import Known, settlement_inputs
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.settlement_record import SettlementRecord, freeze
from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, SourceKind
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.networks.meeting import (
    AgendaItem,
    Attendance,
    ConvenedBy,
    Decision,
    Meeting,
    MeetingKind,
    Presence,
)
from cdadesk.domain.networks.network import Membership, Network, NetworkKind
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.domain.trust.trust_event import EvidenceType, SubjectKind, TrustEvent, TrustEvidence
from cdadesk.wire.ops import Act, Leaves
from tests.server.laptops import Change, House, Laptop

R = TypeVar("R", bound=Record)
FIRMS = ("Neel Chhapa", "Mor Prints", "Gulmohar Crafts", "Indigo Yard", "Kesar Textiles", "Chakri Works")
PEOPLE = ("Kamla Verma", "Farid Khan", "Leela Chand")


@dataclass
class Sample:
    """What Asha's laptop has sent; change it through `laptop`."""

    house: House
    laptop: Laptop
    firms: list[UUID] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        """Return the scope of the cluster."""
        return self.house.jaipur

    def send(self, record: Record) -> UUID:
        """Send a new record."""
        self.write(record.kind, record.id, payload.leaves(record), scope=record.scope)
        return record.id

    def write(self, kind: str, record: UUID, fields: Leaves, **told: Any) -> None:
        """Send one save, and see that the server took it."""
        first = len(self.laptop.entries) + 1
        change = {"scope": self.scope, "kind": kind, "record": record, "fields": fields} | told
        self.laptop.save(Change(**change))
        assert self.laptop.push(first).results()[0] in ("ok", "merged", "conflict")

    def make(self, entity: type[R], **values: Any) -> R:
        """Return a record of the cluster."""
        scope = self.house.jaipur_private if entity.private else self.scope
        return entity.model_validate({"id": new_id(), "scope": scope} | values)

    def address(self, kind: str, record: UUID, scope: str = "") -> str:
        """Return the address of a record's page."""
        return f"/records/{scope or self.scope}/{kind}/{record}"

    def a_meeting(self, **values: Any) -> str:
        """Send a meeting of a test's own, and return the address of its page."""
        usual = {"held_on": dt.date(2026, 3, 1), "place": "Bagru, school"}
        return self.address("meeting", self.send(self.make(Meeting, **(usual | values))))

    def edit(self, address: str, fields: Leaves, **told: Any) -> None:
        """Change the record of a page, as Asha who has seen all that is there."""
        self.laptop.pull_all()
        kind, record = _named(address)
        self.write(kind, record, fields, base=self.laptop.base(self.scope, record, kind), **told)

    def void(self, address: str, reason: str) -> None:
        """Take the record of a page out of use."""
        void = {"by": "asha", "at": "2026-03-14T06:30:00.000Z", "reason": reason}
        self.edit(address, {"void": void}, act=Act.void)

    def edit_on_two_laptops(self, address: str, one: Leaves, other: Leaves) -> None:
        """Change a record on Asha's two laptops, neither of which knows of the other's change: this one comes first."""
        kind, record = _named(address)
        second = self.house.laptop("asha")
        second.pull_all()
        second.save(Change(record, other, self.scope, kind, second.base(self.scope, record, kind)))
        self.edit(address, one)
        assert second.push().results() == ["conflict"]

    def arrived(self, address: str, kind: str) -> list[Leaves]:
        """Return what Asha's laptop gets of a kind about the record of a page, oldest first."""
        self.laptop.pull_all()
        about = str(_named(address)[1])
        found = [(key[2], leaves) for key, leaves in self.laptop.held.items() if key[1] == kind]
        return [leaves for _id, leaves in sorted(found) if leaves["about_id"] == about]


def _named(address: str) -> tuple[str, UUID]:
    """Return the kind and the id in the address of a record's page."""
    *_before, kind, record = address.split("/")
    return kind, UUID(record)


def lines(*elements: Element) -> dict[str, Element]:
    """Return an edited list with these lines in this order."""
    given = orders(len(elements))
    return {str(new_id()): line.changed(order=order) for line, order in zip(elements, given, strict=True)}


def fill(house: House) -> Sample:
    """Send everything."""
    sample = Sample(house, house.laptop("asha"))
    _people(sample)
    _network(sample)
    _meeting(sample)
    _trust(sample)
    _fairs(sample)
    sample.laptop.pull_all()
    return sample


def _people(sample: Sample) -> None:
    cluster = sample.make(
        Cluster,
        id=sample.house.town.jaipur,
        name="Hand-block printed textiles, Jaipur (illustrative)",
        product="Hand-block printed textiles",
        place="Jaipur",
        cluster_type=ClusterType.artisan,
        sub_type=SubType.handicraft,
        locations=lines(Location(village="Sanganer", district="Jaipur", state="Rajasthan")),
        programme_name="Illustrative programme",
        started_on="2024-04",
        planned_end="2027-03",
        methodology=Methodology.unido_cdp,
        phase=Phase.trust_building,
    )
    sample.send(cluster)
    for name in FIRMS:
        firm = sample.make(
            Actor, name=name, code=name[:2].upper(), actor_kind=ActorKind.firm_micro_artisan, place="Sanganer"
        )
        sample.firms.append(sample.send(firm.changed(size_band=SizeBand.up_to_5)))
    for name, firm_id in zip(PEOPLE, sample.firms, strict=False):
        sample.people.append(sample.send(sample.make(Person, name=name, actor=firm_id, role="Master printer")))
    attitude = AttitudeEntry(seen_on="2025-06", attitude=Attitude.waiting, remark="Wants to see the first fair paid")
    sample.ids["actor_private"] = sample.send(
        sample.make(ActorPrivate, parent_id=sample.firms[0], attitudes=lines(attitude), remarks="Owes to two traders")
    )


def _network(sample: Sample) -> None:
    sample.ids["network_calico"] = sample.send(
        sample.make(
            Network,
            name="Calico",
            network_kind=NetworkKind.network,
            formed_on="2025-02",
            purpose="Sell at fairs under one roof, buy cloth together",
            membership_fee=Money.rupees(1_200_00),
            members=lines(*(Membership(member=firm, from_on="2025-02", role="Member") for firm in sample.firms)),
        )
    )


def _meeting(sample: Sample) -> None:
    came = (Presence.present, Presence.present, Presence.late, Presence.excused, Presence.present, Presence.absent)
    meeting = sample.make(
        Meeting,
        held_on=dt.date(2026, 3, 12),
        place="Sanganer, house of Neel Chhapa",
        meeting_kind=MeetingKind.network,
        network=sample.ids["network_calico"],
        convened_by=ConvenedBy.network,
        chair=sample.people[0],
        attendance=lines(
            *(Attendance(member=firm, status=status) for firm, status in zip(sample.firms, came, strict=True))
        ),
        agenda=lines(
            AgendaItem(item="The fair in Delhi", minutes="The stall went well. Transport came late."),
            AgendaItem(item="Buying cloth together", minutes="Two suppliers gave offers for 2,000 metres."),
        ),
        decisions=lines(
            Decision(decision="Buy 2,000 metres together in April", consensus=True, amount=Money.rupees(1_60_000_00)),
            Decision(decision="Leela Chand keeps the cash book", votes_for=4, votes_against=0, votes_abstain=0),
        ),
        next_meeting_on=dt.date(2026, 4, 9),
    )
    sample.ids["meeting_march"] = sample.send(meeting)
    task = sample.make(
        Task,
        parent_id=meeting.id,
        what="Ask both suppliers for samples",
        who=sample.people[1],
        due_on=dt.date(2026, 3, 20),
        status=TaskState.open,
    )
    sample.ids["task_samples"] = sample.send(task)


def _trust(sample: Sample) -> None:
    proof = TrustEvidence(evidence_type=EvidenceType.signed_minutes, reference="Register 1, page 4", independent=True)
    told = (("M02", "2025-03-10", 6), ("M05", "2025-06-02", 5), ("M09", "2025-09-15", 4), ("M12", "2026-01-20", 6))
    for item, day, came in told:
        sample.ids[f"trust_event_{item}"] = sample.send(
            sample.make(
                TrustEvent,
                subject_kind=SubjectKind.network,
                network=sample.ids["network_calico"],
                ladder_item=item,
                event_on=day,
                participants_count=came,
                active_members_at=6,
                evidence=lines(proof),
                quorum_decided=True,
            )
        )


def _fairs(sample: Sample) -> None:
    old = sample.make(
        Fair,
        name="Dilli Haat, winter",
        code="DH24",
        place="Delhi",
        from_on="2024-12",
        to_on="2024-12",
        series="Delhi",
        ordinal=1,
        total_cost=Money.rupees(90_000_00),
        private_percent=30_00,
        programme_percent=45_00,
        institutions_percent=20_00,
    )
    sample.ids["fair_old"] = sample.send(old)
    fair = _a_fair(sample)
    sample.ids["fair_spring"] = sample.send(fair)
    known = {firm: Known(name, name[:2].upper()) for firm, name in zip(sample.firms, FIRMS, strict=True)}
    account = settle(settlement_inputs(fair, known))
    frozen = freeze(account)
    assert frozen["check_code"] == check_code(account)
    sample.ids["settlement_spring"] = sample.send(
        sample.make(
            SettlementRecord,
            parent_id=fair.id,
            approved_in=sample.ids["meeting_march"],
            approved_on=dt.date(2026, 3, 12),
            revision=1,
            **frozen,
        )
    )


def _a_fair(sample: Sample) -> Fair:
    costs = lines(
        _cost(HeadCode.space, SharingRule.stall_area, 40_000_00),
        _cost(HeadCode.advertisement, SharingRule.equal, 25_000_00),
        _cost(HeadCode.transport, SharingRule.sales, 12_345_67),
    )
    sources = lines(
        FairSource(source_kind=SourceKind.institution, name="Handicrafts office"),
        FairSource(source_kind=SourceKind.programme, name="Illustrative programme"),
    )
    space, advertisement, _transport = costs
    institution, programme = sources
    promises = lines(
        Promise(
            source=institution,
            head=advertisement,
            mode=ContributionMode.percent_of_actual,
            part=50_00,
            cap=Money.rupees(10_000_00),
            received=Money.rupees(10_000_00),
        ),
        Promise(source=programme, head=space, mode=ContributionMode.fixed, amount=Money.rupees(15_000_00)),
    )
    sales = (1_20_500_00, 84_250_50, 40_000_00, 0, 15_749_50)
    firms = lines(
        *(
            FairParticipant(actor=firm, stall_area=900, sales=Money.rupees(sold), advance=Money.rupees(8_000_00))
            for firm, sold in zip(sample.firms, sales, strict=False)
        )
    )
    return sample.make(
        Fair,
        name="Spring fair of crafts",
        code="DH26",
        place="Delhi, crafts ground",
        from_on="2026-03-05",
        to_on="2026-03-09",
        series="Delhi",
        ordinal=2,
        network=sample.ids["network_calico"],
        budget_lines=costs,
        sources=sources,
        promises=promises,
        participants=firms,
    )


def _cost(head: HeadCode, rule: SharingRule, paise: int) -> BudgetLine:
    return BudgetLine(head=head, rule=rule, budget=Money.rupees(paise), actual=Money.rupees(paise))
