"""The worked fair of the design as a person enters it: a record with its lines, every figure invented."""

from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource, GiftInKind, Promise
from cdadesk.domain.fairs.preparing import Known
from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, SourceKind
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Element
from tests.domain.making import lines, make

ACTORS = {number: new_id() for number in range(1, 6)}
KNOWN: dict[UUID, Known] = {actor: Known(f"Firm {number}", f"P{number}") for number, actor in ACTORS.items()}
VETERANS = {ACTORS[1], ACTORS[2], ACTORS[3]}


def key_of(listed: dict[str, Element], **fields: object) -> str:
    """Return the key of the line that holds these values."""
    return next(
        key for key, line in listed.items() if all(getattr(line, name) == value for name, value in fields.items())
    )


def _cost(head: HeadCode, rule: SharingRule, paise: int) -> BudgetLine:
    return BudgetLine(head=head, rule=rule, actual=Money.rupees(paise))


def _firm(number: int, area: int, sales: int, advance: int, vouchers: int | None = None) -> FairParticipant:
    return FairParticipant(
        actor=ACTORS[number],
        stall_area=area,
        sales=Money.rupees(sales),
        advance=Money.rupees(advance),
        vouchers_paid=Money.rupees(vouchers) if vouchers else None,
    )


def a_fair() -> Fair:
    """Return the fair before it is settled."""
    costs = lines(
        _cost(HeadCode.space, SharingRule.stall_area, 40_000_00),
        _cost(HeadCode.advertisement, SharingRule.equal, 25_000_00),
        _cost(HeadCode.transport, SharingRule.sales, 12_345_67),
        _cost(HeadCode.organisation, SharingRule.source_only, 8_000_01),
        _cost(HeadCode.electricity, SharingRule.equal, 1_000_01),
        _cost(HeadCode.display, SharingRule.equal, 0),
    )
    firms = lines(
        _firm(1, 900, 120_500_00, 15_000_00),
        _firm(2, 900, 84_250_50, 15_000_00, vouchers=2_345_67),
        _firm(3, 600, 40_000_00, 15_000_00),
        _firm(4, 600, 0, 8_000_00),
        _firm(5, 400, 15_749_50, 5_000_00),
    )
    sources = lines(*(FairSource(source_kind=kind) for kind in _PAYERS))
    institution, programme, network = sources
    return make(
        Fair,
        name="Delhi fair",
        from_on="2026-03-05",
        to_on="2026-03-09",
        series="Delhi",
        ordinal=1,
        budget_lines=costs,
        participants=firms,
        sources=sources,
        promises=_promises(costs, institution, programme, network),
        in_kind=lines(
            GiftInKind(
                giver=next(iter(firms)),
                head=key_of(costs, head=HeadCode.display),
                value=Money.rupees(1_500_00),
                valuation_note="two quotations",
                approved_by="treasurer",
            )
        ),
        relief_percent=25_00,
        relief_source=network,
        relief_pool=Money.rupees(5_000_00),
        relief_received=Money.rupees(4_177_77),
    )


_PAYERS = (SourceKind.institution, SourceKind.programme, SourceKind.network)


def _promises(costs: dict[str, Element], institution: str, programme: str, network: str) -> dict[str, Element]:
    advertisement, organisation = (key_of(costs, head=head) for head in (HeadCode.advertisement, HeadCode.organisation))
    half = Promise(
        source=institution,
        head=advertisement,
        mode=ContributionMode.percent_of_actual,
        part=50_00,
        cap=Money.rupees(10_000_00),
        received=Money.rupees(10_000_00),
    )
    return lines(
        half,
        _fixed(programme, advertisement, 5_000_00),
        _fixed(network, advertisement, 2_000_00),
        _fixed(programme, organisation, 8_000_01),
    )


def _fixed(source: str, head: str, paise: int) -> Promise:
    amount = Money.rupees(paise)
    return Promise(source=source, head=head, mode=ContributionMode.fixed, amount=amount, received=amount)
