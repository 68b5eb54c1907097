"""What somebody still pays who did not come after all."""

import datetime as dt
from dataclasses import replace

import pytest

from cdadesk.domain.fairs.explain import explain
from cdadesk.domain.fairs.identities import holds
from cdadesk.domain.fairs.inputs import Terms
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.troubles import WithdrawalNeedsDecision
from cdadesk.domain.fairs.vocabulary import SharingRule
from tests.domain.fairs.golden import GOLDEN, with_head, with_participant

CUT_OFF = dt.date(2026, 3, 1)
FAIR = replace(GOLDEN, terms=Terms(cut_off_on=CUT_OFF))
LATE = with_participant(FAIR, "p5", withdrawn_on=dt.date(2026, 3, 2), sales=None)


def test_on_the_cut_off_day_one_may_still_leave_and_gets_the_advance_back():
    settlement = settle(with_participant(FAIR, "p5", withdrawn_on=CUT_OFF))
    assert (settlement.member("p5").due, settlement.member("p5").balance) == (0, 5_000_00)
    assert settlement.head("advertisement").shares == (2_000_00, 2_000_00, 2_000_00, 2_000_00, 0)
    assert holds(settlement)


def test_where_no_cut_off_was_agreed_nobody_is_bound():
    fair = with_participant(GOLDEN, "p5", withdrawn_on=dt.date(2026, 3, 2))
    assert settle(fair).member("p5").due == 0


def test_after_it_one_pays_what_cannot_be_recovered_without_relief_and_without_sales():
    settlement = settle(LATE)
    assert [settlement.cell("p5", head.head_id).share for head in settlement.heads] == [
        1_600_00,
        300_00,
        200_00,
        0,
        4_705_88,
        0,
    ]
    assert settlement.member("p5").relief == 0
    assert holds(settlement)


def test_the_others_take_over_what_was_recovered_only_by_decision():
    recoverable = with_head(LATE, "advertisement", recoverable=True)
    with pytest.raises(WithdrawalNeedsDecision, match=r"P5 withdrew late.*Advertisement"):
        settle(recoverable)
    settlement = settle(with_participant(recoverable, "p5", redivision_decision="4/1"))
    assert settlement.head("advertisement").shares == (2_000_00, 2_000_00, 2_000_00, 2_000_00, 0)
    assert explain(settlement, "p5", "advertisement").endswith("shared by the others, as P5 withdrew")
    assert holds(settlement)


def test_own_costs_stay_with_who_withdrew():
    own = with_head(
        with_participant(FAIR, "p5", withdrawn_on=CUT_OFF), "electricity", rule=SharingRule.direct, direct_to="p5"
    )
    assert settle(own).member("p5").due == 1_000_01
