"""From the record of a fair to its settlement."""

import datetime as dt
from fractions import Fraction

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.identities import holds
from cdadesk.domain.fairs.inputs import Portion
from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FixedShare
from cdadesk.domain.fairs.preparing import FairNotReady, been_before, series_fair, settlement_inputs
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import HeadCode, SharingRule
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import MissingCode, Void
from tests.domain.fairs.a_fair import ACTORS, KNOWN, VETERANS, a_fair, key_of
from tests.domain.making import lines, make

VOID = Void(by="cda", at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))


def test_the_worked_fair_is_settled_from_its_record_to_the_last_paisa():
    settlement = settle(settlement_inputs(a_fair(), KNOWN, VETERANS))
    assert [member.due for member in settlement.members] == [18_399_01, 16_681_06, 11_054_51, 6_869_12, 5_664_21]
    balances = [member.balance for member in settlement.members]
    assert balances == [-1_899_01, 664_61, 3_945_49, 1_130_88, -664_21]
    assert settlement.cash == sum(balances) == 3_177_76
    assert holds(settlement)


def test_the_order_of_the_lines_changes_nothing():
    fair = a_fair()
    turned = fair.changed(
        participants=dict(reversed(fair.participants.items())),
        budget_lines={key: line.changed(order="z") for key, line in fair.budget_lines.items()},
    )
    assert settle(settlement_inputs(turned, KNOWN, VETERANS)) == settle(settlement_inputs(fair, KNOWN, VETERANS))


def test_sales_that_were_refused_are_not_known_and_those_of_nothing_are_zero():
    fair = a_fair()
    key = key_of(fair.participants, actor=ACTORS[4])
    assert settlement_inputs(fair, KNOWN).participant(key).sales == 0
    refused = fair.participants[key].changed(sales=None, missing={"sales": MissingCode.refused})
    assert settlement_inputs(_with(fair, participants={key: refused}), KNOWN).participant(key).sales is None


def test_void_lines_are_left_out():
    fair = a_fair()
    key = key_of(fair.participants, actor=ACTORS[4])
    without = _with(fair, participants={key: fair.participants[key].changed(void=VOID)})
    assert key not in {each.id for each in settlement_inputs(without, KNOWN).participants}


def _with(fair, **changed_lines):
    return fair.changed(**{name: getattr(fair, name) | changed for name, changed in changed_lines.items()})


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("actual", "Space: enter what it really cost. If it cost nothing, enter 0."),
        ("rule", "Space: choose how it is shared."),
        ("head", "A cost has no head yet. Choose one."),
    ],
)
def test_a_cost_that_is_not_complete_is_asked_for(field, sentence):
    fair = a_fair()
    key = key_of(fair.budget_lines, head=HeadCode.space)
    blank = _with(fair, budget_lines={key: fair.budget_lines[key].changed(**{field: None})})
    with pytest.raises(FairNotReady) as trouble:
        settlement_inputs(blank, KNOWN)
    assert str(trouble.value) == sentence


@pytest.mark.parametrize(("listed", "field"), [
    ("promises", "source"), ("promises", "head"), ("promises", "mode"), ("sources", "source_kind"),
    ("in_kind", "giver"), ("in_kind", "head"), ("in_kind", "value"),
])  # fmt: skip
def test_a_promise_a_source_or_a_gift_that_is_not_complete_is_asked_for(listed, field):
    fair = a_fair()
    key = next(iter(getattr(fair, listed)))
    with pytest.raises(FairNotReady):
        settlement_inputs(_with(fair, **{listed: {key: getattr(fair, listed)[key].changed(**{field: None})}}), KNOWN)


@pytest.mark.parametrize("field", ["relief_source", "relief_pool"])
def test_relief_needs_a_payer_and_a_pool(field):
    with pytest.raises(FairNotReady, match="relief"):
        settlement_inputs(a_fair().changed(**{field: None}), KNOWN)


def test_an_amount_abroad_needs_its_rate():
    fair = a_fair()
    key = key_of(fair.budget_lines, head=HeadCode.space)

    def costing(amount):
        return settlement_inputs(_with(fair, budget_lines={key: fair.budget_lines[key].changed(actual=amount)}), KNOWN)

    assert costing(Money(minor=1_000_00, currency="USD", rate="433/10")).head(key).paid == 43_300_00
    with pytest.raises(FairNotReady, match="Space: enter the rate of exchange of the amount in USD"):
        costing(Money(minor=1_000_00, currency="USD"))


