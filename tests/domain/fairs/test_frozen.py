"""Settlements as plain JSON, and the code by which two laptops compare."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from cdadesk.domain.fairs.frozen import check_code, digest, from_plain, inputs_from_plain, to_plain
from cdadesk.domain.fairs.inputs import Terms
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.troubles import NewerSettlement
from tests.domain.fairs.golden import CAPPED, GOLDEN, with_participant

LATE = replace(
    with_participant(GOLDEN, "p5", withdrawn_on=dt.date(2026, 3, 2)), terms=Terms(cut_off_on=dt.date(2026, 3, 1))
)


@pytest.mark.parametrize("fair", [GOLDEN, CAPPED, LATE])
def test_a_settlement_survives_json(fair):
    settlement = settle(fair)
    again = from_plain(json.loads(json.dumps(to_plain(settlement))))
    assert again == settlement
    assert settle(again.inputs) == settlement
    assert inputs_from_plain(to_plain(settlement.inputs)) == settlement.inputs


def test_the_check_code_is_short_and_changes_with_one_paisa():
    code = check_code(settle(GOLDEN))
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", code)
    assert digest(settle(GOLDEN)).upper().startswith(code.replace("-", ""))
    assert check_code(settle(with_participant(GOLDEN, "p1", advance=15_000_01))) != code


def test_a_large_fair_fits_in_one_group_of_the_wire():
    people = tuple(
        replace(
            GOLDEN.participants[0], id=f"0190f0aa-0000-7000-8000-{number:012d}", code=f"ACTOR-{number:03d}", vouchers=0
        )
        for number in range(60)
    )
    heads = tuple(replace(GOLDEN.heads[0], id=f"0190f0aa-0000-7000-9000-{number:012d}") for number in range(17))
    fair = replace(GOLDEN, participants=people, heads=heads, contributions=(), in_kind=())
    assert len(json.dumps(to_plain(settle(fair)), separators=(",", ":"))) < 60_000


def test_a_settlement_of_a_newer_program_is_not_misread():
    with pytest.raises(NewerSettlement, match="newer version"):
        from_plain(to_plain(settle(GOLDEN)) | {"algorithm": 2})


@pytest.mark.parametrize(
    "damage",
    [
        {"inputs": 5},
        {"strange": 1},
        {"receipts": "12"},
        {"receipts": True},
        {"heads": {}},
        {"sources": [{"kind": "friend"}]},
        {"heads": [{"head_id": "x"}]},
    ],
)
def test_another_shape_is_refused(damage):
    with pytest.raises(ValueError, match=r".+"):
        from_plain(to_plain(settle(GOLDEN)) | damage)


def test_a_fraction_over_zero_is_refused():
    plain = to_plain(GOLDEN)
    plain["relief"] = {"percent": "1/0", "source_id": "n", "pool": 1}
    with pytest.raises(ValueError, match="shape"):
        inputs_from_plain(plain)


def test_a_float_never_gets_into_a_frozen_settlement():
    with pytest.raises(TypeError, match="does not hold a float"):
        to_plain(replace(GOLDEN, cash_counted=1.5))
