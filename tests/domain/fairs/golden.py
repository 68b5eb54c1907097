"""The worked fair of the design: five participants, six heads, every figure invented."""

from dataclasses import replace
from fractions import Fraction

from cdadesk.domain.fairs.inputs import Contribution, FairInputs, Head, InKind, Participant, Relief, Source
from cdadesk.domain.fairs.vocabulary import ContributionMode, SharingRule, SourceKind


def member(number: int, area: int, sales: int, advance: int) -> Participant:
    return Participant(
        id=f"p{number}", code=f"P{number}", stall_area=area, sales=sales, advance=advance, first_timer=number > 3
    )


PARTICIPANTS = (
    member(1, 900, 120_500_00, 15_000_00),
    replace(member(2, 900, 84_250_50, 15_000_00), vouchers=2_345_67),
    member(3, 600, 40_000_00, 15_000_00),
    member(4, 600, 0, 8_000_00),
    member(5, 400, 15_749_50, 5_000_00),
)
SOURCES = (
    Source(id="i", code="INST", kind=SourceKind.institution),
    Source(id="u", code="PROG", kind=SourceKind.programme),
    Source(id="n", code="NET", kind=SourceKind.network),
)
HEADS = (
    Head(id="space", code="space", rule=SharingRule.stall_area, paid=40_000_00),
    Head(id="advertisement", code="advertisement", rule=SharingRule.equal, paid=25_000_00),
    Head(id="transport", code="transport", rule=SharingRule.sales, paid=12_345_67),
    Head(id="organisation", code="organisation", rule=SharingRule.source_only, paid=8_000_01),
    Head(id="electricity", code="electricity", rule=SharingRule.equal, paid=1_000_01),
    Head(id="display", code="display", rule=SharingRule.equal, paid=0),
)
CONTRIBUTIONS = (
    Contribution(
        id="c1",
        source_id="i",
        head_id="advertisement",
        mode=ContributionMode.percent_of_actual,
        percent=Fraction(50),
        cap=10_000_00,
        received=10_000_00,
    ),
    Contribution(id="c2", source_id="u", head_id="advertisement", amount=5_000_00, received=5_000_00),
    Contribution(id="c3", source_id="n", head_id="advertisement", amount=2_000_00, received=2_000_00),
    Contribution(id="c4", source_id="u", head_id="organisation", amount=8_000_01, received=8_000_01),
)
DISPLAY = InKind(
    id="g1", giver_id="p1", head_id="display", value=1_500_00, valuation_note="two quotations", approved_by="treasurer"
)

GOLDEN = FairInputs(
    heads=HEADS,
    participants=PARTICIPANTS,
    sources=SOURCES,
    contributions=CONTRIBUTIONS,
    in_kind=(DISPLAY,),
    relief=Relief(percent=Fraction(25), source_id="n", pool=5_000_00, received=4_177_77),
)
CAPPED = replace(GOLDEN, relief=Relief(percent=Fraction(25), source_id="n", pool=3_000_00, received=3_000_00))


def with_head(fair: FairInputs, head_id: str, **changes: object) -> FairInputs:
    """Return the fair with one head changed."""
    heads = tuple(replace(head, **changes) if head.id == head_id else head for head in fair.heads)
    return replace(fair, heads=heads)


def with_participant(fair: FairInputs, participant_id: str, **changes: object) -> FairInputs:
    """Return the fair with one participant changed."""
    participants = tuple(replace(each, **changes) if each.id == participant_id else each for each in fair.participants)
    return replace(fair, participants=participants)
