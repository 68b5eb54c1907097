"""What holds for every fair that anybody could enter."""

import json
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.fairs.explain import explain, explain_balance, explain_due, explain_relief
from cdadesk.domain.fairs.frozen import digest, from_plain, to_plain
from cdadesk.domain.fairs.identities import checks, holds
from cdadesk.domain.fairs.inputs import (
    Contribution,
    FairInputs,
    Head,
    InKind,
    MixedPart,
    Participant,
    Portion,
    Relief,
    Source,
    Terms,
)
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.sharing import split
from cdadesk.domain.fairs.vocabulary import TURNS, ContributionMode, SharingRule, UnderSpend

paise = st.integers(0, 10**9)
percents = st.fractions(0, 100, max_denominator=12)
keys = st.tuples(st.sampled_from("ABC"), st.integers(0, 99).map(str))
weights = st.dictionaries(keys, st.one_of(st.integers(0, 10**6), percents), min_size=1).filter(
    lambda found: any(found.values())
)


@given(total=paise, by=weights)
def test_parts_make_the_total_and_lie_within_one_paisa_of_their_quota(total, by):
    parts = split(total, by)
    whole = sum(by.values())
    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0
    assert all(abs(parts[key] - Fraction(total) * weight / whole) < 1 for key, weight in by.items())


@given(total=paise, by=weights, random=st.randoms(use_true_random=False))
def test_the_order_of_those_who_share_makes_no_difference(total, by, random):
    shuffled = list(by.items())
    random.shuffle(shuffled)
    assert split(total, dict(shuffled)) == split(total, by)


@st.composite
def participants(draw: st.DrawFn) -> tuple[Participant, ...]:
    """Draw one to five, of whom the first has an area and sales, so that there is something to share by."""
    count = draw(st.integers(1, 5))
    return tuple(
        Participant(
            id=f"p{number}",
            code=draw(st.sampled_from("ABC")),
            stall_area=draw(st.integers(0 if number else 1, 2000)),
            sales=draw(st.integers(0 if number else 1, 10**8)),
            first_timer=draw(st.booleans()),
            advance=draw(paise),
            sales_money_held=draw(paise),
        )
        for number in range(count)
    )


@st.composite
def heads(draw: st.DrawFn, number: int, people: tuple[Participant, ...]) -> Head:
    rules = [rule for rule in SharingRule if rule not in (SharingRule.fixed, SharingRule.source_only)]
    equal_part = draw(percents)
    return Head(
        id=f"h{number}",
        code=draw(st.sampled_from(["space", "transport", "other"])),
        rule=draw(st.sampled_from(rules)),
        paid=draw(paise),
        budget=draw(st.none() | paise),
        event_income=draw(st.integers(0, 10**7)),
        portions=tuple(
            Portion(participant_id=each.id, amount=draw(st.integers(0 if place else 1, 9)))
            for place, each in enumerate(people)
        ),
        parts=(
            MixedPart(rule=SharingRule.equal, percent=equal_part),
            MixedPart(rule=SharingRule.sales, percent=100 - equal_part),
        ),
        direct_to=draw(st.sampled_from(people)).id,
        overspend_decision=draw(st.sampled_from(["", "3/1"])),
        ordered_by=draw(st.sampled_from(["s0", people[0].id])),
    )


@st.composite
def contributions(draw: st.DrawFn, number: int, lines: tuple[Head, ...]) -> Contribution:
    head = draw(st.sampled_from(lines))
    modes = [mode for mode in ContributionMode if head.budget is not None or mode != ContributionMode.percent_of_budget]
    mode = draw(st.sampled_from(modes))
    fixed = mode is ContributionMode.fixed
    return Contribution(
        id=f"c{number}",
        source_id=draw(st.sampled_from(["s0", "s1"])),
        head_id=head.id,
        mode=mode,
        amount=draw(st.integers(0, max(head.paid, head.budget or 0))) if fixed else 0,
        percent=Fraction(0) if fixed else draw(percents),
        cap=draw(st.none() | paise),
        received=draw(paise),
    )


