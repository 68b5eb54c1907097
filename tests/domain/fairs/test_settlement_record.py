"""A settlement once it was approved."""

import copy
import json

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.fairs.preparing import settlement_inputs
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.settlement_record import SettlementRecord, freeze
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.findings import Weight
from tests.domain.fairs.a_fair import KNOWN, VETERANS, a_fair
from tests.domain.making import make, paths

SETTLEMENT = settle(settlement_inputs(a_fair(), KNOWN, VETERANS))


def test_a_frozen_settlement_comes_back_from_the_wire_as_it_was():
    record = make(SettlementRecord, **freeze(SETTLEMENT), revision=1)
    sent = json.loads(json.dumps(payload.leaves(record), sort_keys=True))
    reading = payload.read(SettlementRecord, record.scope, record.id, sent)
    assert reading.record.read_account() == SETTLEMENT
    assert paths(reading.record) == []


def test_an_account_that_was_touched_blocks_the_approval():
    fields = copy.deepcopy(freeze(SETTLEMENT))
    fields["account"]["members"][0]["gross"] += 1
    found = list(make(SettlementRecord, **fields).findings())
    assert {finding.path for finding in found} == {"account", "check_code"}
    assert {finding.weight for finding in found} == {Weight.broken}


@pytest.mark.parametrize("account", [{}, [], "x", 7, {"algorithm": 1}, {"algorithm": "1", "inputs": []}])
def test_what_is_no_account_is_said_to_be_unreadable(account):
    (finding,) = make(SettlementRecord, account=account).findings()
    assert (finding.path, finding.weight) == ("account", Weight.broken)


def test_an_account_of_a_newer_version_is_not_called_broken():
    (finding,) = make(SettlementRecord, account={"algorithm": 99}).findings()
    assert finding.weight is Weight.odd
    assert "newer version" in finding.sentence


def test_a_correction_says_what_it_replaces_and_why():
    second = make(SettlementRecord, revision=2)
    assert paths(second) == ["replaces", "reason"]
    assert paths(second.changed(replaces=new_id(), reason="A voucher was found.")) == []
    assert second.title() == "Settlement, revision 2"