def test_agreed_weights_fixed_lists_and_mixed_rules_reach_the_settlement():
    firms = lines(FairParticipant(actor=ACTORS[1], weight=2), FairParticipant(actor=ACTORS[2], weight=1))
    first, second = firms
    nothing = Money.rupees(0)
    costs = lines(
        BudgetLine(head=HeadCode.display, rule=SharingRule.weighted, actual=nothing),
        BudgetLine(head=HeadCode.space, rule=SharingRule.fixed, actual=nothing),
        BudgetLine(head=HeadCode.travel, rule=SharingRule.mixed, actual=nothing, mix_equal=60_00, mix_sales=40_00),
        BudgetLine(head=HeadCode.other, rule=SharingRule.equal, actual=nothing),
    )
    weighted, fixed, mixed, equal = costs
    shares = lines(FixedShare(head=fixed, participant=second, amount=Money.rupees(700)))
    inputs = settlement_inputs(make(Fair, budget_lines=costs, participants=firms, fixed_shares=shares), KNOWN)
    assert [(each.participant_id, each.amount) for each in inputs.head(weighted).portions] == [(first, 2), (second, 1)]
    assert inputs.head(fixed).portions == (Portion(participant_id=second, amount=700),)
    parts = {part.rule: part.percent for part in inputs.head(mixed).parts}
    assert parts == {SharingRule.equal: Fraction(60), SharingRule.sales: Fraction(40)}
    assert inputs.head(equal).portions == ()


def test_what_the_network_agreed_reaches_the_settlement_and_the_usual_holds_where_nothing_was_said():
    usual = settlement_inputs(a_fair(), KNOWN).terms
    assert (usual.overspend_limit, usual.under_spend.value, usual.cut_off_on) == (10, "pro_rata", None)
    agreed = a_fair().changed(overspend_limit=12_50, under_spend="grant_first", cut_off_on=dt.date(2026, 2, 20))
    terms = settlement_inputs(agreed, KNOWN).terms
    assert (terms.overspend_limit, terms.under_spend.value) == (Fraction(25, 2), "grant_first")
    assert terms.cut_off_on == dt.date(2026, 2, 20)


def test_who_has_been_to_a_fair_before_is_no_first_timer():
    fair = a_fair()
    earlier = make(
        Fair,
        from_on="2025-03",
        participants=lines(
            FairParticipant(actor=ACTORS[1]), FairParticipant(actor=ACTORS[2], withdrawn_on=dt.date(2025, 2, 1))
        ),
    )
    vague = make(Fair, from_on="2026", participants=lines(FairParticipant(actor=ACTORS[3])))
    voided = earlier.changed(id=new_id(), participants=lines(FairParticipant(actor=ACTORS[4])), void=VOID)
    assert been_before(fair, [fair, earlier, vague, voided]) == {ACTORS[1]}
    assert been_before(fair.changed(from_on=None), [earlier]) == set()
    inputs = settlement_inputs(fair, KNOWN, {ACTORS[1]})
    assert [each.first_timer for each in inputs.participants] == [False, True, True, True, True]


def test_what_a_person_set_by_hand_wins_over_what_follows_from_earlier_fairs():
    fair = a_fair()
    key = key_of(fair.participants, actor=ACTORS[1])
    corrected = _with(fair, participants={key: fair.participants[key].changed(first_timer=True)})
    assert settlement_inputs(corrected, KNOWN, VETERANS).participant(key).first_timer


def test_an_old_fair_known_in_percent_alone_stays_as_it_was_printed():
    jaipur = make(
        Fair,
        name="First fair, Jaipur",
        from_on="1998-03",
        series="Jaipur",
        ordinal=1,
        private_percent=35_00,
        programme_percent=50_00,
        institutions_percent=14_00,
    )
    printed = series_fair(jaipur, None)
    assert (printed.private, printed.programme, printed.institutions) == (35, 50, 14)
    assert printed.unexplained == 1


def test_a_settled_fair_has_the_shares_of_its_amounts():
    fair = a_fair()
    settlement = settle(settlement_inputs(fair, KNOWN, VETERANS))
    shares = series_fair(fair, settlement.payers)
    assert shares.private == Fraction(100 * (58_667_91 + 6_177_77), 87_845_69)
    assert shares.unexplained == 0
    known_to_be_more = fair.changed(total_cost=Money.rupees(100_000_00))
    assert series_fair(known_to_be_more, settlement.payers).unexplained > 12


@pytest.mark.parametrize("blank", ["from_on", "series", "ordinal"])
def test_a_fair_without_date_series_or_number_is_in_no_series(blank):
    fair = a_fair().changed(private_percent=35_00)
    assert series_fair(fair, None) is not None
    assert series_fair(fair.changed(**{blank: None}), None) is None
    assert series_fair(a_fair(), None) is None
