"""Records for papers: the worked fair of the design, a fair of sixty firms, an ordinary meeting; all invented."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.inputs import FairInputs, Head, Participant
from cdadesk.domain.fairs.lines import FairParticipant
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.settlement_record import SettlementRecord, freeze
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.fairs.vocabulary import SharingRule
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.kernel.record import Element
from cdadesk.domain.networks.meeting import (
    AgendaItem,
    Attendance,
    ConvenedBy,
    Decision,
    Meeting,
    MeetingKind,
    Presence,
)
from cdadesk.domain.networks.network import CountEntry, Network, NetworkKind
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.reports.fair_papers import FairAccount
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.minutes_rows import MeetingPapers
from tests.domain.fairs.golden import GOLDEN
from tests.domain.making import make

CALICO = UUID("01900000-0000-7000-8000-0000000ca11c")
MADE_ON = dt.date(2026, 3, 20)
HINDI_NAMES = ("रघुवीर छीपा हस्तछपाई", "श्रीमती शान्ति देवी", "Abdul Prints & Sons", "गोविन्द रंगरेज़", "Bagru Dyers")


def keyed(*elements: Element) -> dict[str, Element]:
    """Return an edited list with these lines in this order."""
    ordered = zip(elements, orders(len(elements)), strict=True)
    return {str(new_id()): element.changed(order=order) for element, order in ordered}


def letterhead(**changes: Any) -> Letterhead:
    """Return the letterhead of an invented programme."""
    usual = Letterhead(
        programme="Cluster Development Programme",
        cluster="Jaipur block printing",
        made_on=MADE_ON,
        illustrative=True,
        names={CALICO: "Calico Printers' Cooperative"},
    )
    return replace(usual, **changes)


def named(fair: FairInputs, names: Iterable[str]) -> FairInputs:
    """Return the fair with these names for its participants."""
    pairs = zip(fair.participants, names, strict=True)
    return replace(fair, participants=tuple(replace(who, name=name) for who, name in pairs))


def fair_of(inputs: FairInputs, **changes: Any) -> Fair:
    """Return the record of a fair, with the lines of its participants under the keys that the inputs use."""
    participants = {
        who.id: FairParticipant(order=order, orders=Money.rupees(5_000_00 * place), enquiries=4 + place, new_buyers=1)
        for place, (who, order) in enumerate(zip(inputs.participants, orders(len(inputs.participants)), strict=True))
    }
    usual = {
        "name": "Second National Crafts Fair",
        "place": "Delhi",
        "from_on": "1999-10-12",
        "to_on": "1999-10-18",
        "series": "Delhi",
        "ordinal": 2,
        "network": CALICO,
        "participants": participants,
    }
    return make(Fair, **(usual | changes))


def golden_account(inputs: FairInputs = GOLDEN, **changes: Any) -> FairAccount:
    """Return the worked fair as a preview, with the fair before it."""
    first = SeriesFair(
        label="First National Crafts Fair",
        series="Delhi",
        ordinal=1,
        held="1999-03",
        private=Fraction(42),
        programme=Fraction(26),
        institutions=Fraction(32),
    )
    account = FairAccount(fair=fair_of(inputs), settlement=settle(inputs), earlier=(first,))
    return replace(account, **changes)


def approved(account: FairAccount, **changes: Any) -> FairAccount:
    """Return the account as a meeting approved it."""
    decisions = keyed(Decision(decision="Meet again."), Decision(decision="The account is right.", consensus=True))
    meeting = make(Meeting, held_on=dt.date(1999, 11, 3), place="Sanganer", decisions=decisions)
    facts = {
        "approved_in": meeting.id,
        "approved_on": meeting.held_on,
        "decision": list(decisions)[1],
        "revision": 1,
    }
    record = make(SettlementRecord, **(freeze(account.settlement) | facts | changes))
    return replace(account, approval=record, approved_in=meeting)


def sixty_firms() -> FairInputs:
    """Return a fair of sixty firms with long names, and heads shared in each way."""
    participants = tuple(
        Participant(
            id=f"p{number:02}",
            code=f"P{number:02}",
            name=f"{HINDI_NAMES[number % 5]} {number}, Handblock Printers and Natural Dyers of Sanganer, Jaipur",
            stall_area=400 + 50 * (number % 7),
            sales=10_000_37 * (number % 11) + number,
            first_timer=number % 9 == 0,
            advance=1_500_00,
        )
        for number in range(1, 61)
    )
    heads = (
        Head(id="a", code="space", rule=SharingRule.stall_area, paid=1_20_000_01, budget=1_10_000_00),
        Head(id="b", code="transport", rule=SharingRule.sales, paid=33_333_33, budget=40_000_00),
        Head(id="c", code="lodging", rule=SharingRule.equal, paid=98_765_43),
    )
    relief = replace(GOLDEN.relief, percent=Fraction(25)) if GOLDEN.relief else None
    return FairInputs(heads=heads, participants=participants, sources=GOLDEN.sources, relief=relief)


def calico(**changes: Any) -> Network:
    """Return a network of which only the number of members is known."""
    counted = keyed(CountEntry(counted_on="1998-03", count=26, source="register"))
    usual = {"name": "Calico Printers' Cooperative", "network_kind": NetworkKind.cooperative, "count_entries": counted}
    return make(Network, **(usual | changes)).changed(id=CALICO)


CHAIR, TREASURER, ABSENT, GUEST = (new_id() for _ in range(4))
PEOPLE = {CHAIR: "Meera Chhipa", TREASURER: "गोविन्द रंगरेज़", ABSENT: "Salim Ansari", GUEST: "Bank manager Verma"}


def ordinary_meeting(**changes: Any) -> Meeting:
    """Return a meeting of sixteen members as it usually goes."""
    came = [Attendance(member=who, status=Presence.present) for who in (CHAIR, TREASURER)]
    others = [Attendance(member=new_id(), status=Presence.present) for _ in range(12)]
    away = [Attendance(member=ABSENT, status=Presence.excused)]
    guests = [Attendance(member=GUEST, status=Presence.present, walk_in=True)]
    agenda = keyed(
        AgendaItem(
            item="Account of the Delhi fair",
            minutes="The treasurer read it head by head. Two asked why transport goes by sales; it was agreed so",
        ),
        AgendaItem(item="अगला मेला", minutes="सबने कहा कि अगले मेले में रंग और डिज़ाइन मिलकर तय करेंगे। श्री गोविन्द जी नमूने दिखाएँगे।"),
        AgendaItem(item="Block store", minutes="The store in Sanganer stands half empty."),
    )
    decisions = keyed(
        Decision(
            decision="The account of the fair is right, and is paid out by Sunday.",
            consensus=True,
            agenda_item=next(iter(agenda)),
        ),
        Decision(
            decision="₹ 12,500 of the fair fund buys a screen for the shared table.",
            votes_for=11,
            votes_against=2,
            votes_abstain=1,
            amount=Money.rupees(12_500_00),
        ),
        Decision(decision="The store is opened to members of Bagru."),
    )
    usual = {
        "held_on": dt.date(2026, 3, 14),
        "started_at": "4 pm",
        "place": "House of the treasurer, Sanganer",
        "meeting_kind": MeetingKind.network,
        "network": CALICO,
        "convened_by": ConvenedBy.network,
        "chair": CHAIR,
        "attendance": keyed(*came, *others, *away, *guests),
        "agenda": agenda,
        "decisions": decisions,
        "conflicts": "Two printers quarrel over a pattern; both will show their old blocks to the chair.",
        "next_meeting_on": dt.date(2026, 4, 11),
    }
    return make(Meeting, **(usual | changes))


def a_task(**changes: Any) -> Task:
    """Return an open task of the treasurer."""
    usual = {"what": "Ask three shops for the price of a screen", "who": TREASURER, "due_on": dt.date(2026, 3, 28)}
    return make(Task, **({"status": TaskState.open} | usual | changes))


def ordinary_papers(**changes: Any) -> MeetingPapers:
    """Return an ordinary meeting with its tasks."""
    meeting = ordinary_meeting()
    members = [line.member for line in meeting.attendance.values() if line.member]
    earlier = (
        a_task(
            what="Bring the bills of the fair",
            due_on=dt.date(2026, 3, 1),
            status=TaskState.done,
            done_on=dt.date(2026, 2, 27),
        ),
        a_task(what="Write to the bank about the loan", who=CHAIR, due_on=dt.date(2026, 3, 7)),
    )
    papers = MeetingPapers(
        meeting=meeting,
        network=calico(),
        given=(a_task(), a_task(what="Show the sample colours", who=CHAIR, due_on=dt.date(2026, 4, 11))),
        earlier=earlier,
        kinds={
            who: ActorKind.firm_industrial if place % 5 == 0 else ActorKind.firm_micro_artisan
            for place, who in enumerate(members)
        },
        sexes={who: Sex.woman if place % 3 else Sex.man for place, who in enumerate(members)},
        recorded_by="Anil Saini",
    )
    return replace(papers, **changes)


def with_people(paper: Letterhead) -> Letterhead:
    """Return the letterhead with the names of those who met."""
    return replace(paper, names={**paper.names, **PEOPLE})