@st.composite
def fairs(draw: st.DrawFn) -> FairInputs:
    people = draw(participants())
    lines = tuple(draw(heads(number, people)) for number in range(draw(st.integers(1, 4))))
    promises = tuple(draw(contributions(number, lines)) for number in range(draw(st.integers(0, 4))))
    gifts = tuple(
        InKind(
            id=f"g{number}",
            giver_id=draw(st.sampled_from(["s0", "s1", people[0].id])),
            head_id=draw(st.sampled_from(lines)).id,
            value=draw(paise),
            valuation_note="valued",
            approved_by=draw(st.sampled_from(["", "treasurer"])),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    spent = sum(line.paid for line in lines)
    people = (replace(people[0], vouchers=draw(st.integers(0, spent))), *people[1:])
    relief = Relief(percent=draw(percents), source_id="s1", pool=draw(paise), received=draw(paise))
    return FairInputs(
        heads=lines,
        participants=people,
        sources=tuple(Source(id=f"s{each}", code="S", kind=draw(st.sampled_from(TURNS))) for each in range(2)),
        contributions=promises,
        in_kind=gifts,
        relief=draw(st.none() | st.just(relief)),
        terms=Terms(under_spend=draw(st.sampled_from(UnderSpend)), carry_forward_decision="5/2"),
    )


@given(fair=fairs())
def test_every_identity_holds(fair):
    settlement = settle(fair)
    assert holds(settlement), [check.words for check in checks(settlement)]


@given(fair=fairs())
def test_every_share_is_its_quota_to_a_paisa_and_none_is_below_zero(fair):
    settlement = settle(fair)
    for head in settlement.heads:
        assert sum(head.shares) == head.residual
        assert all(each.money >= 0 and each.kept >= 0 for each in head.external)
        for who in fair.participants:
            cell = settlement.cell(who.id, head.head_id)
            assert cell.share >= 0
            assert abs(cell.share - cell.quota) < 1
    assert all(0 <= member.relief <= member.relief_asked <= member.gross for member in settlement.members)


@given(fair=fairs())
def test_each_head_is_paid_exactly_once_and_relief_stays_in_its_pool(fair):
    settlement = settle(fair)
    for head in settlement.heads:
        kept_by_participants = sum(settlement.cell(who.id, head.head_id).kept for who in fair.participants)
        outside = head.external_total + head.income_used
        assert outside + kept_by_participants + head.residual == head.actual + head.carried
    assert sum(member.relief for member in settlement.members) <= (fair.relief.pool if fair.relief else 0)


@given(fair=fairs(), random=st.randoms(use_true_random=False))
def test_two_laptops_that_hold_the_lines_in_another_order_settle_alike(fair, random):
    def shuffled(lines):
        return tuple(random.sample(lines, len(lines)))

    other = replace(
        fair,
        heads=tuple(
            replace(head, portions=shuffled(head.portions), parts=shuffled(head.parts)) for head in shuffled(fair.heads)
        ),
        participants=shuffled(fair.participants),
        sources=shuffled(fair.sources),
        contributions=shuffled(fair.contributions),
        in_kind=shuffled(fair.in_kind),
    )
    assert digest(settle(other)) == digest(settle(fair))


@given(fair=fairs())
def test_a_frozen_settlement_comes_back_as_it_was(fair):
    settlement = settle(fair)
    assert from_plain(json.loads(json.dumps(to_plain(settlement)))) == settlement


@given(fair=fairs())
def test_every_figure_has_words(fair):
    settlement = settle(fair)
    for who in fair.participants:
        assert all(explain(settlement, who.id, head.id) for head in fair.heads)
        for account in (explain_relief, explain_due, explain_balance):
            assert account(settlement, who.id)
