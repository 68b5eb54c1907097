"""The worked fair, to the last paisa."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cdadesk.domain.fairs.figures import rounded
from cdadesk.domain.fairs.identities import Identity, checks, holds
from cdadesk.domain.fairs.ratios import ratio_words
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.vocabulary import SourceKind
from tests.domain.fairs.golden import CAPPED, GOLDEN, with_head

SHARES = {
    "space": (40_000_00, 0, [10_588_24, 10_588_24, 7_058_82, 7_058_82, 4_705_88]),
    "advertisement": (25_000_00, 17_000_00, [1_600_00] * 5),
    "transport": (12_345_67, 0, [5_710_76, 3_992_82, 1_895_69, 0, 746_40]),
    "organisation": (8_000_01, 8_000_01, [0] * 5),
    "electricity": (1_000_01, 0, [200_01, 200_00, 200_00, 200_00, 200_00]),
    "display": (1_500_00, 0, [300_00] * 5),
}


@pytest.mark.parametrize("head_id", SHARES)
def test_each_head_is_shared_to_the_last_paisa(head_id):
    actual, external, shares = SHARES[head_id]
    head = settle(GOLDEN).head(head_id)
    assert (head.actual, head.external_total, list(head.shares)) == (actual, external, shares)
    assert head.residual == actual - external


def test_each_source_of_a_head_is_named_with_its_part():
    paid = {each.source_id: each.total for each in settle(GOLDEN).head("advertisement").external}
    assert paid == {"i": 10_000_00, "u": 5_000_00, "n": 2_000_00}


def test_each_participant_knows_gross_relief_due_credit_and_balance():
    members = settle(GOLDEN).members
    assert [each.gross for each in members] == [18_399_01, 16_681_06, 11_054_51, 9_158_82, 7_552_28]
    assert [each.relief for each in members] == [0, 0, 0, 2_289_70, 1_888_07]
    assert [each.due for each in members] == [18_399_01, 16_681_06, 11_054_51, 6_869_12, 5_664_21]
    assert [each.credit for each in members] == [16_500_00, 17_345_67, 15_000_00, 8_000_00, 5_000_00]
    assert [each.balance for each in members] == [-1_899_01, 664_61, 3_945_49, 1_130_88, -664_21]


def test_a_pool_that_is_too_small_is_shared_by_the_relief_asked():
    settlement = settle(CAPPED)
    assert [each.relief for each in settlement.members] == [0, 0, 0, 1_644_20, 1_355_80]
    assert [each.balance for each in settlement.members] == [-1_899_01, 664_61, 3_945_49, 485_38, -1_196_48]
    assert sum(each.balance for each in settlement.members) == 1_999_99
    assert holds(settlement)


def test_the_sums_and_the_cash_agree():
    settlement = settle(GOLDEN)
    assert (settlement.actual, settlement.receipts, settlement.payments) == (87_845_69, 87_177_78, 84_000_02)
    assert settlement.cash == sum(each.balance for each in settlement.members) == 3_177_76
    assert sum(each.due for each in settlement.members) == 58_667_91
    assert sum(each.credit for each in settlement.members) == 61_845_67
    assert holds(settlement)


def test_the_strip_says_each_identity_in_a_line():
    said = [check.words for check in checks(settle(GOLDEN))]
    assert said[0] == "costs 87,845.69 = sources 87,845.69 ✓"
    assert said[3] == "balances 3,177.76 = cash before settlement, less what is owed to others, 3,177.76 ✓"


def test_each_payer_and_its_percentage():
    settlement = settle(GOLDEN)
    assert {kind: amount for kind, amount in settlement.by_kind().items() if amount} == {
        SourceKind.participant: 58_667_91,
        SourceKind.network: 6_177_77,
        SourceKind.programme: 13_000_01,
        SourceKind.institution: 10_000_00,
    }
    assert [rounded(percent, 1) for percent in settlement.percents().values() if percent] == [
        Fraction(668, 10),
        Fraction(7),
        Fraction(148, 10),
        Fraction(114, 10),
    ]
    assert [percent for percent in settlement.whole_percents().values() if percent] == [67, 7, 15, 11]


def test_cost_recovery_and_leverage():
    payers = settle(GOLDEN).payers
    assert payers.cost_recovery == Fraction(64_845_68, 87_845_69)
    assert rounded(100 * payers.cost_recovery, 1) == Fraction(738, 10)
    assert ratio_words(payers.leverage) == "6.76"


def test_money_that_a_source_overpaid_is_owed_to_it():
    promises = tuple(replace(each, received=9_000_00) if each.id == "c2" else each for each in GOLDEN.contributions)
    settlement = settle(replace(GOLDEN, contributions=promises))
    assert {each.source_id: each.owed for each in settlement.sources if each.owed} == {"u": 4_000_00}
    assert settlement.cash == 3_177_76 + 4_000_00
    assert holds(settlement)


def test_a_box_that_was_counted_short_blocks_approval():
    assert holds(settle(replace(GOLDEN, cash_counted=3_177_76)))
    short = settle(replace(GOLDEN, cash_counted=3_100_00))
    assert not holds(short)
    assert checks(short)[-1].words == "cash by the records 3,177.76 = cash counted 3,100.00 ✗"


def test_one_paisa_moved_in_a_frozen_settlement_is_found():
    settlement = settle(GOLDEN)
    head = settlement.heads[0]
    moved = replace(head, shares=(head.shares[0] + 1, *head.shares[1:]))
    broken = {
        check.identity for check in checks(replace(settlement, heads=(moved, *settlement.heads[1:]))) if not check.ok
    }
    assert broken == {Identity.shares}


def test_a_share_below_zero_is_found():
    settlement = settle(GOLDEN)
    head = settlement.heads[-1]
    negative = replace(head, shares=(head.shares[0] + head.shares[1] + 1, -1, *head.shares[2:]))
    found = checks(replace(settlement, heads=(*settlement.heads[:-1], negative)))
    assert [check.identity for check in found if not check.ok] == [Identity.nothing_below_zero]


def test_event_income_comes_first_and_its_surplus_belongs_to_the_network():
    settlement = settle(with_head(GOLDEN, "electricity", event_income=1_200_00))
    head = settlement.head("electricity")
    assert (head.income_used, head.income_surplus, head.residual) == (1_000_01, 199_99, 0)
    income = settlement.sources[-1]
    assert (income.kind, income.total, income.owed) == (SourceKind.event_income, 1_000_01, 199_99)
    assert holds(settlement)


def test_sales_money_held_by_the_network_is_credited():
    held = replace(GOLDEN.participants[4], sales_money_held=10_000_00)
    settlement = settle(replace(GOLDEN, participants=(*GOLDEN.participants[:4], held)))
    assert settlement.member("p5").balance == 10_000_00 - 664_21
    assert holds(settlement)


def test_a_fair_without_anything_settles_to_zero():
    settlement = settle(replace(GOLDEN, heads=(), contributions=(), in_kind=(), relief=None, participants=()))
    assert settlement.actual == settlement.cash == 0
    assert settlement.payers.cost_recovery is None
    assert set(settlement.percents().values()) == {0}
    assert set(settlement.whole_percents().values()) == {0}
    assert holds(settlement)
